// Node-API is used bare here: its C++ wrapper would double the time that one scalar takes.
#include "call/scalar-exports.h"

#include <memory>

#include "call/convert.h"
#include "core/fault.h"
#include "memory/guarded-access.h"
#include "types/handle.h"

namespace ffi_native {

namespace {

constexpr size_t kLargestScalar = 16;

// One kind of scalar, as its two functions have it.
struct Scalar {
  std::shared_ptr<Instance> instance;
  QualType type;
  TypeRoot root;
};

struct ScalarName {
  const char* name;
  const char* type_name;
};

// The names of bun:ffi, and what they are in C.
constexpr ScalarName kScalars[] = {
    {"i8", "int8_t"},   {"u8", "uint8_t"},   {"i16", "int16_t"}, {"u16", "uint16_t"},
    {"i32", "int32_t"}, {"u32", "uint32_t"}, {"i64", "int64_t"}, {"u64", "uint64_t"},
    {"f32", "float"},   {"f64", "double"},   {"ptr", "void *"},
};

// lib/ has seen to it that this is a BigInt; one that is no address of this machine is refused here.
uintptr_t AddressFrom(const ValueRules& rules, napi_value value) {
  uint64_t address = 0;
  bool lossless = false;
  if (napi_get_value_bigint_uint64(rules.env(), value, &address, &lossless) == napi_ok && lossless &&
      address <= UINTPTR_MAX) {
    return static_cast<uintptr_t>(address);
  }
  Refuse(rules, code::kOutOfRange, Place::Value("address"), "an address from 0 to " + std::to_string(UINTPTR_MAX),
         value);
}

// Runs one access; its arguments are read here, at most two.
template <typename Access>
napi_value Run(napi_env env, napi_callback_info info, Access access) {
  napi_value arguments[2] = {};
  size_t count = 2;
  void* data = nullptr;
  napi_get_cb_info(env, info, &count, arguments, nullptr, &data);
  const auto& scalar = *static_cast<const Scalar*>(data);
  try {
    return access(scalar, arguments);
  } catch (...) {
    scalar.instance->ThrowCurrent();
    return nullptr;
  }
}

// (address: bigint) -> value
napi_value Load(napi_env env, napi_callback_info info) {
  return Run(env, info, [](const Scalar& scalar, const napi_value* arguments) {
    const ValueRules rules{*scalar.instance};
    alignas(kLargestScalar) char slot[kLargestScalar];
    ReadMemory(slot, AddressFrom(rules, arguments[0]), scalar.type->size);
    return ConvertOut(rules, scalar.type, slot);
  });
}

// (address: bigint, value)
napi_value Store(napi_env env, napi_callback_info info) {
  return Run(env, info, [](const Scalar& scalar, const napi_value* arguments) -> napi_value {
    const ValueRules rules{*scalar.instance};
    alignas(kLargestScalar) char slot[kLargestScalar];
    Copies copies(Copies::Text::kRefused);
    ConvertIn(rules, scalar.type, arguments[1], slot, copies, Place::Value("The value"));
    WriteMemory(AddressFrom(rules, arguments[0]), slot, scalar.type->size);
    return nullptr;
  });
}

void Release(napi_env /*env*/, void* data, void* /*hint*/) { delete static_cast<Scalar*>(data); }

void Add(Instance& instance, Napi::Object object, const ScalarName& scalar, napi_callback callback) {
  napi_env env = instance.env();
  const QualType type = TypeFrom(instance, Napi::String::New(env, scalar.type_name));
  auto data = std::make_unique<Scalar>(Scalar{instance.shared_from_this(), type, TypeRoot(type.type)});
  napi_value function = nullptr;
  napi_status status = napi_create_function(env, scalar.name, NAPI_AUTO_LENGTH, callback, data.get(), &function);
  if (status == napi_ok) status = napi_add_finalizer(env, function, data.get(), Release, nullptr, nullptr);
  if (status != napi_ok) throw Napi::Error::New(env);
  static_cast<void>(data.release());  // its finalizer deletes it
  object[scalar.name] = Napi::Value(env, function);
}

}  // namespace

void ExportScalars(Instance& instance, Napi::Object exports) {
  Napi::Object loads = Napi::Object::New(instance.env());
  Napi::Object stores = Napi::Object::New(instance.env());
  for (const ScalarName& scalar : kScalars) {
    Add(instance, loads, scalar, Load);
    Add(instance, stores, scalar, Store);
  }
  exports["scalarLoads"] = loads;
  exports["scalarStores"] = stores;
}

}  // namespace ffi_native
