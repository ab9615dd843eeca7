// Cuts C text into tokens: identifiers, constants, punctuators. Comments and white space are passed over; the lines of
// a preprocessor are set aside, if anybody wants them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "types/keywords.h"

namespace ffi_native {

struct Token {
  enum class Kind : uint8_t { kEnd, kIdentifier, kNumber, kCharacter, kString, kPunctuator };

  Kind kind = Kind::kEnd;
  std::string_view text;             // as it stands in the source; a digraph's meaning
  size_t offset = 0;                 // bytes
  const Keyword* keyword = nullptr;  // that an identifier is

  bool IsName() const { return kind == Kind::kIdentifier && keyword == nullptr; }
  bool IsKeyword(std::string_view name) const { return keyword != nullptr && keyword->name == name; }
  bool Is(std::string_view punctuator) const { return kind == Kind::kPunctuator && text == punctuator; }
  bool IsIdentifier(std::string_view name) const { return kind == Kind::kIdentifier && text == name; }
};

// A line that begins with `#`.
struct Directive {
  size_t offset;          // bytes, of the `#`
  std::string_view text;  // from there to the line's end; a line that ends in a backslash goes on
};

class Lexer {
 public:
  // Directives are added to a list in their order, each once; without a list there is no such thing.
  explicit Lexer(std::string_view text, std::vector<Directive>* directives = nullptr)
      : text_(text), directives_(directives) {}

  // The next token; kEnd for ever at the end. Throws a Fault with its offset for what is no token of C, and has then
  // passed over it.
  Token Next();

  // Goes back to a token that it has given.
  void Rewind(size_t offset);

 private:
  void SkipBlanks();
  void SkipComment();
  void TakeDirective();
  Token Take(Token::Kind kind, size_t length);
  Token TakePunctuator();
  size_t WordLength(bool is_number) const;
  size_t ClosedLength(size_t begin) const;
  size_t QuotedLength(size_t begin);
  [[noreturn]] void FailPast(size_t end, const std::string& message);

  std::string_view text_;
  size_t position_ = 0;
  bool begins_line_ = true;  // only blanks are between the line's beginning and here
  std::vector<Directive>* directives_;
};

}  // namespace ffi_native
