// libFuzzer's entry: reads any bytes as a type-name. A refusal must be a Fault with its place; an accepted type must
// have a possible layout, read back from its own spelling as the very same type, and leave nothing behind.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/fault.h"
#include "types/limits.h"
#include "types/parser.h"
#include "types/scope.h"
#include "types/spelling.h"
#include "types/type-table.h"

namespace ffi_native {
namespace {

void Demand(bool holds, std::string_view what, std::string_view about) {
  if (holds) return;
  std::fprintf(stderr, "%.*s: %.*s\n", static_cast<int>(what.size()), what.data(), static_cast<int>(about.size()),
               about.data());
  std::abort();
}

// Every type that `type` is made of, itself included.
std::unordered_set<const Type*> PartsOf(const Type* type) {
  std::unordered_set<const Type*> parts{type};
  std::vector<const Type*> open{type};
  while (!open.empty()) {
    std::vector<const Type*> references;
    open.back()->References(references);
    open.pop_back();
    for (const Type* part : references) {
      if (parts.insert(part).second) open.push_back(part);
    }
  }
  return parts;
}

const std::string& TagOf(const Type& type) {
  static const std::string none;
  if (type.kind == Kind::kEnum) return As<EnumType>(type).tag;
  return type.IsRecord() ? As<RecordType>(type).tag : none;
}

void CheckLayout(const Type& type, const std::string& spelling) {
  if (!type.complete) return;
  Demand(type.alignment != 0 && (type.alignment & (type.alignment - 1)) == 0, "alignment is no power of two", spelling);
  Demand(type.size <= kMaxObjectSize, "size is beyond the limit", spelling);
  Demand(type.size % type.alignment == 0, "size is no multiple of the alignment", spelling);
  if (!type.IsRecord()) return;
  for (const Member& member : As<RecordType>(type).members) {
    if (member.bit_field) {
      Demand(member.bit_field->offset + member.bit_field->width <= type.size * 8, "bit-field is outside", spelling);
    } else if (!member.bit_width) {
      Demand(member.offset + SizeOf(member.type).value_or(0) <= type.size, "member is outside", spelling);
    }
  }
}

// A spelling names tags without their members: a new scope has to know them.
void CheckSpelling(TypeTable& types, QualType type, const std::unordered_set<const Type*>& parts) {
  Scope scope(types);
  for (const Type* part : parts) {
    // The parts are the table's own objects, which it hands out as const; Scope takes what it may complete.
    if (!TagOf(*part).empty()) scope.DeclareTag(TagOf(*part), const_cast<Type*>(part));
  }
  const std::string spelling = Spell(type);
  if (spelling.size() > kMaxTypeNameBytes) return;
  try {
    Demand(ParseTypeName(types, scope, spelling) == type, "reads back as another type", spelling);
  } catch (const Fault& fault) {
    Demand(false, "its spelling is refused", spelling + "\n" + fault.message());
  }
}

void Check(std::string_view text) {
  TypeTable types;
  types.Collect();
  const size_t live = types.live();
  try {
    Scope scope(types);
    const QualType type = ParseTypeName(types, scope, text);
    const TypeRoot root(type.type);
    const std::unordered_set<const Type*> parts = PartsOf(type.type);
    for (const Type* part : parts) CheckLayout(*part, Spell({part, 0}));
    CheckSpelling(types, type, parts);
    types.Collect();
    for (const Type* part : PartsOf(type.type)) Demand(!Spell({part, 0}).empty(), "has no spelling", text);
  } catch (const Fault& fault) {
    // Offsets are UTF-16 units. In UTF-8 there are never more of them than bytes, in other bytes at most twice as many.
    Demand(fault.offset().has_value() && *fault.offset() <= 2 * text.size(), "refused at no place of it",
           fault.message());
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
