// Whether bytes are text.
#pragma once

#include <string_view>

namespace ffi_native {

// Whether bytes are well-formed UTF-8: shortest forms only, no surrogates, nothing beyond U+10FFFF (RFC 3629).
bool IsUtf8(std::string_view bytes);

}  // namespace ffi_native
