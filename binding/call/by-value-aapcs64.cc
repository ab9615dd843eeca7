// Records by value on arm64 (AAPCS64 6.8.2): homogeneous aggregates of one to four floating-point numbers travel in
// vector registers, all others by size. libffi tells the first kind by the elements.
#include <algorithm>
#include <optional>

#include "call/lowering.h"
#include "types/layout.h"

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

size_t SizeOf(const Homogeneous& numbers);

std::optional<Homogeneous> ClassifyRecord(const RecordType& record) {
  Homogeneous whole;
  for (const Member& member : record.members) {
    // Bits without a width are no part of a struct, as gcc has it from 12 on; clang 14 takes them for an integer.
    if (record.kind == Kind::kStruct && member.bit_width && *member.bit_width == 0) continue;
    const std::optional<Homogeneous> part = member.bit_width ? std::nullopt : Classify(*member.type.type);
    if (!part) return std::nullopt;
    if (part->count == 0) continue;
    if (whole.count != 0 && part->base != whole.base) return std::nullopt;
    whole.base = part->base;
    whole.count = record.kind == Kind::kUnion ? std::max(whole.count, part->count) : whole.count + part->count;
  }
  // Padding between or behind the numbers, as alignment brings it, makes it another kind, also within others.
  if (SizeOf(whole) != record.size) return std::nullopt;
  return whole;
}

std::optional<Homogeneous> Classify(const Type& type) {
  if (type.IsRecord()) return ClassifyRecord(As<RecordType>(type));
  if (type.kind != Kind::kArray) return ClassifyScalar(type);
  const auto& array = As<ArrayType>(type);
  if (*array.length == 0) return std::nullopt;
  std::optional<Homogeneous> element = Classify(*array.element.type);
  if (element) element->count *= static_cast<size_t>(*array.length);
  return element;
}

ffi_type* TypeOf(Representation base) {
  if (base == Representation::kFloat) return &ffi_type_float;
  return base == Representation::kDouble ? &ffi_type_double : &ffi_type_longdouble;
}

size_t SizeOf(const Homogeneous& numbers) {
  return numbers.count == 0 ? 0 : numbers.count * TypeOf(numbers.base)->size;
}

bool IsInVectors(const std::optional<Homogeneous>& numbers) {
  return numbers && numbers->count >= 1 && numbers->count <= kMostMembers;
}

constexpr size_t kRegister = 8;          // bytes
constexpr size_t kIntegerRegisters = 8;  // x0 to x7
constexpr size_t kInRegisters = 16;      // bytes; of a larger record the address travels
constexpr size_t kPairAlignment = 16;    // what is so aligned begins at a register with an even number

// The integer registers that a value takes when there are enough.
size_t IntegerRegistersOf(const Type& type) {
  const std::optional<Homogeneous> numbers = Classify(type);
  if (type.IsRecord() ? IsInVectors(numbers) : numbers.has_value()) return 0;
  return type.size > kInRegisters ? 1 : (type.size + kRegister - 1) / kRegister;
}

}  // namespace

std::vector<ffi_type*> ByValueElements(const RecordType& record, ffi_abi /*abi*/) {
  const std::optional<Homogeneous> numbers = Classify(record);
  if (IsInVectors(numbers)) return std::vector<ffi_type*>(numbers->count, TypeOf(numbers->base));
  return {&ffi_type_uint8};
}

// That of the members: an alignment of the record as a whole does not count.
// libffi 3.4 aligns the address that stands for a large record as the record (ffi.c, ffi_call_int), so it learns that
// of addresses.
size_t ByValueAlignment(const RecordType& record, ffi_abi /*abi*/) {
  if (record.size > kInRegisters && !IsInVectors(Classify(record))) return alignof(void*);
  std::vector<Member> members = record.members;
  RecordAttributes attributes = record.attributes;
  attributes.alignment = 0;
  return LayOut(record.kind, members, attributes).alignment;
}

std::vector<Piece> PiecesOf(QualType type, ffi_type* lowered, ffi_abi /*abi*/, TakenRegisters& taken) {
  const size_t needed = IntegerRegistersOf(*type.type);
  if (needed == 0) return {{lowered, 0}};
  std::vector<Piece> pieces;
  const bool is_pair = type->IsRecord() && lowered->alignment == kPairAlignment;
  if (is_pair && taken.integers % 2 != 0) {
    // libffi 3.4 does not pass over a register for it: any value fills that.
    pieces.push_back({&ffi_type_uint64, 0});
    ++taken.integers;
  }
  taken.integers += needed;
  if (taken.integers > kIntegerRegisters) taken.integers = kIntegerRegisters;  // what does not fit ends them
  pieces.push_back({lowered, 0});
  return pieces;
}

void CountResult(QualType /*type*/, ffi_abi /*abi*/, TakenRegisters& /*taken*/) {}

std::vector<ffi_type*> ReceivedTypes(QualType type, ffi_type* lowered, ffi_abi abi, TakenRegisters& taken) {
  std::vector<ffi_type*> types;
  for (const Piece& piece : PiecesOf(type, lowered, abi, taken)) types.push_back(piece.type);
  return types;
}

}  // namespace ffi_native
