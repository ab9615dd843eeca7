// What JavaScript can ask of asynchronous calls.
#pragma once

#include <memory>

#include "core/instance.h"
#include "threads/pool.h"

namespace ffi_native {

// The pool of one thread of which JavaScript has a handle.
std::shared_ptr<Pool> LaneFrom(const Napi::Value& handle);

void ExportAsync(Instance& instance, Napi::Object exports);

}  // namespace ffi_native
