// C's default argument promotions (C17 6.5.2.2p6), for arguments of whose types the function declares nothing.
#pragma once

#include <ffi.h>

#include "types/type.h"

namespace ffi_native {

// The libffi type as which a value of `type` is passed, given that of the type itself.
ffi_type* PromotedType(const Type& type, ffi_type* lowered);

// Promotes the value at `slot`, which has room for the promoted one.
void Promote(const Type& type, void* slot);

}  // namespace ffi_native
