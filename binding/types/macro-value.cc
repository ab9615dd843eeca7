// Most macros are no constants: they are told by their words, before a parser is asked.
#include "types/macro-value.h"

#include <algorithm>
#include <charconv>

#include "types/parser.h"
#include "types/string-literal.h"

namespace ffi_native {

namespace {

bool IsHexadecimal(std::string_view number) { return number.size() > 1 && (number[1] == 'x' || number[1] == 'X'); }

bool IsFloating(const Token& token) {
  if (token.kind != Token::Kind::kNumber) return false;
  return token.text.find_first_of(IsHexadecimal(token.text) ? ".pP" : ".eE") != std::string_view::npos;
}

// Reads a floating constant with what may stand around it: signs, parentheses, casts to floating types.
class FloatingReader {
 public:
  explicit FloatingReader(const std::vector<Token>& tokens) : tokens_(tokens) {}

  std::optional<double> ReadWhole() {
    const std::optional<double> value = Read();
    return position_ == tokens_.size() ? value : std::nullopt;
  }

 private:
  std::optional<double> Read() {
    // Signs and parentheses can only be as many as a macro has tokens, which is not too deep.
    if (position_ == tokens_.size()) return std::nullopt;
    const Token& token = tokens_[position_++];
    if (token.Is("+")) return Read();
    if (token.Is("-")) {
      const std::optional<double> value = Read();
      return value ? std::optional<double>(-*value) : std::nullopt;
    }
    if (token.Is("(")) return ReadParenthesis();
    return IsFloating(token) ? ReadNumber(token.text) : std::nullopt;
  }

  std::optional<double> ReadParenthesis() {
    const bool is_single = position_ < tokens_.size() && tokens_[position_].IsKeyword("float");
    const bool is_cast = is_single || TryTake("double") || (TryTake("long") && TryTake("double"));
    if (is_single) ++position_;
    std::optional<double> value;
    if (!is_cast) value = Read();
    if (position_ == tokens_.size() || !tokens_[position_++].Is(")")) return std::nullopt;
    if (is_cast) value = Read();
    return value && is_single ? static_cast<float>(*value) : value;
  }

  bool TryTake(std::string_view keyword) {
    if (position_ == tokens_.size() || !tokens_[position_].IsKeyword(keyword)) return false;
    ++position_;
    return true;
  }

  static std::optional<double> ReadNumber(std::string_view text) {
    const bool is_hexadecimal = IsHexadecimal(text);
    if (is_hexadecimal && text.find_first_of("pP") == std::string_view::npos) return std::nullopt;  // C demands it
    if (is_hexadecimal) text.remove_prefix(2);
    const char suffix = text.back();
    const bool is_single = suffix == 'f' || suffix == 'F';
    if (is_single || suffix == 'l' || suffix == 'L') text.remove_suffix(1);
    const auto format = is_hexadecimal ? std::chars_format::hex : std::chars_format::general;
    if (is_single) return Convert<float>(text, format);
    return Convert<double>(text, format);
  }

  // nullopt for what is no number, and for one that a double cannot hold.
  template <typename T>
  static std::optional<double> Convert(std::string_view text, std::chars_format format) {
    T value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, format);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
  }

  const std::vector<Token>& tokens_;
  size_t position_ = 0;
};

// Whether a token can be one of an integer constant expression.
bool MayBeInteger(const Token& token, bool is_tag, const Scope& scope) {
  if (token.kind != Token::Kind::kIdentifier) return token.kind != Token::Kind::kString && !IsFloating(token);
  if (token.keyword != nullptr) {
    return token.keyword->starts_type || token.IsKeyword("sizeof") || token.IsKeyword("_Alignof") ||
           token.IsKeyword("__builtin_offsetof");
  }
  return is_tag || scope.Enumerator(token.text) || scope.TypedefName(token.text);
}

bool MayBeInteger(const std::vector<Token>& tokens, const Scope& scope) {
  bool is_tag = false;
  bool has_value = false;
  for (const Token& token : tokens) {
    if (!MayBeInteger(token, is_tag, scope)) return false;
    is_tag = token.IsKeyword("struct") || token.IsKeyword("union") || token.IsKeyword("enum");
    has_value = has_value || token.kind != Token::Kind::kPunctuator;
  }
  return has_value;
}

}  // namespace

std::optional<ConstantValue> ValueOf(const std::vector<Token>& tokens, TypeTable& types, Scope& scope) {
  if (std::any_of(tokens.begin(), tokens.end(), IsFloating)) {
    if (const auto number = FloatingReader(tokens).ReadWhole()) return *number;
    return std::nullopt;
  }
  if (const auto text = TextOf(tokens)) return *text;
  if (!MayBeInteger(tokens, scope)) return std::nullopt;
  try {
    return Parser(types, scope, tokens).ParseWholeConstant();
  } catch (const Fault&) {
    return std::nullopt;
  }
}

}  // namespace ffi_native
