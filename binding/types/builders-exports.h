// What JavaScript makes types of without a C text.
#pragma once

#include "core/instance.h"

namespace ffi_native {

void ExportBuilders(Instance& instance, Napi::Object exports);

}  // namespace ffi_native
