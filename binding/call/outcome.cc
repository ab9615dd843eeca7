// Steps that are all due, whatever one of them throws.
#include "call/outcome.h"

#include <cstring>
#include <string>

#include "call/convert.h"
#include "call/text.h"
#include "core/fault.h"

namespace ffi_native {

namespace {

// Whether all bits of a result are set, as those of -1 are, or none.
bool HasBytes(const void* slot, size_t size, unsigned char byte) {
  const auto* bytes = static_cast<const unsigned char*>(slot);
  for (size_t i = 0; i < size; ++i) {
    if (bytes[i] != byte) return false;
  }
  return true;
}

// MAP_FAILED is no NULL but -1.
bool HasFailed(QualType type, const void* slot) {
  return HasBytes(slot, type->size, 0xFF) || (type->kind == Kind::kPointer && HasBytes(slot, type->size, 0));
}

void* LoadPointer(const void* slot) {
  void* pointer = nullptr;
  memcpy(&pointer, slot, sizeof pointer);
  return pointer;
}

[[noreturn]] void ThrowSystemError(const BoundFunction& function, int error) {
  const Napi::Env env = function.instance->env();
  const Napi::Value made = function.instance->Call(
      Instance::Hook::kSystemError, {Napi::String::New(env, function.name), Napi::Number::New(env, error)});
  throw Napi::Error(env, made);
}

[[noreturn]] void ThrowDeadlock(const BoundFunction& function, const std::string& callback, napi_value result) {
  const Napi::Env env = function.instance->env();
  Napi::Object details = Napi::Object::New(env);
  if (result != nullptr) details["result"] = Napi::Value(env, result);
  const std::string message = callback + " was called on another thread while " + function.name +
                              " kept the thread of JavaScript waiting, so C got its default return: call " +
                              function.name + ".async()";
  throw Napi::Error(
      env, function.instance->Call(Instance::Hook::kCreateError, {Napi::String::New(env, code::kCallbackDeadlock),
                                                                  Napi::String::New(env, message), details}));
}

// Runs steps of which each is due whether or not another one throws; the first fault is thrown at the end.
class Steps {
 public:
  template <typename Step>
  void Run(Step step) {
    try {
      step();
    } catch (...) {
      if (!first_) first_ = std::current_exception();
    }
  }
  void End() const {
    if (first_) std::rethrow_exception(first_);
  }

 private:
  std::exception_ptr first_;
};

}  // namespace

bool CanFail(QualType result) {
  return result->kind == Kind::kPointer || (IsInteger(result->representation) && result->size >= sizeof(int));
}

napi_value OutcomeOf(const BoundFunction& function, QualType type, const void* slot, const Copies& copies,
                     const Return& returned, const std::optional<Inbox::Deadlock>& deadlock) {
  const bool has_failed = function.errno_use == ErrnoUse::kThrown && returned.error != 0 && HasFailed(type, slot);
  napi_value value = nullptr;
  Steps steps;
  if (returned.failure) steps.Run([&] { std::rethrow_exception(returned.failure); });
  if (has_failed) {
    steps.Run([&] { ThrowSystemError(function, returned.error); });
  } else {
    steps.Run([&] {
      value = ConvertOut(function.rules, type, slot);
      // Not what could not be read: it is no text, and so nothing that can be freed.
      if (function.free_result != nullptr && LoadPointer(slot) != nullptr) function.free_result(LoadPointer(slot));
    });
  }
  if (copies.outs() != nullptr) {
    for (const Copies::Out& out : *copies.outs()) steps.Run([&] { CopyBack(function.rules, out); });
  }
  if (deadlock) {
    steps.Run([&] { ThrowDeadlock(function, deadlock->visitor, value); });
  }
  steps.End();
  return value;
}

}  // namespace ffi_native
