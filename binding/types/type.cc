// Sizes, alignments and parts of types.
#include "types/type.h"

#include <algorithm>

namespace ffi_native {

namespace {

uint16_t DepthOver(QualType part) { return static_cast<uint16_t>(part->depth + 1); }

}  // namespace

PointerType::PointerType(QualType target, bool is_string)
    : Type(Kind::kPointer, Representation::kAddress), target(target), is_string(is_string) {
  size = sizeof(void*);
  alignment = alignof(void*);
  // A walk ends at a name, so that a list node may point to itself.
  const bool ends_at_tag = target->IsRecord() && As<RecordType>(*target.type).IsNamed();
  depth = ends_at_tag ? 1 : DepthOver(target);
}

ArrayType::ArrayType(QualType element, std::optional<uint64_t> length)
    : Type(Kind::kArray, length ? Representation::kAggregate : Representation::kNone),
      element(element),
      length(length) {
  complete = length.has_value();
  size = length ? element->size * static_cast<size_t>(*length) : 0;
  alignment = *AlignOf(element);
  depth = DepthOver(element);
}

void RecordType::References(std::vector<const Type*>& out) const {
  for (const Member& member : members) out.push_back(member.type.type);
}

void EnumType::References(std::vector<const Type*>& out) const {
  if (underlying != nullptr) out.push_back(underlying);
}

FunctionType::FunctionType(QualType return_type, std::vector<QualType> parameters, bool variadic, Abi abi)
    : Type(Kind::kFunction, Representation::kNone),
      return_type(return_type),
      parameters(std::move(parameters)),
      variadic(variadic),
      abi(abi) {
  complete = false;
  depth = DepthOver(return_type);
  for (const QualType& parameter : this->parameters) depth = std::max(depth, DepthOver(parameter));
}

void FunctionType::References(std::vector<const Type*>& out) const {
  out.push_back(return_type.type);
  for (const QualType& parameter : parameters) out.push_back(parameter.type);
}

std::optional<size_t> SizeOf(QualType type) {
  if (!type->complete) return std::nullopt;
  return type->size;
}

std::optional<size_t> AlignOf(QualType type) {
  // C gives an array of unknown length no size, but an alignment: a flexible array member has a place.
  if (!type->complete && type->kind != Kind::kArray) return std::nullopt;
  size_t alignment = type->alignment;
  // gcc and clang align an atomic object of a size that the machine can access at once to that size.
  const size_t size = type->size;
  const bool is_accessible = size <= 16 && size != 0 && (size & (size - 1)) == 0;
  if ((type.qualifiers & kAtomic) != 0 && is_accessible) {
    alignment = std::max(alignment, std::min(size, kBiggestAlignment));
  }
  return alignment;
}

}  // namespace ffi_native
