// Declarations at file scope (C17 6.7 and 6.9), as headers have them. A faulty one is passed over and noted.
#include "types/declarations.h"
#include "types/parser.h"
#include "types/spelling.h"
#include "types/string-literal.h"

namespace ffi_native {

Parser::Parser(Declarations& declarations, std::string_view text)
    : types_(declarations.types()),
      scope_(declarations.scope()),
      declarations_(&declarations),
      text_(text),
      lexer_(text, &directives_),
      lines_(text) {}

void Parser::ParseTranslationUnit() {
  bool is_end = false;
  while (!is_end) {
    std::optional<size_t> begin;
    try {
      begin = BeginDeclaration();
      is_end = Peek().kind == Token::Kind::kEnd;
      if (!is_end) ParseExternalDeclaration();
    } catch (const Fault& fault) {
      if (!begin) BeginDeclarationAt(fault.offset().value_or(0));  // its first token is none
      SkipDeclaration(place_.offset, fault.message());
    }
  }
}

size_t Parser::BeginDeclaration() {
  definitions_.clear();
  declared_enumerators_.clear();
  parameter_names_.clear();  // a fault leaves them as they are
  unevaluated_ = 0;
  const size_t begin = Peek().offset;
  BeginDeclarationAt(begin);
  return begin;
}

void Parser::BeginDeclarationAt(size_t offset) {
  ApplyDirectives(offset);
  place_.offset = offset;
  place_.line = lines_.Locate(offset);
  place_.file = lines_.file();
}

void Parser::ParseExternalDeclaration() {
  if (TryTake(";")) return;
  if (ParseLinkage() || ParsePragma()) return;
  if (Peek().IsKeyword("_Static_assert")) return ParseStaticAssertion();
  const size_t begin = Peek().offset;
  if (Peek().IsKeyword("asm")) Fail(begin, "assembly declares nothing");
  Specifiers specifiers = ParseSpecifiers(true);
  if (TryTake(";")) {
    if (!specifiers.names_tag) Fail(begin, "this declares nothing");
    return;
  }
  std::vector<Declarator> declarators;
  do {
    declarators.push_back(ParseInitDeclarator());
  } while (TryTake(","));
  const bool is_definition =
      Peek().Is("{") && !specifiers.storage.is_typedef && declarators.size() == 1 && declarators[0].DeclaresFunction();
  if (is_definition) {
    SkipBraces();
  } else {
    Expect(";");
  }
  if (specifiers.storage.is_typedef) NameUntagged(specifiers, declarators);
  for (const Declarator& declarator : declarators) Declare(specifiers, declarator, begin);
}

// extern "C" and its braces, which headers have for C++.
bool Parser::ParseLinkage() {
  if (Peek().IsKeyword("extern") && Peek(1).kind == Token::Kind::kString) {
    Take();
    if (Peek().text != "\"C\"") FailAtToken("\"C\"");
    Take();
    if (TryTake("{")) ++open_linkages_;
    return true;
  }
  if (open_linkages_ == 0 || !TryTake("}")) return false;
  --open_linkages_;
  return true;
}

// _Pragma ( string-literal ), or Microsoft's __pragma ( tokens )
bool Parser::ParsePragma() {
  const size_t begin = Peek().offset;
  if (!TryTakeKeyword("_Pragma")) return false;
  if (!Peek().Is("(")) FailAtToken("'('");
  const Token first = Peek(1);
  const size_t end = SkipParentheses();
  const std::string_view tokens = text_.substr(first.offset, end - first.offset);
  const std::string text = TextOf({first}).value_or(std::string(tokens));
  if (!pragmas_.Apply(text)) NoteSkipped(begin, text_.substr(begin, end + 1 - begin), "this pragma is not understood");
  return true;
}

// A declarator with what may follow it: a label, attributes, a value.
Parser::Declarator Parser::ParseInitDeclarator() {
  Attributes leading;
  while (ParseAttributes(leading)) continue;
  Declarator declarator = ParseDeclarator(Naming::kRequired);
  declarator.attributes.Add(leading);
  while (ParseAttributes(declarator.attributes) || ParseLabel(declarator)) continue;
  if (TryTake("=")) SkipInitializer();
  return declarator;
}

// asm ( string-literal )
bool Parser::ParseLabel(Declarator& declarator) {
  const size_t offset = Peek().offset;
  if (!TryTakeKeyword("asm")) return false;
  Expect("(");
  std::vector<Token> literals;
  while (Peek().kind == Token::Kind::kString) literals.push_back(Take());
  Expect(")");
  declarator.symbol = TextOf(literals).value_or("");
  if (declarator.symbol.empty()) Fail(offset, "a label needs a name");
  return true;
}

// An untagged struct, union or enum that a typedef defines has the first name that is given to just it.
void Parser::NameUntagged(Specifiers& specifiers, const std::vector<Declarator>& declarators) {
  if (!specifiers.defines_untagged) return;
  for (const Declarator& declarator : declarators) {
    if (!declarator.derivations.empty()) continue;
    const Type* named = types_.Named(*specifiers.type.type, std::string(declarator.name));
    const std::optional<QualType> known = scope_.OwnTypedefName(declarator.name);
    // A text that is read again means the type that is known.
    specifiers.type.type = known && TypeTable::AreAlike(*known->type, *named) ? known->type : named;
    return;
  }
}

void Parser::Declare(const Specifiers& specifiers, const Declarator& declarator, size_t begin) {
  const QualType type = DeriveWhole(specifiers, declarator, begin, false);
  At(declarator.name_offset, [&] {
    if (specifiers.storage.is_typedef) {
      declarations_->DeclareTypedefName(declarator.name, TypedefType(type, specifiers, declarator));
    } else if (specifiers.storage.is_static) {
      return;  // a library has no symbol for it
    } else if (type->kind == Kind::kFunction) {
      declarations_->DeclareFunction(declarator.name, &As<FunctionType>(*type.type), declarator.symbol);
    } else {
      const bool is_unknown = type->kind == Kind::kOpaque;
      if (is_unknown || type->kind == Kind::kVoid) {
        Fail(begin, "a variable cannot be '" + Spell(type) + "'" + (is_unknown ? ", which nobody has declared" : ""));
      }
      declarations_->DeclareVariable(declarator.name, type, declarator.symbol);
    }
  });
}

// What attributes of a typedef name make of its type.
QualType Parser::TypedefType(QualType type, const Specifiers& specifiers, const Declarator& declarator) {
  Attributes attributes = specifiers.attributes;
  attributes.Add(declarator.attributes);
  if (attributes.alignas_offset) Fail(*attributes.alignas_offset, "_Alignas is not for typedef names");
  const bool is_aligned = attributes.alignment == 0 || attributes.alignment == AlignOf(type);
  const bool is_transparent = attributes.transparent && type->kind == Kind::kUnion;  // gcc ignores it elsewhere
  if (is_aligned && !is_transparent) return type;
  if (!type->IsRecord() || !type->complete) {
    Fail(attributes.offset, "an alignment of its own for a typedef name of '" + Spell(type) + "' is not supported");
  }
  const auto& record = As<RecordType>(*type.type);
  return {types_.Variant(record, std::string(declarator.name), attributes.alignment, is_transparent), type.qualifiers};
}

}  // namespace ffi_native
