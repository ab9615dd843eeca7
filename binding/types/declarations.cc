// What a name may mean, and what a second declaration of it may say.
#include "types/declarations.h"

#include "core/fault.h"
#include "types/parser.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

std::vector<const Scope*> ScopesOf(const std::vector<std::shared_ptr<const Declarations>>& known) {
  std::vector<const Scope*> scopes;
  scopes.reserve(known.size());
  for (const auto& declarations : known) scopes.push_back(&declarations->scope());
  return scopes;
}

[[noreturn]] void FailAsDifferent(std::string_view name, QualType known) {
  throw Fault(code::kUnsupportedType, "'" + std::string(name) + "' is declared already, as '" + Spell(known) + "'");
}

bool IsSameType(QualType left, QualType right) {
  if (left == right) return true;
  const bool has_definition = left->complete && (left->IsRecord() || left->kind == Kind::kEnum);
  return has_definition && right->complete && left.qualifiers == right.qualifiers &&
         TypeTable::AreAlike(*left.type, *right.type);
}

// A character type under the name that C gives it: headers define it as an integer, and pointers to it are text.
bool IsCharacterName(QualType built_in, QualType declared) {
  if (built_in->kind != Kind::kInteger) return false;
  const Primitive primitive = As<ScalarType>(*built_in.type).primitive;
  const bool is_character =
      primitive == Primitive::kWideChar || primitive == Primitive::kChar16 || primitive == Primitive::kChar32;
  return is_character && built_in->representation == declared->representation;
}

// Whether an array type says as much as another one, and its length besides.
bool Completes(QualType array, QualType other) {
  if (array->kind != Kind::kArray || other->kind != Kind::kArray || array.qualifiers != other.qualifiers) return false;
  return As<ArrayType>(*array.type).element == As<ArrayType>(*other.type).element && !other->complete;
}

// Whether a macro's tokens mean the same beside any operator: one operand, with signs before it or in parentheses.
bool IsClosed(const std::vector<Token>& tokens) {
  size_t first = 0;
  while (first < tokens.size() && (tokens[first].Is("-") || tokens[first].Is("+") || tokens[first].Is("~"))) ++first;
  if (first + 1 == tokens.size()) return true;
  size_t open = 0;
  for (size_t i = first; i < tokens.size(); ++i) {
    if (tokens[i].Is("(")) ++open;
    if (tokens[i].Is(")")) --open;
    if (open == 0) return i + 1 == tokens.size();
  }
  return false;
}

}  // namespace

Declarations::Declarations(TypeTable& types, std::vector<std::shared_ptr<const Declarations>> known)
    : types_(types), known_(std::move(known)), scope_(types, ScopesOf(known_)) {}

void Declarations::Read(std::string_view source) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (source.substr(0, kByteOrderMark.size()) == kByteOrderMark) source.remove_prefix(kByteOrderMark.size());
  Parser(*this, source).ParseTranslationUnit();
}

Declarations::Meaning Declarations::MeaningOf(std::string_view name) const {
  if (scope_.OwnTypedefName(name)) return Meaning::kType;
  if (functions_.Find(name) != nullptr) return Meaning::kFunction;
  if (variables_.Find(name) != nullptr) return Meaning::kVariable;
  return scope_.OwnEnumerator(name) ? Meaning::kConstant : Meaning::kNone;
}

void Declarations::RequireMeaning(std::string_view name, Meaning meaning) const {
  static constexpr const char* kNames[] = {"", "a type", "a function", "a variable", "an enumeration constant"};
  const Meaning known = MeaningOf(name);
  if (known == Meaning::kNone || known == meaning) return;
  throw Fault(code::kUnsupportedType,
              "'" + std::string(name) + "' is declared already, as " + kNames[static_cast<size_t>(known)]);
}

void Declarations::DeclareTypedefName(std::string_view name, QualType type) {
  RequireMeaning(name, Meaning::kType);
  const std::optional<QualType> built_in = types_.BuiltInName(name);
  if (built_in && IsCharacterName(*built_in, type)) type = *built_in;
  if (const std::optional<QualType> known = scope_.OwnTypedefName(name)) {
    if (!IsSameType(*known, type)) FailAsDifferent(name, *known);
  } else {
    scope_.DeclareTypedefName(name, type);
  }
}

void Declarations::DeclareFunction(std::string_view name, const FunctionType* type, std::string_view symbol) {
  RequireMeaning(name, Meaning::kFunction);
  Function& function = functions_[name];
  if (function.type == nullptr) {
    function = {type, TypeRoot(type), std::string(symbol.empty() ? name : symbol)};
  } else if (function.type != type) {
    FailAsDifferent(name, {function.type});
  } else if (!symbol.empty()) {
    function.symbol = symbol;
  }
}

void Declarations::DeclareVariable(std::string_view name, QualType type, std::string_view symbol) {
  RequireMeaning(name, Meaning::kVariable);
  Variable& variable = variables_[name];
  const bool is_new = variable.type.type == nullptr;
  if (!is_new && !(variable.type == type) && !Completes(type, variable.type) && !Completes(variable.type, type)) {
    FailAsDifferent(name, variable.type);
  }
  if (is_new || Completes(type, variable.type)) {
    variable.type = type;
    variable.root = TypeRoot(type.type);
  }
  if (is_new || !symbol.empty()) variable.symbol = symbol.empty() ? name : symbol;
}

std::optional<Constant> Declarations::MacroInExpression(std::string_view name) {
  const auto tokens = macros_.Expand(name);
  const auto value = tokens ? ValueOf(*tokens, types_, scope_) : std::nullopt;
  if (!value || !std::holds_alternative<Constant>(*value)) return std::nullopt;
  if (!IsClosed(*tokens)) {
    throw Fault(code::kUnsupportedType, "the macro '" + std::string(name) + "' needs parentheses around its value");
  }
  return std::get<Constant>(*value);
}

std::vector<std::pair<std::string_view, ConstantValue>> Declarations::Constants() {
  std::vector<std::pair<std::string_view, ConstantValue>> constants;
  for (const auto& [name, value] : scope_.enumerators()) constants.emplace_back(name, value);
  for (const std::string_view name : macros_.Names()) {
    const auto tokens = macros_.Expand(name);
    auto value = tokens ? ValueOf(*tokens, types_, scope_) : std::nullopt;
    if (value) constants.emplace_back(name, std::move(*value));
  }
  return constants;
}

std::vector<std::string> Declarations::Opaque() const {
  std::vector<std::string> names;
  for (const auto& [name, tag] : scope_.tags()) {
    if (!tag.type->complete) names.push_back(Spell({tag.type}));
  }
  for (const auto& [name, is_mentioned] : scope_.unknown()) {
    if (!scope_.TypedefName(name)) names.push_back(name);
  }
  return names;
}

}  // namespace ffi_native
