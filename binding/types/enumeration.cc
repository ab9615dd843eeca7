// Enumerations (C17 6.7.2.2), with gcc's values beyond int and C23's `enum E : type`.
#include "types/constraints.h"
#include "types/parser.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

// The integer type that an enumeration constant has in later expressions: int when it fits, else the first that does.
Constant AsEnumerator(Constant value) {
  if (value.Fits(sizeof(int), false)) return value.As(sizeof(int), false);
  return value;
}

// The value after another one. False when there is none.
bool Next(Constant& value) {
  if (value.is_unsigned ? value.bits == UINT64_MAX : value.bits == INT64_MAX) {
    if (value.is_unsigned) return false;
    value.is_unsigned = true;  // past the largest signed one the values go on unsigned, as in gcc
  }
  value = {value.bits + 1, value.is_unsigned, sizeof(uint64_t)};
  return true;
}

}  // namespace

QualType Parser::ParseEnum(Specifiers& specifiers) {
  const Nesting nesting(*this);
  Take();
  specifiers.names_tag = true;
  Attributes attributes;
  while (ParseAttributes(attributes)) continue;
  EnumType* enumeration = nullptr;
  Token tag;
  if (Peek().IsName()) {
    tag = Take();
    enumeration = static_cast<EnumType*>(ResolveTag(tag, Kind::kEnum));
  }
  const ScalarType* underlying = Peek().Is(":") && tag.text.empty() ? ParseUnderlyingType() : nullptr;
  // In a bit-field `enum E : 3` the colon is the member's: only a type may follow here.
  if (!tag.text.empty() && Peek().Is(":") && StartsType(Peek(1))) underlying = ParseUnderlyingType();
  if (!Peek().Is("{")) {
    if (enumeration == nullptr) FailAtToken("a tag or '{'");
    return {enumeration};
  }
  if (enumeration != nullptr) BeginDefinition(tag, *enumeration);
  specifiers.defines_untagged = enumeration == nullptr;
  const size_t known_enumerators = scope_.enumerators().size();
  try {
    return ParseEnumBody(tag, enumeration, underlying, attributes);
  } catch (const Fault&) {
    scope_.ForgetEnumerators(known_enumerators);  // there is no such enum
    throw;
  }
}

QualType Parser::ParseEnumBody(const Token& tag, EnumType* known, const ScalarType* underlying, Attributes attributes) {
  const size_t body = Take().offset;
  std::vector<Enumerator> enumerators = ParseEnumerators(underlying);
  while (ParseAttributes(attributes)) continue;
  if (attributes.alignment != 0) Fail(attributes.offset, "the attribute 'aligned' of an enum is not supported");
  if (attributes.mode != 0) Fail(body, "the attribute 'mode' of an enum is not supported");
  EnumType* draft = known == nullptr || known->complete ? types_.NewEnum(std::string(tag.text)) : known;
  return At(body, [&] {
    const EnumType* made = types_.Complete(draft, std::move(enumerators), underlying, attributes.packed);
    const Type* type = EndDefinition(tag, known, made);
    WidenEnumerators(*made);
    return QualType{type};
  });
}

// What does not fit int has the type of the whole enum, once that is known (gcc).
void Parser::WidenEnumerators(const EnumType& enumeration) {
  for (const Enumerator& enumerator : enumeration.enumerators) {
    const Constant value{enumerator.bits, !enumerator.negative, sizeof(uint64_t)};
    if (value.Fits(sizeof(int), false)) continue;
    const bool is_unsigned = !IsSigned(enumeration.underlying->representation);
    scope_.DeclareEnumerator(enumerator.name, value.As(enumeration.size, is_unsigned));
  }
}

const ScalarType* Parser::ParseUnderlyingType() {
  Expect(":");
  const size_t offset = Peek().offset;
  const QualType type = ParseSpecifiers().type;
  return At(offset, [&] { return RequireUnderlyingType(type); });
}

// One declaration declares a constant once; a later one may repeat it with its value.
void Parser::DeclareEnumerator(const Token& name, Constant value) {
  const std::optional<Constant> known = scope_.OwnEnumerator(name.text);
  if (!declared_enumerators_.insert(name.text).second) {
    Fail(name.offset, "'" + std::string(name.text) + "' is declared twice");
  }
  if (known && (known->bits != value.bits || known->IsNegative() != value.IsNegative())) {
    Fail(name.offset, "'" + std::string(name.text) + "' is declared already, with another value");
  }
  if (!known) scope_.DeclareEnumerator(name.text, value);
}

// enumerator-list, up to and with its closing brace.
std::vector<Enumerator> Parser::ParseEnumerators(const ScalarType* underlying) {
  std::vector<Enumerator> enumerators;
  Constant value;
  bool has_next = true;
  if (Peek().Is("}")) FailAtToken("an enumeration constant");
  do {
    if (Peek().Is("}")) break;
    if (!Peek().IsName()) FailAtToken("an enumeration constant");
    const Token name = Take();
    Attributes ignored;
    while (ParseAttributes(ignored)) continue;
    if (TryTake("=")) {
      value = ParseConstant();
    } else if (!has_next) {
      Fail(name.offset, "the value of '" + std::string(name.text) + "' is too large for any integer");
    }
    if (underlying != nullptr) At(name.offset, [&] { RequireEnumeratorFits(name.text, value, *underlying); });
    DeclareEnumerator(name, AsEnumerator(value));
    enumerators.push_back({std::string(name.text), value.IsNegative(), value.bits});
    has_next = Next(value);
  } while (TryTake(","));
  Expect("}");
  return enumerators;
}

}  // namespace ffi_native
