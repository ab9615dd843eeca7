// Integer and character constants (C17 6.4.4): digits, suffixes, escapes, and the type that C gives them.
#include <climits>

#include "types/escape.h"
#include "types/parser.h"

namespace ffi_native {

namespace {

int DigitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return INT_MAX;
}

struct Suffix {
  bool is_valid;
  bool is_unsigned;
  int longs;
};

Suffix ReadSuffix(std::string_view text) {
  Suffix suffix{true, false, 0};
  while (!text.empty() && suffix.is_valid) {
    if ((text[0] == 'u' || text[0] == 'U') && !suffix.is_unsigned) {
      suffix.is_unsigned = true;
      text.remove_prefix(1);
    } else if ((text[0] == 'l' || text[0] == 'L') && suffix.longs == 0) {
      suffix.longs = text.size() > 1 && text[1] == text[0] ? 2 : 1;
      text.remove_prefix(static_cast<size_t>(suffix.longs));
    } else {
      suffix.is_valid = false;
    }
  }
  return suffix;
}

// Takes the prefix of a base from a number's digits.
unsigned TakeBase(std::string_view& digits) {
  if (digits.size() > 1 && digits[0] == '0') {
    const char mark = digits[1];
    if (mark == 'x' || mark == 'X' || mark == 'b' || mark == 'B') {
      digits.remove_prefix(2);
      return mark == 'x' || mark == 'X' ? 16 : 2;
    }
    return 8;
  }
  return 10;
}

}  // namespace

Constant Parser::ParseNumber(const Token& token) {
  std::string_view digits = token.text;
  const unsigned base = TakeBase(digits);
  uint64_t value = 0;
  size_t length = 0;
  while (length < digits.size() && static_cast<unsigned>(DigitValue(digits[length])) < base) {
    if (__builtin_mul_overflow(value, base, &value) ||
        __builtin_add_overflow(value, static_cast<uint64_t>(DigitValue(digits[length])), &value)) {
      Fail(token.offset, "this number is too large for any integer type");
    }
    ++length;
  }
  const Suffix suffix = ReadSuffix(digits.substr(length));
  if (!suffix.is_valid || length == 0) Fail(token.offset, "'" + std::string(token.text) + "' is no integer constant");
  // C17 6.4.4.1p5: the first type of a list that holds the value; decimal numbers become unsigned only by their suffix.
  const Constant exact{value, true, sizeof(uint64_t)};
  for (const size_t size : {sizeof(int), sizeof(long), sizeof(long long)}) {
    const bool is_long_enough = suffix.longs == 0 || size >= (suffix.longs == 1 ? sizeof(long) : sizeof(long long));
    if (!is_long_enough) continue;
    if (!suffix.is_unsigned && exact.Fits(size, false)) return {value, false, size};
    if ((suffix.is_unsigned || base != 10) && exact.Fits(size, true)) return {value, true, size};
  }
  Fail(token.offset, "this number is too large for its type: give it the suffix u");
}

Constant Parser::ParseCharacter(const Token& token) {
  const size_t quote = token.text.find('\'');
  const std::string_view prefix = token.text.substr(0, quote);
  const std::string_view content = token.text.substr(quote + 1, token.text.size() - quote - 2);
  std::optional<uint64_t> value;
  if (content.size() > 1 && content[0] == '\\') {
    const std::optional<Escape> escape = ReadEscape(content.substr(1));
    const bool is_byte = escape && escape->value <= UCHAR_MAX && !escape->is_character;
    if (is_byte && escape->length + 1 == content.size()) value = escape->value;
  } else if (content.size() == 1 && content[0] != '\\') {
    value = static_cast<unsigned char>(content[0]);
  }
  if (!value) Fail(token.offset, "this is no character constant of one byte");
  const Constant exact{*value, true, sizeof(uint64_t)};
  if (prefix == "L") return exact.As(sizeof(wchar_t), !std::is_signed_v<wchar_t>);
  if (prefix == "u") return exact.As(sizeof(char16_t), true);
  if (prefix == "U") return exact.As(sizeof(char32_t), true);
  if (prefix == "u8") return exact.As(sizeof(char), true);
  // Without a prefix it is an int with the value of a char, which may be negative.
  return exact.As(sizeof(char), CHAR_MIN == 0).As(sizeof(int), false);
}

}  // namespace ffi_native
