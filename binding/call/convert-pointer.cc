// Values for a pointer: an address, or what stands for one.
#include <cstring>

#include "call/convert.h"
#include "call/function-argument.h"
#include "call/text.h"
#include "call/value-kind.h"
#include "memory/buffer-address.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

void StoreAddress(void* slot, uintptr_t address) { memcpy(slot, &address, sizeof address); }

QualType TargetOf(QualType pointer) { return As<PointerType>(*pointer.type).target; }

bool TakesText(QualType type) {
  return !type.IsOut() && EncodingOf(As<PointerType>(*type.type)) != TextEncoding::kNone;
}

std::string PointeeOf(QualType type) {
  return std::string(TakesOneObject(type) ? "an object or" : "an") + " array of '" + Spell({TargetOf(type).type}) +
         "', ";
}

// What a parameter of this pointer type takes, as a message says it.
std::string ExpectedOf(QualType type) {
  return std::string("null, a BigInt address, a Pointer, ") + (TakesText(type) ? "a string, " : "") +
         (TakesPointee(type) ? PointeeOf(type) : "") + "a Buffer, a typed array, a DataView or an ArrayBuffer";
}

// Why an object is refused, and what to do, where it could be copied if the type said in which direction.
std::string AdviceFor(QualType type) {
  if (TakesPointee(type) || !TargetOf(type)->complete) return "";
  const std::string target = Spell({TargetOf(type).type});
  return ": C may write there, so allocate it with ffi.alloc('" + target +
         "', ...) or mark the parameter _Out_ or _Inout_";
}

std::optional<uintptr_t> TryAddressOf(const ValueRules& rules, napi_value value, const Place& place) {
  try {
    return AddressOfBuffer(rules.instance, value);
  } catch (Fault& fault) {
    fault.Prepend(NameOf(place) + " cannot be used: ");
    throw;
  }
}

// A buffer within an object: a getter of the object's may yet run, and detach it.
void DeferWithin(void* slot, napi_value value, Copies& copies, const Place& place) {
  if (place.outer != nullptr) copies.Defer(slot, value, NameOf(place));
}

uintptr_t AddressOfObject(const ValueRules& rules, QualType type, napi_value value, void* slot, Copies& copies,
                          const Place& place) {
  if (const std::optional<uintptr_t> address = TryAddressOf(rules, value, place)) {
    DeferWithin(slot, value, copies, place);
    return *address;
  }
  const bool is_function = IsOfType(rules.env(), value, napi_function);
  if (is_function && TargetOf(type)->kind == Kind::kFunction && copies.AllowsText()) {
    return FunctionArgumentsOf(rules.instance).make(rules, type, value, copies, place);
  }
  if (!TakesPointee(type) || is_function) RefusePointer(rules, type, value, place);
  return ConvertPointeeIn(rules, type, value, copies, place);
}

uintptr_t AddressOfBigInt(const ValueRules& rules, uint64_t address, bool lossless, napi_value value,
                          const Place& place) {
  if (lossless && address <= UINTPTR_MAX) return static_cast<uintptr_t>(address);
  Refuse(rules, code::kOutOfRange, place, "an address from 0 to " + std::to_string(UINTPTR_MAX), value);
}

}  // namespace

void RefusePointer(const ValueRules& rules, QualType type, napi_value value, const Place& place) {
  const bool is_object = IsOfType(rules.env(), value, napi_object);
  throw Fault(code::kInvalidArgType, NameOf(place) + " must be " + ExpectedOf(type) + ", received " +
                                         rules.instance.Describe(value) + (is_object ? AdviceFor(type) : ""));
}

// The kinds of values are tried in the order of their frequency: asking for the kind first would cost all of them.
void ConvertPointerIn(const ValueRules& rules, QualType type, napi_value value, void* slot, Copies& copies,
                      const Place& place) {
  napi_env env = rules.env();
  if (TakesText(type)) {
    const TextEncoding encoding = EncodingOf(As<PointerType>(*type.type));
    const std::optional<uintptr_t> text = CopyText(env, value, encoding, copies, place);
    if (text) return StoreAddress(slot, *text);
  }
  uint64_t address;
  bool lossless = false;
  if (napi_get_value_bigint_uint64(env, value, &address, &lossless) == napi_ok) {
    return StoreAddress(slot, AddressOfBigInt(rules, address, lossless, value, place));
  }
  if (const std::optional<uintptr_t> bytes = AddressOfFilledView(env, value)) {
    DeferWithin(slot, value, copies, place);
    return StoreAddress(slot, *bytes);
  }
  if (IsOfType(env, value, napi_null)) return StoreAddress(slot, 0);
  if (IsOfType(env, value, napi_object) || IsOfType(env, value, napi_function)) {
    return StoreAddress(slot, AddressOfObject(rules, type, value, slot, copies, place));
  }
  RefusePointer(rules, type, value, place);
}

void RefreshAddress(const ValueRules& rules, napi_value value, void* slot, const Place& place) {
  if (!IsOfType(rules.env(), value, napi_object) && !IsOfType(rules.env(), value, napi_function)) return;
  if (const std::optional<uintptr_t> address = TryAddressOf(rules, value, place)) StoreAddress(slot, *address);
}

void ResolveDeferred(const ValueRules& rules, Copies& copies) {
  if (copies.deferred() == nullptr) return;
  for (const Copies::Deferred& deferred : *copies.deferred()) {
    RefreshAddress(rules, deferred.value, deferred.slot, Place::Value(deferred.name));
  }
}

}  // namespace ffi_native
