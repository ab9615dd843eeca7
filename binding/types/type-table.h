// The types of one instance: makes them, checks what C demands of them, and hands out one object for equal types. Types
// that nobody holds are swept away now and then, whatever cycles they form. Not for use by more than one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "types/type.h"

namespace ffi_native {

class TypeTable {
 public:
  TypeTable();
  TypeTable(const TypeTable&) = delete;
  TypeTable& operator=(const TypeTable&) = delete;

  // Each throws a Fault without an offset for what C forbids or a limit excludes.
  const Type* Void() const { return void_; }
  const ScalarType* Scalar(Primitive primitive) const { return scalars_[static_cast<size_t>(primitive)]; }
  const PointerType* String() const { return string_; }
  const Type* Opaque(const std::string& name);
  const PointerType* Pointer(QualType target);
  const ArrayType* Array(QualType element, std::optional<uint64_t> length);
  const FunctionType* Function(QualType return_type, const std::vector<QualType>& parameters, bool variadic,
                               Abi abi = Abi::kDefault);

  // A struct, union or enum that is not complete yet: of a tag, or a draft of an untagged one.
  RecordType* NewRecord(Kind kind, const std::string& tag);
  EnumType* NewEnum(const std::string& tag);
  // Lays out and freezes a record; for an untagged draft the result is the equal type that exists already, if any.
  const RecordType* Complete(RecordType* record, std::vector<Member> members, RecordAttributes attributes);
  // The same for an enum: `underlying` is nullptr unless the text fixes it.
  const EnumType* Complete(EnumType* enumeration, std::vector<Enumerator> enumerators, const ScalarType* underlying,
                           bool packed);

  // A type of its own that is like a complete untagged struct, union or enum but has the name of a typedef.
  Type* Named(const Type& like, const std::string& typedef_name);
  // Like a complete struct or union, with what attributes of a typedef name change: the alignment (not the size), and
  // whether it is passed as its first member.
  const RecordType* Variant(const RecordType& like, const std::string& typedef_name, size_t alignment,
                            bool transparent);
  // Whether two structs, unions or enums are defined with the same names and contents.
  static bool AreAlike(const Type& left, const Type& right);

  // The type that a typedef name of the standard headers stands for.
  std::optional<QualType> BuiltInName(std::string_view name) const;

  // Adds qualifiers as C does: those of an array are its element's.
  QualType Qualified(QualType type, uint8_t qualifiers);

  // Frees the types that no TypeRoot reaches, if many have been made since the last time. Call it only where no type
  // is in hand that no root holds.
  void CollectIfDue();
  void Collect();
  size_t live() const { return types_.size(); }

 private:
  template <typename T, typename... Arguments>
  T* Add(std::string key, Arguments&&... arguments);
  template <typename T>
  const T* Find(const std::string& key) const;
  template <typename T>
  const T* Intern(T* draft, std::string key);
  void MakeBuiltInNames();

  std::unordered_map<const Type*, std::unique_ptr<Type>> types_;
  std::unordered_map<std::string, Type*> interned_;
  std::unordered_map<std::string_view, QualType> built_in_names_;
  const Type* void_;
  const ScalarType* scalars_[kPrimitiveCount];
  const PointerType* string_;
  size_t due_ = 0;  // collect when this many types are alive
};

// Holds a type, and all that it is made of, against Collect(). The table must outlive it, or both end together.
class TypeRoot {
 public:
  TypeRoot() = default;
  explicit TypeRoot(const Type* type) : type_(type) {
    if (type_ != nullptr) ++type_->roots;
  }
  TypeRoot(const TypeRoot& other) : TypeRoot(other.type_) {}
  TypeRoot& operator=(TypeRoot other) {
    std::swap(type_, other.type_);
    return *this;
  }
  ~TypeRoot() {
    if (type_ != nullptr) --type_->roots;
  }

 private:
  const Type* type_ = nullptr;
};

}  // namespace ffi_native
