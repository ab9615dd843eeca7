// Holds the bytes of a JavaScript buffer for C, whatever becomes of the buffer: detached, transferred, collected, or at
// the end of its environment.
#pragma once

#include <napi.h>

#include <memory>

namespace ffi_native {

// Whether this runtime lets bytes be held. Node does; where V8 cannot be asked, a buffer can only be kept alive.
bool CanHoldBytes();

// Whether V8 may move bytes that are held, when their buffer is transferred to another size.
bool MayMoveHeldBytes();

// Of an ArrayBuffer or SharedArrayBuffer. Any thread may let go of them. Null where CanHoldBytes() is false.
std::shared_ptr<void> HoldBytes(napi_env env, napi_value buffer);

}  // namespace ffi_native
