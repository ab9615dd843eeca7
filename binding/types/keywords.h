// C's keywords, and the other spellings that gcc's headers use for them.
#pragma once

#include <string_view>

namespace ffi_native {

struct Keyword {
  std::string_view name;        // C's own spelling: `const` for `__const__`
  bool starts_type = false;     // a type can begin with it
  bool is_unsupported = false;  // it is a type that is not known here, or makes one
  bool is_storage = false;      // a storage-class or function specifier: how a name is declared, not its type
};

// The keyword that an identifier is, or nullptr: `bool` is none.
const Keyword* KeywordOf(std::string_view identifier);

}  // namespace ffi_native
