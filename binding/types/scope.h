// The names of one set of declarations: tags, typedef names and enumeration constants. A bare type-name has a scope of
// its own. A scope can lie within others, whose names it knows and may hide.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "types/constant.h"
#include "types/name-table.h"
#include "types/type-table.h"

namespace ffi_native {

class Scope {
 public:
  struct Tag {
    Type* type = nullptr;
    TypeRoot root;
  };
  struct Typedef {
    QualType type;
    TypeRoot root;
  };

  // The scopes around it must outlive it.
  explicit Scope(TypeTable& types, std::vector<const Scope*> around = {}) : types_(types), around_(std::move(around)) {}
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  // The struct, union or enum of a tag, or nullptr: of this scope, or of it and those around it.
  Type* OwnTag(std::string_view tag) const;
  Type* FindTag(std::string_view tag) const;
  void DeclareTag(std::string_view tag, Type* type);

  // What a typedef name stands for: in this scope, in those around it, then in the standard headers.
  std::optional<QualType> TypedefName(std::string_view name) const;
  std::optional<QualType> OwnTypedefName(std::string_view name) const;
  // The name must be new.
  void DeclareTypedefName(std::string_view name, QualType type);

  // The value of an enumeration constant.
  std::optional<Constant> Enumerator(std::string_view name) const;
  std::optional<Constant> OwnEnumerator(std::string_view name) const;
  // The name must be new, or have had this value in another type.
  void DeclareEnumerator(std::string_view name, Constant value);
  // Forgets all enumeration constants but the first ones: of an enum that proved to be none.
  void ForgetEnumerators(size_t from) { enumerators_.Truncate(from); }

  // An identifier was taken for an opaque type.
  void MentionUnknown(std::string_view name) { unknown_[name] = true; }

  const NameTable<Tag>& tags() const { return tags_; }
  const NameTable<Typedef>& typedef_names() const { return typedef_names_; }
  const NameTable<Constant>& enumerators() const { return enumerators_; }
  const NameTable<bool>& unknown() const { return unknown_; }

 private:
  std::optional<QualType> FindTypedefName(std::string_view name) const;

  TypeTable& types_;
  std::vector<const Scope*> around_;  // the first that knows a name counts
  NameTable<Tag> tags_;
  NameTable<Typedef> typedef_names_;
  NameTable<Constant> enumerators_;
  NameTable<bool> unknown_;
};

}  // namespace ffi_native
