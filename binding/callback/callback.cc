// What happens when C calls: here, or on another thread.
#include "callback/callback.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "call/convert.h"
#include "call/room.h"
#include "core/fault.h"
#include "core/process-state.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

const FunctionType& FunctionTypeOf(QualType type) {
  const QualType function = type->kind == Kind::kPointer ? As<PointerType>(*type.type).target : type;
  if (function->kind == Kind::kFunction) return As<FunctionType>(*function.type);
  throw Fault(code::kInvalidSignature, "'" + Spell(type) + "' is no function, nor a pointer to one");
}

// While C that a call of ours has called is back in JavaScript.
class OutOfC {
 public:
  explicit OutOfC(const NativeCall* caller) : inbox_(caller == nullptr ? nullptr : caller->function().inbox) {
    if (inbox_ != nullptr) inbox_->LeaveC();
  }
  OutOfC(const OutOfC&) = delete;
  OutOfC& operator=(const OutOfC&) = delete;
  ~OutOfC() {
    if (inbox_ != nullptr) inbox_->EnterC();
  }

 private:
  Inbox* inbox_;
};

class LateCallWarning : public Task {
 public:
  LateCallWarning(std::weak_ptr<Instance> instance, std::string name)
      : instance_(std::move(instance)), name_(std::move(name)) {}
  void Run() override {
    const std::shared_ptr<Instance> instance = instance_.lock();
    if (!instance) return;
    const Napi::HandleScope scope(instance->env());
    try {
      instance->Call(Instance::Hook::kWarnLateCall, {Napi::String::New(instance->env(), name_)});
    } catch (const Napi::Error&) {
      // A thread that is being terminated warns nobody.
    }
  }

 private:
  std::weak_ptr<Instance> instance_;
  std::string name_;
};

}  // namespace

// A call on another thread, which waits.
class CallbackVisit : public Visit {
 public:
  CallbackVisit(Callback& callback, void* result, void** arguments)
      : Visit(callback.name_),
        callback_(callback),
        caller_(NativeCall::Current()),
        result_(result),
        arguments_(arguments) {}

 protected:
  void RunVisit() override { callback_.Enter(caller_, false, result_, arguments_); }

 private:
  Callback& callback_;  // as the next, it is there while the other thread waits
  NativeCall* const caller_;
  void* const result_;
  void** const arguments_;
};

// A call on another thread, which does not wait: it has taken the arguments along.
class CallbackNotice : public Task {
 public:
  CallbackNotice(std::shared_ptr<Callback> callback, void** arguments) : callback_(std::move(callback)) {
    for (const size_t size : callback_->type_.argument_sizes()) {
      const size_t units = (size + sizeof(std::max_align_t) - 1) / sizeof(std::max_align_t);
      values_.emplace_back(new std::max_align_t[units]);
      memcpy(values_.back().get(), *arguments++, size);
    }
  }
  void Run() override {
    std::vector<void*> arguments;
    for (const auto& value : values_) arguments.push_back(value.get());
    std::max_align_t result;  // of void
    callback_->Enter(nullptr, false, &result, arguments.data());
  }

 private:
  std::shared_ptr<Callback> callback_;
  std::vector<std::unique_ptr<std::max_align_t[]>> values_;
};

Callback::Callback(Instance& instance, const FunctionType& function, const CallbackOptions& options)
    : name_(options.name),
      waits_(options.waits),
      grace_(options.grace),
      type_(function),
      default_result_(type_.result_size()),
      thread_(JsThread::Of(instance)),
      instance_(instance.shared_from_this()) {}

std::shared_ptr<Callback> Callback::Open(Instance& instance, QualType type, napi_value function,
                                         const CallbackOptions& options) {
  const FunctionType& function_type = FunctionTypeOf(type);
  const TypeRoot root(&function_type);
  std::shared_ptr<Callback> callback(new Callback(instance, function_type, options));
  const QualType result = function_type.return_type;
  if (!options.waits && result->kind != Kind::kVoid) {
    throw Fault(code::kInvalidArgValue, "options.wait: false is for callbacks that return void, not '" + Spell(result) +
                                            "': C would not wait for the result");
  }
  if (options.default_return != nullptr && result->kind == Kind::kVoid) {
    throw Fault(code::kInvalidArgValue, "options.defaultReturn is for callbacks that return something");
  }
  if (options.default_return != nullptr) {
    Room room(callback->default_result_.size());  // aligned, as a vector need not be
    Copies copies(Copies::Text::kRefused);
    ConvertIn(ValueRules::FromBits(instance, options.rules), result, options.default_return, room.data(), copies,
              Place::Value("options.defaultReturn"));
    std::copy_n(room.data(), callback->default_result_.size(), callback->default_result_.begin());
  }
  callback->js_ = std::make_shared<JsSide>(instance, options.name, function_type, options.rules, function,
                                           options.keeps_function, options.on_error);
  callback->slot_ = &ProcessState<ClosureSlots>().Acquire(callback);
  return callback;
}

void Callback::Close() {
  if (closed_.exchange(true)) return;
  js_.reset();
  ProcessState<ClosureSlots>().Release(*slot_);
}

void Callback::WriteDefault(void* result) const { type_.WriteResult(default_result_.data(), result); }

void Callback::OnCall(void* result, void** arguments) noexcept {
  type_.Arrange(arguments);
  WriteDefault(result);
  try {
    if (closed_.load(std::memory_order_acquire)) return ReportLateCall();
    if (!thread_->inbox().IsOwner()) return CallFromElsewhere(result, arguments);
    NativeCall* const caller = NativeCall::Current();
    const OutOfC out(caller);
    Enter(caller, true, result, arguments);
  } catch (const std::bad_alloc&) {
    WriteDefault(result);  // nothing else can be done without memory
  }
}

void Callback::CallFromElsewhere(void* result, void** arguments) {
  Inbox& inbox = thread_->inbox();
  if (!waits_) {
    inbox.Post(std::make_unique<CallbackNotice>(shared_from_this(), arguments));
    return;
  }
  const NativeCall* const caller = NativeCall::Current();
  if (caller != nullptr && caller->HasFailed()) return;
  // What a cancelled visit would have written must not be half of something.
  if (!inbox.Wait(std::make_shared<CallbackVisit>(*this, result, arguments), grace_)) WriteDefault(result);
}

void Callback::Enter(NativeCall* caller, bool is_here, void* result, void** arguments) {
  if (closed_) return ReportLateCall();
  if (caller != nullptr && caller->HasFailed()) return;
  const std::shared_ptr<JsSide> js = js_;  // it may be closed meanwhile
  const Napi::HandleScope scope(js->instance().env());
  Room value(type_.result_size());
  std::copy(default_result_.begin(), default_result_.end(), value.data());
  std::exception_ptr error;
  try {
    js->Call(arguments, value.data(), is_here && caller == nullptr);
    return type_.WriteResult(value.data(), result);
  } catch (...) {
    error = std::current_exception();
  }
  try {
    std::copy(default_result_.begin(), default_result_.end(), value.data());
    if (js->Recover(error, value.data())) return type_.WriteResult(value.data(), result);
  } catch (...) {
    error = std::current_exception();
  }
  if (caller != nullptr) return caller->Fail(error);
  js->Uncaught(error);
}

void Callback::ReportLateCall() {
  if (has_reported_.exchange(true)) return;
  thread_->inbox().Post(std::make_unique<LateCallWarning>(instance_, name_));
}

}  // namespace ffi_native
