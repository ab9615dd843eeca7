// Named, octal, hexadecimal and universal escapes.
#include "types/escape.h"

#include <algorithm>

namespace ffi_native {

namespace {

int DigitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 16;
}

// Reads digits from `begin` on, up to a count; nullopt when there are none, or more than 64 bits hold.
std::optional<Escape> ReadDigits(std::string_view text, size_t begin, int base, size_t most) {
  Escape escape;
  const size_t end = std::min(text.size(), begin + most);
  size_t i = begin;
  for (; i < end && DigitValue(text[i]) < base; ++i) {
    if (escape.value >> 60 != 0) return std::nullopt;
    escape.value = escape.value * static_cast<uint64_t>(base) + static_cast<uint64_t>(DigitValue(text[i]));
  }
  if (i == begin) return std::nullopt;
  escape.length = i;
  return escape;
}

}  // namespace

std::optional<Escape> ReadEscape(std::string_view text) {
  static constexpr std::string_view kNames = "abfnrtv\\'\"?e";
  static constexpr std::string_view kValues = "\a\b\f\n\r\t\v\\'\"?\033";
  if (text.empty()) return std::nullopt;
  const size_t named = kNames.find(text[0]);
  if (named != std::string_view::npos) return Escape{static_cast<unsigned char>(kValues[named]), 1};
  if (text[0] == 'x') return ReadDigits(text, 1, 16, text.size());
  if (text[0] != 'u' && text[0] != 'U') return ReadDigits(text, 0, 8, 3);
  const size_t digits = text[0] == 'u' ? 4 : 8;
  std::optional<Escape> escape = ReadDigits(text, 1, 16, digits);
  if (!escape || escape->length != digits + 1) return std::nullopt;
  escape->is_character = true;
  return escape;
}

}  // namespace ffi_native
