// Integer constant expressions (C17 6.6): array lengths, bit-field widths, enumeration constants. What C leaves
// undefined (division by zero, signed overflow, a shift too far) is a fault, unless the part is not evaluated.
#include <algorithm>
#include <climits>

#include "types/declarations.h"
#include "types/member-path.h"
#include "types/parser.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

struct Operator {
  std::string_view text;
  int precedence;
};

constexpr Operator kOperators[] = {{"||", 1}, {"&&", 2}, {"|", 3}, {"^", 4},  {"&", 5},  {"==", 6},
                                   {"!=", 6}, {"<", 7},  {">", 7}, {"<=", 7}, {">=", 7}, {"<<", 8},
                                   {">>", 8}, {"+", 9},  {"-", 9}, {"*", 10}, {"/", 10}, {"%", 10}};

int PrecedenceOf(const Token& token) {
  if (token.kind != Token::Kind::kPunctuator) return 0;
  for (const Operator& operation : kOperators) {
    if (operation.text == token.text) return operation.precedence;
  }
  return 0;
}

Constant FromBool(bool value) { return {value ? uint64_t{1} : 0, false, sizeof(int)}; }

Constant FromSize(size_t value) { return {value, true, sizeof(size_t)}; }

// The integer promotions: what is narrower than int becomes int.
Constant Promoted(Constant value) { return value.size < sizeof(int) ? value.As(sizeof(int), false) : value; }

// The usual arithmetic conversions of two promoted values.
void Balance(Constant& left, Constant& right) {
  const size_t size = std::max(left.size, right.size);
  const bool is_unsigned = (left.size == size && left.is_unsigned) || (right.size == size && right.is_unsigned);
  left = left.As(size, is_unsigned);
  right = right.As(size, is_unsigned);
}

bool Compare(std::string_view operation, const Constant& left, const Constant& right) {
  const bool less =
      left.is_unsigned ? left.bits < right.bits : static_cast<int64_t>(left.bits) < static_cast<int64_t>(right.bits);
  const bool equal = left.bits == right.bits;
  if (operation == "==") return equal;
  if (operation == "!=") return !equal;
  if (operation == "<") return less;
  if (operation == "<=") return less || equal;
  if (operation == ">") return !less && !equal;
  return !less;
}

// A sum, difference or product as C has it; false when a signed result does not fit its type.
bool Combine(std::string_view operation, Constant left, Constant right, Constant& result) {
  uint64_t bits = 0;
  bool overflows = false;
  if (left.is_unsigned) {
    bits = operation == "+"   ? left.bits + right.bits
           : operation == "-" ? left.bits - right.bits
                              : left.bits * right.bits;
  } else {
    const auto a = static_cast<int64_t>(left.bits);
    const auto b = static_cast<int64_t>(right.bits);
    int64_t value = 0;
    overflows = operation == "+"   ? __builtin_add_overflow(a, b, &value)
                : operation == "-" ? __builtin_sub_overflow(a, b, &value)
                                   : __builtin_mul_overflow(a, b, &value);
    bits = static_cast<uint64_t>(value);
  }
  const Constant exact{bits, left.is_unsigned, sizeof(uint64_t)};
  result = exact.As(left.size, left.is_unsigned);
  return left.is_unsigned || (!overflows && result.bits == bits);
}

}  // namespace

Constant Parser::ParseConstant() { return ParseConditional(); }

Constant Parser::ParseConditional() {
  const Nesting nesting(*this);
  const Constant condition = ParseBinary(1);
  if (!TryTake("?")) return condition;
  unevaluated_ += condition.IsZero() ? 1 : 0;
  Constant if_true = Promoted(ParseConditional());
  unevaluated_ -= condition.IsZero() ? 1 : 0;
  Expect(":");
  unevaluated_ += condition.IsZero() ? 0 : 1;
  Constant if_false = Promoted(ParseConditional());
  unevaluated_ -= condition.IsZero() ? 0 : 1;
  Balance(if_true, if_false);
  return condition.IsZero() ? if_false : if_true;
}

Constant Parser::ParseBinary(int lowest_precedence) {
  Constant left = ParseUnary();
  while (PrecedenceOf(Peek()) >= lowest_precedence) {
    const Nesting nesting(*this);
    const Token operation = Take();
    // The right side of && and || counts only where the left side does not decide.
    const bool decided = (operation.text == "&&" && left.IsZero()) || (operation.text == "||" && !left.IsZero());
    unevaluated_ += decided ? 1 : 0;
    const Constant right = ParseBinary(PrecedenceOf(operation) + 1);
    unevaluated_ -= decided ? 1 : 0;
    left = Calculate(operation.text, left, right, operation.offset);
  }
  return left;
}

Constant Parser::Calculate(std::string_view operation, Constant left, Constant right, size_t offset) {
  if (operation == "||") return FromBool(!left.IsZero() || !right.IsZero());
  if (operation == "&&") return FromBool(!left.IsZero() && !right.IsZero());
  const auto fail = [&](const char* message) {
    if (unevaluated_ == 0) Fail(offset, message);
    return Constant();
  };
  left = Promoted(left);
  right = Promoted(right);
  if (operation == "<<" || operation == ">>") {
    if (right.IsNegative() || right.bits >= left.size * CHAR_BIT) return fail("this shift is negative or too far");
    if (operation == "<<" && left.IsNegative()) return fail("a negative number cannot be shifted to the left");
    // Headers shift into the sign (1 << 31), which gcc and clang define.
    if (operation == "<<")
      return Constant{left.bits << right.bits, left.is_unsigned, 8}.As(left.size, left.is_unsigned);
    const uint64_t shifted = left.is_unsigned ? left.bits >> right.bits
                                              : static_cast<uint64_t>(static_cast<int64_t>(left.bits) >> right.bits);
    return {shifted, left.is_unsigned, left.size};
  }
  Balance(left, right);
  if (operation == "&") return {left.bits & right.bits, left.is_unsigned, left.size};
  if (operation == "|") return {left.bits | right.bits, left.is_unsigned, left.size};
  if (operation == "^") return {left.bits ^ right.bits, left.is_unsigned, left.size};
  if (operation == "/" || operation == "%") {
    if (right.IsZero()) return fail("this divides by zero");
    if (left.is_unsigned) {
      return {operation == "/" ? left.bits / right.bits : left.bits % right.bits, true, left.size};
    }
    const auto a = static_cast<int64_t>(left.bits);
    const auto b = static_cast<int64_t>(right.bits);
    const bool is_lowest =
        left.bits == Constant{uint64_t{1} << (left.size * CHAR_BIT - 1), false, 8}.As(left.size, false).bits;
    if (is_lowest && b == -1) return fail("the result does not fit its type");
    return {static_cast<uint64_t>(operation == "/" ? a / b : a % b), false, left.size};
  }
  if (operation == "+" || operation == "-" || operation == "*") {
    Constant result;
    if (!Combine(operation, left, right, result)) return fail("the result does not fit its type");
    return result;
  }
  return FromBool(Compare(operation, left, right));
}

Constant Parser::ParseUnary() {
  const Nesting nesting(*this);
  const Token& token = Peek();
  const size_t offset = token.offset;
  if (TryTake("+")) return Promoted(ParseUnary());
  if (TryTake("!")) return FromBool(ParseUnary().IsZero());
  if (TryTake("-")) {
    const Constant value = Promoted(ParseUnary());
    return Calculate("-", Constant{0, value.is_unsigned, value.size}, value, offset);
  }
  if (TryTake("~")) {
    const Constant value = Promoted(ParseUnary());
    return Constant{~value.bits, value.is_unsigned, value.size}.As(value.size, value.is_unsigned);
  }
  return ParsePrimary();
}

Constant Parser::ParsePrimary() {
  const Token& token = Peek();
  if (token.IsKeyword("sizeof") || token.IsKeyword("_Alignof")) return ParseSizeOrAlignment();
  if (token.Is("(")) {
    if (StartsType(Peek(1))) return ParseCast();
    Take();
    const Constant value = ParseConditional();
    Expect(")");
    return value;
  }
  if (token.kind == Token::Kind::kNumber) return ParseNumber(Take());
  if (token.kind == Token::Kind::kCharacter) return ParseCharacter(Take());
  if (token.IsKeyword("__builtin_offsetof")) return ParseOffset();
  if (token.IsName()) return ParseNamedConstant();
  FailAtToken("an integer constant");
}

// An enumeration constant, or a macro of the same text.
Constant Parser::ParseNamedConstant() {
  const Token name = Take();
  if (const auto value = scope_.Enumerator(name.text)) return *value;
  if (declarations_ != nullptr) {
    const auto value = At(name.offset, [&] { return declarations_->MacroInExpression(name.text); });
    if (value) return *value;
  }
  Fail(name.offset, "'" + std::string(name.text) + "' is no integer constant");
}

// __builtin_offsetof ( type-name , member { . member | [ constant ] } )
Constant Parser::ParseOffset() {
  Take();
  Expect("(");
  const QualType type = ParseTypeNameInside();
  Expect(",");
  const size_t offset = Peek().offset;
  std::string path(Take().text);
  while (!TryTake(")")) {
    if (TryTake(".")) {
      path += "." + std::string(Take().text);
      continue;
    }
    Expect("[");
    path += "[" + std::to_string(ParseConstant().bits) + "]";
    Expect("]");
  }
  try {
    return FromSize(FindPart(type, path).offset);
  } catch (const Fault& fault) {
    Fail(offset, fault.message());  // what is a wrong argument elsewhere is a wrong text here
  }
}

// sizeof ( type-name ), sizeof unary-expression, _Alignof ( type-name )
Constant Parser::ParseSizeOrAlignment() {
  const bool is_size = Take().IsKeyword("sizeof");
  if (is_size && !(Peek().Is("(") && StartsType(Peek(1)))) {
    ++unevaluated_;
    const Constant value = ParseUnary();
    --unevaluated_;
    return FromSize(value.size);
  }
  Expect("(");
  const size_t offset = Peek().offset;
  if (!StartsType(Peek())) FailAtToken("a type");
  const QualType type = ParseTypeNameInside();
  Expect(")");
  const std::optional<size_t> value = is_size ? SizeOf(type) : AlignOf(type);
  if (!value) Fail(offset, "'" + Spell(type) + "' has no size", code::kIncompleteType);
  return FromSize(*value);
}

// ( type-name ) cast-expression, for integers
Constant Parser::ParseCast() {
  Expect("(");
  const size_t offset = Peek().offset;
  const QualType type = ParseTypeNameInside();
  Expect(")");
  const Constant value = ParseUnary();
  if (type->kind == Kind::kBool) return FromBool(!value.IsZero());
  if (!IsInteger(type->representation)) Fail(offset, "'" + Spell(type) + "' has no place in an integer constant");
  return value.As(type->size, !IsSigned(type->representation));
}

}  // namespace ffi_native
