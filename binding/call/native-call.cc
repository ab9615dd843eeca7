// The one thread-local of the calls.
#include "call/native-call.h"

namespace ffi_native {

__attribute__((tls_model("initial-exec"))) thread_local NativeCall* NativeCall::current_ = nullptr;

}  // namespace ffi_native
