// Objects and arrays for a pointer: they are copied to memory of the call, and back from there when C was to write it.
#include <cstring>

#include "call/convert.h"
#include "call/text.h"
#include "call/value-kind.h"
#include "types/handle.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

QualType TargetOf(QualType pointer) { return As<PointerType>(*pointer.type).target; }

// The qualifiers of an array are those of its elements.
bool IsConst(QualType type) {
  while (type->kind == Kind::kArray) type = As<ArrayType>(*type.type).element;
  return type.IsConst();
}

// Whether an array of such elements mostly ends with one that is zero: text, and lists of texts.
bool IsTerminated(const PointerType& pointer) {
  if (pointer.target->kind == Kind::kPointer)
    return EncodingOf(As<PointerType>(*pointer.target.type)) != TextEncoding::kNone;
  return EncodingOf(pointer) != TextEncoding::kNone;
}

void RequireCopies(const Copies& copies, QualType target, const Place& place) {
  if (copies.AllowsText()) return;
  throw Fault(code::kInvalidArgType,
              NameOf(place) + " cannot be an object: memory keeps an address, and a copy would " +
                  "be gone; allocate it with ffi.alloc('" + Spell({target.type}) + "', ...) and keep the Pointer");
}

// Room for elements, all of it zero.
char* AllocateElements(QualType element, size_t count, Copies& copies) {
  size_t size = 0;
  if (__builtin_mul_overflow(count, element->size, &size) || size > PTRDIFF_MAX - element->alignment) {
    throw std::bad_alloc();
  }
  const size_t slack = element->alignment > Copies::kAlignment ? element->alignment : 0;
  char* memory = copies.Allocate(size + slack);
  // The alignment of a pointer is that of its number.
  const auto misalignment = reinterpret_cast<uintptr_t>(memory) % element->alignment;
  if (misalignment != 0) memory += element->alignment - misalignment;
  memset(memory, 0, size);
  return memory;
}

uintptr_t ConvertElementsIn(const ValueRules& rules, QualType pointer, napi_value array, Copies& copies,
                            const Place& place) {
  napi_env env = rules.env();
  const QualType element = TargetOf(pointer);
  uint32_t count = 0;
  Check(env, napi_get_array_length(env, array, &count));
  if (pointer.IsOut() && count == 0) {
    throw Fault(code::kInvalidArgValue, NameOf(place) + " must have an element at least: C writes there");
  }
  // Where there are no elements, what C may read all the same is zero.
  const bool has_end = count == 0 || IsTerminated(As<PointerType>(*pointer.type));
  char* const memory = AllocateElements(element, size_t{count} + (has_end ? 1 : 0), copies);
  const bool is_read = (pointer.qualifiers & kDirection) != kOut;
  for (uint32_t i = 0; is_read && i < count; ++i) {
    napi_value value = nullptr;
    Check(env, napi_get_element(env, array, i, &value));
    ConvertIn(rules, element, value, memory + i * element->size, copies, place.Element(i));
  }
  if (pointer.IsOut()) copies.NoteOut({array, memory, element, count, place});
  return reinterpret_cast<uintptr_t>(memory);  // an address has the width of a pointer
}

uintptr_t ConvertObjectIn(const ValueRules& rules, QualType pointer, napi_value object, Copies& copies,
                          const Place& place) {
  const QualType target = TargetOf(pointer);
  if (!TakesOneObject(pointer)) RefusePointer(rules, pointer, object, place);
  char* const memory = AllocateElements(target, 1, copies);
  const bool is_read = (pointer.qualifiers & kDirection) != kOut;
  if (is_read) ConvertIn(rules, target, object, memory, copies, place);
  if (pointer.IsOut()) copies.NoteOut({object, memory, target, std::nullopt, place});
  return reinterpret_cast<uintptr_t>(memory);  // an address has the width of a pointer
}

napi_value ElementsOut(const ValueRules& rules, const Copies::Out& out) {
  napi_env env = rules.env();
  napi_value values = nullptr;
  Check(env, napi_create_array_with_length(env, *out.count, &values));
  for (uint32_t i = 0; i < *out.count; ++i) {
    Check(env, napi_set_element(env, values, i, ConvertOut(rules, out.type, out.memory + i * out.type->size)));
  }
  return values;
}

}  // namespace

bool TakesPointee(QualType pointer) {
  const QualType target = TargetOf(pointer);
  const bool has_value = target->complete && target->size != 0;
  return has_value && ((pointer.qualifiers & kDirection) != 0 || IsConst(target));
}

bool TakesOneObject(QualType pointer) {
  const QualType target = TargetOf(pointer);
  return target->kind == Kind::kStruct || (target->kind == Kind::kUnion && !pointer.IsOut());
}

uintptr_t ConvertPointeeIn(const ValueRules& rules, QualType pointer, napi_value value, Copies& copies,
                           const Place& place) {
  RequireCopies(copies, TargetOf(pointer), place);
  copies.NoteUserCode();  // getters, proxies
  bool is_array = false;
  Check(rules.env(), napi_is_array(rules.env(), value, &is_array));
  return is_array ? ConvertElementsIn(rules, pointer, value, copies, place)
                  : ConvertObjectIn(rules, pointer, value, copies, place);
}

void CopyBack(const ValueRules& rules, const Copies::Out& out) {
  try {
    const napi_value values = out.count ? ElementsOut(rules, out) : ConvertOut(rules, out.type, out.memory);
    const Napi::Value refused = rules.instance.Call(Instance::Hook::kCopyBack, {out.target, values});
    if (refused.IsUndefined()) return;
    throw Fault(code::kInvalidArgValue, "its '" + refused.As<Napi::String>().Utf8Value() +
                                            "' cannot be written: it is read-only, or the object frozen");
  } catch (Fault& fault) {
    fault.Prepend(NameOf(out.place) + " does not get what C wrote: ");
    throw;
  }
}

}  // namespace ffi_native
