// What JavaScript can ask of the area `types`.
#pragma once

#include "core/instance.h"

namespace ffi_native {

void ExportTypes(Instance& instance, Napi::Object exports);

}  // namespace ffi_native
