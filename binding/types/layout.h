// Where the members of structs and unions lie, and which integer an enum is: C's rules as the platform's ABI fills them
// in (System V and AAPCS, as gcc and clang lay out).
#pragma once

#include <vector>

#include "types/type.h"

namespace ffi_native {

struct Layout {
  size_t size;       // bytes
  size_t alignment;  // bytes
};

// The attributes without a #pragma pack that the members do not feel, or that `packed` says as well: equal layouts are
// then equal types.
RecordAttributes Simplified(const std::vector<Member>& members, RecordAttributes attributes);

// Gives every member its offset. Throws a Fault when the record would be larger than any object can be.
Layout LayOut(Kind kind, std::vector<Member>& members, RecordAttributes attributes);

// The integer that holds the values of an enum, chosen as gcc does.
Primitive UnderlyingPrimitive(const std::vector<Enumerator>& enumerators, bool packed);

}  // namespace ffi_native
