// How much of a type this library takes on; docs/api/types.md names these numbers to the user.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ffi_native {

inline constexpr size_t kMaxTypeNameBytes = 65536;  // of one type-name's UTF-8 text
inline constexpr size_t kMaxNesting = 256;  // parentheses, braces and operators open at once; also a type's depth
inline constexpr size_t kMaxSourceBytes = size_t{64} << 20;  // of one text of declarations, in UTF-8
inline constexpr size_t kMaxExpansion = 4096;                // tokens that one macro stands for
inline constexpr size_t kMaxParameters = 4096;               // of one function type
// Bytes of one type. C allows half the address space; a JavaScript Number counts exactly to here, and no machine has
// more.
inline constexpr size_t kMaxObjectSize = PTRDIFF_MAX < 9007199254740991 ? PTRDIFF_MAX : 9007199254740991;

}  // namespace ffi_native
