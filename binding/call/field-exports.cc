// The members of structs and unions one by one, for the values of unions and for views.
#include "call/field-exports.h"

#include <algorithm>
#include <climits>

#include "call/bits.h"
#include "call/convert.h"
#include "call/element-kind.h"
#include "core/fault.h"
#include "memory/guarded-access.h"
#include "types/handle.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

const RecordType& RecordFrom(Instance& instance, const Napi::Value& handle) {
  return As<RecordType>(*TypeFrom(instance, handle).type);
}

// (handle of a struct or union) -> its members that have values, those of anonymous members among them: {name, type,
// offset, isBitField, index}
Napi::Value RecordFields(Instance& instance, const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Napi::Array fields = Napi::Array::New(env);
  uint32_t index = 0;
  for (const Field& field : RecordFrom(instance, info[0]).fields) {
    const uint32_t own_index = index++;
    if (IsFlexible(field.type)) continue;
    Napi::Object made = Napi::Object::New(env);
    made["name"] = Napi::String::New(env, field.name.data(), field.name.size());
    made["type"] = HandleOf(instance, {field.type.type});
    made["offset"] = Napi::Number::New(env, static_cast<double>(field.offset));
    made["isBitField"] = Napi::Boolean::New(env, field.bit_field.has_value());
    made["index"] = Napi::Number::New(env, own_index);
    fields[fields.Length()] = made;
  }
  return fields;
}

// (handle of a type) -> what its values are in place: the name of a number kind, 'pointer', 'record', 'array', 'text'
// for an array of char, or 'other' for those that only native code converts
Napi::Value FormOfValue(Instance& instance, const Napi::CallbackInfo& info) {
  const QualType type = TypeFrom(instance, info[0]);
  const auto named = [&](const char* name) { return Napi::String::New(info.Env(), name); };
  if (type->complete && type->IsRecord()) return named("record");
  if (type->complete && type->kind == Kind::kArray) {
    return named(IsText(As<ArrayType>(*type.type)) ? "text" : "array");
  }
  if (type->kind == Kind::kPointer && !As<PointerType>(*type.type).is_string) return named("pointer");
  const char* number = NumberKindOf(type->representation);
  return named(number == nullptr ? "other" : number);
}

// (handle of a struct or union, its bytes, index of a field, the rules' bits) -> the field's value
Napi::Value FieldValue(Instance& instance, const Napi::CallbackInfo& info) {
  const RecordType& record = RecordFrom(instance, info[0]);
  const auto bytes = info[1].As<Napi::Uint8Array>();
  const Field& field = record.fields.at(info[2].As<Napi::Number>().Uint32Value());
  const ValueRules rules = ValueRules::FromBits(instance, info[3].As<Napi::Number>());
  return Napi::Value(info.Env(), ConvertFieldOut(rules, field, bytes.Data()));
}

// The bytes that the bits of a field lie in: at most nine.
class BitFieldPlace {
 public:
  BitFieldPlace(const Field& field, const Napi::Value& address) : field_(field) {
    bool lossless = false;
    const uint64_t first = field.bit_field->offset / CHAR_BIT;
    const uint64_t last = (field.bit_field->offset + field.bit_field->width - 1) / CHAR_BIT;
    address_ = static_cast<uintptr_t>(address.As<Napi::BigInt>().Uint64Value(&lossless)) + first;
    size_ = last - first + 1;
    field_.bit_field->offset -= first * CHAR_BIT;
  }

  // As if the record began at these bytes.
  const Field& field() const { return field_; }
  void Read(void* bytes) const { ReadMemory(bytes, address_, size_); }
  void Write(const void* bytes) const { WriteMemory(address_, bytes, size_); }

 private:
  Field field_;
  uintptr_t address_;
  size_t size_;
};

constexpr size_t kMostBitFieldBytes = 16;

// (handle of a struct or union, index of a bit-field, address of the record: bigint) -> its value
Napi::Value LoadBitField(Instance& instance, const Napi::CallbackInfo& info) {
  const RecordType& record = RecordFrom(instance, info[0]);
  const BitFieldPlace place(record.fields.at(info[1].As<Napi::Number>().Uint32Value()), info[2]);
  char bytes[kMostBitFieldBytes] = {};
  place.Read(bytes);
  return {info.Env(), ConvertFieldOut(ValueRules{instance}, place.field(), bytes)};
}

// (handle of a struct or union, index of a bit-field, address of the record: bigint, value): its neighbours in the same
// bytes are read and written again, as C does
Napi::Value StoreBitField(Instance& instance, const Napi::CallbackInfo& info) {
  const RecordType& record = RecordFrom(instance, info[0]);
  const BitFieldPlace place(record.fields.at(info[1].As<Napi::Number>().Uint32Value()), info[2]);
  char bytes[kMostBitFieldBytes] = {};
  place.Read(bytes);
  ConvertBitsIn(ValueRules{instance}, place.field(), info[3], bytes, Place::Value("The value"));
  place.Write(bytes);
  return info.Env().Undefined();
}

bool IsSameField(const Field& a, const Field& b) {
  return a.name == b.name && a.offset == b.offset && Spell(a.type) == Spell(b.type);
}

// (handle of a type, handle of another) -> whether they are one struct or union by C's rule for two texts (C17 6.2.7):
// the same tag, and the same members
Napi::Value IsSameRecord(Instance& instance, const Napi::CallbackInfo& info) {
  const QualType a = TypeFrom(instance, info[0]);
  const QualType b = TypeFrom(instance, info[1]);
  if (a->kind != b->kind || !a->IsRecord()) return Napi::Boolean::New(info.Env(), false);
  const auto& left = As<RecordType>(*a.type);
  const auto& right = As<RecordType>(*b.type);
  const bool is_same =
      left.tag == right.tag && left.size == right.size &&
      std::equal(left.fields.begin(), left.fields.end(), right.fields.begin(), right.fields.end(), IsSameField);
  return Napi::Boolean::New(info.Env(), is_same);
}

}  // namespace

void ExportFields(Instance& instance, Napi::Object exports) {
  const auto add = [&](const char* name, auto function) {
    instance.Export(exports, name, [&instance, function](const auto& info) { return function(instance, info); });
  };
  add("recordFields", RecordFields);
  add("formOfValue", FormOfValue);
  add("fieldValue", FieldValue);
  add("loadBitField", LoadBitField);
  add("storeBitField", StoreBitField);
  add("isSameRecord", IsSameRecord);
}

}  // namespace ffi_native
