// Types in JavaScript's hands: an opaque handle for each type, one and the same while anybody holds it. The JavaScript
// half keeps handles in private fields, so that no user can pass another value for one.
#pragma once

#include <unordered_map>

#include "core/instance.h"
#include "types/type-table.h"

namespace ffi_native {

// The handle of a type.
Napi::Value HandleOf(Instance& instance, QualType type);

// The type of a handle, or of a type-name's text. Throws what the parser throws. The result is in nobody's hands: root
// it, or be done with it, before the next type is asked for by JavaScript.
QualType TypeFrom(Instance& instance, const Napi::Value& handle_or_text);

// The types of an instance. Areas above add what they derive from types to areas of their own.
TypeTable& TypesOf(Instance& instance);

}  // namespace ffi_native
