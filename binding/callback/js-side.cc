// From C's values to JavaScript's and back, and what becomes of errors.
#include "callback/js-side.h"

#include "call/convert.h"
#include "call/room.h"
#include "core/fault.h"

namespace ffi_native {

namespace {

// Throws what JavaScript has thrown.
[[noreturn]] void ThrowPending(const Instance& instance) {
  napi_env env = instance.env();
  bool is_pending = false;
  napi_is_exception_pending(env, &is_pending);
  if (!is_pending) throw Terminated();
  napi_value thrown = nullptr;
  napi_get_and_clear_last_exception(env, &thrown);
  if (instance.IsTerminated(thrown)) throw Terminated();
  throw Napi::Error(env, thrown);
}

void RefusePromise(napi_env env, napi_value value, const Place& place) {
  bool is_promise = false;
  napi_is_promise(env, value, &is_promise);
  if (is_promise) {
    throw Fault(code::kInvalidArgType, NameOf(place) + " must not be a Promise: C does not wait for it");
  }
}

Napi::FunctionReference ReferTo(napi_env env, napi_value function, bool keeps) {
  const Napi::Function referred(env, function);
  return keeps ? Napi::Persistent(referred) : Napi::Weak(referred);
}

}  // namespace

JsSide::JsSide(Instance& instance, std::string name, const FunctionType& type, uint32_t rules, napi_value function,
               bool keeps_function, napi_value on_error)
    : instance_(instance.shared_from_this()),
      name_(std::move(name)),
      result_name_("The result of " + name_),
      rules_(ValueRules::FromBits(instance, rules)),
      type_(type),
      root_(&type),
      function_(ReferTo(instance.env(), function, keeps_function)) {
  if (on_error != nullptr) on_error_ = ReferTo(instance.env(), on_error, keeps_function);
}

napi_value JsSide::Invoke(napi_value function, const napi_value* arguments, size_t count, bool opens_scope) const {
  napi_env env = instance_->env();
  napi_value receiver = nullptr;
  napi_value result = nullptr;
  Check(env, napi_get_undefined(env, &receiver));
  napi_status status = napi_ok;
  if (opens_scope) {
    Check(env, napi_get_global(env, &receiver));  // it takes nothing but objects
    status = napi_make_callback(env, nullptr, receiver, function, count, arguments, &result);
  } else {
    status = napi_call_function(env, receiver, function, count, arguments, &result);
  }
  if (status != napi_ok) ThrowPending(*instance_);
  return result;
}

void JsSide::WriteValue(const Place& place, napi_value result, void* value) const {
  const QualType type = type_.return_type;
  if (type->kind == Kind::kVoid) return;
  // A record would take a Promise for an object without members; other types refuse it, and are asked first.
  if (type->IsRecord()) RefusePromise(instance_->env(), result, place);
  Copies copies(Copies::Text::kRefused);
  try {
    ConvertIn(rules_, type, result, value, copies, place);
  } catch (const Fault&) {
    RefusePromise(instance_->env(), result, place);
    throw;
  }
  ResolveDeferred(rules_, copies);
}

void JsSide::Call(void** arguments, void* value, bool opens_scope) {
  const napi_value function = function_.Value();
  if (function == nullptr) return;  // it is about to be closed by the collector
  const size_t count = type_.parameters.size();
  Room room(count * sizeof(napi_value));
  auto* const values = reinterpret_cast<napi_value*>(room.data());
  for (size_t i = 0; i < count; ++i) values[i] = ConvertOut(rules_, type_.parameters[i], arguments[i]);
  WriteValue(Place::Value(result_name_), Invoke(function, values, count, opens_scope), value);
}

napi_value JsSide::ValueOf(std::exception_ptr error) const {
  try {
    std::rethrow_exception(std::move(error));
  } catch (...) {
    return instance_->CurrentError();
  }
}

bool JsSide::Recover(std::exception_ptr error, void* value) {
  if (on_error_.IsEmpty() || on_error_.Value() == nullptr) return false;
  Napi::Object info = Napi::Object::New(instance_->env());
  info["callback"] = Napi::String::New(instance_->env(), name_);
  const napi_value arguments[] = {ValueOf(std::move(error)), info};
  const napi_value decided = Invoke(on_error_.Value(), arguments, std::size(arguments), false);
  napi_valuetype type = napi_undefined;
  Check(instance_->env(), napi_typeof(instance_->env(), decided, &type));
  if (type != napi_undefined) WriteValue(Place::Value("The result of onError of " + name_), decided, value);
  return true;
}

void JsSide::Uncaught(std::exception_ptr error) {
  napi_env env = instance_->env();
  try {
    const napi_value arguments[] = {ValueOf(std::move(error)), Napi::String::New(env, name_)};
    napi_fatal_exception(env, instance_->Call(Instance::Hook::kNameCallback, arguments, std::size(arguments)));
  } catch (const Napi::Error&) {
    // The thread is being terminated.
  } catch (const Terminated&) {
  }
}

}  // namespace ffi_native
