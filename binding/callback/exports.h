// What JavaScript gets of callbacks.
#pragma once

#include <napi.h>

#include "core/instance.h"

namespace ffi_native {

void ExportCallback(Instance& instance, Napi::Object exports);

}  // namespace ffi_native
