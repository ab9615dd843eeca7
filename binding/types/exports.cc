// Type-names to handles, and handles to plain descriptions, from which lib/types makes CType objects.
#include "types/exports.h"

#include <climits>

#include "core/fault.h"
#include "types/handle.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

constexpr const char* kKindNames[] = {"void",    "bool",  "integer", "float", "complex",  "enum",
                                      "pointer", "array", "struct",  "union", "function", "opaque"};

Napi::Value SizeValue(Napi::Env env, std::optional<size_t> size) {
  if (!size) return env.Undefined();
  return Napi::Number::New(env, static_cast<double>(*size));  // exact: kMaxObjectSize
}

Napi::Value DescribeMembers(Instance& instance, const RecordType& record) {
  Napi::Env env = instance.env();
  Napi::Array members = Napi::Array::New(env, record.members.size());
  uint32_t i = 0;
  for (const Member& member : record.members) {
    Napi::Object described = Napi::Object::New(env);
    described["name"] = Napi::String::New(env, member.name);
    described["type"] = HandleOf(instance, member.type);
    described["offset"] = SizeValue(env, member.offset);
    described["declaration"] = Napi::String::New(env, Spell(member));
    if (member.bit_field) {
      Napi::Object bits = Napi::Object::New(env);
      bits["offset"] = Napi::Number::New(env, static_cast<double>(member.bit_field->offset % CHAR_BIT));
      bits["width"] = Napi::Number::New(env, member.bit_field->width);
      described["bits"] = bits;
    }
    members[i++] = described;
  }
  return members;
}

// A 64-bit enum's constants are BigInts, as its values are.
Napi::Value DescribeEnumerators(Napi::Env env, const EnumType& enumeration) {
  Napi::Array values = Napi::Array::New(env, enumeration.enumerators.size());
  uint32_t i = 0;
  for (const Enumerator& enumerator : enumeration.enumerators) {
    const auto as_signed = static_cast<int64_t>(enumerator.bits);
    Napi::Array pair = Napi::Array::New(env, 2);
    pair[0u] = Napi::String::New(env, enumerator.name);
    if (enumeration.size > sizeof(int32_t)) {
      pair[1u] = enumerator.negative ? Napi::BigInt::New(env, as_signed) : Napi::BigInt::New(env, enumerator.bits);
    } else {
      pair[1u] = Napi::Number::New(env, static_cast<double>(as_signed));
    }
    values[i++] = pair;
  }
  return values;
}

void DescribeFunction(Instance& instance, const FunctionType& function, Napi::Object& description) {
  Napi::Array parameters = Napi::Array::New(instance.env(), function.parameters.size());
  uint32_t i = 0;
  for (const QualType& parameter : function.parameters) parameters[i++] = HandleOf(instance, parameter);
  description["returnType"] = HandleOf(instance, function.return_type);
  description["argTypes"] = parameters;
  description["variadic"] = Napi::Boolean::New(instance.env(), function.variadic);
  description["abi"] = Napi::String::New(instance.env(), std::string(NameOf(function.abi)));
}

// (handle) -> what a type is made of, beyond what all types have: {tag, target, element, length, members ...}
Napi::Value PartsOfType(Instance& instance, const Napi::CallbackInfo& info) {
  const QualType type = TypeFrom(instance, info[0]);
  Napi::Env env = instance.env();
  Napi::Object description = Napi::Object::New(env);
  switch (type->kind) {
    case Kind::kPointer:
      description["target"] = HandleOf(instance, As<PointerType>(*type.type).target);
      break;
    case Kind::kArray: {
      const auto& array = As<ArrayType>(*type.type);
      description["element"] = HandleOf(instance, array.element);
      if (array.length) description["length"] = Napi::Number::New(env, static_cast<double>(*array.length));
      break;
    }
    case Kind::kStruct:
    case Kind::kUnion: {
      const auto& record = As<RecordType>(*type.type);
      if (!record.tag.empty()) description["tag"] = Napi::String::New(env, record.tag);
      if (record.complete) description["members"] = DescribeMembers(instance, record);
      break;
    }
    case Kind::kEnum: {
      const auto& enumeration = As<EnumType>(*type.type);
      if (!enumeration.tag.empty()) description["tag"] = Napi::String::New(env, enumeration.tag);
      if (enumeration.complete) description["values"] = DescribeEnumerators(env, enumeration);
      break;
    }
    case Kind::kFunction:
      DescribeFunction(instance, As<FunctionType>(*type.type), description);
      break;
    default:
      break;
  }
  return description;
}

// (text) -> handle
Napi::Value ParseType(Instance& instance, const Napi::CallbackInfo& info) {
  TypesOf(instance).CollectIfDue();
  return HandleOf(instance, TypeFrom(instance, info[0]));
}

// (handle) -> {name, kind, size, alignment}
Napi::Value DescribeType(Instance& instance, const Napi::CallbackInfo& info) {
  const QualType type = TypeFrom(instance, info[0]);
  Napi::Object description = Napi::Object::New(info.Env());
  description["name"] = Napi::String::New(info.Env(), Spell(type));
  description["kind"] = Napi::String::New(info.Env(), kKindNames[static_cast<size_t>(type->kind)]);
  description["size"] = SizeValue(info.Env(), SizeOf(type));
  description["alignment"] = SizeValue(info.Env(), AlignOf(type));
  return description;
}

using Measure = std::optional<size_t> (*)(QualType);

// (handle or text) -> number, or undefined for what has no size or is no type
Napi::Value MeasureType(Instance& instance, const Napi::CallbackInfo& info, Measure measure) {
  TypesOf(instance).CollectIfDue();
  try {
    return SizeValue(info.Env(), measure(TypeFrom(instance, info[0])));
  } catch (const Fault& fault) {
    if (fault.code() == code::kUnsupportedType || fault.code() == code::kIncompleteType) return info.Env().Undefined();
    throw;
  }
}

}  // namespace

void ExportTypes(Instance& instance, Napi::Object exports) {
  const auto add = [&](const char* name, auto function) {
    instance.Export(exports, name, [&instance, function](const auto& info) { return function(instance, info); });
  };
  add("parseType", ParseType);
  add("describeType", DescribeType);
  add("partsOfType", PartsOfType);
  add("sizeOf", [](Instance& self, const Napi::CallbackInfo& info) { return MeasureType(self, info, SizeOf); });
  add("alignOf", [](Instance& self, const Napi::CallbackInfo& info) { return MeasureType(self, info, AlignOf); });
}

}  // namespace ffi_native
