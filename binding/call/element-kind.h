// Which values of C are plain numbers, and which arrays of C are typed arrays or text in JavaScript.
#pragma once

#include <node_api.h>

#include <optional>

#include "types/type.h"

namespace ffi_native {

// The kind of typed array whose elements are those of a C array; nullopt where there is none.
std::optional<napi_typedarray_type> ElementKindOf(QualType element);

// The name that lib/core/number-kinds.js has for plain numbers and booleans of this representation; null for what is
// none.
const char* NumberKindOf(Representation representation);

// Whether a member is a flexible array, which is no part of the struct's value: C does not say how long it is.
bool IsFlexible(QualType member);

// Whether an array of C may be text: only of char, since signed and unsigned char are numbers.
bool IsText(const ArrayType& array);

}  // namespace ffi_native
