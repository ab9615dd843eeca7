// Passes over what cannot be read or need not be: declarations at fault, bodies of functions, initialisers.
#include "types/declarations.h"
#include "types/parser.h"

namespace ffi_native {

namespace {

constexpr size_t kShownBytes = 100;  // of a skipped declaration

// The beginning of a text in one line.
std::string Shortened(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool is_blank = c == ' ' || (c >= '\t' && c <= '\r');
    if (!is_blank) line += c;
    if (is_blank && !line.empty() && line.back() != ' ') line += ' ';
    if (line.size() > kShownBytes) break;
  }
  if (line.size() <= kShownBytes) {
    if (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
  }
  size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;  // not within a character
  return line.substr(0, end) + "...";
}

}  // namespace

// Follows the tokens of one declaration to where it ends: at a semicolon outside of all braces, or at the closing brace
// of a function's body.
class Parser::DeclarationEnd {
 public:
  // Whether the declaration ends with this token.
  bool Pass(const Token& token) {
    if (token.Is("(") || token.Is("[") || token.Is("{")) {
      if (token.Is("{") && open_.empty()) is_body_ = !AwaitsMembers();
      if (token.Is("{")) ++open_braces_;
      open_ += token.text[0];
    } else if (token.Is("}")) {
      // A parenthesis that is still open within the braces never closes.
      while (!open_.empty() && open_.back() != '{') open_.pop_back();
      if (open_.empty()) return true;
      open_.pop_back();
      --open_braces_;
      if (open_.empty() && is_body_) return true;
    } else if (token.Is(")") || token.Is("]")) {
      if (!open_.empty() && open_.back() != '{') open_.pop_back();
    } else if (token.Is(";") && open_braces_ == 0) {
      return true;  // parentheses that are open do not count: no semicolon can stand in them
    }
    if (open_.empty()) Note(token);
    return false;
  }

 private:
  enum class State { kOther, kTagKeyword, kTag, kInitialiser };

  // Whether a brace that opens here begins members, enumerators or an initialiser.
  bool AwaitsMembers() const { return state_ != State::kOther; }

  void Note(const Token& token) {
    const bool is_closing = token.Is(")") || token.Is(":");
    if (token.IsKeyword("struct") || token.IsKeyword("union") || token.IsKeyword("enum")) {
      state_ = State::kTagKeyword;
    } else if (token.IsName() && state_ == State::kTagKeyword) {
      state_ = State::kTag;
    } else if (token.Is("=")) {
      state_ = State::kInitialiser;
    } else if (!is_closing && !token.IsKeyword("__attribute__") && state_ != State::kInitialiser) {
      state_ = State::kOther;
    }
  }

  std::string open_;  // what is open, outermost first
  size_t open_braces_ = 0;
  State state_ = State::kOther;
  bool is_body_ = false;
};

// The next token, whatever cannot be one passed over.
Token Parser::TakeAny() {
  while (true) {
    try {
      return Take();
    } catch (const Fault&) {
      continue;
    }
  }
}

void Parser::SkipDeclaration(size_t begin, const std::string& reason) {
  lookahead_.clear();
  lexer_.Rewind(begin);
  DeclarationEnd end;
  Token last = TakeAny();
  while (last.kind != Token::Kind::kEnd && !end.Pass(last)) last = TakeAny();
  NoteSkipped(begin, text_.substr(begin, last.offset + last.text.size() - begin), reason);
}

void Parser::NoteSkipped(size_t begin, std::string_view text, const std::string& reason) {
  // Its line was counted when the declaration began; the directives within it have moved on since.
  const size_t line = begin == place_.offset ? place_.line : lines_.Locate(begin);
  const std::string& file = begin == place_.offset ? place_.file : lines_.file();
  declarations_->Skip({line, file, Shortened(text), reason});
}

// { ... }
void Parser::SkipBraces() {
  size_t open = 0;
  do {
    const Token token = TakeAny();
    if (token.kind == Token::Kind::kEnd) Fail(token.offset, "a body is not closed");
    if (token.Is("{")) ++open;
    if (token.Is("}")) --open;
  } while (open != 0);
}

// What stands behind `=`, up to the comma or semicolon behind it.
void Parser::SkipInitializer() {
  size_t open = 0;
  while (Peek().kind != Token::Kind::kEnd) {
    const Token& token = Peek();
    if (open == 0 && (token.Is(",") || token.Is(";"))) return;
    if (token.Is("(") || token.Is("[") || token.Is("{")) ++open;
    if ((token.Is(")") || token.Is("]") || token.Is("}")) && open > 0) --open;
    Take();
  }
}

}  // namespace ffi_native
