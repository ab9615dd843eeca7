// From JavaScript to C. The common case of each type is tried first; what it does not take is refused with one message
// per kind of type.
#include <cfloat>
#include <cmath>
#include <cstring>
#include <limits>

#include "call/bits.h"
#include "call/convert.h"
#include "call/value-kind.h"

namespace ffi_native {

namespace {

constexpr double kMaxSafeInteger = 9007199254740991;  // 2^53 - 1: Number.MAX_SAFE_INTEGER

template <typename T>
void Store(void* slot, T value) {
  memcpy(slot, &value, sizeof value);
}

// Fills a word: extends an integer to all of it.
template <typename T>
void StoreWord(void* word, T value) {
  Store(word, static_cast<int64_t>(value));
}

void StoreWord(void* word, float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  StoreWord(word, bits);
}

void StoreWord(void* word, double value) { Store(word, value); }

// The padding of x87's ten bytes is zero, not what was on the stack.
void Store(void* slot, long double value) {
  constexpr size_t kSignificant = std::numeric_limits<long double>::digits == 64 ? 10 : sizeof value;
  memset(slot, 0, sizeof value);
  memcpy(slot, &value, kSignificant);
}

// A value of the right JavaScript type is out of range, any other of the wrong type.
const char* CodeFor(napi_env env, napi_value value, napi_valuetype right) {
  return IsOfType(env, value, right) ? code::kOutOfRange : code::kInvalidArgType;
}

template <typename T>
std::string Range() {
  return "from " + std::to_string(std::numeric_limits<T>::min()) + " to " +
         std::to_string(std::numeric_limits<T>::max());
}

template <typename T>
T ToInteger(const ValueRules& rules, napi_value value, const Place& place) {
  double number;
  if (napi_get_value_double(rules.env(), value, &number) == napi_ok && number >= std::numeric_limits<T>::min() &&
      number <= std::numeric_limits<T>::max()) {
    const auto integer = static_cast<T>(number);  // -0 is 0
    if (static_cast<double>(integer) == number) return integer;
  }
  Refuse(rules, CodeFor(rules.env(), value, napi_number), place, "an integer " + Range<T>(), value);
}

napi_status GetBigInt(napi_env env, napi_value value, int64_t* integer, bool* lossless) {
  return napi_get_value_bigint_int64(env, value, integer, lossless);
}

napi_status GetBigInt(napi_env env, napi_value value, uint64_t* integer, bool* lossless) {
  return napi_get_value_bigint_uint64(env, value, integer, lossless);
}

// The integer that a Number is, if no rounding can have made it.
std::optional<int64_t> SafeInteger(napi_env env, napi_value value) {
  double number;
  if (napi_get_value_double(env, value, &number) != napi_ok || !(std::fabs(number) <= kMaxSafeInteger)) {
    return std::nullopt;
  }
  const auto integer = static_cast<int64_t>(number);
  if (static_cast<double>(integer) != number) return std::nullopt;
  return integer;
}

// The code for what is no 64-bit integer, which may be a Number where the rules say so.
const char* CodeForInt64(const ValueRules& rules, napi_value value) {
  const bool is_number = rules.int64_as_number && IsOfType(rules.env(), value, napi_number);
  return is_number ? code::kOutOfRange : CodeFor(rules.env(), value, napi_bigint);
}

const char* Int64Words(const ValueRules& rules) {
  return rules.int64_as_number ? "a safe integer or a BigInt " : "a BigInt ";
}

template <typename T>
T ToInt64(const ValueRules& rules, napi_value value, const Place& place) {
  T integer;
  bool lossless = false;
  if (GetBigInt(rules.env(), value, &integer, &lossless) == napi_ok && lossless) return integer;
  if (rules.int64_as_number) {
    const std::optional<int64_t> number = SafeInteger(rules.env(), value);
    if (number && (std::is_signed_v<T> || *number >= 0)) return static_cast<T>(*number);
  }
  Refuse(rules, CodeForInt64(rules, value), place, Int64Words(rules) + Range<T>(), value);
}

bool ToBool(const ValueRules& rules, napi_value value, const Place& place) {
  bool truth;
  if (napi_get_value_bool(rules.env(), value, &truth) == napi_ok) return truth;
  double number;
  if (napi_get_value_double(rules.env(), value, &number) == napi_ok && (number == 0 || number == 1)) {
    return number == 1;
  }
  Refuse(rules, CodeFor(rules.env(), value, napi_number), place, "true, false, 0 or 1", value);
}

template <typename T>
T ToFloat(const ValueRules& rules, napi_value value, const Place& place) {
  double number;
  if (napi_get_value_double(rules.env(), value, &number) != napi_ok) {
    Refuse(rules, code::kInvalidArgType, place, "a number", value);
  }
  if constexpr (std::is_same_v<T, float>) {
    if (std::isfinite(number) && std::fabs(number) > static_cast<double>(FLT_MAX)) {
      Refuse(rules, code::kOutOfRange, place, "a number that a float can hold", value);
    }
  }
  return static_cast<T>(number);
}

// Gives `put` the C value for a scalar that is no pointer and has at most eight bytes; false for all other types.
template <typename Put>
bool ConvertScalar(const ValueRules& rules, QualType type, napi_value value, const Place& place, Put put) {
  switch (type->representation) {
    case Representation::kBool:
      put(ToBool(rules, value, place));
      return true;
    case Representation::kInt8:
      put(ToInteger<int8_t>(rules, value, place));
      return true;
    case Representation::kUint8:
      put(ToInteger<uint8_t>(rules, value, place));
      return true;
    case Representation::kInt16:
      put(ToInteger<int16_t>(rules, value, place));
      return true;
    case Representation::kUint16:
      put(ToInteger<uint16_t>(rules, value, place));
      return true;
    case Representation::kInt32:
      put(ToInteger<int32_t>(rules, value, place));
      return true;
    case Representation::kUint32:
      put(ToInteger<uint32_t>(rules, value, place));
      return true;
    case Representation::kInt64:
      put(ToInt64<int64_t>(rules, value, place));
      return true;
    case Representation::kUint64:
      put(ToInt64<uint64_t>(rules, value, place));
      return true;
    case Representation::kFloat:
      put(ToFloat<float>(rules, value, place));
      return true;
    case Representation::kDouble:
      put(ToFloat<double>(rules, value, place));
      return true;
    default:
      return false;
  }
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

std::optional<IntegerBits> ReadSafeInteger(napi_env env, napi_value value) {
  const std::optional<int64_t> integer = SafeInteger(env, value);
  if (!integer) return std::nullopt;
  return IntegerBits{static_cast<uint64_t>(*integer), *integer < 0};
}

// The integer that a BigInt is, if 64 bits hold it.
std::optional<IntegerBits> ReadBigInt(napi_env env, napi_value value) {
  int64_t integer;
  uint64_t bits;
  bool lossless = false;
  if (napi_get_value_bigint_int64(env, value, &integer, &lossless) != napi_ok) return std::nullopt;
  if (lossless) return IntegerBits{static_cast<uint64_t>(integer), integer < 0};
  napi_get_value_bigint_uint64(env, value, &bits, &lossless);
  if (!lossless) return std::nullopt;
  return IntegerBits{bits, false};
}

// The integer for a bit-field: a BigInt where its type has 64 bits, a Number otherwise and where the rules say so.
std::optional<IntegerBits> ReadInteger(const ValueRules& rules, napi_value value, bool is_wide) {
  if (!is_wide) return ReadSafeInteger(rules.env(), value);
  const std::optional<IntegerBits> integer = ReadBigInt(rules.env(), value);
  return integer || !rules.int64_as_number ? integer : ReadSafeInteger(rules.env(), value);
}

}  // namespace

void Refuse(const ValueRules& rules, const char* code, const Place& place, const std::string& expected,
            napi_value value) {
  throw Fault(code, NameOf(place) + " must be " + expected + ", received " + rules.instance.Describe(value));
}

void ConvertBitsIn(const ValueRules& rules, const Field& field, napi_value value, void* record, const Place& place) {
  if (field.type->representation == Representation::kBool) {
    return StoreBits(record, *field.bit_field, ToBool(rules, value, place) ? 1 : 0);
  }
  const bool is_wide = field.type->size == sizeof(uint64_t);
  const bool is_signed = IsSigned(field.type->representation);
  const uint32_t width = field.bit_field->width;
  const std::optional<IntegerBits> integer = ReadInteger(rules, value, is_wide);
  if (!integer || !FitsBits(integer->bits, integer->is_negative, width, is_signed)) {
    Refuse(rules, is_wide ? CodeForInt64(rules, value) : CodeFor(rules.env(), value, napi_number), place,
           (is_wide ? Int64Words(rules) : "an integer ") + RangeOfBits(width, is_signed), value);
  }
  StoreBits(record, *field.bit_field, integer->bits);
}

void ConvertIn(const ValueRules& rules, QualType type, napi_value value, void* slot, Copies& copies,
               const Place& place) {
  if (ConvertScalar(rules, type, value, place, [slot](auto scalar) { Store(slot, scalar); })) return;
  switch (type->representation) {
    case Representation::kLongDouble:
      return Store(slot, ToFloat<long double>(rules, value, place));
    case Representation::kFloatComplex:
    case Representation::kDoubleComplex:
    case Representation::kLongDoubleComplex:
      return ConvertComplexIn(rules, type, value, slot, place);
    case Representation::kAddress:
      return ConvertPointerIn(rules, type, value, slot, copies, place);
    case Representation::kAggregate:
      return ConvertAggregateIn(rules, type, value, slot, copies, place);
    default:
      break;  // no value: Lower() refuses it when a function is bound, a record when it is completed
  }
}

void ConvertWordIn(const ValueRules& rules, QualType type, napi_value value, void* word, Copies& copies,
                   const Place& place) {
  if (ConvertScalar(rules, type, value, place, [word](auto scalar) { StoreWord(word, scalar); })) return;
  ConvertPointerIn(rules, type, value, word, copies, place);  // nothing else has no more bytes
}

}  // namespace ffi_native
