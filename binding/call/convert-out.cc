// From C to JavaScript.
#include <cstring>

#include "call/convert.h"
#include "call/text.h"
#include "core/fault.h"
#include "types/handle.h"

namespace ffi_native {

namespace {

template <typename T>
T Load(const void* slot) {
  T value;
  memcpy(&value, slot, sizeof value);
  return value;
}

[[noreturn, gnu::noinline]] void ThrowPending(napi_env env) { throw Napi::Error::New(env); }

// Calls the Node-API function that makes the value. Not inlined, as what follows, so that ConvertOut() only branches.
template <auto kCreate, typename T>
[[gnu::noinline]] napi_value Make(napi_env env, T value) {
  napi_value made = nullptr;
  if (kCreate(env, value, &made) != napi_ok) ThrowPending(env);
  return made;
}

constexpr uint64_t kMaxSafeInteger = (uint64_t{1} << 53) - 1;

[[noreturn]] void ThrowUnsafe(const std::string& integer) {
  throw Fault(code::kOutOfRange, "a 64-bit integer from C, " + integer +
                                     "n, is no safe integer: without int64: 'number' it comes out as a BigInt");
}

// A 64-bit integer, of which the rules may make a Number.
template <typename T>
[[gnu::noinline]] napi_value MakeInt64(const ValueRules& rules, T value) {
  napi_env env = rules.env();
  if (!rules.int64_as_number) {
    if constexpr (std::is_signed_v<T>) return Make<napi_create_bigint_int64>(env, value);
    return Make<napi_create_bigint_uint64>(env, value);
  }
  const uint64_t magnitude = value < 0 ? uint64_t{0} - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  if (magnitude > kMaxSafeInteger) ThrowUnsafe(std::to_string(value));
  return Make<napi_create_double>(env, static_cast<double>(value));
}

napi_value MakeNull(napi_env env) {
  napi_value made = nullptr;
  napi_get_null(env, &made);
  return made;
}

[[gnu::noinline]] napi_value ConvertPointerOut(const ValueRules& rules, const PointerType& type, uintptr_t address) {
  if (ReadsText(rules, type)) {
    return address == 0 ? MakeNull(rules.env()) : ReadText(rules.env(), address, EncodingOf(type));
  }
  const napi_value number = Make<napi_create_bigint_uint64>(rules.env(), address);
  if (!rules.typed_pointers) return number;
  if (address == 0) return MakeNull(rules.env());
  return rules.instance.Call(Instance::Hook::kMakePointer, {number, HandleOf(rules.instance, type.target)});
}

}  // namespace

napi_value ConvertOut(const ValueRules& rules, QualType type, const void* slot) {
  napi_env env = rules.env();
  switch (type->representation) {
    case Representation::kBool:
      return Make<napi_get_boolean>(env, Load<uint8_t>(slot) != 0);
    case Representation::kInt8:
      return Make<napi_create_int32>(env, Load<int8_t>(slot));
    case Representation::kUint8:
      return Make<napi_create_uint32>(env, Load<uint8_t>(slot));
    case Representation::kInt16:
      return Make<napi_create_int32>(env, Load<int16_t>(slot));
    case Representation::kUint16:
      return Make<napi_create_uint32>(env, Load<uint16_t>(slot));
    case Representation::kInt32:
      return Make<napi_create_int32>(env, Load<int32_t>(slot));
    case Representation::kUint32:
      return Make<napi_create_uint32>(env, Load<uint32_t>(slot));
    case Representation::kInt64:
      return MakeInt64(rules, Load<int64_t>(slot));
    case Representation::kUint64:
      return MakeInt64(rules, Load<uint64_t>(slot));
    case Representation::kFloat:
      return Make<napi_create_double>(env, static_cast<double>(Load<float>(slot)));
    case Representation::kDouble:
      return Make<napi_create_double>(env, Load<double>(slot));
    case Representation::kLongDouble:
      return Make<napi_create_double>(env, static_cast<double>(Load<long double>(slot)));
    case Representation::kAddress:
      return ConvertPointerOut(rules, As<PointerType>(*type.type), Load<uintptr_t>(slot));
    case Representation::kFloatComplex:
    case Representation::kDoubleComplex:
    case Representation::kLongDoubleComplex:
      return ConvertComplexOut(rules, type, slot);
    case Representation::kAggregate:
      return ConvertAggregateOut(rules, type, slot);
    case Representation::kNone:
      break;
  }
  return nullptr;  // undefined: void
}

}  // namespace ffi_native
