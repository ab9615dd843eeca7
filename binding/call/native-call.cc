// Entering C, and the one thread-local of the calls.
#include "call/native-call.h"

#include <string>

#include "core/fault.h"

namespace ffi_native {

__attribute__((tls_model("initial-exec"))) __thread NativeCall* NativeCall::current = nullptr;

void NativeCall::ThrowNative(const char* what) const {
  if (failure_) std::rethrow_exception(failure_);  // which came first
  throw Fault(code::kNativeException, function_.name + " has thrown a C++ exception: " + what);
}

}  // namespace ffi_native
