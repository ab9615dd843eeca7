// JavaScript strings as C text, copied for the length of a call, and C text as strings.
#pragma once

#include <cstdint>
#include <optional>

#include "call/convert.h"
#include "call/copies.h"
#include "types/type.h"

namespace ffi_native {

// How text is encoded behind a pointer; kNone where the target is no character type.
enum class TextEncoding : uint8_t { kNone, kUtf8, kUtf16, kUtf32 };

// By the target: char, char16_t, char32_t and wchar_t are text; signed and unsigned char are numbers.
TextEncoding EncodingOf(const PointerType& pointer);

// Whether a pointer of this type comes out as the text there: a `string` does, other text where the rules say so.
bool ReadsText(const ValueRules& rules, const PointerType& pointer);

// The text at an address, up to its NUL; what is no character becomes U+FFFD. Throws ERR_FFI_ACCESS_VIOLATION.
napi_value ReadText(napi_env env, uintptr_t address, TextEncoding encoding);

// A string in UTF-8, with the same faults.
std::string Utf8From(napi_env env, napi_value string, const Place& place);

// The address of a copy of a string among the copies, with its NUL; nullopt for a value that is no string. Throws a
// Fault for an embedded NUL, which C would take for the end, and, in UTF-8, for a surrogate without its partner, which
// has no encoding.
std::optional<uintptr_t> CopyText(napi_env env, napi_value value, TextEncoding encoding, Copies& copies,
                                  const Place& place);

}  // namespace ffi_native
