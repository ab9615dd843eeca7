// What happens on which thread, and who keeps what meanwhile.
#include "call/async-call.h"

#include <cerrno>
#include <utility>

#include "call/async-calls.h"
#include "call/fault-report.h"
#include "call/kept-errno.h"
#include "call/native-call.h"
#include "call/outcome.h"
#include "call/value-kind.h"
#include "core/fault.h"
#include "core/forever.h"
#include "memory/held-bytes.h"

namespace ffi_native {

namespace {

std::shared_ptr<Signature> SignatureFor(BoundFunction& function, std::vector<napi_value>& values) {
  if (function.takes_pairs) return TakePairs(function, values.data(), values.size());
  RequireCount(function, values.size());
  return function.signature;
}

}  // namespace

AsyncCall::AsyncCall(AsyncCalls& calls, BoundFunction& function, std::vector<napi_value> values, Napi::Array kept)
    : calls_(calls),
      function_(function),
      signature_(SignatureFor(function, values)),
      thread_(JsThread::Of(*function.instance)),
      use_(std::in_place, function.library.get()),
      use_of_free_(std::in_place, function.free_library.get()),
      link_(function.running->newest()),
      frame_(*signature_),
      kept_(Napi::Persistent(kept)) {
  const CallSite call{function, *signature_, values.data()};
  ConvertArguments(call, frame_);
  PinArguments(call);
  KeepTargets();
  if (function.errno_use == ErrnoUse::kKept) error_ = KeptErrnoOf(*function.instance).value;
}

AsyncCall::~AsyncCall() {
  // It may be a JavaScript value of an environment that is no more.
  if (failure_ && kept_.IsEmpty()) KeepForever(std::make_shared<std::exception_ptr>(std::move(failure_)));
}

Pool& AsyncCall::pool() const { return function_.lane ? *function_.lane : SharedPool(); }

// Holds the bytes to which an argument is a pointer, and keeps the value from the collector.
void AsyncCall::Pin(napi_value value, const std::string& name) {
  const Instance& instance = *function_.instance;
  const Napi::Env env = instance.env();
  if (!IsOfType(env, value, napi_object)) return;
  const Napi::Value found = instance.Call(Instance::Hook::kBuffersOf, {value, Napi::Boolean::New(env, CanHoldBytes()),
                                                                       Napi::Boolean::New(env, MayMoveHeldBytes())});
  if (found.IsUndefined()) return;
  if (found.IsNull()) {
    throw Fault(code::kInvalidArgValue, name + " cannot be used: its buffer could be resized while C runs");
  }
  const auto buffers = found.As<Napi::Array>();
  for (uint32_t i = 0; i < buffers.Length(); ++i) {
    const Napi::HandleScope scope(env);
    if (std::shared_ptr<void> bytes = HoldBytes(env, buffers.Get(i))) {
      held_bytes_.push_back(std::move(bytes));
    } else {
      kept_.Value().Set(kept_count_++, buffers.Get(i));
    }
  }
}

// No code of the user's runs here, so that the buffers are those whose addresses were taken.
void AsyncCall::PinArguments(const CallSite& call) {
  const auto& arguments = signature_->arguments();
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].type->representation != Representation::kAddress) continue;
    Pin(call.values[i], NameOf(call.PlaceOf(i)));
  }
  if (frame_.deferred() == nullptr) return;
  for (const Copies::Deferred& within : *frame_.deferred()) {
    Pin(within.value, within.name);
    kept_.Value().Set(kept_count_++, within.value);  // the object in which it is may change
  }
}

// What C writes is copied back into objects, whose handles end with the call that JavaScript makes.
void AsyncCall::KeepTargets() {
  if (frame_.outs() == nullptr) return;
  for (const Copies::Out& out : *frame_.outs()) kept_.Value().Set(kept_count_++, out.target);
}

void AsyncCall::FindTargets(napi_value kept) {
  if (frame_.outs() == nullptr) return;
  const Napi::Array values(function_.instance->env(), kept);
  auto index = kept_count_ - static_cast<uint32_t>(frame_.outs()->size());
  for (Copies::Out& out : *frame_.outs()) out.target = values.Get(index++);
}

void AsyncCall::RunInPool(std::unique_ptr<Job> self) noexcept {
  PrepareFaultReports();
  try {
    NativeCall native(function_, *signature_, frame_);
    errno = error_;
    native.Run();
    error_ = errno;
    failure_ = native.TakeFailure();
    has_returned_ = true;
  } catch (...) {
    failure_ = std::current_exception();
  }
  const std::shared_ptr<JsThread> thread = thread_;  // the call may be gone before Post() has returned
  static_cast<void>(self.release());
  thread->inbox().Post(std::unique_ptr<Task>(this));
}

napi_value AsyncCall::Outcome() {
  if (!has_returned_) std::rethrow_exception(std::exchange(failure_, nullptr));
  const QualType type = signature_->result().type;
  const void* const result = NarrowResult(type, frame_.At(signature_->result()));
  const Napi::Env env = function_.instance->env();
  napi_value value =
      OutcomeOf(function_, type, result, frame_, {error_, std::exchange(failure_, nullptr)}, std::nullopt);
  if (value == nullptr) value = env.Undefined();  // of void
  if (!function_.tells_errno) return value;
  Napi::Object both = Napi::Object::New(env);
  both["value"] = Napi::Value(env, value);
  both["errno"] = Napi::Number::New(env, error_);
  return both;
}

void AsyncCall::Settle(napi_value kept) {
  const Instance& instance = *function_.instance;
  napi_env env = instance.env();
  KeptValue settle = kResolve;
  napi_value outcome = nullptr;
  try {
    FindTargets(kept);
    outcome = Outcome();
  } catch (...) {
    settle = kReject;
    outcome = instance.CurrentError();
  }
  // What the user does next must find the call ended.
  use_.reset();
  use_of_free_.reset();
  link_.reset();
  frame_.LetGo();
  const Napi::Value function = Napi::Array(env, kept).Get(settle);
  napi_value undefined = nullptr;
  napi_get_undefined(env, &undefined);
  napi_call_function(env, undefined, function, 1, &outcome, nullptr);
}

void AsyncCall::Run() {
  const Napi::HandleScope scope(function_.instance->env());
  calls_.Forget(*this);
  try {
    const napi_value kept = kept_.Value();  // which keeps the function until the scope ends
    kept_.Reset();
    Settle(kept);
  } catch (const Napi::Error&) {
    // As the next: the thread is being terminated, and nobody waits any more.
  } catch (const Terminated&) {
  }
  signature_.reset();  // its types are the instance's, which the function keeps
}

void AsyncCall::Orphan() {
  KeepForever(signature_);
  function_.is_kept_forever = true;
  function_.lane.reset();  // its thread ends after this call
  use_->Abandon();
  use_of_free_->Abandon();
  link_.reset();
  frame_.LetGo();
  kept_.Reset();
}

}  // namespace ffi_native
