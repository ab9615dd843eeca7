// The table of primitives, filled from primitives.def by the compiler.
#include "types/primitive.h"

namespace ffi_native {

namespace {

template <typename T>
constexpr Representation RepresentationOf() {
  if constexpr (std::is_same_v<T, bool>) {
    return Representation::kBool;
  } else if constexpr (std::is_integral_v<T>) {
    return IntegerRepresentation(sizeof(T), std::is_signed_v<T>);
  } else if constexpr (std::is_same_v<T, float>) {
    return Representation::kFloat;
  } else if constexpr (std::is_same_v<T, double>) {
    return Representation::kDouble;
  } else if constexpr (std::is_same_v<T, long double>) {
    return Representation::kLongDouble;
  } else if constexpr (std::is_same_v<T, float _Complex>) {
    return Representation::kFloatComplex;
  } else if constexpr (std::is_same_v<T, double _Complex>) {
    return Representation::kDoubleComplex;
  } else {
    static_assert(std::is_same_v<T, long double _Complex>, "a representation is missing for a row of primitives.def");
    return Representation::kLongDoubleComplex;
  }
}

constexpr PrimitiveTraits kTraits[] = {
#define PRIMITIVE(id, c_type, spelling, kind) \
  {Primitive::k##id, spelling, Kind::k##kind, RepresentationOf<c_type>(), sizeof(c_type), alignof(c_type)},
#include "types/primitives.def"
#undef PRIMITIVE
};

}  // namespace

const PrimitiveTraits& TraitsOf(Primitive primitive) { return kTraits[static_cast<size_t>(primitive)]; }

}  // namespace ffi_native
