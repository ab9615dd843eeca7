// Escape sequences of character constants and string literals (C17 6.4.4.4), with gcc's `\e`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ffi_native {

struct Escape {
  uint64_t value = 0;
  size_t length = 0;          // bytes, without the backslash
  bool is_character = false;  // \u or \U: the number of a character, not a unit of the literal
};

// The escape sequence with which a text begins that stands behind a backslash, or nullopt.
std::optional<Escape> ReadEscape(std::string_view text);

}  // namespace ffi_native
