// Loads and stores by guarded access, through the same conversions as arguments and results.
#include "call/value-exports.h"

#include <memory>
#include <string>

#include "call/convert.h"
#include "call/room.h"
#include "call/text.h"
#include "core/fault.h"
#include "memory/guarded-access.h"
#include "types/handle.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

size_t SizeOfObject(QualType type) {
  if (!type->complete) throw Fault(code::kIncompleteType, "'" + Spell(type) + "' has no size, so it has no value");
  return type->size;
}

uintptr_t AddressFrom(const Napi::Value& address) {
  bool lossless = false;
  return static_cast<uintptr_t>(address.As<Napi::BigInt>().Uint64Value(&lossless));
}

// (type handle, address: bigint, the rules' bits or undefined) -> the value there
Napi::Value LoadValue(Instance& instance, const Napi::CallbackInfo& info) {
  const QualType type = TypeFrom(instance, info[0]);
  const size_t size = SizeOfObject(type);
  Room copy(size);
  ReadMemory(copy.data(), AddressFrom(info[1]), size);
  const ValueRules rules =
      info[2].IsUndefined() ? ValueRules{instance} : ValueRules::FromBits(instance, info[2].As<Napi::Number>());
  return {info.Env(), ConvertOut(rules, type, copy.data())};
}

// (type handle, address: bigint, value, () => void or undefined): nothing is written unless all of it can be converted.
// The function is asked then whether the memory is still there: getters of the value's may have ended it.
Napi::Value StoreValue(Instance& instance, const Napi::CallbackInfo& info) {
  const QualType type = TypeFrom(instance, info[0]);
  const size_t size = SizeOfObject(type);
  Room copy(size);
  Copies copies(Copies::Text::kRefused);
  const ValueRules rules{instance};
  ConvertIn(rules, type, info[2], copy.data(), copies, Place::Value("The value"));
  if (info[3].IsFunction() && info[2].IsObject()) info[3].As<Napi::Function>().Call({});
  ResolveDeferred(rules, copies);
  WriteMemory(AddressFrom(info[1]), copy.data(), size);
  return info.Env().Undefined();
}

// (value, how messages name it) -> the address that it is or has: bigint
Napi::Value AddressOf(Instance& instance, const Napi::CallbackInfo& info) {
  uintptr_t address = 0;
  Copies copies(Copies::Text::kRefused);
  const QualType pointer{TypesOf(instance).Pointer({TypesOf(instance).Void()})};
  const std::string name = info[1].As<Napi::String>();
  ConvertIn(ValueRules{instance}, pointer, info[0], &address, copies, Place::Value(name));
  return Napi::BigInt::New(info.Env(), static_cast<uint64_t>(address));
}

// (address: bigint, bytes of a unit) -> the text there, up to its NUL
Napi::Value TextAt(const Napi::CallbackInfo& info) {
  const uint32_t unit = info[1].As<Napi::Number>();
  const TextEncoding encoding = unit == 1   ? TextEncoding::kUtf8
                                : unit == 2 ? TextEncoding::kUtf16
                                            : TextEncoding::kUtf32;
  return {info.Env(), ReadText(info.Env(), AddressFrom(info[0]), encoding)};
}

}  // namespace

void ExportValues(Instance& instance, Napi::Object exports) {
  const auto add = [&](const char* name, auto function) {
    instance.Export(exports, name, [&instance, function](const auto& info) { return function(instance, info); });
  };
  add("loadValue", LoadValue);
  add("storeValue", StoreValue);
  add("addressOf", AddressOf);
  instance.Export(exports, "textAt", TextAt);
}

}  // namespace ffi_native
