// Records by value on arm64 (AAPCS64 6.8.2): homogeneous aggregates of one to four floating-point numbers travel in
// vector registers, all others by size. libffi tells the first kind by the elements.
#include <optional>

#include "call/lowering.h"

namespace ffi_native {

namespace {

constexpr size_t kMostMembers = 4;

// So many numbers of one kind, and nothing else.
struct Homogeneous {
  Representation base = Representation::kNone;
  size_t count = 0;
};

std::optional<Homogeneous> Classify(const Type& type);

std::optional<Homogeneous> ClassifyScalar(const Type& type) {
  switch (type.representation) {
    case Representation::kFloat:
    case Representation::kDouble:
    case Representation::kLongDouble:
      return Homogeneous{type.representation, 1};
    case Representation::kFloatComplex:
      return Homogeneous{Representation::kFloat, 2};
    case Representation::kDoubleComplex:
      return Homogeneous{Representation::kDouble, 2};
    case Representation::kLongDoubleComplex:
      return Homogeneous{Representation::kLongDouble, 2};
    default:
      return std::nullopt;
  }
}

std::optional<Homogeneous> ClassifyRecord(const RecordType& record) {
  Homogeneous whole;
  for (const Member& member : record.members) {
    const std::optional<Homogeneous> part = member.bit_width ? std::nullopt : Classify(*member.type.type);
    if (!part || (whole.count != 0 && part->base != whole.base)) return std::nullopt;
    whole.base = part->base;
    whole.count = record.kind == Kind::kUnion ? std::max(whole.count, part->count) : whole.count + part->count;
  }
  return whole;
}

std::optional<Homogeneous> Classify(const Type& type) {
  if (type.IsRecord()) return ClassifyRecord(As<RecordType>(type));
  if (type.kind != Kind::kArray) return ClassifyScalar(type);
  const auto& array = As<ArrayType>(type);
  std::optional<Homogeneous> element = Classify(*array.element.type);
  if (element) element->count *= static_cast<size_t>(*array.length);
  return element;
}

ffi_type* TypeOf(Representation base) {
  if (base == Representation::kFloat) return &ffi_type_float;
  return base == Representation::kDouble ? &ffi_type_double : &ffi_type_longdouble;
}

}  // namespace

std::vector<ffi_type*> ByValueElements(const RecordType& record, ffi_abi /*abi*/) {
  const std::optional<Homogeneous> numbers = Classify(record);
  if (numbers && numbers->count >= 1 && numbers->count <= kMostMembers) {
    ffi_type* element = TypeOf(numbers->base);
    // Padding between or behind the numbers, as alignment brings it, makes it another kind.
    if (element->size * numbers->count == record.size) return std::vector<ffi_type*>(numbers->count, element);
  }
  return {&ffi_type_uint8};
}

std::vector<Piece> PiecesOf(QualType /*type*/, ffi_type* lowered, ffi_abi /*abi*/, TakenRegisters& /*taken*/) {
  return {{lowered, 0}};
}

void CountResult(QualType /*type*/, ffi_abi /*abi*/, TakenRegisters& /*taken*/) {}

ffi_type* ReceivedType(QualType /*type*/, ffi_type* lowered, ffi_abi /*abi*/, TakenRegisters& /*taken*/) {
  return lowered;
}

}  // namespace ffi_native
