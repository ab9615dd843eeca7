// The scalars of which a type consists, with their places: what ABIs classify aggregates by.
#pragma once

#include <functional>

#include "types/type.h"

namespace ffi_native {

struct Leaf {
  const Type& type;           // a scalar, an enum or a pointer
  size_t offset;              // bytes from the start of the outermost type
  const BitField* bit_field;  // its place within the member's record, or null
  bool is_in_union;           // of which it is a member
  bool is_misplaced;          // whether a record around it lies where its alignment forbids, within a packed one
};

// Calls `visit` for each scalar, those of unions overlapping. It takes as long as there are elements.
void ForEachLeaf(const Type& type, size_t offset, const std::function<void(const Leaf&)>& visit,
                 bool is_misplaced = false);

}  // namespace ffi_native
