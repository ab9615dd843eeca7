// Declarators (C17 6.7.6 and 6.7.7): pointers, arrays, functions and parentheses, read from the name outwards.
#include <algorithm>

#include "types/limits.h"
#include "types/parser.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

// Whether a search for a closing bracket has failed: the rest of a long text is not to be searched.
bool EndsSearch(const Token& token) { return token.kind == Token::Kind::kEnd || token.Is(";") || token.Is("{"); }

}  // namespace

// A type-name within another text: it ends where its declarator ends.
QualType Parser::ParseTypeNameInside() {
  const Nesting nesting(*this);
  const size_t begin = Peek().offset;
  const Specifiers specifiers = ParseSpecifiers();
  const Declarator declarator = ParseDeclarator(Naming::kAbstract);
  if (specifiers.attributes.Any() || declarator.attributes.Any()) {
    Fail(std::max(specifiers.attributes.offset, declarator.attributes.offset),
         "this attribute belongs to a struct, a union or a member");
  }
  return DeriveWhole(specifiers, declarator, begin, false);
}

Parser::Declarator Parser::ParseDeclarator(Naming naming) {
  const Nesting nesting(*this);
  Declarator declarator;
  std::vector<Derivation> steps;
  // A convention is for what has been made of the base up to where it stands.
  const auto place_convention = [&] {
    if (!declarator.attributes.abi) return;
    steps.push_back(Derivation{Derivation::Kind::kConvention, Peek().offset});
    steps.back().abi = *declarator.attributes.abi;
    declarator.attributes.abi.reset();
  };
  while (ParseAttributes(declarator.attributes)) continue;
  place_convention();
  while (Peek().Is("*")) {
    Derivation pointer{Derivation::Kind::kPointer, Take().offset};
    while (TryTakeQualifier(pointer.qualifiers) || ParseAttributes(declarator.attributes)) continue;
    steps.push_back(std::move(pointer));
    place_convention();
  }
  ParseDirectDeclarator(naming, declarator);
  // The step nearest the name is the last one read.
  declarator.derivations.insert(declarator.derivations.end(), std::make_move_iterator(steps.rbegin()),
                                std::make_move_iterator(steps.rend()));
  return declarator;
}

// Whether the name is that of a function with its parameters, as a definition has it.
bool Parser::Declarator::DeclaresFunction() const {
  for (const Derivation& derivation : derivations) {
    if (derivation.kind != Derivation::Kind::kConvention) return derivation.kind == Derivation::Kind::kFunction;
  }
  return false;
}

void Parser::ParseDirectDeclarator(Naming naming, Declarator& declarator) {
  const Token& token = Peek();
  if (token.IsName()) {
    if (naming == Naming::kAbstract) {
      Fail(token.offset, "a type-name has no identifier: take '" + std::string(token.text) + "' away");
    }
    declarator.name = token.text;
    declarator.name_offset = token.offset;
    Take();
  } else if (token.Is("(") && !StartsParameters(naming)) {
    Take();
    const Attributes outer = declarator.attributes;
    declarator = ParseDeclarator(naming);
    declarator.attributes.Add(outer);
    Expect(")");
  } else if (naming == Naming::kRequired) {
    FailAtToken("a name");
  }
  while (true) {
    if (Peek().Is("[")) {
      declarator.derivations.push_back(ParseArraySuffix());
    } else if (Peek().Is("(")) {
      declarator.derivations.push_back(ParseFunctionSuffix());
    } else if (!ParseAttributes(declarator.attributes)) {
      return;
    }
  }
}

// Whether the `(` that comes next opens parameters, rather than a declarator in parentheses.
bool Parser::StartsParameters(Naming naming) {
  if (naming == Naming::kRequired) return false;
  const size_t first = SkippedAttributes(1);
  const Token token = Peek(first);
  if (token.Is(")") || token.Is("...") || StartsType(token) || StartsDirection(first)) return true;
  if (!token.IsName()) return false;
  // An identifier that is no type: in `T (foo)` it is what is declared, in `T (foo *)` an opaque type.
  const Token& second = Peek(first + 1);
  return !second.Is(")") && !second.Is("[") && !second.Is("(");
}

// The index of the first token, from `ahead` on, that is behind all attributes which stand there.
size_t Parser::SkippedAttributes(size_t ahead) {
  while (true) {
    while (IsConvention(Peek(ahead))) ++ahead;
    if (!Peek(ahead).IsKeyword("__attribute__")) return ahead;
    size_t open = 0;
    do {
      ++ahead;
      if (Peek(ahead).Is("(")) ++open;
      if (Peek(ahead).Is(")") && open > 0) --open;
    } while (open != 0 && !EndsSearch(Peek(ahead)));
    ++ahead;
  }
}

Parser::Derivation Parser::ParseArraySuffix() {
  Derivation array{Derivation::Kind::kArray, Peek().offset};
  Expect("[");
  bool is_static = false;
  while (true) {
    if (Peek().IsKeyword("static")) {
      if (is_static) Fail(Peek().offset, "'static' stands here twice");
      is_static = true;
      Take();
    } else if (!TryTakeQualifier(array.qualifiers)) {
      break;
    }
    array.parameters_only = true;
  }
  ParseArrayLength(array, is_static);
  Expect("]");
  return array;
}

void Parser::ParseArrayLength(Derivation& array, bool is_static) {
  const size_t offset = Peek().offset;
  const bool is_star = Peek().Is("*") && Peek(1).Is("]");
  if (is_static && (is_star || Peek().Is("]"))) FailAtToken("a length after 'static'");
  if (is_star) {
    Take();
    array.parameters_only = true;
  } else if (array.variable = VariableInBrackets(); !array.variable.empty()) {
    array.parameters_only = true;
    while (!Peek().Is("]") && !EndsSearch(Peek())) Take();
  } else if (!Peek().Is("]")) {
    const Constant length = ParseConstant();
    if (length.IsNegative()) Fail(offset, "an array cannot have a negative size");
    array.length = length.bits;
  }
}

// The first name before the closing bracket that is a parameter's: it makes an array of variable length.
std::string_view Parser::VariableInBrackets() {
  if (parameter_names_.empty()) return {};
  for (size_t ahead = 0; !Peek(ahead).Is("]") && !EndsSearch(Peek(ahead)); ++ahead) {
    const std::string_view name = Peek(ahead).text;
    const bool is_identifier = Peek(ahead).kind == Token::Kind::kIdentifier;
    const auto found = std::find(parameter_names_.begin(), parameter_names_.end(), name);
    if (is_identifier && found != parameter_names_.end()) return name;
  }
  return {};
}

Parser::Derivation Parser::ParseFunctionSuffix() {
  Derivation function{Derivation::Kind::kFunction, Peek().offset};
  Expect("(");
  if (TryTake(")")) return function;  // as C23 reads it: no parameters
  if (Peek().IsKeyword("void") && Peek(1).Is(")")) {
    Take();
    Take();
    return function;
  }
  const size_t outer_names = parameter_names_.size();
  while (true) {
    if (Peek().Is("...") && !function.parameters.empty()) {
      Take();
      function.variadic = true;
      break;
    }
    if (function.parameters.size() == kMaxParameters) {
      Fail(Peek().offset, "a function has more than " + std::to_string(kMaxParameters) + " parameters");
    }
    function.parameters.push_back(ParseParameter());
    if (!TryTake(",")) break;
  }
  parameter_names_.resize(outer_names);
  Expect(")");
  return function;
}

QualType Parser::ParseParameter() {
  const Nesting nesting(*this);
  TryTakeKeyword("register");
  const size_t offset = Peek().offset;
  const uint8_t direction = ParseDirection();
  const Specifiers specifiers = ParseSpecifiers();
  const Declarator declarator = ParseDeclarator(Naming::kOptional);
  if (!declarator.name.empty()) parameter_names_.push_back(declarator.name);
  QualType type = DeriveWhole(specifiers, declarator, offset, true);
  if (type->kind == Kind::kUnion && As<RecordType>(*type.type).attributes.transparent) {
    type = As<RecordType>(*type.type).members.at(0).type;  // gcc passes such a union as its first member
  }
  if (type->kind == Kind::kVoid) Fail(offset, "a parameter cannot be 'void'", code::kIncompleteType);
  if (type->kind == Kind::kOpaque) {
    Fail(offset, "unknown type '" + Spell(type) + "' as a parameter: only pointers to an unknown type can be used");
  }
  return WithDirection(type, direction, offset);
}

// What a declarator makes of a type and of the attributes on both sides; `begin` is where the type stands.
QualType Parser::DeriveWhole(const Specifiers& specifiers, const Declarator& declarator, size_t begin,
                             bool is_parameter) {
  const QualType type = Derive(specifiers.type, declarator, is_parameter);
  return WithAttributes(WithAttributes(type, specifiers.attributes, begin), declarator.attributes, begin);
}

// Applies the derivations, those nearest the base first.
QualType Parser::Derive(QualType base, const Declarator& declarator, bool is_parameter) {
  QualType type = base;
  const std::vector<Derivation>& derivations = declarator.derivations;
  const auto is_step = [](const Derivation& derivation) { return derivation.kind != Derivation::Kind::kConvention; };
  const auto outermost = std::find_if(derivations.begin(), derivations.end(), is_step);
  std::optional<Abi> waiting;  // a convention that stands before the function for which it is: `int *__stdcall f(void)`
  for (auto step = derivations.rbegin(); step != derivations.rend(); ++step) {
    if (step->kind == Derivation::Kind::kConvention) {
      if (!TryApply(step->abi, type)) waiting = step->abi;
      continue;
    }
    const bool may_vary = is_parameter && &*step == &*outermost;
    type = At(step->offset, [&] { return DeriveOnce(type, *step, may_vary); });
    if (waiting) TryApply(*waiting, type);
    waiting.reset();
  }
  return type;
}

// Gives a function, or the function that a pointer points to, a convention; false if there is no function.
bool Parser::TryApply(Abi abi, QualType& type) {
  const bool is_pointer = type->kind == Kind::kPointer;
  const QualType target = is_pointer ? As<PointerType>(*type.type).target : type;
  if (target->kind != Kind::kFunction) return false;
  const auto& function = As<FunctionType>(*target.type);
  const QualType made{types_.Function(function.return_type, function.parameters, function.variadic, abi)};
  type = is_pointer ? QualType{types_.Pointer(made), type.qualifiers} : made;
  return true;
}

QualType Parser::DeriveOnce(QualType base, const Derivation& derivation, bool may_vary) {
  switch (derivation.kind) {
    case Derivation::Kind::kPointer:
      return types_.Qualified({types_.Pointer(base)}, derivation.qualifiers);
    case Derivation::Kind::kArray:
      if (!derivation.variable.empty() && !may_vary) {
        throw Fault(code::kUnsupportedType, "the length depends on '" + std::string(derivation.variable) +
                                                "': only a parameter's outermost array can vary");
      }
      if (derivation.parameters_only && !may_vary) {
        throw Fault(code::kUnsupportedType, "'*', 'static' and qualifiers in brackets are for parameters only");
      }
      return {types_.Array(base, derivation.length)};
    default:
      return {types_.Function(base, derivation.parameters, derivation.variadic)};
  }
}

}  // namespace ffi_native
