// Which characters beyond ASCII an identifier may have (C17 6.4.2.1 and Annex D).
#pragma once

#include <cstddef>
#include <string_view>

namespace ffi_native {

// The length in bytes of the character with which UTF-8 text begins, if an identifier may have it; else 0.
size_t IdentifierCharacterLength(std::string_view text);

}  // namespace ffi_native
