// Declarators are written inside out: each derivation wraps what stands to its right.
#include "types/spelling.h"

#include "types/limits.h"

namespace ffi_native {

namespace {

std::string SpellAround(QualType type, const std::string& declarator);
std::string SpellEnum(const EnumType& enumeration);

std::string SpellQualifiers(uint8_t qualifiers) {
  std::string text;
  if ((qualifiers & kConst) != 0) text += "const ";
  if ((qualifiers & kVolatile) != 0) text += "volatile ";
  if ((qualifiers & kRestrict) != 0) text += "restrict ";
  if ((qualifiers & kAtomic) != 0) text += "_Atomic ";
  return text;
}

std::string SpellDirection(uint8_t qualifiers) {
  if ((qualifiers & kDirection) == kDirection) return "_Inout_ ";
  if ((qualifiers & kOut) != 0) return "_Out_ ";
  return (qualifiers & kIn) != 0 ? "_In_ " : "";
}

std::string SpellAttributes(bool packed, size_t alignment) {
  if (!packed && alignment == 0) return "";
  std::string text = "__attribute__((";
  if (packed) text += "packed";
  if (packed && alignment != 0) text += ", ";
  if (alignment != 0) text += "aligned(" + std::to_string(alignment) + ")";
  return text + "))";
}

// The specifier of a member that is made of an untagged enum: two members of it have one, as it declares constants.
std::string UntaggedEnumOf(QualType type) {
  while (true) {
    if (type->kind == Kind::kPointer) {
      type = As<PointerType>(*type.type).target;
    } else if (type->kind == Kind::kArray) {
      type = As<ArrayType>(*type.type).element;
    } else if (type->kind == Kind::kFunction) {
      type = As<FunctionType>(*type.type).return_type;
    } else {
      break;
    }
  }
  if (type->kind != Kind::kEnum || !As<EnumType>(*type.type).tag.empty()) return "";
  return SpellQualifiers(type.qualifiers) + SpellEnum(As<EnumType>(*type.type));
}

std::string SpellRecord(const RecordType& record) {
  std::string text = record.kind == Kind::kStruct ? "struct " : "union ";
  if (!record.tag.empty()) return text + record.tag;
  if (!record.typedef_name.empty()) return record.typedef_name;
  const std::string attributes = SpellAttributes(record.attributes.packed, record.attributes.alignment);
  if (!attributes.empty()) text += attributes + " ";
  if (record.attributes.transparent) text += "__attribute__((transparent_union)) ";
  // There is no attribute for it: a reader is told, another parser is not.
  if (record.attributes.pack != 0) text += "/* #pragma pack(" + std::to_string(record.attributes.pack) + ") */ ";
  text += "{ ";
  std::string last_enum;
  for (const Member& member : record.members) {
    // Untagged records within one another, met twice on each level, would double the text with every level.
    if (text.size() > kMaxTypeNameBytes) return text + "... }";
    const std::string spelling = Spell(member);
    const std::string enumeration = UntaggedEnumOf(member.type);
    const bool shares_enum = !enumeration.empty() && enumeration == last_enum && spelling.rfind(enumeration, 0) == 0;
    if (shares_enum) text.replace(text.size() - 2, 2, ",");
    text += (shares_enum ? spelling.substr(enumeration.size()) : spelling) + "; ";
    last_enum = enumeration;
  }
  return text + "}";
}

std::string SpellEnum(const EnumType& enumeration) {
  if (!enumeration.tag.empty()) return "enum " + enumeration.tag;
  if (!enumeration.typedef_name.empty()) return enumeration.typedef_name;
  std::string text = enumeration.packed ? "enum __attribute__((packed)) " : "enum ";
  if (enumeration.fixed) text += ": " + std::string(enumeration.underlying->name) + " ";
  text += "{ ";
  const char* separator = "";
  for (const Enumerator& enumerator : enumeration.enumerators) {
    text += separator + enumerator.name + " = ";
    // The lowest integer has no literal in C: its digits without the sign are too large for the signed type.
    if (enumerator.negative && enumerator.bits == uint64_t{1} << 63) {
      text += "-9223372036854775807 - 1";
    } else if (enumerator.negative) {
      text += std::to_string(static_cast<int64_t>(enumerator.bits));
    } else {
      text += std::to_string(enumerator.bits) + (enumerator.bits > INT64_MAX ? "u" : "");
    }
    separator = ", ";
  }
  return text + " }";
}

std::string SpellSpecifier(const Type& type) {
  switch (type.kind) {
    case Kind::kVoid:
      return "void";
    case Kind::kOpaque:
      return As<OpaqueType>(type).name;
    case Kind::kStruct:
    case Kind::kUnion:
      return SpellRecord(As<RecordType>(type));
    case Kind::kEnum:
      return SpellEnum(As<EnumType>(type));
    case Kind::kPointer:
      return "string";
    default:
      return std::string(As<ScalarType>(type).name);
  }
}

std::string SpellParameters(const FunctionType& function) {
  std::string text;
  for (const QualType& parameter : function.parameters) {
    if (!text.empty()) text += ", ";
    // Functions within one another, named by typedefs, would double the text with every level.
    if (text.size() > kMaxTypeNameBytes) return "(" + text + "/* and more */)";
    text += Spell(parameter);
  }
  if (function.variadic) text += ", ...";
  return "(" + (text.empty() ? "void" : text) + ")";
}

// A function's suffix binds tighter than a pointer's star.
std::string Parenthesised(const std::string& declarator) {
  return !declarator.empty() && declarator[0] == '*' ? "(" + declarator + ")" : declarator;
}

// "int" and "*p" are set apart, and so are "int" and "[3]", as in `int *p` and `int [3]`.
std::string Join(const std::string& specifier, const std::string& declarator) {
  return declarator.empty() ? specifier : specifier + " " + declarator;
}

std::string SpellPointer(QualType pointer, const std::string& declarator) {
  std::string text = "*" + SpellQualifiers(pointer.qualifiers) + declarator;
  if (text.back() == ' ') text.pop_back();
  return SpellAround(As<PointerType>(*pointer.type).target, text);
}

// gcc takes an attribute within the parentheses of a declarator for the function around them, and one before the whole
// type-name for its outermost function.
std::string SpellFunction(const FunctionType& function, const std::string& declarator) {
  const std::string parameters = SpellParameters(function);
  const std::string_view name = AttributeOf(function.abi);
  if (name.empty()) return SpellAround(function.return_type, Parenthesised(declarator) + parameters);
  const std::string attribute = "__attribute__((" + std::string(name) + ")) ";
  if (declarator.empty()) return attribute + SpellAround(function.return_type, parameters);
  return SpellAround(function.return_type, "(" + attribute + declarator + ")" + parameters);
}

std::string SpellAround(QualType type, const std::string& declarator) {
  if (type->kind == Kind::kPointer && (type.qualifiers & kAtomic) != 0) {
    // `* _Atomic (` would begin the specifier _Atomic(type), so that is how an atomic pointer is always written.
    const auto others = static_cast<uint8_t>(type.qualifiers & ~kAtomic);
    return Join(SpellQualifiers(others) + "_Atomic(" + Spell({type.type}) + ")", declarator);
  }
  if (type->kind == Kind::kPointer && !As<PointerType>(*type.type).is_string) return SpellPointer(type, declarator);
  if (type->kind == Kind::kArray) {
    const auto& array = As<ArrayType>(*type.type);
    const std::string length = array.length ? std::to_string(*array.length) : "";
    return SpellAround(array.element, Parenthesised(declarator) + "[" + length + "]");
  }
  if (type->kind == Kind::kFunction) {
    return SpellFunction(As<FunctionType>(*type.type), declarator);
  }
  return Join(SpellQualifiers(type.qualifiers) + SpellSpecifier(*type.type), declarator);
}

}  // namespace

std::string Spell(QualType type) { return SpellDirection(type.qualifiers) + SpellAround(type, ""); }

std::string Spell(const Member& member) {
  std::string text = SpellAround(member.type, member.name);
  if (member.bit_width) text += (member.name.empty() ? " : " : ": ") + std::to_string(*member.bit_width);
  const std::string attributes = SpellAttributes(member.packed, member.own_alignment);
  return text + (attributes.empty() ? "" : " " + attributes);
}

}  // namespace ffi_native
