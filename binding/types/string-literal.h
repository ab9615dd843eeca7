// What string literals say (C17 6.4.5).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "types/lexer.h"

namespace ffi_native {

// The text of adjacent string literals, in UTF-8; nullopt when a token is none, has an escape that C does not know, or
// when the bytes are no UTF-8.
std::optional<std::string> TextOf(const std::vector<Token>& literals);

}  // namespace ffi_native
