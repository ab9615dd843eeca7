// The calls of C that a thread is making, one within the other: what callbacks and the report of a fault ask for.
#pragma once

#include <exception>
#include <utility>

#include "call/bound-function.h"

namespace ffi_native {

class NativeCall {
 public:
  // The call that is under way, on the JavaScript thread or another; `arguments` is what libffi gets.
  NativeCall(const BoundFunction& function, Signature& signature, void** arguments)
      : function_(function), signature_(signature), arguments_(arguments), outer_(current) {
    current = this;
  }
  NativeCall(const NativeCall&) = delete;
  NativeCall& operator=(const NativeCall&) = delete;
  ~NativeCall() { current = outer_; }

  // Calls C. A C++ exception that leaves it is thrown as ERR_FFI_NATIVE_EXCEPTION; the result is then none.
  void Run(void* result) const {
    // Both sides share libgcc_s, which unwinds; what this side knows of the exception is by C++'s ABI.
    try {
      ffi_call(signature_.cif(), function_.target, result, arguments_);
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
  void* const* arguments() const { return arguments_; }
  NativeCall* outer() const { return outer_; }

  // What a callback of this call has thrown: it is thrown on when C returns, and JavaScript is not entered any more
  // until then. On the JavaScript thread, or while that runs a visit of this thread's.
  void Fail(std::exception_ptr error) { failure_ = std::move(error); }
  bool HasFailed() const { return failure_ != nullptr; }
  std::exception_ptr TakeFailure() { return std::move(failure_); }

 private:
  [[noreturn]] void ThrowNative(const char* what) const;

  // Initial-exec: a signal handler must not allocate the thread's copy, as the default model may on first use. Not
  // C++'s thread_local, which other files would ask each time whether it has to be initialised.
  __attribute__((tls_model("initial-exec"))) static __thread NativeCall* current;

  const BoundFunction& function_;
  Signature& signature_;
  void** arguments_;
  NativeCall* outer_;
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
