// float becomes double; integers narrower than int become int, which holds all of their values.
#include "call/promotion.h"

#include <cstring>

namespace ffi_native {

namespace {

template <typename From, typename To>
void Widen(void* slot) {
  From value;
  memcpy(&value, slot, sizeof value);
  const To widened{value};  // holds every value of From
  memcpy(slot, &widened, sizeof widened);
}

}  // namespace

ffi_type* PromotedType(const Type& type, ffi_type* lowered) {
  if (type.representation == Representation::kFloat) return &ffi_type_double;
  const bool is_integer = IsInteger(type.representation) || type.representation == Representation::kBool;
  return is_integer && type.size < sizeof(int) ? &ffi_type_sint : lowered;
}

void Promote(const Type& type, void* slot) {
  switch (type.representation) {
    case Representation::kFloat:
      return Widen<float, double>(slot);
    case Representation::kBool:
    case Representation::kUint8:
      return Widen<uint8_t, int>(slot);
    case Representation::kInt8:
      return Widen<int8_t, int>(slot);
    case Representation::kInt16:
      return Widen<int16_t, int>(slot);
    case Representation::kUint16:
      return Widen<uint16_t, int>(slot);
    default:
      return;
  }
}

}  // namespace ffi_native
