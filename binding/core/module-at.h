// Which file an address of code is from, for signal handlers: the loader's own functions take its lock, which the
// thread that faulted may hold.
#pragma once

#include <cstdint>

namespace ffi_native {

struct ModuleAt {
  char path[512];    // empty where it is not known
  uintptr_t offset;  // from the beginning of the module, as addr2line takes it
};

ModuleAt FindModule(uintptr_t address);

}  // namespace ffi_native
