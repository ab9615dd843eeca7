// The address of the bytes behind a JavaScript buffer of any kind.
#pragma once

#include <cstdint>
#include <optional>

#include "core/instance.h"

namespace ffi_native {

// The address of the first byte of a Buffer, typed array, DataView, ArrayBuffer or SharedArrayBuffer, a view's offset
// included, or of what a Pointer or a bound function refers to; nullopt for any other value. It may be 0 where there
// are no bytes. A detached buffer, or a view out of its buffer's bounds, is a Fault (ERR_INVALID_ARG_VALUE) whose
// message is only what is wrong with it.
std::optional<uintptr_t> AddressOfBuffer(const Instance& instance, napi_value value);

// The same for what is commonest, a Buffer or typed array that has bytes; nullopt for any other value.
std::optional<uintptr_t> AddressOfFilledView(napi_env env, napi_value value);

}  // namespace ffi_native
