// Interposition where dlopen() cannot prevent it, or where it does not happen.
#include <dlfcn.h>

#include "core/fault.h"
#include "library/interposition.h"

namespace ffi_native {

bool IsInterposed(const std::string&) { return false; }

void* OpenWithOwnSymbols(const std::string& path, int flags) {
#ifdef __APPLE__
  return dlopen(path.c_str(), flags);  // a reference names the library that it means (two-level namespace)
#else
  throw Fault(code::kInvalidArgValue, "symbols: 'own' needs glibc; this system's C library does not offer it");
#endif
}

void* UsedVariable(std::string_view /*name*/, [[maybe_unused]] void* defined, [[maybe_unused]] void* first) {
#ifdef __APPLE__
  return defined;
#else
  return first;
#endif
}

}  // namespace ffi_native
