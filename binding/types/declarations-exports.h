// What JavaScript can ask of sets of C declarations.
#pragma once

#include "core/instance.h"
#include "types/declarations.h"

namespace ffi_native {

void ExportDeclarations(Instance& instance, Napi::Object exports);

// The declarations of a handle that JavaScript holds. They live as long as it does.
const Declarations& DeclarationsFrom(const Napi::Value& handle);

}  // namespace ffi_native
