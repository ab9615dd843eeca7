// Who reads and who writes what a parameter points to, in the words of Microsoft's headers and manual: `_Out_`,
// `_Inout_opt_`, `_In_reads_(n)`, `[in, out]`. What such words say besides that is taken and not used.
#include "types/parser.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

struct DirectionWord {
  std::string_view begin;
  uint8_t direction;
};

constexpr DirectionWord kWords[] = {
    {"_In_", kIn}, {"_Out_", kOut}, {"_Inout_", kIn | kOut}, {"_Outptr_", kOut}, {"_COM_Outptr_", kOut}};

bool BeginsWith(std::string_view text, std::string_view begin) { return text.substr(0, begin.size()) == begin; }

// 0 for a word that says no direction.
uint8_t DirectionOf(const Token& token) {
  if (!token.IsName() || token.text.back() != '_') return 0;
  for (const DirectionWord& word : kWords) {
    if (BeginsWith(token.text, word.begin)) return word.direction;
  }
  return 0;
}

// Within brackets: nullopt for what can stand in none.
std::optional<uint8_t> BracketedDirectionOf(const Token& token) {
  if (token.text == "in") return kIn;
  if (token.text == "out") return kOut;
  if (token.text == "optional" || token.text == "retval") return 0;
  return std::nullopt;
}

// Whether C may not write what a pointer points to.
bool PointsToConst(QualType pointer) {
  QualType target = As<PointerType>(*pointer.type).target;
  while (target->kind == Kind::kArray) target = As<ArrayType>(*target.type).element;
  return target.IsConst();
}

}  // namespace

bool Parser::StartsDirection(size_t ahead) {
  if (DirectionOf(Peek(ahead)) != 0) return true;
  // `[in]` and `[in, ...`, but not the array of `int ([in])`, which ends the parentheses around it.
  return Peek(ahead).Is("[") && BracketedDirectionOf(Peek(ahead + 1)) &&
         (Peek(ahead + 2).Is(",") || (Peek(ahead + 2).Is("]") && !Peek(ahead + 3).Is(")")));
}

// All that stands before a parameter's type.
uint8_t Parser::ParseDirection() {
  uint8_t direction = 0;
  while (StartsDirection(0)) {
    if (Peek().Is("[")) {
      ParseBracketedDirection(direction);
    } else {
      direction |= DirectionOf(Take());
      if (Peek().Is("(")) SkipParentheses();
    }
  }
  return direction;
}

void Parser::ParseBracketedDirection(uint8_t& direction) {
  Expect("[");
  do {
    const std::optional<uint8_t> word = BracketedDirectionOf(Peek());
    if (!word) FailAtToken("'in', 'out', 'optional' or 'retval'");
    direction |= *word;
    Take();
  } while (TryTake(","));
  Expect("]");
}

QualType Parser::WithDirection(QualType type, uint8_t direction, size_t offset) {
  if (type->kind == Kind::kArray && direction != 0) type = {types_.Pointer(As<ArrayType>(*type.type).element)};
  const bool is_object_pointer =
      type->kind == Kind::kPointer && As<PointerType>(*type.type).target->kind != Kind::kFunction;
  if ((direction & kOut) != 0 && (!is_object_pointer || PointsToConst(type))) {
    Fail(offset, "C cannot write to the caller's '" + Spell(type) +
                     "': a parameter marked as out is a pointer to what " + "is not const");
  }
  if (is_object_pointer) type.qualifiers |= direction;
  return type;
}

}  // namespace ffi_native
