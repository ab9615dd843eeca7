// JavaScript strings as C text, copied for the length of a call.
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

// A string in UTF-8, with the same faults.
std::string Utf8From(napi_env env, napi_value string, const Place& place);

// The address of a copy of a string among the copies, with its NUL; nullopt for a value that is no string. Throws a
// Fault for an embedded NUL, which C would take for the end, and, in UTF-8, for a surrogate without its partner, which
// has no encoding.
std::optional<uintptr_t> CopyText(napi_env env, napi_value value, TextEncoding encoding, Copies& copies,
                                  const Place& place);

}  // namespace ffi_native
