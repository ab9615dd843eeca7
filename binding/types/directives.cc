// The lines of a preprocessor in a text of declarations: line markers, #define, #undef and #pragma count; for others,
// such as #include and #if, the preprocessor has to be run first.
#include "types/declarations.h"
#include "types/parser.h"
#include "types/string-literal.h"

namespace ffi_native {

namespace {

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string_view Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\v\f");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\v\f") + 1 - begin);
}

std::string_view TakeWord(std::string_view& text) {
  size_t length = 0;
  while (length < text.size() && IsWordCharacter(text[length])) ++length;
  const std::string_view word = text.substr(0, length);
  text = Trimmed(text.substr(length));
  return word;
}

// A line number: digits that fit; 0 for anything else.
size_t LineNumber(std::string_view word) {
  size_t number = 0;
  for (const char c : word) {
    if (c < '0' || c > '9' || number > 99999999) return 0;
    number = number * 10 + static_cast<size_t>(c - '0');
  }
  return number;
}

std::string FileName(std::string_view text) {
  try {
    const Token token = Lexer(text).Next();
    return TextOf({token}).value_or(std::string(token.text));
  } catch (const Fault&) {
    return {};
  }
}

}  // namespace

// Directives count from where they stand, and the parser looks ahead: so they wait until it has come as far.
void Parser::ApplyDirectives(size_t end) {
  while (next_directive_ < directives_.size() && directives_[next_directive_].offset < end) {
    ApplyDirective(directives_[next_directive_]);
    ++next_directive_;
  }
}

void Parser::ApplyDirective(const Directive& directive) {
  std::string_view rest = Trimmed(directive.text.substr(1));
  const std::string_view word = TakeWord(rest);
  if (word == "line" || (!word.empty() && word[0] >= '0' && word[0] <= '9')) {
    const size_t line = LineNumber(word == "line" ? TakeWord(rest) : word);
    lines_.Mark(directive.offset, line, FileName(rest));
  } else if (word == "define") {
    declarations_->macros().Define(rest);
  } else if (word == "undef") {
    declarations_->macros().Undefine(TakeWord(rest));
  } else if (word == "pragma") {
    if (!pragmas_.Apply(rest)) NoteSkipped(directive.offset, directive.text, "this pragma is not understood");
  } else if (!word.empty() && word != "ident" && word != "warning") {
    NoteSkipped(directive.offset, directive.text,
                "'#" + std::string(word) + "' is not obeyed: give the text to the preprocessor first (cc -E)");
  }
}

}  // namespace ffi_native
