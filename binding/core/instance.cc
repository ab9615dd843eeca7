// The hooks into JavaScript, and functions that throw its errors.
#include "core/instance.h"

#include <iterator>
#include <new>

namespace ffi_native {

namespace {

constexpr const char* kHookNames[] = {"createError",  "describe",        "address",    "buffersOf",   "isUsableView",
                                      "typeHandle",   "contents",        "makeUnion",  "makePointer", "copyBack",
                                      "systemError",  "writeRecordCode", "packRecord", "makeRecord",  "recordScratch",
                                      "warnLateCall", "nameCallback"};

// What an exported function is made of.
struct Exported {
  std::shared_ptr<const Instance> instance;
  Instance::Callback callback;

  static napi_value Run(napi_env env, napi_callback_info raw) {
    const Napi::CallbackInfo info(env, raw);
    const auto& exported = *static_cast<const Exported*>(info.Data());
    try {
      return exported.callback(info);
    } catch (...) {
      exported.instance->ThrowCurrent();
      return nullptr;
    }
  }

  static void Release(napi_env /*env*/, void* data, void* /*hint*/) { delete static_cast<Exported*>(data); }
};

// Not FunctionReference::Call, which costs as much again as the call itself.
napi_status CallHook(napi_env env, const Napi::FunctionReference& hook, const napi_value* arguments, size_t count,
                     napi_value* result) {
  napi_value function = nullptr;
  napi_value receiver = nullptr;
  napi_get_reference_value(env, hook, &function);
  napi_get_undefined(env, &receiver);
  return napi_call_function(env, receiver, function, count, arguments, result);
}

}  // namespace

Instance::Instance(Napi::Env env, const Napi::Object& hooks) : env_(env), hook_object_(Napi::Weak(hooks)) {
  static_assert(std::size(kHookNames) == static_cast<size_t>(Hook::kCount), "every hook has a name");
  for (size_t i = 0; i < std::size(kHookNames); ++i) {
    hooks_[i] = Napi::Weak(hooks.Get(kHookNames[i]).As<Napi::Function>());
  }
}

napi_property_descriptor Instance::KeepHooks() const {
  napi_property_descriptor property = {};
  property.name = hook_object_.Value().Get("key");
  property.value = hook_object_.Value();
  return property;
}

napi_value Instance::Call(Hook hook, const napi_value* arguments, size_t count) const {
  napi_value result = nullptr;
  Check(env_, CallHook(env_, hooks_[static_cast<size_t>(hook)], arguments, count, &result));
  return result;
}

Napi::Value Instance::Call(Hook hook, std::initializer_list<napi_value> arguments) const {
  return {env_, Call(hook, arguments.begin(), arguments.size())};
}

bool Instance::IsTerminated(napi_value thrown) const {
  napi_valuetype type = napi_undefined;
  napi_typeof(env_, thrown, &type);
  if (type != napi_null) return false;
  // JavaScript can throw null, too. It can be entered then, or its stack is at its end, which is an object.
  const auto& describe = hooks_[static_cast<size_t>(Hook::kDescribe)];
  napi_value result = nullptr;
  if (CallHook(env_, describe, &thrown, 1, &result) == napi_ok) return false;
  bool is_pending = false;
  napi_is_exception_pending(env_, &is_pending);
  if (!is_pending) return true;
  napi_get_and_clear_last_exception(env_, &result);
  napi_typeof(env_, result, &type);
  return type == napi_null;
}

std::string Instance::Describe(napi_value value) const {
  return Call(Hook::kDescribe, {value}).As<Napi::String>().Utf8Value();
}

Napi::Value Instance::CreateError(const Fault& fault) const {
  Napi::Object details = Napi::Object::New(env_);
  if (fault.offset()) details["offset"] = Napi::Number::New(env_, static_cast<double>(*fault.offset()));
  if (fault.address()) details["address"] = Napi::BigInt::New(env_, static_cast<uint64_t>(*fault.address()));
  if (fault.written()) details["written"] = Napi::Number::New(env_, static_cast<double>(*fault.written()));
  return Call(Hook::kCreateError,
              {Napi::String::New(env_, fault.code()), Napi::String::New(env_, fault.message()), details});
}

napi_value Instance::CurrentError() const {
  try {
    throw;
  } catch (const Fault& fault) {
    return CreateError(fault);
  } catch (const std::bad_alloc&) {
    return CreateError(Fault(code::kOutOfMemory, "there is not enough memory for this"));
  } catch (const Napi::Error& error) {
    return error.Value();  // which unwraps what was thrown and is no object
  }
}

void Instance::ThrowCurrent() const noexcept {
  try {
    if (const napi_value value = CurrentError()) napi_throw(env_, value);
  } catch (const Napi::Error& error) {
    Rethrow(error);  // the stack is at its end, say
  } catch (const Terminated&) {
    // Nothing can be thrown, and nothing needs to be.
  }
}

void Rethrow(const Napi::Error& error) noexcept {
  try {
    // Value() unwraps what was thrown and is no object.
    const napi_value value = error.Value();
    if (value != nullptr) napi_throw(error.Env(), value);
  } catch (const Napi::Error&) {
    // The thread is being terminated: nothing can be thrown, and nothing needs to be.
  }
}

void Instance::Export(Napi::Object exports, const char* name, Callback callback) {
  auto exported = std::make_unique<Exported>(Exported{shared_from_this(), std::move(callback)});
  napi_value function = nullptr;
  napi_status status = napi_create_function(env_, name, NAPI_AUTO_LENGTH, Exported::Run, exported.get(), &function);
  if (status == napi_ok) {
    status = napi_add_finalizer(env_, function, exported.get(), Exported::Release, nullptr, nullptr);
  }
  if (status != napi_ok) throw Napi::Error::New(env_);
  static_cast<void>(exported.release());  // its finalizer deletes it
  exports[name] = Napi::Value(env_, function);
}

}  // namespace ffi_native
