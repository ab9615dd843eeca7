// Values in place: what the members of a struct or union are, and each of them by itself.
#pragma once

#include "core/instance.h"

namespace ffi_native {

void ExportFields(Instance& instance, Napi::Object exports);

}  // namespace ffi_native
