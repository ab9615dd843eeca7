// Each look-up begins in the scope itself and goes on outwards.
#include "types/scope.h"

namespace ffi_native {

Type* Scope::OwnTag(std::string_view tag) const {
  const Tag* found = tags_.Find(tag);
  return found == nullptr ? nullptr : found->type;
}

Type* Scope::FindTag(std::string_view tag) const {
  if (Type* own = OwnTag(tag)) return own;
  for (const Scope* scope : around_) {
    if (Type* found = scope->FindTag(tag)) return found;
  }
  return nullptr;
}

void Scope::DeclareTag(std::string_view tag, Type* type) { tags_[tag] = Tag{type, TypeRoot(type)}; }

std::optional<QualType> Scope::OwnTypedefName(std::string_view name) const {
  const Typedef* found = typedef_names_.Find(name);
  if (found == nullptr) return std::nullopt;
  return found->type;
}

std::optional<QualType> Scope::FindTypedefName(std::string_view name) const {
  if (const auto own = OwnTypedefName(name)) return own;
  for (const Scope* scope : around_) {
    if (const auto found = scope->FindTypedefName(name)) return found;
  }
  return std::nullopt;
}

std::optional<QualType> Scope::TypedefName(std::string_view name) const {
  if (const auto found = FindTypedefName(name)) return found;
  return types_.BuiltInName(name);
}

void Scope::DeclareTypedefName(std::string_view name, QualType type) {
  typedef_names_[name] = Typedef{type, TypeRoot(type.type)};
}

std::optional<Constant> Scope::OwnEnumerator(std::string_view name) const {
  const Constant* found = enumerators_.Find(name);
  if (found == nullptr) return std::nullopt;
  return *found;
}

std::optional<Constant> Scope::Enumerator(std::string_view name) const {
  if (const auto own = OwnEnumerator(name)) return own;
  for (const Scope* scope : around_) {
    if (const auto found = scope->Enumerator(name)) return found;
  }
  return std::nullopt;
}

void Scope::DeclareEnumerator(std::string_view name, Constant value) { enumerators_[name] = value; }

}  // namespace ffi_native
