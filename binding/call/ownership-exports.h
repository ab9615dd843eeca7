// What JavaScript can ask of owned and of shared memory.
#pragma once

#include "core/instance.h"

namespace ffi_native {

void ExportOwnership(Instance& instance, Napi::Object exports);

}  // namespace ffi_native
