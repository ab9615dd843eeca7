// Makes JavaScript functions of bound ones.
#include "call/bound-function.h"

#include "call/invoke.h"
#include "core/forever.h"

namespace ffi_native {

namespace {

void Check(napi_env env, napi_status status) {
  if (status != napi_ok) throw Napi::Error::New(env);
}

napi_property_descriptor Property(const char* name, napi_value value, napi_property_attributes attributes) {
  napi_property_descriptor property = {};
  property.utf8name = name;
  property.value = value;
  property.attributes = attributes;
  return property;
}

void Release(napi_env /*env*/, void* data, void* /*hint*/) {
  std::unique_ptr<BoundFunction> function(static_cast<BoundFunction*>(data));
  if (function->is_kept_forever) KeepForever(std::move(function));
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
  Check(env, napi_wrap(env, made, function.get(), Release, nullptr, nullptr));
  static_cast<void>(function.release());  // the finalizer deletes it
  return {env, made};
}

BoundFunction& BoundFunctionOf(Napi::Env env, napi_value function) {
  void* bound = nullptr;
  Check(env, napi_unwrap(env, function, &bound));
  return *static_cast<BoundFunction*>(bound);
}

}  // namespace ffi_native
