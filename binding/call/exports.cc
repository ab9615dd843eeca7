// bind: a library, a name and types become a function.
#include "call/exports.h"

#include <algorithm>

#include "call/bound-function.h"
#include "call/convert.h"
#include "core/fault.h"
#include "library/exports.h"
#include "types/handle.h"
#include "types/parameters.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

// Sets what is to be called: a function of these types and of a calling convention, which may be undefined.
void SetSignature(BoundFunction& function, const Napi::Value& return_type, const Napi::Array& types,
                  const Napi::Value& abi_name) {
  Instance& instance = *function.instance;
  const QualType result = Within("returnType", [&] { return TypeFrom(instance, return_type); });
  const Parameters parameters = ParametersFrom(instance, types);
  const size_t count = parameters.types.size();
  const size_t fixed_count = parameters.fixed_count.value_or(count);
  const Abi abi = abi_name.IsUndefined() ? Abi::kDefault : *AbiOf(abi_name.As<Napi::String>().Utf8Value());
  function.signature = NamingParameters(
      [&](size_t i) { return parameters.PlaceOf(i); },
      [&] {
        const bool is_variadic = parameters.fixed_count.has_value();
        return Signature::Of(instance, *TypesOf(instance).Function(result, parameters.types, is_variadic, abi),
                             fixed_count);
      });
  function.takes_pairs = parameters.fixed_count == count;
}

std::unique_ptr<BoundFunction> NewFunction(Instance& instance, const Napi::Value& name) {
  TypesOf(instance).CollectIfDue();
  auto function = std::make_unique<BoundFunction>();
  function->instance = instance.shared_from_this();
  function->name = name.As<Napi::String>();
  return function;
}

// POSIX gives the addresses of functions and of objects one width; dlsym depends on it.
void (*ToFunction(void* address))() { return reinterpret_cast<void (*)()>(address); }

// (library: string | null | handle, name: string, returnType, argTypes, options, abi: string | undefined) -> the bound
// function; lib/ has checked every argument.
Napi::Value Bind(Instance& instance, const Napi::CallbackInfo& info) {
  auto function = NewFunction(instance, info[1]);
  SetSignature(*function, info[2], info[3].As<Napi::Array>(), info[5]);
  function->library = info[0].IsExternal()
                          ? LibraryFrom(info[0])
                          : Library::OpenForever(PathFrom(info[0]), OpenOptionsFrom(info[4].As<Napi::Object>()));
  function->target = ToFunction(function->library->Symbol(function->name));
  return MakeFunction(std::move(function));
}

// (library handle | null, address: bigint, name: string, handle of a function type or of a pointer to one)
Napi::Value BindAddress(Instance& instance, const Napi::CallbackInfo& info) {
  auto function = NewFunction(instance, info[2]);
  if (!info[0].IsNull()) function->library = LibraryFrom(info[0]);
  bool lossless = false;
  const uint64_t address = info[1].As<Napi::BigInt>().Uint64Value(&lossless);
  // The user says that a function is there; nobody can check it.
  function->target = ToFunction(reinterpret_cast<void*>(static_cast<uintptr_t>(address)));
  QualType type = TypeFrom(instance, info[3]);
  if (type->kind == Kind::kPointer) type = As<PointerType>(*type.type).target;
  if (type->kind != Kind::kFunction) {
    throw Fault(code::kInvalidSignature, function->name + " cannot be called: '" + Spell(type) + "' is no function");
  }
  const auto& function_type = As<FunctionType>(*type.type);
  function->signature = Signature::Of(instance, function_type, function_type.parameters.size());
  function->takes_pairs = function_type.variadic;
  return MakeFunction(std::move(function));
}

const RecordType& RecordFrom(Instance& instance, const Napi::Value& handle) {
  return As<RecordType>(*TypeFrom(instance, handle).type);
}

// (handle of a struct or union) -> the names of its fields, those of anonymous members among them
Napi::Value FieldNames(Instance& instance, const Napi::CallbackInfo& info) {
  Napi::Array names = Napi::Array::New(info.Env());
  uint32_t i = 0;
  for (const Field& field : RecordFrom(instance, info[0]).fields) {
    names[i++] = Napi::String::New(info.Env(), field.name.data(), field.name.size());
  }
  return names;
}

// (handle of a struct or union, its bytes, index of a field) -> the field's value
Napi::Value FieldValue(Instance& instance, const Napi::CallbackInfo& info) {
  const RecordType& record = RecordFrom(instance, info[0]);
  const auto bytes = info[1].As<Napi::Uint8Array>();
  const Field& field = record.fields.at(info[2].As<Napi::Number>().Uint32Value());
  return Napi::Value(info.Env(), ConvertFieldOut(instance, field, bytes.Data()));
}

// (handle of a union, handle of another type) -> whether they are one type by C's rule for two texts (C17 6.2.7):
// the same tag, and the same members
Napi::Value IsSameUnion(Instance& instance, const Napi::CallbackInfo& info) {
  const RecordType& a = RecordFrom(instance, info[0]);
  const RecordType& b = RecordFrom(instance, info[1]);
  const bool is_same = a.kind == b.kind && a.tag == b.tag && a.size == b.size &&
                       std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                                  [](const Field& left, const Field& right) {
                                    return left.name == right.name && left.offset == right.offset &&
                                           Spell(left.type) == Spell(right.type);
                                  });
  return Napi::Boolean::New(info.Env(), is_same);
}

}  // namespace

void ExportCall(Instance& instance, Napi::Object exports) {
  const auto add = [&](const char* name, auto function) {
    instance.Export(exports, name, [&instance, function](const auto& info) { return function(instance, info); });
  };
  add("fieldNames", FieldNames);
  add("fieldValue", FieldValue);
  add("isSameUnion", IsSameUnion);
  add("bind", Bind);
  add("bindAddress", BindAddress);
}

}  // namespace ffi_native
