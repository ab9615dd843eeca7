// Declaration specifiers (C17 6.7.2 and 6.7.3): basic types in any order, tags, typedef names, qualifiers.
#include "types/parser.h"

namespace ffi_native {

namespace {

bool IsBase(std::string_view word) {
  return word == "void" || word == "char" || word == "int" || word == "float" || word == "double" || word == "_Bool";
}

}  // namespace

bool Parser::BasicSpecifiers::IsPossible() const {
  const bool has_sign = is_signed + is_unsigned != 0;
  const bool has_length = is_short + is_long != 0;
  if (is_signed + is_unsigned > 1 || is_short > 1 || is_long > 2 || is_complex > 1 || (is_short != 0 && is_long != 0)) {
    return false;
  }
  if (is_complex != 0 && (has_sign || is_short != 0 || is_long > 1)) return false;
  if (base == "void" || base == "_Bool") return !has_sign && !has_length && is_complex == 0;
  if (base == "char") return !has_length && is_complex == 0;
  if (base == "float") return !has_sign && !has_length;
  if (base == "double") return !has_sign && is_short == 0 && is_long <= 1;
  return base.empty() || is_complex == 0;
}

bool Parser::StartsType(const Token& token) const {
  if (token.keyword != nullptr) return token.keyword->starts_type;
  return token.IsName() && scope_.TypedefName(token.text).has_value();
}

bool Parser::TryTakeQualifier(uint8_t& qualifiers) {
  static constexpr std::pair<std::string_view, Qualifier> kQualifiers[] = {
      {"const", kConst}, {"volatile", kVolatile}, {"restrict", kRestrict}, {"_Atomic", kAtomic}};
  for (const auto& [keyword, qualifier] : kQualifiers) {
    if (!Peek().IsKeyword(keyword)) continue;
    if (qualifier == kAtomic && Peek(1).Is("(")) return false;  // the type specifier _Atomic(type)
    Take();
    qualifiers = static_cast<uint8_t>(qualifiers | qualifier);
    return true;
  }
  return false;
}

// typedef, extern, static, inline, _Noreturn, _Thread_local
void Parser::TakeStorage(Storage& storage) {
  const Token token = Take();
  if (token.IsKeyword("register") || token.IsKeyword("auto")) {
    Fail(token.offset, "'" + std::string(token.text) + "' is not for file scope");
  }
  storage.is_typedef = storage.is_typedef || token.IsKeyword("typedef");
  storage.is_static = storage.is_static || token.IsKeyword("static");
}

Parser::Specifiers Parser::ParseSpecifiers(bool of_declaration) {
  Specifiers specifiers;
  BasicSpecifiers basic;
  QualType type;
  uint8_t qualifiers = 0;
  const size_t begin = Peek().offset;
  while (Peek().kind == Token::Kind::kIdentifier) {
    if (TryTakeQualifier(qualifiers) || TryTakeKeyword("__extension__")) continue;
    const Token word = Peek();
    if (of_declaration && word.keyword != nullptr && word.keyword->is_storage) {
      TakeStorage(specifiers.storage);
      continue;
    }
    if (word.IsKeyword("_Alignas")) {
      ParseAlignas(specifiers.attributes);
    } else if (!ParseAttributes(specifiers.attributes) && !AddBasicSpecifier(basic) &&
               !AddType(type, basic, specifiers)) {
      break;
    }
    if (type.type != nullptr && basic.Any()) {
      Fail(word.offset, "'" + std::string(word.text) + "' cannot follow another type");
    }
  }
  if (basic.Any()) type = ResolveBasic(basic, begin);
  if (type.type == nullptr) FailAtToken("a type");
  specifiers.type = At(begin, [&] { return types_.Qualified(type, qualifiers); });
  return specifiers;
}

// Takes a floating type's other name behind `_Complex`: `_Complex _Float32`.
bool Parser::AddFloatingName(BasicSpecifiers& basic) {
  const std::optional<QualType> type = scope_.TypedefName(Peek().text);
  if (basic.is_complex == 0 || !basic.base.empty() || !type || (*type)->kind != Kind::kFloat) return false;
  basic.base = (*type)->representation == Representation::kFloat ? "float" : "double";
  if ((*type)->representation == Representation::kLongDouble) ++basic.is_long;
  Take();
  return true;
}

// Takes one of the words that make up a basic type.
bool Parser::AddBasicSpecifier(BasicSpecifiers& basic) {
  if (Peek().IsName()) return AddFloatingName(basic);
  if (Peek().keyword == nullptr) return false;
  const std::string_view keyword = Peek().keyword->name;
  if (IsBase(keyword)) {
    if (!basic.base.empty()) {
      Fail(Peek().offset, "'" + std::string(keyword) + "' cannot follow '" + std::string(basic.base) + "'");
    }
    basic.base = keyword;
  } else if (keyword == "signed") {
    ++basic.is_signed;
  } else if (keyword == "unsigned") {
    ++basic.is_unsigned;
  } else if (keyword == "short") {
    ++basic.is_short;
  } else if (keyword == "long") {
    ++basic.is_long;
  } else if (keyword == "_Complex") {
    ++basic.is_complex;
  } else {
    return false;
  }
  if (!basic.IsPossible()) {
    Fail(Peek().offset, "'" + std::string(Peek().text) + "' makes no type with the words before it");
  }
  Take();
  return true;
}

// Takes a struct, union, enum or typedef name, unless a type is known already: then an identifier is what is declared.
bool Parser::AddType(QualType& type, const BasicSpecifiers& basic, Specifiers& specifiers) {
  const Token& token = Peek();
  const std::string_view keyword = token.keyword != nullptr ? token.keyword->name : std::string_view();
  const bool is_record = keyword == "struct" || keyword == "union";
  if (token.keyword != nullptr && token.keyword->is_unsupported) {
    Fail(token.offset, "'" + std::string(token.text) + "' is not supported");
  }
  if (!keyword.empty() && !is_record && keyword != "enum" && keyword != "_Atomic") {
    Fail(token.offset, "'" + std::string(token.text) + "' has no place in a type-name");
  }
  if (type.type != nullptr || basic.Any()) {
    if (!keyword.empty()) Fail(token.offset, "'" + std::string(token.text) + "' cannot follow another type");
    return false;
  }
  if (is_record) {
    type = ParseRecord(specifiers);
  } else if (keyword == "enum") {
    type = ParseEnum(specifiers);
  } else if (keyword == "_Atomic") {
    type = ParseAtomicType();
  } else if (const std::optional<QualType> known = scope_.TypedefName(token.text)) {
    type = *known;
    Take();
  } else {
    const Token name = Take();
    scope_.MentionUnknown(name.text);
    type = {types_.Opaque(std::string(name.text))};
  }
  return true;
}

// _Atomic ( type-name )
QualType Parser::ParseAtomicType() {
  const size_t offset = Take().offset;
  Expect("(");
  const QualType type = ParseTypeNameInside();
  Expect(")");
  if (type.qualifiers != 0) Fail(offset, "_Atomic() takes a type without qualifiers");
  return At(offset, [&] { return types_.Qualified(type, kAtomic); });
}

QualType Parser::ResolveBasic(const BasicSpecifiers& basic, size_t offset) {
  const auto scalar = [this](Primitive primitive) { return QualType{types_.Scalar(primitive)}; };
  const bool is_unsigned = basic.is_unsigned != 0;
  if (basic.base == "void") return {types_.Void()};
  if (basic.base == "_Bool") return scalar(Primitive::kBool);
  if (basic.base == "char") {
    if (is_unsigned) return scalar(Primitive::kUnsignedChar);
    return scalar(basic.is_signed != 0 ? Primitive::kSignedChar : Primitive::kChar);
  }
  if (basic.base == "float") return scalar(basic.is_complex != 0 ? Primitive::kFloatComplex : Primitive::kFloat);
  if (basic.base == "double") {
    if (basic.is_complex == 0) return scalar(basic.is_long != 0 ? Primitive::kLongDouble : Primitive::kDouble);
    return scalar(basic.is_long != 0 ? Primitive::kLongDoubleComplex : Primitive::kDoubleComplex);
  }
  if (basic.is_complex != 0) Fail(offset, "'_Complex' needs 'float' or 'double' beside it");
  if (basic.is_short != 0) return scalar(is_unsigned ? Primitive::kUnsignedShort : Primitive::kShort);
  if (basic.is_long == 1) return scalar(is_unsigned ? Primitive::kUnsignedLong : Primitive::kLong);
  if (basic.is_long == 2) return scalar(is_unsigned ? Primitive::kUnsignedLongLong : Primitive::kLongLong);
  return scalar(is_unsigned ? Primitive::kUnsignedInt : Primitive::kInt);
}

}  // namespace ffi_native
