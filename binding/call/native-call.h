// The calls of C that a thread is making, one within the other: what callbacks and the report of a fault ask for.
#pragma once

#include <exception>
#include <utility>

#include "call/bound-function.h"
#include "call/frame.h"

namespace ffi_native {

class NativeCall {
 public:
  // A call on the JavaScript thread or another. The frame has the arguments, and gets the result.
  NativeCall(const BoundFunction& function, Signature& signature, Frame& frame)
      : function_(function), signature_(signature), frame_(frame.start()) {}
  NativeCall(const NativeCall&) = delete;
  NativeCall& operator=(const NativeCall&) = delete;

  // Calls C. A C++ exception that leaves it is thrown as ERR_FFI_NATIVE_EXCEPTION; the result is then none.
  void Run() {
    const UnderWay under_way(*this);
    // Both sides share libgcc_s, which unwinds; what this side knows of the exception is by C++'s ABI.
    try {
      if (const RegisterCall* const registers = signature_.register_call()) {
        registers->Run(function_.target, frame_);
      } else {
        RunByLibffi();
      }
    } catch (const std::exception& exception) {
      ThrowNative(exception.what());
    } catch (...) {
      ThrowNative("it is no std::exception");
    }
  }

  // The innermost call of this thread; null where there is none. Signal handlers may ask.
  static NativeCall* Current() { return current; }

  const BoundFunction& function() const { return function_; }
  const Signature& signature() const { return signature_; }
  // The bytes of a piece of the arguments, while C runs. libffi may have moved what is large: only its own list knows.
  const void* Argument(size_t piece) const {
    return signature_.register_call() == nullptr ? addresses_[piece] : frame_ + signature_.pieces()[piece];
  }
  NativeCall* outer() const { return outer_; }

  // What a callback of this call has thrown: it is thrown on when C returns, and JavaScript is not entered any more
  // until then. On the JavaScript thread, or while that runs a visit of this thread's.
  void Fail(std::exception_ptr error) { failure_ = std::move(error); }
  bool HasFailed() const { return failure_ != nullptr; }
  std::exception_ptr TakeFailure() { return std::move(failure_); }

 private:
  // While C runs, it is its thread's innermost call.
  class UnderWay {
   public:
    explicit UnderWay(NativeCall& call) : call_(call) {
      call.outer_ = current;
      current = &call;
    }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;
    ~UnderWay() { current = call_.outer_; }

   private:
    const NativeCall& call_;
  };

  void RunByLibffi();
  [[noreturn]] void ThrowNative(const char* what) const;

  // Initial-exec: a signal handler must not allocate the thread's copy, as the default model may on first use. Not
  // C++'s thread_local, which other files would ask each time whether it has to be initialised.
  __attribute__((tls_model("initial-exec"))) static __thread NativeCall* current;

  const BoundFunction& function_;
  Signature& signature_;
  char* frame_;
  void** addresses_ = nullptr;  // of the arguments, where libffi makes the call
  NativeCall* outer_ = nullptr;
  std::exception_ptr failure_;
};

// While the JavaScript thread is in C, it runs nothing for other threads.
class StayInC {
 public:
  explicit StayInC(Inbox& inbox) : inbox_(inbox) { inbox_.EnterC(); }
  StayInC(const StayInC&) = delete;
  StayInC& operator=(const StayInC&) = delete;
  ~StayInC() { inbox_.LeaveC(); }

 private:
  Inbox& inbox_;
};

}  // namespace ffi_native
