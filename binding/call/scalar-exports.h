// Loads and stores of one scalar at any address: what `read.i32` and `write.f64` come down to.
#pragma once

#include "core/instance.h"

namespace ffi_native {

void ExportScalars(Instance& instance, Napi::Object exports);

}  // namespace ffi_native
