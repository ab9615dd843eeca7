// Reads C type-names (C17 6.7.7) and declarations with the extensions of gcc that headers use. One class, its chapters
// in files of their own: specifiers.cc, declarator.cc, direction.cc, record.cc, enumeration.cc, constant-expression.cc,
// constant-token.cc, attributes.cc; for declarations also declaration.cc, directives.cc, recovery.cc.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/fault.h"
#include "types/abi.h"
#include "types/constant.h"
#include "types/lexer.h"
#include "types/line-map.h"
#include "types/pragmas.h"
#include "types/scope.h"
#include "types/type-table.h"

namespace ffi_native {

// Reads a whole text as one type-name. Throws a Fault whose message ends in the text's line with a caret under the
// fault, and whose offset counts UTF-16 units, as JavaScript does.
QualType ParseTypeName(TypeTable& types, Scope& scope, std::string_view text);

class Declarations;

class Parser {
 public:
  Parser(TypeTable& types, Scope& scope, std::string_view text);
  // Of an expression.
  Parser(TypeTable& types, Scope& scope, const std::vector<Token>& tokens);
  Parser(Declarations& declarations, std::string_view text);

  QualType ParseWholeTypeName();
  Constant ParseWholeConstant();
  // Reads a text to its end, whatever is in it, and declares what it understands.
  void ParseTranslationUnit();

 private:
  // Whether a declarator has a name: never, as it likes, or always.
  enum class Naming { kAbstract, kOptional, kRequired };

  // What __attribute__ and _Alignas say, collected where they stand.
  struct Attributes {
    bool packed = false;
    bool transparent = false;  // of a union
    size_t alignment = 0;
    size_t mode = 0;                       // bytes of the integer that is meant
    std::optional<Abi> abi;                // of a function, or of the function that a pointer points to
    size_t offset = 0;                     // of the first one
    std::optional<size_t> alignas_offset;  // where _Alignas stands, which C restricts more than the attribute
    size_t alignas_alignment = 0;          // what it asks for
    // Whether there is one that belongs to a record, a member or a typedef name.
    bool Any() const { return packed || transparent || alignment != 0; }
    void Add(const Attributes& other);
  };

  // Which specifiers besides a type stand at a declaration.
  struct Storage {
    bool is_typedef = false;
    bool is_static = false;
  };

  struct Specifiers {
    QualType type;
    Attributes attributes;
    Storage storage;
    bool names_tag = false;         // a struct, union or enum stands here
    bool defines_untagged = false;  // one without a tag is defined here
  };

  // One step from the declared name to its type: `*`, `[n]`, `(...)`, or a convention for the function behind it.
  struct Derivation {
    enum class Kind { kPointer, kArray, kFunction, kConvention };
    Kind kind;
    size_t offset;
    uint8_t qualifiers = 0;  // of a pointer, or within a parameter's brackets
    std::optional<uint64_t> length = std::nullopt;
    std::vector<QualType> parameters = {};
    bool variadic = false;
    bool parameters_only = false;    // `[*]`, `[static 3]`, `[const 3]`, `[n]`: only the outermost array of a parameter
    std::string_view variable = {};  // the `n` of `[n]`
    Abi abi = Abi::kDefault;
  };

  struct Declarator {
    std::string_view name;
    size_t name_offset = 0;
    std::vector<Derivation> derivations;  // nearest the name first
    Attributes attributes;
    std::string symbol = {};  // given by an asm label
    bool DeclaresFunction() const;
  };

  // What basic specifiers have been met: `long unsigned int long`.
  struct BasicSpecifiers {
    std::string_view base;  // void, char, int, float, double, _Bool or empty
    int is_signed = 0, is_unsigned = 0, is_short = 0, is_long = 0, is_complex = 0;
    bool Any() const { return !base.empty() || is_signed + is_unsigned + is_short + is_long + is_complex != 0; }
    bool IsPossible() const;
  };

  class Nesting;

  // Tokens.
  const Token& Peek(size_t ahead = 0);
  Token Take();
  bool TryTake(std::string_view punctuator);
  bool TryTakeKeyword(std::string_view keyword);
  void Expect(std::string_view punctuator);
  [[noreturn]] void Fail(size_t offset, std::string message, const char* code = code::kUnsupportedType) const;
  [[noreturn]] void FailAtToken(const std::string& expected);
  // Runs a step of the type table, and gives its faults the place where they arose.
  template <typename Step>
  auto At(size_t offset, Step step) -> decltype(step()) {
    try {
      return step();
    } catch (const Fault& fault) {
      if (fault.offset()) throw;
      throw Fault(fault.code(), fault.message(), offset);
    }
  }

  // specifiers.cc
  bool StartsType(const Token& token) const;
  Specifiers ParseSpecifiers(bool of_declaration = false);
  void TakeStorage(Storage& storage);
  bool AddBasicSpecifier(BasicSpecifiers& basic);
  bool AddFloatingName(BasicSpecifiers& basic);
  bool AddType(QualType& type, const BasicSpecifiers& basic, Specifiers& specifiers);
  QualType ParseAtomicType();
  QualType ResolveBasic(const BasicSpecifiers& basic, size_t offset);
  bool TryTakeQualifier(uint8_t& qualifiers);

  // declarator.cc
  QualType ParseTypeNameInside();
  Declarator ParseDeclarator(Naming naming);
  void ParseDirectDeclarator(Naming naming, Declarator& declarator);
  bool StartsParameters(Naming naming);
  Derivation ParseArraySuffix();
  void ParseArrayLength(Derivation& array, bool is_static);
  std::string_view VariableInBrackets();
  size_t SkippedAttributes(size_t ahead);
  Derivation ParseFunctionSuffix();
  QualType ParseParameter();
  QualType DeriveWhole(const Specifiers& specifiers, const Declarator& declarator, size_t begin, bool is_parameter);
  QualType Derive(QualType base, const Declarator& declarator, bool is_parameter);
  bool TryApply(Abi abi, QualType& type);
  QualType DeriveOnce(QualType base, const Derivation& derivation, bool may_vary);

  // direction.cc
  bool StartsDirection(size_t ahead);
  uint8_t ParseDirection();
  void ParseBracketedDirection(uint8_t& direction);
  QualType WithDirection(QualType type, uint8_t direction, size_t offset);

  // record.cc
  QualType ParseRecord(Specifiers& specifiers);
  std::vector<Member> ParseMembers(Kind kind);
  void ParseMemberDeclaration(std::vector<Member>& members, std::vector<size_t>& offsets);
  Member ParseMember(const Specifiers& specifiers, size_t& offset);
  void CheckAlignas(const Member& member, const Attributes& attributes) const;
  void ParseBitWidth(Member& member, size_t offset);
  void CheckMembers(Kind kind, const std::vector<Member>& members, const std::vector<size_t>& offsets);
  void ParseStaticAssertion();
  // The tag's type, which is of this kind, declared here if it is new.
  Type* ResolveTag(const Token& tag, Kind kind);
  void BeginDefinition(const Token& tag, const Type& type);
  const Type* EndDefinition(const Token& tag, const Type* known, const Type* made);

  // enumeration.cc
  QualType ParseEnum(Specifiers& specifiers);
  QualType ParseEnumBody(const Token& tag, EnumType* known, const ScalarType* underlying, Attributes attributes);
  void DeclareEnumerator(const Token& name, Constant value);
  void WidenEnumerators(const EnumType& enumeration);
  const ScalarType* ParseUnderlyingType();
  std::vector<Enumerator> ParseEnumerators(const ScalarType* underlying);

  // constant-expression.cc
  Constant ParseConstant();
  Constant ParseConditional();
  Constant ParseBinary(int lowest_precedence);
  Constant ParseUnary();
  Constant ParsePrimary();
  Constant ParseSizeOrAlignment();
  Constant ParseCast();
  Constant ParseOffset();
  Constant ParseNamedConstant();
  Constant Calculate(std::string_view operation, Constant left, Constant right, size_t offset);

  // constant-token.cc
  Constant ParseNumber(const Token& token);
  Constant ParseCharacter(const Token& token);

  // attributes.cc
  bool ParseAttributes(Attributes& attributes);
  void ParseAttribute(Attributes& attributes);
  void ParseMode(Attributes& attributes);
  std::optional<Abi> ParseConvention(std::string_view name);
  QualType WithAttributes(QualType type, const Attributes& attributes, size_t offset);
  static bool IsConvention(const Token& token);
  void ParseAlignas(Attributes& attributes);
  // Gives the offset of the closing one.
  size_t SkipParentheses();

  // declaration.cc
  size_t BeginDeclaration();
  void BeginDeclarationAt(size_t offset);
  void ParseExternalDeclaration();
  bool ParseLinkage();
  bool ParsePragma();
  Declarator ParseInitDeclarator();
  bool ParseLabel(Declarator& declarator);
  void NameUntagged(Specifiers& specifiers, const std::vector<Declarator>& declarators);
  void Declare(const Specifiers& specifiers, const Declarator& declarator, size_t begin);
  QualType TypedefType(QualType type, const Specifiers& specifiers, const Declarator& declarator);

  // directives.cc
  void ApplyDirectives(size_t end);
  void ApplyDirective(const Directive& directive);

  // recovery.cc
  class DeclarationEnd;
  Token TakeAny();
  void SkipDeclaration(size_t begin, const std::string& reason);
  void NoteSkipped(size_t begin, std::string_view text, const std::string& reason);
  void SkipBraces();
  void SkipInitializer();

  TypeTable& types_;
  Scope& scope_;
  Declarations* declarations_ = nullptr;  // nullptr where a type-name or an expression is read
  std::string_view text_;
  std::vector<Directive> directives_;  // in the part of the text that the lexer has seen
  size_t next_directive_ = 0;          // the first one that has not been obeyed
  Lexer lexer_;
  LineMap lines_;
  Pragmas pragmas_;
  std::deque<Token> lookahead_;
  size_t open_linkages_ = 0;  // braces behind extern "C"
  // Of the declaration that is read:
  struct {
    size_t offset = 0;
    size_t line = 0;
    std::string file;
  } place_;
  std::unordered_set<const Type*> definitions_;                // the tags that it defines
  std::unordered_set<std::string_view> declared_enumerators_;  // by it
  std::vector<std::string_view> parameter_names_;              // of the parameter lists that are open
  size_t nesting_ = 0;
  int unevaluated_ = 0;  // within the part of an expression whose value does not count
};

// Counts what is open, so that no text can exhaust the stack.
class Parser::Nesting {
 public:
  explicit Nesting(Parser& parser);
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;
  ~Nesting() { --parser_.nesting_; }

 private:
  Parser& parser_;
};

}  // namespace ffi_native
