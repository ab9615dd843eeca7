// Types from their parts: what lib/types/builders.js has made plain becomes what the parser would make of the same
// type. No code of the user's runs here, so that nothing collects types which are still in hand.
#include "types/builders-exports.h"

#include "core/fault.h"
#include "types/constraints.h"
#include "types/handle.h"
#include "types/member-path.h"
#include "types/parameters.h"
#include "types/parser.h"

namespace ffi_native {

namespace {

bool IsIdentifier(const std::string& text) {
  try {
    const Token token = Lexer(text).Next();
    return token.IsName() && token.text.size() == text.size();
  } catch (const Fault&) {
    return false;
  }
}

std::string RequireIdentifier(const Napi::Value& name, const char* what) {
  std::string text = name.As<Napi::String>();
  if (!IsIdentifier(text)) {
    throw Fault(code::kInvalidArgValue, std::string(what) + " must be a C identifier, received '" + text + "'");
  }
  return text;
}

std::string TagFrom(const Napi::Value& tag) {
  return tag.IsUndefined() ? std::string() : RequireIdentifier(tag, "tag");
}

// A whole number: a safe integer or a BigInt that fits 64 bits.
Constant ConstantFrom(const Napi::Value& number) {
  if (number.IsNumber()) {
    return {static_cast<uint64_t>(number.As<Napi::Number>().Int64Value()), false, sizeof(int64_t)};
  }
  bool is_signed = false;
  const int64_t value = number.As<Napi::BigInt>().Int64Value(&is_signed);
  return {static_cast<uint64_t>(value), !is_signed, sizeof(int64_t)};
}

size_t AlignmentFrom(const Napi::Value& alignment) {
  return alignment.IsUndefined() ? 0 : RequireAlignment(ConstantFrom(alignment));
}

// A struct or union in the making, with the scope in which its own tag and those of its members' texts are known.
class RecordBuilder {
 public:
  RecordBuilder(Instance& instance, Kind kind, const std::string& tag)
      : instance_(instance),
        scope_(TypesOf(instance)),
        record_(TypesOf(instance).NewRecord(kind, tag)),
        constraints_(kind) {
    if (!tag.empty()) scope_.DeclareTag(tag, record_);
  }

  // [name, type, bits, packed, alignment][]
  void AddMembers(const Napi::Array& fields) {
    std::vector<std::string> places;
    for (uint32_t i = 0; i < fields.Length(); ++i) {
      const auto field = Napi::Value(fields[i]).As<Napi::Array>();
      const std::string name = Napi::Value(field[0u]).As<Napi::String>();
      places.push_back(name.empty() ? "fields[" + std::to_string(i) + "]" : "fields." + name);
      members_.push_back(Within(places.back(), [&] { return MemberFrom(field); }));
    }
    for (size_t i = 0; i < members_.size(); ++i) {
      Within(places[i], [&] { constraints_.Require(members_[i], i + 1 == members_.size()); });
    }
  }

  const RecordType* Complete(RecordAttributes attributes) {
    return TypesOf(instance_).Complete(record_, std::move(members_), attributes);
  }

 private:
  Member MemberFrom(const Napi::Array& field) {
    Member member;
    const Napi::Value name = field[0u];
    if (!name.As<Napi::String>().Utf8Value().empty()) member.name = RequireIdentifier(name, "the name of a member");
    member.type = TypeOfMember(field[1u]);
    const Napi::Value bits = field[2u];
    if (!bits.IsUndefined()) {
      RequireBitFieldType(member.type);
      member.bit_width = RequireBitWidth(member, ConstantFrom(bits));
    }
    member.packed = Napi::Value(field[3u]).As<Napi::Boolean>();
    member.own_alignment = AlignmentFrom(field[4u]);
    return member;
  }

  QualType TypeOfMember(const Napi::Value& handle_or_text) {
    if (!handle_or_text.IsString()) return TypeFrom(instance_, handle_or_text);
    const std::string text = handle_or_text.As<Napi::String>();
    const QualType type = ParseTypeName(TypesOf(instance_), scope_, text);
    if (record_->complete) throw Fault(code::kUnsupportedType, "this defines the tag '" + record_->tag + "' once more");
    return type;
  }

  Instance& instance_;
  Scope scope_;
  RecordType* record_;
  MemberConstraints constraints_;
  std::vector<Member> members_;
};

// (is a union, tag or undefined, members, packed, alignment or undefined) -> handle
Napi::Value MakeRecord(Instance& instance, const Napi::CallbackInfo& info) {
  TypesOf(instance).CollectIfDue();
  const bool is_union = info[0].As<Napi::Boolean>();
  RecordAttributes attributes;
  attributes.packed = info[3].As<Napi::Boolean>();
  attributes.alignment = Within("options.alignment", [&] { return AlignmentFrom(info[4]); });
  RecordBuilder builder(instance, is_union ? Kind::kUnion : Kind::kStruct, TagFrom(info[1]));
  builder.AddMembers(info[2].As<Napi::Array>());
  return HandleOf(instance, {builder.Complete(attributes)});
}

// (tag or undefined, [name, value][], type below or undefined) -> handle
Napi::Value MakeEnum(Instance& instance, const Napi::CallbackInfo& info) {
  TypesOf(instance).CollectIfDue();
  const std::string tag = TagFrom(info[0]);
  const ScalarType* underlying = nullptr;
  if (!info[2].IsUndefined()) {
    underlying = Within("storage", [&] { return RequireUnderlyingType(TypeFrom(instance, info[2])); });
  }
  const auto constants = info[1].As<Napi::Array>();
  if (constants.Length() == 0) throw Fault(code::kUnsupportedType, "an enum has at least one constant");
  std::vector<Enumerator> enumerators;
  for (uint32_t i = 0; i < constants.Length(); ++i) {
    const auto constant = Napi::Value(constants[i]).As<Napi::Array>();
    std::string name = RequireIdentifier(constant[0u], "the name of a constant");
    const Constant value = ConstantFrom(constant[1u]);
    if (underlying != nullptr) RequireEnumeratorFits(name, value, *underlying);
    enumerators.push_back({std::move(name), value.IsNegative(), value.bits});
  }
  TypeTable& types = TypesOf(instance);
  return HandleOf(instance, {types.Complete(types.NewEnum(tag), std::move(enumerators), underlying, false)});
}

// (element, length or undefined) -> handle
Napi::Value MakeArray(Instance& instance, const Napi::CallbackInfo& info) {
  TypesOf(instance).CollectIfDue();
  std::optional<uint64_t> length;
  if (!info[1].IsUndefined()) length = ConstantFrom(info[1]).bits;
  return HandleOf(instance, {TypesOf(instance).Array(TypeFrom(instance, info[0]), length)});
}

// (target) -> handle
Napi::Value MakePointer(Instance& instance, const Napi::CallbackInfo& info) {
  TypesOf(instance).CollectIfDue();
  return HandleOf(instance, {TypesOf(instance).Pointer(TypeFrom(instance, info[0]))});
}

// (returnType, argTypes, name of the calling convention) -> handle
Napi::Value MakeFunctionType(Instance& instance, const Napi::CallbackInfo& info) {
  TypesOf(instance).CollectIfDue();
  const QualType result = Within("returnType", [&] { return TypeFrom(instance, info[0]); });
  const Parameters parameters = ParametersFrom(instance, info[1].As<Napi::Array>());
  const bool is_variadic = parameters.fixed_count.has_value();
  if (is_variadic && *parameters.fixed_count != parameters.types.size()) {
    throw Fault(code::kInvalidSignature,
                "'...' ends the argTypes of a function type: what is behind it, each call says");
  }
  const Abi abi = *AbiOf(info[2].As<Napi::String>().Utf8Value());
  return NamingParameters(
      [&](size_t i) { return parameters.PlaceOf(i); },
      [&] { return HandleOf(instance, {TypesOf(instance).Function(result, parameters.types, is_variadic, abi)}); });
}

// () -> what a calling convention can be called
Napi::Value ListAbis(Instance& /*instance*/, const Napi::CallbackInfo& info) {
  Napi::Array names = Napi::Array::New(info.Env());
  uint32_t i = 0;
  for (const std::string_view name : AbiNames()) names[i++] = Napi::String::New(info.Env(), name.data(), name.size());
  return names;
}

// (type, path) -> {type: handle, offset} of the part that the path names
Napi::Value PartAt(Instance& instance, const Napi::CallbackInfo& info) {
  TypesOf(instance).CollectIfDue();
  const Part part = FindPart(TypeFrom(instance, info[0]), info[1].As<Napi::String>().Utf8Value());
  Napi::Object found = Napi::Object::New(info.Env());
  found["type"] = HandleOf(instance, part.type);
  found["offset"] = Napi::Number::New(info.Env(), static_cast<double>(part.offset));
  return found;
}

}  // namespace

void ExportBuilders(Instance& instance, Napi::Object exports) {
  const auto add = [&](const char* name, auto function) {
    instance.Export(exports, name, [&instance, function](const auto& info) { return function(instance, info); });
  };
  add("recordType", MakeRecord);
  add("enumType", MakeEnum);
  add("arrayType", MakeArray);
  add("pointerType", MakePointer);
  add("functionType", MakeFunctionType);
  add("abiNames", ListAbis);
  add("partAt", PartAt);
}

}  // namespace ffi_native
