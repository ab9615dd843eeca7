// What C demands of the parts of structs, unions and enums (its "constraints"), whoever states them: the parser or the
// builders. A Fault from here has no offset; who has a text adds it.
#pragma once

#include <string_view>
#include <unordered_set>

#include "types/constant.h"
#include "types/type.h"

namespace ffi_native {

// The width of a bit-field (C17 6.7.2.1), in bits.
uint32_t RequireBitWidth(const Member& member, Constant width);
// Whether a type may be a bit-field's at all.
void RequireBitFieldType(QualType type);

// An alignment in bytes: a power of two, as gcc limits it.
size_t RequireAlignment(Constant value);

// What C demands of members together: types with a size, names that differ, a flexible array only at the end.
class MemberConstraints {
 public:
  // `kind` is kStruct or kUnion.
  explicit MemberConstraints(Kind kind) : kind_(kind) {}

  // Checks the next member, whose name must outlive this object.
  void Require(const Member& member, bool is_last);

 private:
  bool AddNames(const Member& member);

  Kind kind_;
  std::unordered_set<std::string_view> names_;
};

// The integer type that an enum names as its own (`enum E : type`).
const ScalarType* RequireUnderlyingType(QualType type);
// That the value of an enumerator fits the type that its enum names.
void RequireEnumeratorFits(std::string_view name, Constant value, const ScalarType& underlying);

}  // namespace ffi_native
