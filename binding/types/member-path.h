// The way to a part of a struct, union or array, as C's offsetof and `.` and `[]` have it.
#pragma once

#include <string_view>

#include "types/type.h"

namespace ffi_native {

struct Part {
  QualType type;
  size_t offset;  // bytes from the start of the whole
};

// Finds the part of `whole` that a path such as `a.b[2].c` or `[3].x` names. Throws a Fault for a path that is none, an
// unknown member, an element that the array lacks, a bit-field, and a way through a pointer.
Part FindPart(QualType whole, std::string_view path);

}  // namespace ffi_native
