// errno between calls: each instance keeps what the last call of it left, since Node's own work sets errno too.
#pragma once

#include "core/instance.h"

namespace ffi_native {

struct KeptErrno {
  int value = 0;
};

inline KeptErrno& KeptErrnoOf(Instance& instance) { return instance.Area<KeptErrno>(); }

}  // namespace ffi_native
