// UTF-8 comes from Node-API; UTF-16 is what JavaScript has; UTF-32 is decoded here.
#include "call/text.h"

#include <cstring>
#include <string_view>

#include "memory/guarded-access.h"

namespace ffi_native {

namespace {

// The longest UTF-8 form of one UTF-16 unit's character: Node-API stops that much before the end of a buffer.
constexpr size_t kLongestCharacter = 4;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD, which Node-API writes for a lone surrogate

// The address has the width of a pointer.
uintptr_t ToAddress(const void* text) { return reinterpret_cast<uintptr_t>(text); }

bool IsHighSurrogate(char16_t unit) { return (unit & 0xFC00) == 0xD800; }
bool IsLowSurrogate(char16_t unit) { return (unit & 0xFC00) == 0xDC00; }

[[noreturn]] void RefuseText(const Place& place, const char* what) {
  throw Fault(code::kInvalidArgValue, NameOf(place) + " must be a string without " + what);
}

std::u16string Units(napi_env env, napi_value string) { return Napi::String(env, string).Utf16Value(); }

bool HasLoneSurrogate(const std::u16string& units) {
  for (size_t i = 0; i < units.size(); ++i) {
    if (IsHighSurrogate(units[i]) && i + 1 < units.size() && IsLowSurrogate(units[i + 1])) {
      ++i;
    } else if (IsHighSurrogate(units[i]) || IsLowSurrogate(units[i])) {
      return true;
    }
  }
  return false;
}

// Refuses text that C would not see whole; `utf8` is what Node-API made of the string.
void RequireText(napi_env env, napi_value string, std::string_view utf8, const Place& place) {
  if (utf8.find('\0') != std::string_view::npos) RefuseText(place, "a NUL character: C would take it for the end");
  if (utf8.find(kReplacement) != std::string_view::npos && HasLoneSurrogate(Units(env, string))) {
    RefuseText(place, "lone surrogates: they have no UTF-8 form");
  }
}

void RequireCopies(const Copies& copies, const Place& place) {
  if (copies.AllowsText()) return;
  throw Fault(code::kInvalidArgType, NameOf(place) + " cannot be a string: memory keeps an address, and a copy would " +
                                         "be gone; allocate it with ffi.alloc('char[]', text) and keep the Pointer");
}

std::optional<uintptr_t> CopyUtf8(napi_env env, napi_value value, Copies& copies, const Place& place) {
  // Tried before the length is known: most strings are short, and asking first would walk them twice.
  size_t capacity = copies.ScratchLeft();
  size_t length = 0;
  char* text = copies.scratch();
  if (napi_get_value_string_utf8(env, value, text, capacity, &length) != napi_ok) return std::nullopt;
  RequireCopies(copies, place);
  if (length + kLongestCharacter >= capacity) {
    napi_get_value_string_utf8(env, value, nullptr, 0, &length);
    capacity = length + 1;
    text = copies.Allocate(capacity);
    napi_get_value_string_utf8(env, value, text, capacity, &length);
  } else {
    copies.Allocate(length + 1);
  }
  RequireText(env, value, {text, length}, place);
  return ToAddress(text);
}

template <typename Unit>
uintptr_t CopyUnits(const std::basic_string<Unit>& units, Copies& copies, const Place& place) {
  if (units.find(Unit{0}) != std::basic_string<Unit>::npos) {
    RefuseText(place, "a NUL character: C would take it for the end");
  }
  const size_t size = (units.size() + 1) * sizeof(Unit);  // c_str() ends in a NUL
  return ToAddress(memcpy(copies.Allocate(size), units.c_str(), size));
}

// A lone surrogate stands for itself, as it does in a JavaScript string.
std::u32string Decode(const std::u16string& units) {
  std::u32string characters;
  characters.reserve(units.size());
  for (size_t i = 0; i < units.size(); ++i) {
    const bool is_pair = IsHighSurrogate(units[i]) && i + 1 < units.size() && IsLowSurrogate(units[i + 1]);
    if (is_pair) {
      characters += static_cast<char32_t>(0x10000 + ((units[i] - 0xD800) << 10) + (units[i + 1] - 0xDC00));
      ++i;
    } else {
      characters += units[i];
    }
  }
  return characters;
}

std::u16string Encode(std::u32string_view characters) {
  constexpr char32_t kLast = 0x10FFFF;
  std::u16string units;
  units.reserve(characters.size());
  for (const char32_t character : characters) {
    if (character > kLast) {
      units += u'\uFFFD';
    } else if (character < 0x10000) {
      units += static_cast<char16_t>(character);
    } else {
      units += static_cast<char16_t>(0xD800 + ((character - 0x10000) >> 10));
      units += static_cast<char16_t>(0xDC00 + ((character - 0x10000) & 0x3FF));
    }
  }
  return units;
}

}  // namespace

TextEncoding EncodingOf(const PointerType& pointer) {
  if (pointer.target->kind != Kind::kInteger) return TextEncoding::kNone;
  const auto& target = As<ScalarType>(*pointer.target.type);
  switch (target.primitive) {
    case Primitive::kChar:
      return TextEncoding::kUtf8;
    case Primitive::kChar16:
      return TextEncoding::kUtf16;
    case Primitive::kChar32:
      return TextEncoding::kUtf32;
    case Primitive::kWideChar:
      return target.size == sizeof(char16_t) ? TextEncoding::kUtf16 : TextEncoding::kUtf32;
    default:
      return TextEncoding::kNone;
  }
}

bool ReadsText(const ValueRules& rules, const PointerType& pointer) {
  if (pointer.is_string) return true;
  return rules.text_results && pointer.target.IsConst() && EncodingOf(pointer) != TextEncoding::kNone;
}

napi_value ReadText(napi_env env, uintptr_t address, TextEncoding encoding) {
  napi_value made = nullptr;
  napi_status status = napi_ok;
  if (encoding == TextEncoding::kUtf8) {
    const GuardedText<char> text(address);
    status = napi_create_string_utf8(env, text.view().data(), text.view().size(), &made);
  } else if (encoding == TextEncoding::kUtf16) {
    const GuardedText<char16_t> text(address);
    status = napi_create_string_utf16(env, text.view().data(), text.view().size(), &made);
  } else {
    const GuardedText<char32_t> text(address);
    const std::u16string units = Encode(text.view());
    status = napi_create_string_utf16(env, units.data(), units.size(), &made);
  }
  if (status != napi_ok) throw Napi::Error::New(env);
  return made;
}

std::string Utf8From(napi_env env, napi_value string, const Place& place) {
  std::string text = Napi::String(env, string).Utf8Value();
  RequireText(env, string, text, place);
  return text;
}

std::optional<uintptr_t> CopyText(napi_env env, napi_value value, TextEncoding encoding, Copies& copies,
                                  const Place& place) {
  if (encoding == TextEncoding::kUtf8) return CopyUtf8(env, value, copies, place);
  napi_valuetype type = napi_undefined;
  if (napi_typeof(env, value, &type) != napi_ok || type != napi_string) return std::nullopt;
  RequireCopies(copies, place);
  const std::u16string units = Units(env, value);
  if (encoding == TextEncoding::kUtf16) return CopyUnits(units, copies, place);
  return CopyUnits(Decode(units), copies, place);
}

}  // namespace ffi_native
