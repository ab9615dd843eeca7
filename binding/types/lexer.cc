// The lexer works on the bytes of UTF-8, which gcc and clang take in identifiers too.
#include "types/lexer.h"

#include <algorithm>

#include "core/fault.h"
#include "types/identifier-characters.h"
#include "types/keywords.h"

namespace ffi_native {

namespace {

bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$'; }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsExponentMark(char c) { return c == 'e' || c == 'E' || c == 'p' || c == 'P'; }

bool IsBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The bytes of the letter with which a text begins; 0 when it begins with something else.
size_t LetterLength(std::string_view text) {
  if (text.empty()) return 0;
  return IsAsciiLetter(text[0]) ? 1 : IdentifierCharacterLength(text);
}

// Longest first.
constexpr std::string_view kPunctuators[] = {"...", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "(", ")",
                                             "[",   "]",  "{",  "}",  "*",  ",",  ";",  ":",  "=",  "+", "-",
                                             "/",   "%",  "~",  "!",  "<",  ">",  "&",  "|",  "^",  "?", "."};

// C's other spellings of brackets and braces (C17 6.4.6p3).
constexpr std::pair<std::string_view, std::string_view> kDigraphs[] = {
    {"<:", "["}, {":>", "]"}, {"<%", "{"}, {"%>", "}"}};

bool IsCharacterPrefix(std::string_view text) { return text == "L" || text == "u" || text == "U" || text == "u8"; }

}  // namespace

void Lexer::SkipBlanks() {
  while (position_ < text_.size()) {
    const std::string_view rest = text_.substr(position_);
    if (IsBlank(rest[0])) {
      begins_line_ = begins_line_ || rest[0] == '\n';
      ++position_;
    } else if (rest.substr(0, 2) == "\\\n" || rest.substr(0, 3) == "\\\r\n") {
      position_ += rest.find('\n') + 1;  // a spliced line; between tokens only
    } else if (rest.substr(0, 2) == "//") {
      const size_t end = rest.find('\n');
      position_ = end == std::string_view::npos ? text_.size() : position_ + end;
    } else if (rest.substr(0, 2) == "/*") {
      SkipComment();
    } else if (rest[0] == '#' && begins_line_ && directives_ != nullptr) {
      TakeDirective();
    } else {
      return;
    }
  }
}

void Lexer::SkipComment() {
  const size_t end = text_.find("*/", position_ + 2);
  if (end == std::string_view::npos) FailPast(text_.size(), "a comment is not closed");
  position_ = end + 2;
}

void Lexer::TakeDirective() {
  const size_t begin = position_;
  while (position_ < text_.size() && text_[position_] != '\n') {
    const char c = text_[position_];
    const std::string_view two = text_.substr(position_, 2);
    if (two == "//") {
      position_ = std::min(text_.find('\n', position_), text_.size());
    } else if (two == "/*") {
      SkipComment();  // it may go on in the next line, and the directive with it
    } else if (c == '\\') {
      position_ += text_.substr(position_, 3) == "\\\r\n" ? 3 : 2;
    } else {
      // Comments do not begin in quotes; a quote that is not closed, as in `#error can't`, is but a character.
      const size_t quoted = c == '"' || c == '\'' ? ClosedLength(position_) : 0;
      position_ += quoted != 0 ? quoted : 1;
    }
  }
  position_ = std::min(position_, text_.size());
  const bool is_new = directives_->empty() || directives_->back().offset < begin;
  if (is_new) directives_->push_back({begin, text_.substr(begin, position_ - begin)});
}

void Lexer::Rewind(size_t offset) {
  position_ = offset;
  begins_line_ = false;  // a token begins here, so no directive does
}

void Lexer::FailPast(size_t end, const std::string& message) {
  const size_t begin = position_;
  position_ = end;
  throw Fault(code::kUnsupportedType, message, begin);
}

Token Lexer::Take(Token::Kind kind, size_t length) {
  Token token{kind, text_.substr(position_, length), position_};
  if (kind == Token::Kind::kIdentifier) token.keyword = KeywordOf(token.text);
  position_ += length;
  begins_line_ = false;
  return token;
}

// The length of what is in quotes from here on, the quotes included; 0 when they are not closed in this line.
size_t Lexer::ClosedLength(size_t begin) const {
  const char quote = text_[begin];
  for (size_t i = begin + 1; i < text_.size() && text_[i] != '\n'; ++i) {
    if (text_[i] == quote) return i + 1 - begin;
    if (text_[i] == '\\') ++i;
  }
  return 0;
}

size_t Lexer::QuotedLength(size_t begin) {
  const size_t length = ClosedLength(begin);
  if (length == 0) {
    const char quote = text_[begin];
    position_ = begin;
    FailPast(begin + 1, std::string("a ") + quote + " is not closed");
  }
  return length;
}

// The length of an identifier, or of a number and the letters that belong to it: `1e-9` is one, and so is `0xE+1`.
size_t Lexer::WordLength(bool is_number) const {
  size_t length = 0;
  while (position_ + length < text_.size()) {
    const std::string_view rest = text_.substr(position_ + length);
    const size_t letter = LetterLength(rest);
    const bool is_sign =
        length > 0 && (rest[0] == '+' || rest[0] == '-') && IsExponentMark(text_[position_ + length - 1]);
    if (letter == 0 && !IsDigit(rest[0]) && !(is_number && (rest[0] == '.' || is_sign))) break;
    length += letter != 0 ? letter : 1;
  }
  return length;
}

Token Lexer::Next() {
  SkipBlanks();
  if (position_ == text_.size()) return {Token::Kind::kEnd, {}, position_};
  const std::string_view rest = text_.substr(position_);
  if (LetterLength(rest) != 0) {
    const size_t length = WordLength(false);
    const bool is_quoted = length < rest.size() && (rest[length] == '\'' || rest[length] == '"');
    if (!is_quoted || !IsCharacterPrefix(rest.substr(0, length))) return Take(Token::Kind::kIdentifier, length);
    const auto kind = rest[length] == '"' ? Token::Kind::kString : Token::Kind::kCharacter;
    return Take(kind, length + QuotedLength(position_ + length));
  }
  if (IsDigit(rest[0]) || (rest[0] == '.' && rest.size() > 1 && IsDigit(rest[1]))) {
    return Take(Token::Kind::kNumber, WordLength(true));
  }
  if (rest[0] == '\'') return Take(Token::Kind::kCharacter, QuotedLength(position_));
  if (rest[0] == '"') return Take(Token::Kind::kString, QuotedLength(position_));
  return TakePunctuator();
}

Token Lexer::TakePunctuator() {
  const std::string_view rest = text_.substr(position_);
  for (const auto& [digraph, meaning] : kDigraphs) {
    if (rest.substr(0, digraph.size()) != digraph) continue;
    Token token = Take(Token::Kind::kPunctuator, digraph.size());
    token.text = meaning;
    return token;
  }
  for (const std::string_view punctuator : kPunctuators) {
    if (rest.substr(0, punctuator.size()) == punctuator) return Take(Token::Kind::kPunctuator, punctuator.size());
  }
  // Past what stands behind it, too: where one byte has no meaning, as in a binary file, the next ones have none.
  const size_t end = std::min(text_.find_first_of(" \t\r\n;", position_), text_.size());
  FailPast(std::max(end, position_ + 1), "this character has no meaning in C");
}

}  // namespace ffi_native
