// Entering C, and the one thread-local of the calls.
#include "call/native-call.h"

#include <string>

#include "core/fault.h"

namespace ffi_native {

__attribute__((tls_model("initial-exec"))) __thread NativeCall* NativeCall::current = nullptr;

void NativeCall::RunByLibffi() {
  // The frame has room for them, aligned, behind the arguments.
  addresses_ = reinterpret_cast<void**>(frame_ + signature_.addresses_offset());
  void** next = addresses_;
  for (const size_t offset : signature_.pieces()) *next++ = frame_ + offset;
  ffi_call(signature_.cif(), function_.target, frame_ + signature_.result().offset, addresses_);
}

void NativeCall::ThrowNative(const char* what) const {
  if (failure_) std::rethrow_exception(failure_);  // which came first
  throw Fault(code::kNativeException, function_.name + " has thrown a C++ exception: " + what);
}

}  // namespace ffi_native
