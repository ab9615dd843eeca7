// What libffi says of itself.
#pragma once

#include "core/instance.h"

namespace ffi_native {

void ExportLibffi(Instance& instance, Napi::Object exports);

}  // namespace ffi_native
