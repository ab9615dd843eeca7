// Threads on which C functions run: detached, so that none of them keeps the process from exiting. One file per
// platform.
#pragma once

#include <functional>

namespace ffi_native {

// Starts a thread with a stack as large as that of the main thread may become, since C code expects no less. Throws
// std::system_error where the system gives no thread.
void StartThread(std::function<void()> body);

}  // namespace ffi_native
