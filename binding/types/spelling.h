// How C writes a type: what String(ctype) shows and messages name.
#pragma once

#include <string>

#include "types/type.h"

namespace ffi_native {

// The type-name of a type, such as `const char *(*)(int [3])`; read again it gives the same type, tags aside.
std::string Spell(QualType type);

// The declaration of a member, without its semicolon: `unsigned int kind: 12`.
std::string Spell(const Member& member);

}  // namespace ffi_native
