// Which arrays of C are typed arrays or text in JavaScript.
#pragma once

#include <node_api.h>

#include <optional>

#include "types/type.h"

namespace ffi_native {

// The kind of typed array whose elements are those of a C array; nullopt where there is none.
std::optional<napi_typedarray_type> ElementKindOf(QualType element);

// Whether an array of C may be text: only of char, since signed and unsigned char are numbers.
bool IsText(const ArrayType& array);

}  // namespace ffi_native
