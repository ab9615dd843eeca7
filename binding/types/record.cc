// Structs and unions (C17 6.7.2.1), with anonymous members, bit-fields and flexible array members.
#include <algorithm>

#include "types/constraints.h"
#include "types/parser.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

const char* NameOf(Kind kind) { return kind == Kind::kStruct ? "struct" : kind == Kind::kUnion ? "union" : "enum"; }

}  // namespace

Type* Parser::ResolveTag(const Token& tag, Kind kind) {
  // What defines or only declares a tag is about this scope, any other mention also about those around it.
  const bool declares = Peek().Is("{") || Peek().Is(";") || (Peek().Is(":") && StartsType(Peek(1)));
  if (Type* known = declares ? scope_.OwnTag(tag.text) : scope_.FindTag(tag.text)) {
    if (known->kind == kind) return known;
    Fail(tag.offset, "'" + std::string(tag.text) + "' is declared as '" + NameOf(known->kind) + "'");
  }
  const std::string name(tag.text);
  Type* made = kind == Kind::kEnum ? static_cast<Type*>(types_.NewEnum(name)) : types_.NewRecord(kind, name);
  scope_.DeclareTag(tag.text, made);
  return made;
}

// Notes that a tag is defined here. One declaration defines it once; a later one, as of a header that is read again,
// may repeat what is known.
void Parser::BeginDefinition(const Token& tag, const Type& type) {
  if (definitions_.insert(&type).second) return;
  Fail(tag.offset, std::string("'") + NameOf(type.kind) + " " + std::string(tag.text) + "' is defined twice");
}

// The type that a definition has made, or the known one that it repeats.
const Type* Parser::EndDefinition(const Token& tag, const Type* known, const Type* made) {
  if (known == nullptr || !known->complete || known == made) return made;
  if (TypeTable::AreAlike(*known, *made)) return known;
  Fail(tag.offset, "'" + Spell({known}) + "' is defined already, and differently");
}

QualType Parser::ParseRecord(Specifiers& specifiers) {
  const Nesting nesting(*this);
  const Kind kind = Take().text == "struct" ? Kind::kStruct : Kind::kUnion;
  specifiers.names_tag = true;
  Attributes attributes;
  while (ParseAttributes(attributes)) continue;
  RecordType* record = nullptr;
  Token tag;
  if (Peek().IsName()) {
    tag = Take();
    record = static_cast<RecordType*>(ResolveTag(tag, kind));
    if (!Peek().Is("{")) return {record};
    BeginDefinition(tag, *record);
  } else if (!Peek().Is("{")) {
    FailAtToken("a tag or '{'");
  }
  const size_t body = Take().offset;
  std::vector<Member> members = ParseMembers(kind);
  while (ParseAttributes(attributes)) continue;
  specifiers.defines_untagged = record == nullptr;
  if (!pragmas_.unsupported().empty()) Fail(body, "'" + pragmas_.unsupported() + "' is not supported");
  RecordType* draft = record == nullptr || record->complete ? types_.NewRecord(kind, std::string(tag.text)) : record;
  return At(body, [&] {
    const RecordAttributes all{attributes.packed, attributes.alignment, pragmas_.pack(), attributes.transparent};
    return QualType{EndDefinition(tag, record, types_.Complete(draft, std::move(members), all))};
  });
}

// struct-declaration-list, up to and with its closing brace.
std::vector<Member> Parser::ParseMembers(Kind kind) {
  std::vector<Member> members;
  std::vector<size_t> offsets;
  while (!TryTake("}")) {
    if (TryTake(";")) continue;  // gcc lets a stray one pass, and headers have them
    if (Peek().IsKeyword("_Static_assert")) {
      ParseStaticAssertion();
    } else {
      ParseMemberDeclaration(members, offsets);
    }
  }
  CheckMembers(kind, members, offsets);
  return members;
}

void Parser::ParseMemberDeclaration(std::vector<Member>& members, std::vector<size_t>& offsets) {
  const size_t begin = Peek().offset;
  const Specifiers specifiers = ParseSpecifiers();
  if (specifiers.attributes.transparent) Fail(specifiers.attributes.offset, "a member is no transparent union");
  if (Peek().Is(";")) {
    const bool is_anonymous = specifiers.defines_untagged && specifiers.type->IsRecord();
    if (!is_anonymous) Fail(Peek().offset, "this declares no member: a name is missing");
    Member member;
    member.type = specifiers.type;
    member.packed = specifiers.attributes.packed;
    member.own_alignment = specifiers.attributes.alignment;
    members.push_back(std::move(member));
    offsets.push_back(begin);
  } else {
    do {
      size_t offset = 0;
      members.push_back(ParseMember(specifiers, offset));
      offsets.push_back(offset);
    } while (TryTake(","));
  }
  if (!Peek().Is("}")) Expect(";");  // the last one may be missing, as gcc allows
}

Member Parser::ParseMember(const Specifiers& specifiers, size_t& offset) {
  Member member;
  offset = Peek().offset;
  Declarator declarator;
  if (!Peek().Is(":")) {
    declarator = ParseDeclarator(Naming::kRequired);
    offset = declarator.name_offset;
  }
  member.name = declarator.name;
  member.type = DeriveWhole(specifiers, declarator, offset, false);
  if (Peek().Is(":")) ParseBitWidth(member, offset);
  while (ParseAttributes(declarator.attributes)) continue;
  if (declarator.attributes.mode != 0 && member.bit_width) Fail(offset, "a bit-field of a mode is not supported");
  member.packed = specifiers.attributes.packed || declarator.attributes.packed;
  member.own_alignment = std::max(specifiers.attributes.alignment, declarator.attributes.alignment);
  if (specifiers.attributes.alignas_offset) CheckAlignas(member, specifiers.attributes);
  return member;
}

// C17 6.7.5: _Alignas is not for bit-fields, and makes no alignment weaker.
void Parser::CheckAlignas(const Member& member, const Attributes& attributes) const {
  const size_t offset = *attributes.alignas_offset;
  const size_t asked = attributes.alignas_alignment;
  if (member.bit_width) Fail(offset, "_Alignas is not for bit-fields");
  if (asked != 0 && asked < AlignOf(member.type).value_or(1)) {
    Fail(offset, "_Alignas cannot make the alignment of '" + Spell(member.type) + "' weaker");
  }
}

void Parser::ParseBitWidth(Member& member, size_t offset) {
  Expect(":");
  const size_t width_offset = Peek().offset;
  const Constant width = ParseConstant();
  At(offset, [&] { RequireBitFieldType(member.type); });
  member.bit_width = At(width_offset, [&] { return RequireBitWidth(member, width); });
}

void Parser::CheckMembers(Kind kind, const std::vector<Member>& members, const std::vector<size_t>& offsets) {
  MemberConstraints constraints(kind);
  for (size_t i = 0; i < members.size(); ++i) {
    At(offsets[i], [&] { constraints.Require(members[i], i + 1 == members.size()); });
  }
}

// _Static_assert ( constant-expression [, string-literal] ) ;
void Parser::ParseStaticAssertion() {
  const size_t offset = Take().offset;
  Expect("(");
  if (ParseConstant().IsZero()) Fail(offset, "this static assertion fails");
  if (TryTake(",")) {
    if (Peek().kind != Token::Kind::kString) FailAtToken("a string");
    while (Peek().kind == Token::Kind::kString) Take();
  }
  Expect(")");
  Expect(";");
}

}  // namespace ffi_native
