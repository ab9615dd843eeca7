// C types as values of the program: what they are, how large, and what they are made of. A Type belongs to a TypeTable
// and is immutable once complete; equal types are one object, so that they are compared by address.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "types/abi.h"
#include "types/primitive.h"

namespace ffi_native {

struct Type;

// The largest alignment that the machine gives a type of its own accord: that of `aligned` without a value.
#ifdef __BIGGEST_ALIGNMENT__
inline constexpr size_t kBiggestAlignment = __BIGGEST_ALIGNMENT__;
#else
inline constexpr size_t kBiggestAlignment = alignof(std::max_align_t);
#endif

// Bits of QualType::qualifiers. Behind C's own, of pointers that are parameters only, who reads and who writes what is
// there: the caller's objects are copied in, out, or both.
enum Qualifier : uint8_t { kConst = 1, kVolatile = 2, kRestrict = 4, kAtomic = 8, kIn = 16, kOut = 32 };
inline constexpr uint8_t kDirection = kIn | kOut;

// A type with its qualifiers: `const char` as the target of a pointer, `volatile int` as a member.
struct QualType {
  const Type* type = nullptr;
  uint8_t qualifiers = 0;

  const Type* operator->() const { return type; }
  bool operator==(const QualType& other) const { return type == other.type && qualifiers == other.qualifiers; }
  bool IsConst() const { return (qualifiers & kConst) != 0; }
  bool IsOut() const { return (qualifiers & kOut) != 0; }
};

struct Type {
  Type(Kind kind, Representation representation) : kind(kind), representation(representation) {}
  Type(const Type&) = delete;
  Type& operator=(const Type&) = delete;
  virtual ~Type() = default;

  // Adds the types that this one is made of.
  virtual void References(std::vector<const Type*>& out) const { static_cast<void>(out); }

  bool IsRecord() const { return kind == Kind::kStruct || kind == Kind::kUnion; }

  Kind kind;
  Representation representation;
  bool complete = true;  // has a size; never true of void, functions and opaque types
  uint16_t depth = 0;    // how deep a walk through its parts can go before it meets a tag or a scalar
  size_t size = 0;       // bytes
  size_t alignment = 1;  // bytes

  // Bookkeeping of the TypeTable that owns this type: who holds it from outside, and its place in the table.
  mutable uint32_t roots = 0;
  mutable bool marked = false;
  std::string key;
};

struct VoidType : Type {
  VoidType() : Type(Kind::kVoid, Representation::kNone) { complete = false; }
};

struct ScalarType : Type {
  explicit ScalarType(const PrimitiveTraits& traits)
      : Type(traits.kind, traits.representation), primitive(traits.id), name(traits.spelling) {
    size = traits.size;
    alignment = traits.alignment;
  }
  Primitive primitive;
  std::string_view name;  // of static storage
};

struct OpaqueType : Type {
  explicit OpaqueType(std::string name) : Type(Kind::kOpaque, Representation::kNone), name(std::move(name)) {
    complete = false;
  }
  std::string name;
};

struct PointerType : Type {
  PointerType(QualType target, bool is_string);
  void References(std::vector<const Type*>& out) const override { out.push_back(target.type); }
  QualType target;
  bool is_string;  // our type `string`: a const char * whose result is text
};

struct ArrayType : Type {
  ArrayType(QualType element, std::optional<uint64_t> length);
  void References(std::vector<const Type*>& out) const override { out.push_back(element.type); }
  QualType element;
  std::optional<uint64_t> length;  // nullopt: `[]`, an incomplete type
};

struct BitField {
  uint64_t offset;  // bits from the record's first byte, counted as the ABI does
  uint32_t width;   // bits
};

struct Member {
  std::string name;  // empty: an anonymous struct or union, or an unnamed bit-field
  QualType type;
  std::optional<uint32_t> bit_width;
  bool packed = false;       // __attribute__((packed)) of this member
  size_t own_alignment = 0;  // _Alignas or __attribute__((aligned(n))) of this member; 0 is none

  // Given by LayOut():
  size_t offset = 0;                  // bytes; of a bit-field, the byte in which it begins
  std::optional<BitField> bit_field;  // where the bits are
};

// One member of one union; unions are counted within the outermost record.
struct UnionChoice {
  size_t union_index;
  size_t member_index;
};

// A named member as C's `.` reaches it, be it a record's own or one of an anonymous struct or union in it.
struct Field {
  std::string_view name;  // of the Member's storage
  QualType type;
  size_t offset;                      // bytes from the start of the outermost record
  std::optional<BitField> bit_field;  // bits from there
  // Of each union around it, the record's own or an anonymous one, which member it belongs to.
  std::vector<UnionChoice> choices;
};

// What a record's own attributes and the pragmas around it say.
struct RecordAttributes {
  bool packed = false;
  size_t alignment = 0;      // 0 is none
  size_t pack = 0;           // #pragma pack: no member is aligned to more than these bytes; 0 is none
  bool transparent = false;  // a union that is passed as its first member
};

struct RecordType : Type {
  RecordType(Kind kind, std::string tag) : Type(kind, Representation::kNone), tag(std::move(tag)) { complete = false; }
  void References(std::vector<const Type*>& out) const override;
  bool IsNamed() const { return !tag.empty() || !typedef_name.empty(); }
  std::string tag;           // empty: untagged
  std::string typedef_name;  // of an untagged one: what a typedef called it where it was defined
  std::vector<Member> members;
  std::vector<Field> fields;  // of the complete record, in order
  RecordAttributes attributes;
  mutable std::shared_ptr<void> derived;  // what an area above has made of the complete record; it ends with it
};

struct Enumerator {
  std::string name;
  bool negative;  // whether `bits` is a negative number in two's complement
  uint64_t bits;
  bool operator==(const Enumerator& other) const {
    return name == other.name && negative == other.negative && bits == other.bits;
  }
};

struct EnumType : Type {
  explicit EnumType(std::string tag) : Type(Kind::kEnum, Representation::kNone), tag(std::move(tag)) {
    complete = false;
  }
  void References(std::vector<const Type*>& out) const override;
  bool IsNamed() const { return !tag.empty() || !typedef_name.empty(); }
  std::string tag;           // empty: untagged
  std::string typedef_name;  // of an untagged one: what a typedef called it where it was defined
  const ScalarType* underlying = nullptr;
  bool fixed = false;   // `enum E : type`
  bool packed = false;  // __attribute__((packed)): the smallest integer that holds all values
  std::vector<Enumerator> enumerators;
};

struct FunctionType : Type {
  FunctionType(QualType return_type, std::vector<QualType> parameters, bool variadic, Abi abi);
  void References(std::vector<const Type*>& out) const override;
  QualType return_type;
  std::vector<QualType> parameters;  // arrays and functions already adjusted to pointers
  bool variadic;
  Abi abi;
};

// The type as its own class; the caller has looked at `kind`.
template <typename T>
const T& As(const Type& type) {
  return static_cast<const T&>(type);
}

// sizeof and _Alignof, or nullopt for what has none. _Atomic can raise the alignment.
std::optional<size_t> SizeOf(QualType type);
std::optional<size_t> AlignOf(QualType type);

}  // namespace ffi_native
