// Makes JavaScript functions of bound ones.
#include "call/bound-function.h"

#include "call/invoke.h"
#include "core/forever.h"

namespace ffi_native {

namespace {

napi_property_descriptor Property(const char* name, napi_value value, napi_property_attributes attributes) {
  napi_property_descriptor property = {};
  property.utf8name = name;
  property.value = value;
  property.attributes = attributes;
  return property;
}

// What a JavaScript function has of its bound one.
using Share = std::shared_ptr<BoundFunction>;

void Release(napi_env /*env*/, void* data, void* /*hint*/) {
  const std::unique_ptr<Share> share(static_cast<Share*>(data));
  if ((*share)->is_kept_forever) KeepForever(*share);
}

}  // namespace

Napi::Value MakeFunction(std::unique_ptr<BoundFunction> function) {
  const Instance& instance = *function->instance;
  napi_env env = instance.env();
  napi_value made = nullptr;
  Check(env, napi_create_function(env, function->name.data(), function->name.size(), InvokerFor(*function),
                                  function.get(), &made));
  // A function's address has the width of a pointer to data on every platform that has dlsym.
  const auto address = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(function->target));
  const napi_property_descriptor properties[] = {
      Property("length", Napi::Number::New(env, static_cast<double>(function->signature->arguments().size())),
               napi_configurable),
      Property("address", Napi::BigInt::New(env, address), napi_enumerable),
      instance.KeepHooks(),
  };
  Check(env, napi_define_properties(env, made, std::size(properties), properties));
  auto share = std::make_unique<Share>(std::move(function));
  Check(env, napi_wrap(env, made, share.get(), Release, nullptr, nullptr));
  static_cast<void>(share.release());  // the finalizer deletes it
  return {env, made};
}

std::shared_ptr<BoundFunction> BoundFunctionOf(Napi::Env env, napi_value function) {
  void* share = nullptr;
  Check(env, napi_unwrap(env, function, &share));
  return *static_cast<const Share*>(share);
}

}  // namespace ffi_native
