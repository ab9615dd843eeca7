// Objects and arrays of JavaScript to structs, unions and arrays of C.
#include <algorithm>
#include <cstring>
#include <vector>

#include "call/bits.h"
#include "call/convert.h"
#include "call/element-kind.h"
#include "call/record-code.h"
#include "call/text.h"
#include "types/handle.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

// What runs code of the user's (getters, proxies) may leave an exception.
bool IsObject(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  Check(env, napi_typeof(env, value, &type));
  return type == napi_object;
}

std::string NamesOf(const RecordType& record) {
  std::string names;
  for (const Field& field : record.fields) names += (names.empty() ? "" : ", ") + std::string(field.name);
  return names;
}

std::string Quoted(QualType type) { return "'" + Spell(type) + "'"; }

// The members that an object gives a value.
class Properties {
 public:
  // `names`: null unless they have been asked for already.
  Properties(napi_env env, napi_value object, napi_value names) : env_(env), object_(object), keys_(names) {
    if (keys_ == nullptr) ListNames();
    Check(env, napi_get_array_length(env, keys_, &count_));
  }

  uint32_t count() const { return count_; }

  std::string NameAt(uint32_t i) {
    Check(env_, napi_get_element(env_, keys_, i, &key_));
    return Napi::String(env_, key_).Utf8Value();
  }
  // The value of the property that was named last.
  napi_value Value() const {
    napi_value value = nullptr;
    Check(env_, napi_get_property(env_, object_, key_, &value));
    return value;
  }

 private:
  void ListNames() {
    const auto filter = static_cast<napi_key_filter>(napi_key_enumerable | napi_key_skip_symbols);
    Check(env_,
          napi_get_all_property_names(env_, object_, napi_key_own_only, filter, napi_key_numbers_to_strings, &keys_));
  }

  napi_env env_;
  napi_value object_;
  napi_value keys_;
  napi_value key_ = nullptr;
  uint32_t count_ = 0;
};

// Properties mostly come in the order of the fields, so the search begins at `hint`.
const Field* FindField(const RecordType& record, std::string_view name, size_t hint) {
  const size_t count = record.fields.size();
  for (size_t i = 0; i < count; ++i) {
    const Field& field = record.fields[(hint + i) % count];
    if (field.name == name) return &field;
  }
  return nullptr;
}

void ConvertField(const ValueRules& rules, const Field& field, napi_value value, void* record, Copies& copies,
                  const Place& place) {
  if (field.bit_field) return ConvertBitsIn(rules, field, value, record, place);
  ConvertIn(rules, field.type, value, static_cast<char*>(record) + field.offset, copies, place);
}

// Whether two fields lie in different members of one union.
bool Exclude(const Field& a, const Field& b) {
  for (const UnionChoice& left : a.choices) {
    for (const UnionChoice& right : b.choices) {
      if (left.union_index == right.union_index && left.member_index != right.member_index) return true;
    }
  }
  return false;
}

bool HoldsSame(const Field& field, const char* a, const char* b) {
  if (field.bit_field) return LoadBits(a, *field.bit_field, false) == LoadBits(b, *field.bit_field, false);
  return memcmp(a + field.offset, b + field.offset, field.type->size) == 0;
}

// Fills a record field by field. A union has one member; a second one is let pass where it says the same in other
// words, as the object does that a struct with an anonymous union came out as.
class RecordWriter {
 public:
  RecordWriter(const ValueRules& rules, const RecordType& record, char* slot, Copies& copies)
      : rules_(rules), record_(record), slot_(slot), copies_(copies) {}

  void Write(const Field& field, napi_value value, const Place& place) {
    const bool is_second =
        std::any_of(written_.begin(), written_.end(), [&](const Field* other) { return Exclude(field, *other); });
    if (is_second) {
      WriteSecond(field, value, place);
    } else {
      ConvertField(rules_, field, value, slot_, copies_, place.Member(field.name));
    }
    if (!field.choices.empty()) written_.push_back(&field);
  }

 private:
  void WriteSecond(const Field& field, napi_value value, const Place& place) {
    std::string trial(slot_, record_.size);
    Copies discarded(Copies::Text::kRefused);
    ConvertField(rules_, field, value, trial.data(), discarded, place.Member(field.name));
    for (const Field* other : written_) {
      if (!Exclude(field, *other) || HoldsSame(*other, slot_, trial.data())) continue;
      throw Fault(code::kInvalidArgValue, NameOf(place) + " has both '" + std::string(other->name) + "' and '" +
                                              std::string(field.name) + "', of which a union can have one");
    }
    memcpy(slot_, trial.data(), record_.size);
  }

  const ValueRules& rules_;
  const RecordType& record_;
  char* slot_;
  Copies& copies_;
  std::vector<const Field*> written_;  // those in unions
};

// An object of a class of its own that has no members (a Promise, a Map, an empty array) is a mistake, not zeroes.
bool IsPlain(napi_env env, napi_value object) {
  napi_value prototype = nullptr;
  Check(env, napi_get_prototype(env, object, &prototype));
  if (!IsObject(env, prototype)) return true;
  Check(env, napi_get_prototype(env, prototype, &prototype));
  return !IsObject(env, prototype);
}

void ConvertRest(const ValueRules& rules, QualType type, napi_value value, void* slot, Copies& copies,
                 const Place& place, const Progress& progress);

// The hook's answer for what knows its bytes: views, and unions that came from C; null for all other values.
napi_value ContentsOf(const ValueRules& rules, QualType type, napi_value value) {
  if (!IsObject(rules.env(), value)) return nullptr;
  const Napi::Value contents =
      rules.instance.Call(Instance::Hook::kContents, {value, HandleOf(rules.instance, {type.type})});
  return contents.IsUndefined() ? nullptr : static_cast<napi_value>(contents);
}

// A struct or union that knows its bytes is copied whole.
bool CopyContents(const ValueRules& rules, QualType type, napi_value value, void* slot) {
  napi_value contents = ContentsOf(rules, type, value);
  if (contents == nullptr) return false;
  memcpy(slot, Napi::Value(rules.env(), contents).As<Napi::Uint8Array>().Data(), type->size);
  return true;
}

// `progress` is null where nothing has been read of the object.
void ConvertRecord(const ValueRules& rules, QualType type, napi_value value, void* slot, Copies& copies,
                   const Place& place, const Progress* progress) {
  napi_env env = rules.env();
  const auto& record = As<RecordType>(*type.type);
  const auto refuse = [&] {
    Refuse(rules, code::kInvalidArgType, place,
           "an object with members of " + Quoted(type) + " (" + NamesOf(record) + ")", value);
  };
  if (!IsObject(env, value)) refuse();
  Progress packed = {};
  if (progress == nullptr && record.kind == Kind::kStruct) {
    const Packed extent = PackRecord(rules, record, value, slot, packed);
    if (extent == Packed::kAll) return;
    if (extent == Packed::kNothing && !IsPlain(env, value) && CopyContents(rules, type, value, slot)) return;
    if (extent == Packed::kPart) progress = &packed;
  }
  Properties properties(env, value, progress == nullptr ? nullptr : progress->names);
  if (properties.count() == 0 && !IsPlain(env, value)) refuse();
  // What is omitted is zero, as in a C initialiser; so is the padding.
  if (progress == nullptr) memset(slot, 0, record.size);
  RecordWriter writer(rules, record, static_cast<char*>(slot), copies);
  for (uint32_t i = progress == nullptr ? 0 : progress->index; i < properties.count(); ++i) {
    const std::string name = properties.NameAt(i);
    const Field* field = FindField(record, name, i);
    if (field == nullptr) {
      throw Fault(code::kInvalidArgValue, NameOf(place) + " has '" + name + "', which is no member of " + Quoted(type) +
                                              ": there are " + NamesOf(record));
    }
    if (IsFlexible(field->type)) {
      throw Fault(code::kInvalidArgValue, NameOf(place) + " has '" + name +
                                              "', a flexible array, which is no part of " + Quoted(type) +
                                              ": write it at its own address");
    }
    const bool is_read = progress != nullptr && progress->index == i;
    const std::optional<Progress> inner = is_read ? ProgressFrom(env, progress->inner) : std::nullopt;
    if (inner) {
      ConvertRest(rules, field->type, progress->value, static_cast<char*>(slot) + field->offset, copies,
                  place.Member(field->name), *inner);
    } else {
      writer.Write(*field, is_read ? progress->value : properties.Value(), place);
    }
  }
  if (record.kind == Kind::kUnion && properties.count() == 0) {
    throw Fault(code::kInvalidArgValue, NameOf(place) + " must have one member of " + Quoted(type) + " (" +
                                            NamesOf(record) + "), received none");
  }
}

bool CopyText(napi_env env, const ArrayType& array, napi_value value, void* slot, const Place& place) {
  napi_valuetype value_type = napi_undefined;
  Check(env, napi_typeof(env, value, &value_type));
  if (value_type != napi_string || !IsText(array)) return false;
  const std::string text = Utf8From(env, value, place);
  if (text.size() > array.size) {
    throw Fault(code::kInvalidArgValue, NameOf(place) + " must be a string of at most " + std::to_string(array.size) +
                                            " bytes, received one of " + std::to_string(text.size()));
  }
  memset(slot, 0, array.size);
  memcpy(slot, text.data(), text.size());
  return true;
}

// Whether the bytes of a typed array are those of the C array. Text that is none comes out as a Uint8Array.
bool HasBytesOf(const ArrayType& array, napi_typedarray_type kind) {
  return ElementKindOf(array.element) == kind ||
         (IsText(array) && (kind == napi_uint8_array || kind == napi_int8_array));
}

[[noreturn]] void RefuseLength(QualType type, size_t received, const Place& place) {
  throw Fault(code::kInvalidArgValue, NameOf(place) + " must have exactly " +
                                          std::to_string(*As<ArrayType>(*type.type).length) + " elements of " +
                                          Quoted({As<ArrayType>(*type.type).element}) + ", received " +
                                          std::to_string(received));
}

// The elements of an array but for those that have been converted already.
void ConvertElements(const ValueRules& rules, const ArrayType& array, napi_value value, void* slot, Copies& copies,
                     const Place& place, const Progress* progress) {
  const auto length = static_cast<uint32_t>(*array.length);
  for (uint32_t i = progress == nullptr ? 0 : progress->index; i < length; ++i) {
    napi_value element = nullptr;
    if (progress != nullptr && progress->index == i) {
      element = progress->value;
    } else {
      Check(rules.env(), napi_get_element(rules.env(), value, i, &element));
    }
    ConvertIn(rules, array.element, element, static_cast<char*>(slot) + i * array.element->size, copies,
              place.Element(i));
  }
}

void ConvertArray(const ValueRules& rules, QualType type, napi_value value, void* slot, Copies& copies,
                  const Place& place) {
  napi_env env = rules.env();
  const auto& array = As<ArrayType>(*type.type);
  if (array.element->size == 0) throw Fault(code::kUnsupportedType, NameOf(place) + " has elements without a size");
  if (CopyText(env, array, value, slot, place)) return;
  napi_typedarray_type kind;
  size_t length = 0;
  void* data = nullptr;
  const bool is_view = napi_get_typedarray_info(env, value, &kind, &length, &data, nullptr, nullptr) == napi_ok;
  bool is_array = false;
  if (!is_view) Check(env, napi_is_array(env, value, &is_array));
  if (!is_view && !is_array) {
    if (napi_value contents = ContentsOf(rules, type, value)) {
      return ConvertArray(rules, type, contents, slot, copies, place);
    }
    Refuse(rules, code::kInvalidArgType, place,
           std::string("an array") + (IsText(array) ? ", a typed array or a string" : " or a typed array") + " for " +
               Quoted(type),
           value);
  }
  uint32_t array_length = 0;
  if (is_array) Check(env, napi_get_array_length(env, value, &array_length));
  if (is_array) length = array_length;
  if (length != *array.length) RefuseLength(type, length, place);
  if (is_view && HasBytesOf(array, kind)) {
    if (length != 0) memcpy(slot, data, array.size);
    return;
  }
  ConvertElements(rules, array, value, slot, copies, place, nullptr);
}

// Continues with what JavaScript has begun to read.
void ConvertRest(const ValueRules& rules, QualType type, napi_value value, void* slot, Copies& copies,
                 const Place& place, const Progress& progress) {
  if (type->kind == Kind::kArray) {
    return ConvertElements(rules, As<ArrayType>(*type.type), value, slot, copies, place, &progress);
  }
  ConvertRecord(rules, type, value, slot, copies, place, &progress);
}

// The two parts of a complex number, both of which must be there.
void ConvertComplex(const ValueRules& rules, QualType part, napi_value value, void* slot, const Place& place) {
  napi_env env = rules.env();
  const char* const expected = "an object {re, im} of two numbers";
  if (!IsObject(env, value)) Refuse(rules, code::kInvalidArgType, place, expected, value);
  Properties properties(env, value, nullptr);
  if (properties.count() != 2) Refuse(rules, code::kInvalidArgType, place, expected, value);
  Copies copies(Copies::Text::kRefused);
  for (uint32_t i = 0; i < 2; ++i) {
    const std::string name = properties.NameAt(i);
    if (name != "re" && name != "im") Refuse(rules, code::kInvalidArgType, place, expected, value);
    const size_t index = name == "re" ? 0 : 1;
    ConvertIn(rules, part, properties.Value(), static_cast<char*>(slot) + index * part->size, copies,
              place.Member(name));
  }
}

}  // namespace

void ConvertAggregateIn(const ValueRules& rules, QualType type, napi_value value, void* slot, Copies& copies,
                        const Place& place) {
  if (type->kind == Kind::kArray) return ConvertArray(rules, type, value, slot, copies, place);
  if (type->kind == Kind::kUnion && CopyContents(rules, type, value, slot)) return;
  ConvertRecord(rules, type, value, slot, copies, place, nullptr);
}

void ConvertComplexIn(const ValueRules& rules, QualType type, napi_value value, void* slot, const Place& place) {
  const TypeTable& types = TypesOf(rules.instance);
  switch (type->representation) {
    case Representation::kFloatComplex:
      return ConvertComplex(rules, {types.Scalar(Primitive::kFloat)}, value, slot, place);
    case Representation::kDoubleComplex:
      return ConvertComplex(rules, {types.Scalar(Primitive::kDouble)}, value, slot, place);
    default:
      return ConvertComplex(rules, {types.Scalar(Primitive::kLongDouble)}, value, slot, place);
  }
}

}  // namespace ffi_native
