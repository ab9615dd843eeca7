// The checks and their words.
#include "types/constraints.h"

#include <climits>

#include "core/fault.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

constexpr size_t kLargestAlignment = size_t{1} << 28;  // gcc's own limit for objects

[[noreturn]] void Refuse(std::string message) { throw Fault(code::kUnsupportedType, std::move(message)); }

bool IsFlexible(const Member& member) {
  return member.type->kind == Kind::kArray && !As<ArrayType>(*member.type.type).length;
}

// Whether a member may be without a name: a bit-field, or an anonymous struct or union.
bool MayBeUnnamed(const Member& member) {
  return member.bit_width || (member.type->IsRecord() && !As<RecordType>(*member.type.type).IsNamed());
}

}  // namespace

void RequireBitFieldType(QualType type) {
  const bool is_integer = type->kind == Kind::kBool || type->kind == Kind::kInteger || type->kind == Kind::kEnum;
  if (!is_integer || !type->complete || (type.qualifiers & kAtomic) != 0) {
    Refuse("a bit-field cannot be '" + Spell(type) + "'");
  }
}

uint32_t RequireBitWidth(const Member& member, Constant width) {
  const size_t bits = member.type->kind == Kind::kBool ? 1 : member.type->size * CHAR_BIT;
  if (width.IsNegative() || width.bits > bits) {
    Refuse("a bit-field of '" + Spell(member.type) + "' has 0 to " + std::to_string(bits) + " bits");
  }
  if (width.IsZero() && !member.name.empty()) Refuse("a bit-field of no bits has no name");
  return static_cast<uint32_t>(width.bits);
}

size_t RequireAlignment(Constant value) {
  const bool is_power_of_two = value.bits != 0 && (value.bits & (value.bits - 1)) == 0;
  if (value.IsNegative() || !is_power_of_two || value.bits > kLargestAlignment) {
    Refuse("an alignment is a power of two up to " + std::to_string(kLargestAlignment));
  }
  return static_cast<size_t>(value.bits);
}

void MemberConstraints::Require(const Member& member, bool is_last) {
  if (IsFlexible(member)) {
    if (kind_ == Kind::kUnion) Refuse("a union has no flexible array member");
    if (!is_last) Refuse("a flexible array member is the last member of its struct");
    if (names_.empty()) Refuse("a flexible array member needs a named member before it");
  } else if (member.type->kind == Kind::kFunction) {
    Refuse("a member cannot be a function: make it a pointer to one");
  } else if (member.type->kind == Kind::kOpaque) {
    Refuse("unknown type '" + Spell(member.type) + "' of a member: only pointers to it can be used");
  } else if (!member.type->complete) {
    throw Fault(code::kIncompleteType, "a member cannot be '" + Spell(member.type) + "', which has no size");
  }
  if (member.name.empty() && !MayBeUnnamed(member)) {
    Refuse("a member without a name is a bit-field or an untagged struct or union, not '" + Spell(member.type) + "'");
  }
  if (!AddNames(member)) Refuse("two members have one name");
}

// The names that a member brings into its record: its own, or those of an anonymous struct or union.
bool MemberConstraints::AddNames(const Member& member) {
  if (!member.name.empty()) return names_.insert(member.name).second;
  if (!member.type->IsRecord()) return true;
  bool all_new = true;
  for (const Member& inner : As<RecordType>(*member.type.type).members) all_new = AddNames(inner) && all_new;
  return all_new;
}

const ScalarType* RequireUnderlyingType(QualType type) {
  if (type->kind != Kind::kInteger && type->kind != Kind::kBool) {
    Refuse("the type under an enum is an integer, not '" + Spell(type) + "'");
  }
  return &As<ScalarType>(*type.type);
}

void RequireEnumeratorFits(std::string_view name, Constant value, const ScalarType& underlying) {
  const bool fits = underlying.kind == Kind::kBool ? value.bits <= 1
                                                   : value.Fits(underlying.size, !IsSigned(underlying.representation));
  if (!fits) Refuse("the value of '" + std::string(name) + "' does not fit '" + Spell({&underlying}) + "'");
}

}  // namespace ffi_native
