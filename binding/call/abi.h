// Calling conventions as libffi numbers them.
#pragma once

#include <ffi.h>

#include "types/abi.h"

namespace ffi_native {

// libffi's number of a convention that this platform has.
ffi_abi LibffiAbi(Abi abi);

}  // namespace ffi_native
