// Values of C types in memory, for JavaScript.
#pragma once

#include "core/instance.h"

namespace ffi_native {

void ExportValues(Instance& instance, Napi::Object exports);

}  // namespace ffi_native
