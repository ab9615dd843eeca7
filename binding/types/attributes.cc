// __attribute__((...)), _Alignas and the words for calling conventions. What changes a type is obeyed or refused, the
// rest (format, nonnull, deprecated ...) says nothing of a type and is passed over.
#include <algorithm>

#include "types/constraints.h"
#include "types/parser.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

// `__packed__` is `packed`.
std::string_view Plain(std::string_view name) {
  const bool dressed = name.size() > 4 && name.substr(0, 2) == "__" && name.substr(name.size() - 2) == "__";
  return dressed ? name.substr(2, name.size() - 4) : name;
}

// Attributes that give a type another layout or meaning, or a function another convention or symbol.
bool ChangesType(std::string_view name) {
  static constexpr std::string_view kNames[] = {"vector_size",
                                                "ext_vector_type",
                                                "stdcall",
                                                "fastcall",
                                                "thiscall",
                                                "neon_vector_type",
                                                "ms_struct",
                                                "gcc_struct",
                                                "scalar_storage_order",
                                                "ms_abi",
                                                "sysv_abi",
                                                "regparm",
                                                "pcs",
                                                "vectorcall",
                                                "regcall",
                                                "pascal",
                                                "swiftcall",
                                                "aarch64_vector_pcs",
                                                "aarch64_sve_pcs",
                                                "preserve_all",
                                                "preserve_most",
                                                "interrupt",
                                                "address_space",
                                                "overloadable"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// The convention that an attribute or a word of Microsoft's names; nullopt for any other, and for one that the machine
// lacks.
std::optional<Abi> ConventionOf(std::string_view name) {
  if (name == "ms_abi") return AbiOf("ms");
  if (name == "sysv_abi") return AbiOf("sysv");
  static constexpr std::string_view kOf32Bits[] = {"stdcall", "fastcall", "thiscall", "pascal", "regparm"};
  const bool is_of_32_bits = std::find(std::begin(kOf32Bits), std::end(kOf32Bits), name) != std::end(kOf32Bits);
  // Compilers for 64-bit machines ignore these.
  if (name == "cdecl" || (is_of_32_bits && sizeof(void*) == 8)) return Abi::kDefault;
  return std::nullopt;
}

// The bytes of an integer of a machine mode; 0 for a mode of something else.
size_t BytesOfMode(std::string_view mode) {
  static constexpr std::pair<std::string_view, size_t> kModes[] = {
      {"QI", 1}, {"byte", 1}, {"HI", 2}, {"SI", 4}, {"DI", 8}, {"word", sizeof(void*)}, {"pointer", sizeof(void*)}};
  for (const auto& [name, bytes] : kModes) {
    if (name == mode) return bytes;
  }
  return 0;
}

}  // namespace

void Parser::Attributes::Add(const Attributes& other) {
  if (!Any()) offset = other.offset;
  packed = packed || other.packed;
  transparent = transparent || other.transparent;
  alignment = std::max(alignment, other.alignment);
  if (other.mode != 0) mode = other.mode;
  if (other.abi) abi = other.abi;
}

bool Parser::IsConvention(const Token& token) {
  return token.IsKeyword("__cdecl") || token.IsKeyword("__stdcall") || token.IsKeyword("__fastcall") ||
         token.IsKeyword("__thiscall");
}

bool Parser::ParseAttributes(Attributes& attributes) {
  if (IsConvention(Peek())) {
    attributes.abi = ConventionOf(Peek().text.substr(2));
    if (!attributes.abi) Fail(Peek().offset, "'" + std::string(Peek().text) + "' is not supported on this machine");
    Take();
    return true;
  }
  if (!Peek().IsKeyword("__attribute__")) return false;
  const size_t offset = Take().offset;
  Expect("(");
  Expect("(");
  while (!Peek().Is(")")) {
    const bool had_any = attributes.Any();
    if (!Peek().Is(",")) ParseAttribute(attributes);
    if (!had_any && attributes.Any()) attributes.offset = offset;
    if (!TryTake(",")) break;
  }
  Expect(")");
  Expect(")");
  return true;
}

void Parser::ParseAttribute(Attributes& attributes) {
  if (Peek().kind != Token::Kind::kIdentifier) FailAtToken("an attribute");
  const Token token = Take();
  const std::string_view name = Plain(token.text);
  if (name == "packed") {
    attributes.packed = true;
  } else if (name == "aligned") {
    size_t alignment = kBiggestAlignment;
    if (TryTake("(")) {
      const size_t offset = Peek().offset;
      const Constant value = ParseConstant();
      alignment = At(offset, [&] { return RequireAlignment(value); });
      Expect(")");
    }
    attributes.alignment = std::max(attributes.alignment, alignment);
  } else if (name == "transparent_union") {
    attributes.transparent = true;
  } else if (name == "mode") {
    ParseMode(attributes);
  } else if (const std::optional<Abi> abi = ParseConvention(name)) {
    attributes.abi = abi;
  } else if (ChangesType(name)) {
    Fail(token.offset, "the attribute '" + std::string(name) + "' is not supported");
  } else if (Peek().Is("(")) {
    SkipParentheses();
  }
}

// mode ( identifier )
void Parser::ParseMode(Attributes& attributes) {
  Expect("(");
  const Token mode = Take();
  attributes.mode = BytesOfMode(Plain(mode.text));
  if (attributes.mode == 0) Fail(mode.offset, "the mode '" + std::string(mode.text) + "' is not supported");
  Expect(")");
}

// The convention that an attribute names, with its argument, if it has one; nullopt for any other attribute.
std::optional<Abi> Parser::ParseConvention(std::string_view name) {
  const std::optional<Abi> abi = ConventionOf(name);
  if (abi && Peek().Is("(")) SkipParentheses();
  return abi;
}

// The type as attributes of what is declared make it: with another convention, or with the size of a mode.
QualType Parser::WithAttributes(QualType type, const Attributes& attributes, size_t offset) {
  if (attributes.abi) TryApply(*attributes.abi, type);  // without a function it has no effect, as in gcc
  if (attributes.mode == 0) return type;
  if (type->kind != Kind::kInteger) {
    Fail(offset, "the attribute 'mode' is for integers, not for '" + Spell(type) + "'");
  }
  static constexpr Primitive kSigned[] = {Primitive::kSignedChar, Primitive::kShort, Primitive::kInt, Primitive::kLong,
                                          Primitive::kLongLong};
  static constexpr Primitive kUnsigned[] = {Primitive::kUnsignedChar, Primitive::kUnsignedShort,
                                            Primitive::kUnsignedInt, Primitive::kUnsignedLong,
                                            Primitive::kUnsignedLongLong};
  size_t i = 0;
  while (TraitsOf(kSigned[i]).size < attributes.mode) ++i;
  const ScalarType* integer = types_.Scalar(IsSigned(type->representation) ? kSigned[i] : kUnsigned[i]);
  return {integer, type.qualifiers};
}

// _Alignas ( type-name | constant-expression )
void Parser::ParseAlignas(Attributes& attributes) {
  const size_t keyword = Take().offset;
  Expect("(");
  const size_t offset = Peek().offset;
  size_t alignment = 0;
  if (StartsType(Peek())) {
    const std::optional<size_t> of_type = AlignOf(ParseTypeNameInside());
    if (!of_type) Fail(offset, "this type has no alignment", code::kIncompleteType);
    alignment = *of_type;
  } else {
    const Constant value = ParseConstant();
    // C: zero has no effect.
    if (!value.IsZero()) alignment = At(offset, [&] { return RequireAlignment(value); });
  }
  Expect(")");
  if (!attributes.Any()) attributes.offset = keyword;
  attributes.alignment = std::max(attributes.alignment, alignment);
  attributes.alignas_offset = keyword;
  attributes.alignas_alignment = std::max(attributes.alignas_alignment, alignment);
}

size_t Parser::SkipParentheses() {
  size_t open = 0;
  while (true) {
    if (Peek().kind == Token::Kind::kEnd) FailAtToken("')'");
    const Token token = Take();
    if (token.Is("(")) ++open;
    if (token.Is(")")) --open;
    if (open == 0) return token.offset;
  }
}

}  // namespace ffi_native
