// A stack for signal handlers, so that one can run when a thread has used up its own.
#pragma once

namespace ffi_native {

// Gives this thread one until it ends, unless it has one already.
void EnsureAlternateStack();

}  // namespace ffi_native
