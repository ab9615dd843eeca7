// libFuzzer's entry: reads any bytes as declarations. Nothing may make that fail; what is declared must have a possible
// layout; what is read a second time must mean the same; and a table that is left must be as it was.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/fault.h"
#include "types/declarations.h"
#include "types/limits.h"
#include "types/parser.h"
#include "types/spelling.h"

namespace ffi_native {
namespace {

void Demand(bool holds, std::string_view what, std::string_view about) {
  if (holds) return;
  std::fprintf(stderr, "%.*s: %.*s\n", static_cast<int>(what.size()), what.data(), static_cast<int>(about.size()),
               about.data());
  std::abort();
}

void CheckType(QualType type) {
  const std::string spelling = Spell(type);
  Demand(!spelling.empty(), "has no spelling", "a type");
  if (!type->complete) return;
  Demand(type->alignment != 0 && (type->alignment & (type->alignment - 1)) == 0, "alignment is no power of two",
         spelling);
  Demand(type->size <= kMaxObjectSize, "size is beyond the limit", spelling);
  if (!type->IsRecord()) return;
  for (const Member& member : As<RecordType>(*type.type).members) {
    if (member.bit_field) {
      Demand(member.bit_field->offset + member.bit_field->width <= type->size * 8, "bit-field is outside", spelling);
    } else if (!member.bit_width) {
      Demand(member.offset + SizeOf(member.type).value_or(0) <= type->size, "member is outside", spelling);
    }
  }
}

// The type of a type-name within declarations.
QualType TypeWithin(Declarations& declarations, std::string_view text) {
  Scope scope(declarations.types(), {&declarations.scope()});
  try {
    return ParseTypeName(declarations.types(), scope, text);
  } catch (const Fault& fault) {
    Demand(false, "a name is no type where it was declared", fault.message());
    return {};
  }
}

void CheckNames(Declarations& declarations) {
  for (const auto& [name, entry] : declarations.scope().typedef_names()) {
    CheckType(entry.type);
    Demand(TypeWithin(declarations, name) == entry.type, "a typedef name means another type", name);
  }
  for (const auto& [name, tag] : declarations.scope().tags()) {
    CheckType({tag.type});
    Demand(TypeWithin(declarations, Spell({tag.type})).type == tag.type, "a tag means another type", name);
  }
  for (const auto& [name, function] : declarations.functions()) {
    Demand(function.type != nullptr && !function.symbol.empty(), "a function has no type or symbol", name);
    CheckType({function.type});
  }
  for (const auto& [name, variable] : declarations.variables()) {
    Demand(variable.type.type != nullptr && !variable.symbol.empty(), "a variable has no type or symbol", name);
    CheckType(variable.type);
  }
  for (const auto& [name, value] : declarations.Constants()) {
    const auto* integer = std::get_if<Constant>(&value);
    Demand(integer == nullptr || integer->Fits(integer->size, integer->is_unsigned), "a constant is too large", name);
  }
}

void Check(std::string_view text) {
  TypeTable types;
  types.Collect();
  const size_t live = types.live();
  {
    Declarations declarations(types);
    declarations.Read(text);
    CheckNames(declarations);
    const size_t functions = declarations.functions().size();
    types.Collect();
    declarations.Read(text);
    CheckNames(declarations);
    Demand(declarations.functions().size() >= functions, "functions are lost", text);
    for (const Declarations::Skipped& skipped : declarations.skipped()) {
      Demand(!skipped.reason.empty(), "a declaration is skipped without a reason", skipped.text);
    }
  }
  types.Collect();
  Demand(types.live() == live, "leaves types behind", text);
}

}  // namespace
}  // namespace ffi_native

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // Bytes as characters: char may alias any object.
  ffi_native::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
