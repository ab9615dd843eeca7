// Entering C, and the one thread-local of the calls.
#include "call/native-call.h"

#include <string>

#include "core/fault.h"

namespace ffi_native {

__attribute__((tls_model("initial-exec"))) thread_local NativeCall* NativeCall::current_ = nullptr;

void NativeCall::Run(void* result) const {
  const auto fault = [&](const char* what) {
    if (failure_) std::rethrow_exception(failure_);  // which came first
    return Fault(code::kNativeException, function_.name + " has thrown a C++ exception: " + what);
  };
  // Both sides share libgcc_s, which unwinds; what this side knows of the exception is by C++'s ABI.
  try {
    ffi_call(signature_.cif(), function_.target, result, arguments_);
  } catch (const std::exception& exception) {
    throw fault(exception.what());
  } catch (...) {
    throw fault("it is no std::exception");
  }
}

}  // namespace ffi_native
