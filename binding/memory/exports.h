// What JavaScript can ask of the area `memory`.
#pragma once

#include "core/instance.h"

namespace ffi_native {

void ExportMemory(Instance& instance, Napi::Object exports);

}  // namespace ffi_native
