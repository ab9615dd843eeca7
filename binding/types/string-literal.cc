// A narrow literal is bytes, a wide one is characters: an escape means the one or the other.
#include "types/string-literal.h"

#include "types/escape.h"

namespace ffi_native {

namespace {

constexpr uint64_t kLastCharacter = 0x10FFFF;

bool IsSurrogate(uint64_t character) { return character >= 0xD800 && character <= 0xDFFF; }

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The bytes of a character in UTF-8 by its number.
size_t EncodedLength(uint64_t character) {
  return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
}

void AppendCharacter(uint64_t character, std::string& text) {
  const size_t length = EncodedLength(character);
  if (length == 1) {
    text += static_cast<char>(character);
    return;
  }
  const uint64_t mark = (0xF00U >> length) & 0xFF;  // as many ones as there are bytes
  text += static_cast<char>(mark | character >> (6 * (length - 1)));
  for (size_t i = length - 1; i-- > 0;) text += static_cast<char>(0x80 | (character >> (6 * i) & 0x3F));
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const auto first = static_cast<unsigned char>(text[0]);
    const size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (length > text.size() || first >= 0xF8 || (first >= 0x80 && first < 0xC0)) return false;
    uint64_t character = length == 1 ? first : first & (0x7FU >> length);
    for (size_t i = 1; i < length; ++i) {
      if (!IsContinuation(text[i])) return false;
      character = character << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    if (EncodedLength(character) != length || IsSurrogate(character) || character > kLastCharacter) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool Append(const Token& literal, std::string& text) {
  if (literal.kind != Token::Kind::kString) return false;
  const size_t quote = literal.text.find('"');
  const std::string_view prefix = literal.text.substr(0, quote);
  const bool is_wide = !prefix.empty() && prefix != "u8";
  std::string_view rest = literal.text.substr(quote + 1, literal.text.size() - quote - 2);
  while (!rest.empty()) {
    if (rest[0] != '\\') {
      text += rest[0];
      rest.remove_prefix(1);
      continue;
    }
    rest.remove_prefix(1);
    const std::optional<Escape> escape = ReadEscape(rest);
    const bool is_character = escape && (escape->is_character || is_wide);
    if (!escape || escape->value > (is_character ? kLastCharacter : 0xFF)) return false;
    if (is_character) {
      AppendCharacter(escape->value, text);
    } else {
      text += static_cast<char>(escape->value);
    }
    rest.remove_prefix(escape->length);
  }
  return true;
}

}  // namespace

std::optional<std::string> TextOf(const std::vector<Token>& literals) {
  std::string text;
  for (const Token& literal : literals) {
    if (!Append(literal, text)) return std::nullopt;
  }
  if (literals.empty() || !IsUtf8(text)) return std::nullopt;
  return text;
}

}  // namespace ffi_native
