// Structs, unions and arrays of C to objects and arrays of JavaScript.
#include <cstring>

#include "call/bits.h"
#include "call/convert.h"
#include "call/element-kind.h"
#include "call/record-code.h"
#include "call/utf8.h"
#include "core/fault.h"
#include "types/handle.h"

namespace ffi_native {

namespace {

napi_value CopyBytes(napi_env env, const void* from, size_t size, napi_typedarray_type kind, size_t length) {
  void* data = nullptr;
  napi_value buffer = nullptr;
  napi_value view = nullptr;
  Check(env, napi_create_arraybuffer(env, size, &data, &buffer));
  if (size != 0) memcpy(data, from, size);
  Check(env, napi_create_typedarray(env, kind, length, buffer, 0, &view));
  return view;
}

// A bit-field is widened to an object of its type.
napi_value ConvertBitsOut(const ValueRules& rules, const Field& field, const void* record) {
  const uint64_t bits = LoadBits(record, *field.bit_field, IsSigned(field.type->representation));
  switch (field.type->size) {
    case 1: {
      const auto value = static_cast<uint8_t>(bits);
      return ConvertOut(rules, field.type, &value);
    }
    case 2: {
      const auto value = static_cast<uint16_t>(bits);
      return ConvertOut(rules, field.type, &value);
    }
    case 4: {
      const auto value = static_cast<uint32_t>(bits);
      return ConvertOut(rules, field.type, &value);
    }
    default:
      return ConvertOut(rules, field.type, &bits);
  }
}

napi_value ConvertStructOut(const ValueRules& rules, const RecordType& record, const void* slot) {
  if (napi_value made = MakeRecord(rules, record, slot)) return made;
  Napi::Object object = Napi::Object::New(rules.env());
  for (const Field& field : record.fields) {
    if (IsFlexible(field.type)) continue;
    napi_property_descriptor property = {};
    property.name = Napi::String::New(rules.env(), field.name.data(), field.name.size());
    property.value = ConvertFieldOut(rules, field, slot);
    property.attributes = napi_default_jsproperty;
    // Defined, not set: a member may be called __proto__.
    Check(rules.env(), napi_define_properties(rules.env(), object, 1, &property));
  }
  return object;
}

napi_value ConvertUnionOut(const ValueRules& rules, QualType type, const void* slot) {
  napi_value bytes = CopyBytes(rules.env(), slot, type->size, napi_uint8_array, type->size);
  return rules.instance.Call(Instance::Hook::kMakeUnion, {HandleOf(rules.instance, {type.type}), bytes,
                                                          Napi::Number::New(rules.env(), rules.Bits())});
}

// The text of a char array, if that says all that is in it: characters, then NULs to the end.
std::optional<std::string_view> TextIn(const char* bytes, size_t size) {
  const std::string_view all(bytes, size);
  const std::string_view text = all.substr(0, all.find('\0'));
  const bool is_rest_empty = all.find_first_not_of('\0', text.size()) == std::string_view::npos;
  if (!is_rest_empty || !IsUtf8(text)) return std::nullopt;
  return text;
}

napi_value ConvertArrayOut(const ValueRules& rules, const ArrayType& array, const void* slot) {
  napi_env env = rules.env();
  const auto length = static_cast<size_t>(*array.length);
  if (array.element->size == 0) throw Fault(code::kUnsupportedType, "an array has elements without a size");
  if (IsText(array)) {
    const std::optional<std::string_view> text = TextIn(static_cast<const char*>(slot), array.size);
    if (text) return Napi::String::New(env, text->data(), text->size());
    return CopyBytes(env, slot, array.size, napi_uint8_array, length);
  }
  const std::optional<napi_typedarray_type> kind = ElementKindOf(array.element);
  const bool is_plain =
      rules.int64_as_number && array.element->size == sizeof(int64_t) && IsInteger(array.element->representation);
  if (kind && !is_plain) return CopyBytes(env, slot, array.size, *kind, length);
  Napi::Array elements = Napi::Array::New(env, length);
  for (uint32_t i = 0; i < length; ++i) {
    elements[i] =
        Napi::Value(env, ConvertOut(rules, array.element, static_cast<const char*>(slot) + i * array.element->size));
  }
  return elements;
}

template <typename T>
napi_value MakeComplex(napi_env env, const void* slot) {
  T parts[2];
  memcpy(parts, slot, sizeof parts);
  Napi::Object object = Napi::Object::New(env);
  object["re"] = Napi::Number::New(env, static_cast<double>(parts[0]));
  object["im"] = Napi::Number::New(env, static_cast<double>(parts[1]));
  return object;
}

}  // namespace

napi_value ConvertFieldOut(const ValueRules& rules, const Field& field, const void* record) {
  if (field.bit_field) return ConvertBitsOut(rules, field, record);
  return ConvertOut(rules, field.type, static_cast<const char*>(record) + field.offset);
}

napi_value ConvertAggregateOut(const ValueRules& rules, QualType type, const void* slot) {
  if (type->kind == Kind::kArray) return ConvertArrayOut(rules, As<ArrayType>(*type.type), slot);
  if (type->kind == Kind::kUnion) return ConvertUnionOut(rules, type, slot);
  return ConvertStructOut(rules, As<RecordType>(*type.type), slot);
}

napi_value ConvertComplexOut(const ValueRules& rules, QualType type, const void* slot) {
  switch (type->representation) {
    case Representation::kFloatComplex:
      return MakeComplex<float>(rules.env(), slot);
    case Representation::kDoubleComplex:
      return MakeComplex<double>(rules.env(), slot);
    default:
      return MakeComplex<long double>(rules.env(), slot);
  }
}

}  // namespace ffi_native
