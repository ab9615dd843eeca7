// One line for each convention besides the default.
#include "call/abi.h"

namespace ffi_native {

ffi_abi LibffiAbi(Abi abi) {
#if defined(__x86_64__) && !defined(_WIN32)
  // Not FFI_WIN64: its long double has 8 bytes, and a result of gcc's 16 crashes.
  if (abi == Abi::kWin64) return FFI_GNUW64;
#endif
  static_cast<void>(abi);
  return FFI_DEFAULT_ABI;
}

}  // namespace ffi_native
