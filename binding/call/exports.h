// What JavaScript can ask of the area `call`.
#pragma once

#include "core/instance.h"

namespace ffi_native {

void ExportCall(Instance& instance, Napi::Object exports);

}  // namespace ffi_native
