// From C to JavaScript.
#include <cstring>

#include "call/convert.h"
#include "memory/guarded-access.h"

namespace ffi_native {

namespace {

template <typename T>
T Load(const void* slot) {
  T value;
  memcpy(&value, slot, sizeof value);
  return value;
}

// Calls the Node-API function that makes the value.
template <typename Create, typename T>
napi_value Make(napi_env env, Create create, T value) {
  napi_value made = nullptr;
  if (create(env, value, &made) != napi_ok) throw Napi::Error::New(env);
  return made;
}

napi_value MakeAddress(napi_env env, uintptr_t address) {
  return Make(env, napi_create_bigint_uint64, static_cast<uint64_t>(address));
}

napi_value MakeText(napi_env env, uintptr_t address) {
  napi_value made = nullptr;
  if (address == 0) {
    napi_get_null(env, &made);
    return made;
  }
  const GuardedText text(address);
  if (napi_create_string_utf8(env, text.view().data(), text.view().size(), &made) != napi_ok) {
    throw Napi::Error::New(env);
  }
  return made;
}

}  // namespace

napi_value ConvertOut(Instance& instance, QualType type, const void* slot) {
  napi_env env = instance.env();
  switch (type->representation) {
    case Representation::kBool:
      return Make(env, napi_get_boolean, Load<uint8_t>(slot) != 0);
    case Representation::kInt8:
      return Make(env, napi_create_int32, Load<int8_t>(slot));
    case Representation::kUint8:
      return Make(env, napi_create_uint32, Load<uint8_t>(slot));
    case Representation::kInt16:
      return Make(env, napi_create_int32, Load<int16_t>(slot));
    case Representation::kUint16:
      return Make(env, napi_create_uint32, Load<uint16_t>(slot));
    case Representation::kInt32:
      return Make(env, napi_create_int32, Load<int32_t>(slot));
    case Representation::kUint32:
      return Make(env, napi_create_uint32, Load<uint32_t>(slot));
    case Representation::kInt64:
      return Make(env, napi_create_bigint_int64, Load<int64_t>(slot));
    case Representation::kUint64:
      return Make(env, napi_create_bigint_uint64, Load<uint64_t>(slot));
    case Representation::kFloat:
      return Make(env, napi_create_double, static_cast<double>(Load<float>(slot)));
    case Representation::kDouble:
      return Make(env, napi_create_double, Load<double>(slot));
    case Representation::kLongDouble:
      return Make(env, napi_create_double, static_cast<double>(Load<long double>(slot)));
    case Representation::kAddress: {
      const auto address = Load<uintptr_t>(slot);
      return As<PointerType>(*type.type).is_string ? MakeText(env, address) : MakeAddress(env, address);
    }
    case Representation::kFloatComplex:
    case Representation::kDoubleComplex:
    case Representation::kLongDoubleComplex:
      return ConvertComplexOut(instance, type, slot);
    case Representation::kAggregate:
      return ConvertAggregateOut(instance, type, slot);
    case Representation::kNone:
      break;
  }
  return nullptr;  // undefined: void
}

}  // namespace ffi_native
