// Interning by a key of bytes, completion of tags, and the sweep.
#include "types/type-table.h"

#include <algorithm>
#include <climits>

#include "core/fault.h"
#include "types/layout.h"
#include "types/limits.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

constexpr size_t kFirstCollection = 8192;

// A key in the making. Parts that are types enter by address: equal parts are one object already.
class Key {
 public:
  explicit Key(Kind kind) { Add(static_cast<uint64_t>(kind)); }
  Key& Add(uint64_t value) {
    // An object may be read as its bytes.
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  Key& Add(QualType type) {
    // The address is only compared, never followed.
    return Add(static_cast<uint64_t>(reinterpret_cast<uintptr_t>(type.type))).Add(uint64_t{type.qualifiers});
  }
  Key& Add(std::string_view text) {
    Add(uint64_t{text.size()});
    bytes_.append(text);
    return *this;
  }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

void CheckDepth(const Type& type) {
  if (type.depth > kMaxNesting) {
    throw Fault(code::kUnsupportedType, "a type is nested more than " + std::to_string(kMaxNesting) + " levels deep");
  }
}

// Refuses what has no size where an object is needed; `what` names the place.
void RequireObject(QualType type, const char* what) {
  if (type->kind == Kind::kOpaque) {
    throw Fault(code::kUnsupportedType, "unknown type '" + As<OpaqueType>(*type.type).name + "' as " + what +
                                            ": only pointers to an unknown type can be used");
  }
  if (!type->complete) {
    throw Fault(code::kIncompleteType, "'" + Spell(type) + "' has no size, so it cannot be " + what);
  }
}

// Refuses a parameter's type where another type is made of it.
void RequireNoDirection(QualType type) {
  if ((type.qualifiers & kDirection) == 0) return;
  throw Fault(code::kUnsupportedType, "'" + Spell(type) + "' is for a parameter only: it says who writes there");
}

Key RecordKey(Kind kind, const std::vector<Member>& members, RecordAttributes attributes) {
  Key key(kind);
  key.Add(uint64_t{attributes.packed}).Add(uint64_t{attributes.alignment});
  key.Add(uint64_t{attributes.pack}).Add(uint64_t{attributes.transparent});
  for (const Member& member : members) {
    key.Add(member.name).Add(member.type).Add(member.bit_width ? uint64_t{*member.bit_width} + 1 : 0);
    key.Add(uint64_t{member.packed}).Add(uint64_t{member.own_alignment});
  }
  return key;
}

// Collects the fields of a record that is being completed.
class FieldCollector {
 public:
  explicit FieldCollector(std::vector<Field>& fields) : fields_(fields) {}

  void Add(const RecordType& record, size_t offset) {
    const size_t union_index = record.kind == Kind::kUnion ? unions_++ : 0;
    for (size_t i = 0; i < record.members.size(); ++i) {
      if (record.kind == Kind::kUnion) choices_.push_back({union_index, i});
      AddMember(record.members[i], offset);
      if (record.kind == Kind::kUnion) choices_.pop_back();
    }
  }

 private:
  void AddMember(const Member& member, size_t offset) {
    if (member.name.empty()) {
      if (member.type->IsRecord()) Add(As<RecordType>(*member.type.type), offset + member.offset);
      return;
    }
    std::optional<BitField> bits = member.bit_field;
    if (bits) bits->offset += offset * CHAR_BIT;
    fields_.push_back({member.name, member.type, offset + member.offset, bits, choices_});
  }

  std::vector<Field>& fields_;
  std::vector<UnionChoice> choices_;
  size_t unions_ = 0;
};

Key EnumKey(const EnumType& enumeration) {
  Key key(Kind::kEnum);
  key.Add(QualType{enumeration.underlying}).Add(uint64_t{enumeration.fixed}).Add(uint64_t{enumeration.packed});
  for (const Enumerator& enumerator : enumeration.enumerators) {
    key.Add(enumerator.name).Add(enumerator.bits).Add(uint64_t{enumerator.negative});
  }
  return key;
}

}  // namespace

TypeTable::TypeTable() {
  void_ = Add<VoidType>(Key(Kind::kVoid).Take());
  ++void_->roots;
  for (size_t i = 0; i < kPrimitiveCount; ++i) {
    const PrimitiveTraits& traits = TraitsOf(static_cast<Primitive>(i));
    scalars_[i] = Add<ScalarType>(Key(traits.kind).Add(uint64_t{i}).Take(), traits);
    ++scalars_[i]->roots;
  }
  const QualType const_char{Scalar(Primitive::kChar), kConst};
  string_ = Add<PointerType>(Key(Kind::kPointer).Add("string").Take(), const_char, true);
  ++string_->roots;
  MakeBuiltInNames();
  due_ = kFirstCollection;
}

template <typename T, typename... Arguments>
T* TypeTable::Add(std::string key, Arguments&&... arguments) {
  auto type = std::make_unique<T>(std::forward<Arguments>(arguments)...);
  CheckDepth(*type);
  T* added = type.get();
  if (!key.empty()) interned_.emplace(key, added);
  added->key = std::move(key);
  types_.emplace(added, std::move(type));
  return added;
}

template <typename T>
const T* TypeTable::Find(const std::string& key) const {
  const auto found = interned_.find(key);
  return found == interned_.end() ? nullptr : static_cast<const T*>(found->second);
}

const Type* TypeTable::Opaque(const std::string& name) {
  std::string key = Key(Kind::kOpaque).Add(name).Take();
  if (const auto* known = Find<Type>(key)) return known;
  return Add<OpaqueType>(std::move(key), name);
}

const PointerType* TypeTable::Pointer(QualType target) {
  RequireNoDirection(target);
  std::string key = Key(Kind::kPointer).Add(target).Take();
  if (const auto* known = Find<PointerType>(key)) return known;
  return Add<PointerType>(std::move(key), target, false);
}

const ArrayType* TypeTable::Array(QualType element, std::optional<uint64_t> length) {
  if (element->kind == Kind::kFunction) {
    throw Fault(code::kUnsupportedType, "an array of functions is no type: make it an array of pointers to them");
  }
  RequireObject(element, "an array's element");
  RequireNoDirection(element);
  if (length && element->size != 0 && *length > kMaxObjectSize / element->size) {
    throw Fault(code::kUnsupportedType, "an array of " + std::to_string(*length) + " elements is too large");
  }
  std::string key = Key(Kind::kArray).Add(element).Add(uint64_t{length.has_value()}).Add(length.value_or(0)).Take();
  if (const auto* known = Find<ArrayType>(key)) return known;
  return Add<ArrayType>(std::move(key), element, length);
}

const FunctionType* TypeTable::Function(QualType return_type, const std::vector<QualType>& parameters, bool variadic,
                                        Abi abi) {
  if (return_type->kind == Kind::kFunction || return_type->kind == Kind::kArray) {
    throw Fault(code::kUnsupportedType, std::string("a function cannot return ") +
                                            (return_type->kind == Kind::kArray ? "an array" : "a function") +
                                            ": let it return a pointer");
  }
  if (return_type->kind == Kind::kOpaque) RequireObject(return_type, "a result");
  AtParameter(Fault::kResult, [&] { RequireNoDirection(return_type); });
  if (parameters.size() > kMaxParameters) {
    throw Fault(code::kUnsupportedType, "a function has more than " + std::to_string(kMaxParameters) + " parameters");
  }
  return_type.qualifiers = 0;  // a value has none
  std::vector<QualType> adjusted;
  adjusted.reserve(parameters.size());
  Key key(Kind::kFunction);
  key.Add(return_type).Add(uint64_t{variadic}).Add(static_cast<uint64_t>(abi));
  for (QualType parameter : parameters) {
    // A tag may be completed before the function is called; these will never be.
    if (parameter->kind == Kind::kVoid || parameter->kind == Kind::kOpaque) {
      AtParameter(adjusted.size(), [&] { RequireObject(parameter, "a parameter"); });
    }
    if (parameter->kind == Kind::kArray) {
      parameter = {Pointer(As<ArrayType>(*parameter.type).element), 0};
    } else if (parameter->kind == Kind::kFunction) {
      parameter = {Pointer(parameter), 0};
    }
    parameter.qualifiers &= kDirection;  // C's own qualifiers of a parameter are the callee's affair
    adjusted.push_back(parameter);
    key.Add(parameter);
  }
  std::string bytes = key.Take();
  if (const auto* known = Find<FunctionType>(bytes)) return known;
  return Add<FunctionType>(std::move(bytes), return_type, std::move(adjusted), variadic, abi);
}

RecordType* TypeTable::NewRecord(Kind kind, const std::string& tag) { return Add<RecordType>({}, kind, tag); }

EnumType* TypeTable::NewEnum(const std::string& tag) { return Add<EnumType>({}, tag); }

template <typename T>
const T* TypeTable::Intern(T* draft, std::string key) {
  if (const auto* known = Find<T>(key)) {
    types_.erase(draft);
    return known;
  }
  interned_.emplace(key, draft);
  draft->key = std::move(key);
  return draft;
}

const RecordType* TypeTable::Complete(RecordType* record, std::vector<Member> members, RecordAttributes attributes) {
  for (const Member& member : members) RequireNoDirection(member.type);
  attributes = Simplified(members, attributes);
  const Layout layout = LayOut(record->kind, members, attributes);
  uint16_t depth = 0;
  for (const Member& member : members) depth = std::max<uint16_t>(depth, member.type->depth + 1);
  record->depth = depth;
  CheckDepth(*record);
  std::string key = record->IsNamed() ? std::string() : RecordKey(record->kind, members, attributes).Take();
  record->members = std::move(members);
  FieldCollector(record->fields).Add(*record, 0);
  record->attributes = attributes;
  record->size = layout.size;
  record->alignment = layout.alignment;
  record->representation = Representation::kAggregate;
  record->complete = true;
  return key.empty() ? record : Intern(record, std::move(key));
}

const EnumType* TypeTable::Complete(EnumType* enumeration, std::vector<Enumerator> enumerators,
                                    const ScalarType* underlying, bool packed) {
  enumeration->fixed = underlying != nullptr;
  enumeration->packed = packed;
  enumeration->underlying = underlying != nullptr ? underlying : Scalar(UnderlyingPrimitive(enumerators, packed));
  enumeration->enumerators = std::move(enumerators);
  enumeration->representation = enumeration->underlying->representation;
  enumeration->size = enumeration->underlying->size;
  enumeration->alignment = enumeration->underlying->alignment;
  enumeration->complete = true;
  if (enumeration->IsNamed()) return enumeration;
  return Intern(enumeration, EnumKey(*enumeration).Take());
}

Type* TypeTable::Named(const Type& like, const std::string& typedef_name) {
  if (like.kind == Kind::kEnum) {
    const auto& untagged = As<EnumType>(like);
    EnumType* named = NewEnum("");
    named->typedef_name = typedef_name;
    Complete(named, untagged.enumerators, untagged.fixed ? untagged.underlying : nullptr, untagged.packed);
    return named;
  }
  const auto& untagged = As<RecordType>(like);
  RecordType* named = NewRecord(like.kind, "");
  named->typedef_name = typedef_name;
  Complete(named, untagged.members, untagged.attributes);
  named->alignment = untagged.alignment;
  return named;
}

const RecordType* TypeTable::Variant(const RecordType& like, const std::string& typedef_name, size_t alignment,
                                     bool transparent) {
  auto* variant = static_cast<RecordType*>(Named(like, typedef_name));  // of the kind of `like`
  if (alignment != 0) variant->alignment = alignment;
  variant->attributes.transparent = variant->attributes.transparent || transparent;
  return variant;
}

bool TypeTable::AreAlike(const Type& left, const Type& right) {
  if (left.kind != right.kind || left.alignment != right.alignment) return false;
  if (left.kind == Kind::kEnum) {
    const auto& a = As<EnumType>(left);
    const auto& b = As<EnumType>(right);
    return a.tag == b.tag && a.typedef_name == b.typedef_name && EnumKey(a).Take() == EnumKey(b).Take();
  }
  const auto& a = As<RecordType>(left);
  const auto& b = As<RecordType>(right);
  return a.tag == b.tag && a.typedef_name == b.typedef_name &&
         RecordKey(a.kind, a.members, a.attributes).Take() == RecordKey(b.kind, b.members, b.attributes).Take();
}

QualType TypeTable::Qualified(QualType type, uint8_t qualifiers) {
  if (qualifiers == 0) return type;
  const bool is_object_pointer =
      type->kind == Kind::kPointer && As<PointerType>(*type.type).target->kind != Kind::kFunction;
  if ((qualifiers & kRestrict) != 0 && !is_object_pointer) {
    throw Fault(code::kUnsupportedType, "'restrict' is for pointers to objects only, not for '" + Spell(type) + "'");
  }
  if ((qualifiers & kAtomic) != 0 && (type->kind == Kind::kArray || type->kind == Kind::kFunction)) {
    throw Fault(code::kUnsupportedType, "'_Atomic' cannot qualify '" + Spell(type) + "'");
  }
  if (type->kind == Kind::kArray) {
    const auto& array = As<ArrayType>(*type.type);
    return {Array(Qualified(array.element, qualifiers), array.length), 0};
  }
  if (type->kind == Kind::kFunction) return type;  // C leaves it undefined; gcc ignores it
  return {type.type, static_cast<uint8_t>(type.qualifiers | qualifiers)};
}

void TypeTable::CollectIfDue() {
  if (types_.size() >= due_) Collect();
}

void TypeTable::Collect() {
  std::vector<const Type*> reached;
  for (const auto& [type, owner] : types_) {
    if (type->roots != 0) reached.push_back(type);
  }
  while (!reached.empty()) {
    const Type* type = reached.back();
    reached.pop_back();
    if (type->marked) continue;
    type->marked = true;
    type->References(reached);
  }
  for (auto entry = types_.begin(); entry != types_.end();) {
    const Type& type = *entry->second;
    if (type.marked) {
      type.marked = false;
      ++entry;
    } else {
      if (!type.key.empty()) interned_.erase(type.key);
      entry = types_.erase(entry);
    }
  }
  due_ = std::max(kFirstCollection, 2 * types_.size());
}

}  // namespace ffi_native
