// Tokens, faults and the entry: what all chapters of the grammar use.
#include "types/parser.h"

#include <algorithm>

#include "types/limits.h"

namespace ffi_native {

namespace {

constexpr size_t kShownBytes = 60;  // of a long line, on each side of a fault

bool IsContinuationByte(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// An offset in bytes as one in UTF-16 units, as JavaScript counts.
size_t UnitsBefore(std::string_view text, size_t offset) {
  size_t units = 0;
  for (const char c : text.substr(0, offset)) {
    if (!IsContinuationByte(c)) units += static_cast<unsigned char>(c) >= 0xF0 ? 2 : 1;
  }
  return units;
}

// The line of the text in which the fault is, cut to what one can read, with a caret below.
std::string Caret(std::string_view text, size_t offset) {
  const size_t begin = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;  // npos + 1 is 0
  const size_t end = std::min(text.find('\n', offset), text.size());
  size_t from = offset - begin > kShownBytes ? offset - kShownBytes : begin;
  size_t to = end - offset > kShownBytes ? offset + kShownBytes : end;
  while (from < offset && IsContinuationByte(text[from])) ++from;
  while (to > offset && to < end && IsContinuationByte(text[to])) --to;
  std::string line(text.substr(from, to - from));
  // A tab keeps its width above the caret, everything else is one column wide.
  std::string blanks;
  for (const char c : text.substr(from, offset - from)) {
    if (!IsContinuationByte(c)) blanks += c == '\t' ? '\t' : ' ';
  }
  const std::string lead = from > begin ? "..." : "";
  return "\n  " + lead + line + (to < end ? "..." : "") + "\n  " + std::string(lead.size(), ' ') + blanks + "^";
}

}  // namespace

QualType ParseTypeName(TypeTable& types, Scope& scope, std::string_view text) {
  if (text.size() > kMaxTypeNameBytes) {
    throw Fault(code::kUnsupportedType, "a type-name is longer than " + std::to_string(kMaxTypeNameBytes) + " bytes",
                kMaxTypeNameBytes);
  }
  try {
    return Parser(types, scope, text).ParseWholeTypeName();
  } catch (const Fault& fault) {
    const size_t offset = std::min(fault.offset().value_or(0), text.size());
    throw Fault(fault.code(), fault.message() + Caret(text, offset), UnitsBefore(text, offset));
  }
}

Parser::Parser(TypeTable& types, Scope& scope, std::string_view text)
    : types_(types), scope_(scope), text_(text), lexer_(text), lines_(text) {}

Parser::Parser(TypeTable& types, Scope& scope, const std::vector<Token>& tokens) : Parser(types, scope, "") {
  lookahead_.assign(tokens.begin(), tokens.end());
}

QualType Parser::ParseWholeTypeName() {
  const size_t begin = Peek().offset;
  const uint8_t direction = ParseDirection();
  const QualType type = WithDirection(ParseTypeNameInside(), direction, begin);
  const Token& next = Peek();
  if (next.kind == Token::Kind::kIdentifier) {
    Fail(next.offset, "a type-name has no identifier: take '" + std::string(next.text) + "' away");
  }
  if (next.kind != Token::Kind::kEnd) FailAtToken("the type-name to end here");
  return type;
}

Constant Parser::ParseWholeConstant() {
  const Constant value = ParseConstant();
  if (Peek().kind != Token::Kind::kEnd) FailAtToken("the constant to end here");
  return value;
}

Parser::Nesting::Nesting(Parser& parser) : parser_(parser) {
  // Counted only after the check: a constructor that throws has no destructor.
  if (parser_.nesting_ == kMaxNesting) {
    parser_.Fail(parser_.Peek().offset, "more than " + std::to_string(kMaxNesting) + " levels are open at once");
  }
  ++parser_.nesting_;
}

const Token& Parser::Peek(size_t ahead) {
  while (lookahead_.size() <= ahead) lookahead_.push_back(lexer_.Next());
  return lookahead_[ahead];
}

Token Parser::Take() {
  const Token token = Peek();
  lookahead_.pop_front();
  ApplyDirectives(token.offset);
  return token;
}

bool Parser::TryTake(std::string_view punctuator) {
  if (!Peek().Is(punctuator)) return false;
  Take();
  return true;
}

bool Parser::TryTakeKeyword(std::string_view keyword) {
  if (!Peek().IsKeyword(keyword)) return false;
  Take();
  return true;
}

void Parser::Expect(std::string_view punctuator) {
  if (!TryTake(punctuator)) FailAtToken("'" + std::string(punctuator) + "'");
}

void Parser::Fail(size_t offset, std::string message, const char* code) const {
  throw Fault(code, std::move(message), offset);
}

void Parser::FailAtToken(const std::string& expected) {
  const Token& token = Peek();
  const std::string met =
      token.kind == Token::Kind::kEnd ? "the text ends" : "'" + std::string(token.text) + "' stands";
  Fail(token.offset, met + " where " + expected + " is expected");
}

}  // namespace ffi_native
