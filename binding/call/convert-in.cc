// From JavaScript to C. The common case of each type is tried first; what it does not take is refused with one message
// per kind of type.
#include <cfloat>
#include <cmath>
#include <cstring>
#include <limits>

#include "call/bits.h"
#include "call/convert.h"
#include "call/text.h"
#include "memory/buffer-address.h"

namespace ffi_native {

namespace {

template <typename T>
void Store(void* slot, T value) {
  memcpy(slot, &value, sizeof value);
}

// The padding of x87's ten bytes is zero, not what was on the stack.
void Store(void* slot, long double value) {
  constexpr size_t kSignificant = std::numeric_limits<long double>::digits == 64 ? 10 : sizeof value;
  memset(slot, 0, sizeof value);
  memcpy(slot, &value, kSignificant);
}

bool Is(napi_env env, napi_value value, napi_valuetype expected) {
  napi_valuetype type;
  return napi_typeof(env, value, &type) == napi_ok && type == expected;
}

// A value of the right JavaScript type is out of range, any other of the wrong type.
const char* CodeFor(napi_env env, napi_value value, napi_valuetype right) {
  return Is(env, value, right) ? code::kOutOfRange : code::kInvalidArgType;
}

template <typename T>
std::string Range() {
  return "from " + std::to_string(std::numeric_limits<T>::min()) + " to " +
         std::to_string(std::numeric_limits<T>::max());
}

template <typename T>
void ConvertInteger(Instance& instance, napi_value value, void* slot, const Place& place) {
  double number;
  if (napi_get_value_double(instance.env(), value, &number) == napi_ok && number >= std::numeric_limits<T>::min() &&
      number <= std::numeric_limits<T>::max()) {
    const auto integer = static_cast<T>(number);  // -0 is 0
    if (static_cast<double>(integer) == number) return Store(slot, integer);
  }
  Refuse(instance, CodeFor(instance.env(), value, napi_number), place, "an integer " + Range<T>(), value);
}

napi_status GetBigInt(napi_env env, napi_value value, int64_t* integer, bool* lossless) {
  return napi_get_value_bigint_int64(env, value, integer, lossless);
}

napi_status GetBigInt(napi_env env, napi_value value, uint64_t* integer, bool* lossless) {
  return napi_get_value_bigint_uint64(env, value, integer, lossless);
}

template <typename T>
void ConvertBigInt(Instance& instance, napi_value value, void* slot, const Place& place) {
  T integer;
  bool lossless = false;
  if (GetBigInt(instance.env(), value, &integer, &lossless) == napi_ok && lossless) return Store(slot, integer);
  Refuse(instance, CodeFor(instance.env(), value, napi_bigint), place, "a BigInt " + Range<T>(), value);
}

void ConvertBool(Instance& instance, napi_value value, void* slot, const Place& place) {
  bool truth;
  if (napi_get_value_bool(instance.env(), value, &truth) == napi_ok) return Store(slot, truth);
  double number;
  if (napi_get_value_double(instance.env(), value, &number) == napi_ok && (number == 0 || number == 1)) {
    return Store(slot, number == 1);
  }
  Refuse(instance, CodeFor(instance.env(), value, napi_number), place, "true, false, 0 or 1", value);
}

template <typename T>
void ConvertFloat(Instance& instance, napi_value value, void* slot, const Place& place) {
  double number;
  if (napi_get_value_double(instance.env(), value, &number) != napi_ok) {
    Refuse(instance, code::kInvalidArgType, place, "a number", value);
  }
  if constexpr (std::is_same_v<T, float>) {
    if (std::isfinite(number) && std::fabs(number) > static_cast<double>(FLT_MAX)) {
      Refuse(instance, code::kOutOfRange, place, "a number that a float can hold", value);
    }
  }
  Store(slot, static_cast<T>(number));
}

// What a parameter of this pointer type takes, as a message says it.
std::string ExpectedOf(TextEncoding encoding) {
  return std::string("null, a BigInt address, ") + (encoding == TextEncoding::kNone ? "" : "a string, ") +
         "a Buffer, a typed array, a DataView or an ArrayBuffer";
}

uintptr_t AddressOfObject(Instance& instance, napi_value value, TextEncoding encoding, const Place& place) {
  const std::optional<uintptr_t> address =
      Within(NameOf(place) + " cannot be used", [&] { return AddressOfBuffer(instance, value); });
  if (address) return *address;
  Refuse(instance, code::kInvalidArgType, place, ExpectedOf(encoding), value);
}

void ConvertBigIntAddress(Instance& instance, uint64_t address, bool lossless, napi_value value, void* slot,
                          const Place& place) {
  if (lossless && address <= UINTPTR_MAX) return Store(slot, static_cast<uintptr_t>(address));
  Refuse(instance, code::kOutOfRange, place, "an address " + Range<uintptr_t>(), value);
}

// The kinds of values are tried in the order of their frequency: asking for the kind first would cost all of them.
void ConvertPointer(Instance& instance, QualType type, napi_value value, void* slot, Copies& copies,
                    const Place& place) {
  napi_env env = instance.env();
  const TextEncoding encoding = EncodingOf(As<PointerType>(*type.type));
  if (encoding != TextEncoding::kNone) {
    if (const std::optional<uintptr_t> text = CopyText(env, value, encoding, copies, place)) return Store(slot, *text);
  }
  uint64_t address;
  bool lossless = false;
  if (napi_get_value_bigint_uint64(env, value, &address, &lossless) == napi_ok) {
    return ConvertBigIntAddress(instance, address, lossless, value, slot, place);
  }
  // A buffer within an object: a getter of the object's may yet run, and detach it.
  if (place.outer != nullptr && Is(env, value, napi_object)) copies.Defer(slot, value, NameOf(place));
  if (const std::optional<uintptr_t> bytes = AddressOfFilledView(env, value)) return Store(slot, *bytes);
  if (Is(env, value, napi_null)) return Store<uintptr_t>(slot, 0);
  if (Is(env, value, napi_object) || Is(env, value, napi_function)) {
    return Store(slot, AddressOfObject(instance, value, encoding, place));
  }
  Refuse(instance, code::kInvalidArgType, place, ExpectedOf(encoding), value);
}

// The largest integer that a bit-field holds.
uint64_t LargestOf(uint32_t width, bool is_signed) {
  const uint32_t value_bits = width - (is_signed ? 1 : 0);
  return value_bits == 0 ? 0 : ~uint64_t{0} >> (64 - value_bits);
}

// The integers that a bit-field holds, as a message says it.
std::string RangeOfBits(uint32_t width, bool is_signed) {
  const uint64_t largest = LargestOf(width, is_signed);
  const int64_t smallest = is_signed ? -static_cast<int64_t>(largest) - 1 : 0;
  return "from " + std::to_string(smallest) + " to " + std::to_string(largest);
}

// Whether the lowest `width` bits say all of a number, which `bits` has in two's complement.
bool FitsBits(uint64_t bits, bool is_negative, uint32_t width, bool is_signed) {
  const uint64_t largest = LargestOf(width, is_signed);
  return is_negative ? is_signed && ~bits <= largest : bits <= largest;
}

struct IntegerBits {
  uint64_t bits;
  bool is_negative;
};

// The integer that a Number or, where the type has 64 bits, a BigInt is; nullopt for any other value.
std::optional<IntegerBits> ReadInteger(napi_env env, napi_value value, bool is_wide) {
  if (!is_wide) {
    double number;
    if (napi_get_value_double(env, value, &number) != napi_ok || !(std::fabs(number) <= UINT32_MAX)) {
      return std::nullopt;
    }
    const auto integer = static_cast<int64_t>(number);
    if (static_cast<double>(integer) != number) return std::nullopt;
    return IntegerBits{static_cast<uint64_t>(integer), integer < 0};
  }
  int64_t integer;
  uint64_t bits;
  bool lossless = false;
  if (napi_get_value_bigint_int64(env, value, &integer, &lossless) != napi_ok) return std::nullopt;
  if (lossless) return IntegerBits{static_cast<uint64_t>(integer), integer < 0};
  napi_get_value_bigint_uint64(env, value, &bits, &lossless);
  if (!lossless) return std::nullopt;
  return IntegerBits{bits, false};
}

}  // namespace

void Refuse(const Instance& instance, const char* code, const Place& place, const std::string& expected,
            napi_value value) {
  throw Fault(code, NameOf(place) + " must be " + expected + ", received " + instance.Describe(value));
}

void ResolveDeferred(Instance& instance, Copies& copies) {
  if (copies.deferred() == nullptr) return;
  for (const Copies::Deferred& deferred : *copies.deferred()) {
    const std::optional<uintptr_t> address =
        Within(deferred.name + " cannot be used", [&] { return AddressOfBuffer(instance, deferred.value); });
    if (address) Store(deferred.slot, *address);
  }
}

void ConvertBitsIn(Instance& instance, const Field& field, napi_value value, void* record, const Place& place) {
  if (field.type->representation == Representation::kBool) {
    bool truth = false;
    ConvertBool(instance, value, &truth, place);
    return StoreBits(record, *field.bit_field, truth ? 1 : 0);
  }
  const bool is_wide = field.type->size == sizeof(uint64_t);
  const bool is_signed = IsSigned(field.type->representation);
  const uint32_t width = field.bit_field->width;
  const std::optional<IntegerBits> integer = ReadInteger(instance.env(), value, is_wide);
  if (!integer || !FitsBits(integer->bits, integer->is_negative, width, is_signed)) {
    Refuse(instance, CodeFor(instance.env(), value, is_wide ? napi_bigint : napi_number), place,
           (is_wide ? "a BigInt " : "an integer ") + RangeOfBits(width, is_signed), value);
  }
  StoreBits(record, *field.bit_field, integer->bits);
}

void ConvertIn(Instance& instance, QualType type, napi_value value, void* slot, Copies& copies, const Place& place) {
  switch (type->representation) {
    case Representation::kBool:
      return ConvertBool(instance, value, slot, place);
    case Representation::kInt8:
      return ConvertInteger<int8_t>(instance, value, slot, place);
    case Representation::kUint8:
      return ConvertInteger<uint8_t>(instance, value, slot, place);
    case Representation::kInt16:
      return ConvertInteger<int16_t>(instance, value, slot, place);
    case Representation::kUint16:
      return ConvertInteger<uint16_t>(instance, value, slot, place);
    case Representation::kInt32:
      return ConvertInteger<int32_t>(instance, value, slot, place);
    case Representation::kUint32:
      return ConvertInteger<uint32_t>(instance, value, slot, place);
    case Representation::kInt64:
      return ConvertBigInt<int64_t>(instance, value, slot, place);
    case Representation::kUint64:
      return ConvertBigInt<uint64_t>(instance, value, slot, place);
    case Representation::kFloat:
      return ConvertFloat<float>(instance, value, slot, place);
    case Representation::kDouble:
      return ConvertFloat<double>(instance, value, slot, place);
    case Representation::kLongDouble:
      return ConvertFloat<long double>(instance, value, slot, place);
    case Representation::kFloatComplex:
    case Representation::kDoubleComplex:
    case Representation::kLongDoubleComplex:
      return ConvertComplexIn(instance, type, value, slot, place);
    case Representation::kAddress:
      return ConvertPointer(instance, type, value, slot, copies, place);
    case Representation::kAggregate:
      return ConvertAggregateIn(instance, type, value, slot, copies, place);
    case Representation::kNone:
      break;  // Lower() refuses it when a function is bound, a record when it is completed
  }
}

}  // namespace ffi_native
