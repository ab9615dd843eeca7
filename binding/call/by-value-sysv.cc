// Records by value on x86-64: System V's classes of eightbytes (psABI 3.2.3), and Microsoft's rule, which looks at the
// size alone.
#include <algorithm>
#include <climits>

#include "call/leaves.h"
#include "call/lowering.h"
#include "core/fault.h"

namespace ffi_native {

namespace {

enum class Class { kNone, kInteger, kSse, kX87, kX87Up, kMemory };

constexpr size_t kEightbyte = 8;
constexpr size_t kEightbytes = 2;  // a larger record is in memory

Class Merge(Class a, Class b) {
  if (a == b || b == Class::kNone) return a;
  if (a == Class::kNone) return b;
  if (a == Class::kMemory || b == Class::kMemory) return Class::kMemory;
  if (a == Class::kInteger || b == Class::kInteger) return Class::kInteger;
  const bool has_x87 = a == Class::kX87 || a == Class::kX87Up || b == Class::kX87 || b == Class::kX87Up;
  return has_x87 ? Class::kMemory : Class::kSse;
}

class Classification {
 public:
  explicit Classification(const RecordType& record) {
    if (record.size > kEightbyte * kEightbytes) {
      in_memory_ = true;
    } else {
      in_memory_ = HasPartInMemory(record);
      ForEachLeaf(record, 0, [this](const Leaf& leaf) { Add(leaf); });
    }
    for (const Class eightbyte : classes_) in_memory_ = in_memory_ || eightbyte == Class::kMemory;
    if (classes_[1] == Class::kX87Up && classes_[0] != Class::kX87) in_memory_ = true;
    if (!in_memory_ && in_memory_for_gcc_ != in_memory_for_clang_) {
      throw Fault(code::kUnsupportedType, "compilers differ on bit-fields that a packed record misaligns");
    }
    in_memory_ = in_memory_ || in_memory_for_gcc_;
  }

  bool in_memory() const { return in_memory_; }
  Class operator[](size_t i) const { return classes_[i]; }

 private:
  void Add(const Leaf& leaf) {
    const size_t first = leaf.offset / kEightbyte;
    if (leaf.bit_field != nullptr) return AddBits(leaf);
    // A member that is not aligned puts the whole record into memory. An enum or pointer is aligned to its size; a
    // packed record's members have lost the alignment that their types have.
    if (leaf.offset % leaf.type.alignment != 0) {
      in_memory_ = true;
      return;
    }
    switch (leaf.type.representation) {
      case Representation::kFloat:
      case Representation::kDouble:
      case Representation::kFloatComplex:
      case Representation::kDoubleComplex:
        for (size_t i = first; i * kEightbyte < leaf.offset + leaf.type.size; ++i) MergeInto(i, Class::kSse);
        break;
      case Representation::kLongDouble:
        MergeInto(first, Class::kX87);
        MergeInto(first + 1, Class::kX87Up);
        break;
      default:
        MergeInto(first, Class::kInteger);
    }
  }

  void AddBits(const Leaf& leaf) {
    const size_t width = leaf.bit_field->width;
    // As gcc does, unnamed bit-fields count as the named ones.
    const size_t last_bit = leaf.offset * CHAR_BIT + leaf.bit_field->offset % CHAR_BIT + width - 1;
    for (size_t i = leaf.offset / kEightbyte; i <= last_bit / CHAR_BIT / kEightbyte; ++i) {
      MergeInto(i, Class::kInteger);
    }
    // Where they are not aligned gcc looks at the integer that would hold those of a union, and takes others as they
    // are; clang looks at the record around them.
    in_memory_for_gcc_ = in_memory_for_gcc_ || (leaf.is_in_union && leaf.offset % BytesFor(width) != 0);
    in_memory_for_clang_ = in_memory_for_clang_ || leaf.is_misplaced;
  }

  // The size of the smallest integer of so many bits.
  static size_t BytesFor(size_t bits) {
    size_t bytes = 1;
    while (bytes * CHAR_BIT < bits) bytes *= 2;
    return bytes;
  }

  // What is within the record is classified by itself first: what lies beside it in a union does not take it out of
  // memory again. This matters for long double only, and so for records as large as it.
  static bool HasPartInMemory(const RecordType& record) {
    return std::any_of(record.members.begin(), record.members.end(), [](const Member& member) {
      const Type* type = member.type.type;
      while (type->kind == Kind::kArray) type = As<ArrayType>(*type).element.type;
      return type->IsRecord() && type->size == kEightbyte * kEightbytes &&
             Classification(As<RecordType>(*type)).in_memory();
    });
  }

  void MergeInto(size_t i, Class added) { classes_[i] = Merge(classes_[i], added); }

  Class classes_[kEightbytes] = {Class::kNone, Class::kNone};
  bool in_memory_ = false;
  bool in_memory_for_gcc_ = false;
  bool in_memory_for_clang_ = false;
};

// An element that libffi puts into memory, and with it the struct that has it: it is larger than four eightbytes.
ffi_type* MemoryElement() {
  static ffi_type* elements[] = {&ffi_type_uint8, nullptr};
  static ffi_type type = {5 * kEightbyte, 1, FFI_TYPE_STRUCT, elements};
  return &type;
}

// An element of the class of an eightbyte of which the record fills `size` bytes.
ffi_type* EightbyteElement(Class eightbyte, size_t size) {
  if (eightbyte == Class::kSse) return size <= sizeof(float) ? &ffi_type_float : &ffi_type_double;
  return size < kEightbyte ? &ffi_type_uint8 : &ffi_type_uint64;
}

constexpr size_t kIntegerRegisters = 6;
constexpr size_t kVectorRegisters = 8;

// The registers that a value takes when there are enough; a value in memory takes none.
TakenRegisters RegistersOf(QualType type) {
  switch (type->representation) {
    case Representation::kFloat:
    case Representation::kDouble:
    case Representation::kFloatComplex:
      return {0, 1};
    case Representation::kDoubleComplex:
      return {0, 2};
    case Representation::kLongDouble:
    case Representation::kLongDoubleComplex:
      return {};
    case Representation::kAggregate:
      break;
    default:
      return {1, 0};
  }
  const Classification classes(As<RecordType>(*type.type));
  if (classes.in_memory()) return {};
  TakenRegisters needed;
  for (size_t i = 0; i < kEightbytes; ++i) {
    needed.integers += classes[i] == Class::kInteger ? 1 : 0;
    needed.vectors += classes[i] == Class::kSse ? 1 : 0;
  }
  return needed;
}

// Whether a value goes in registers, and if so, takes them.
bool TakeRegisters(const TakenRegisters& needed, TakenRegisters& taken) {
  const bool fits =
      taken.integers + needed.integers <= kIntegerRegisters && taken.vectors + needed.vectors <= kVectorRegisters;
  if (!fits) return false;
  taken.integers += needed.integers;
  taken.vectors += needed.vectors;
  return true;
}

}  // namespace

std::vector<ffi_type*> ByValueElements(const RecordType& record, ffi_abi abi) {
  if (abi != FFI_UNIX64) return {&ffi_type_uint8};
  const Classification classes(record);
  if (classes.in_memory()) return {MemoryElement()};
  if (classes[0] == Class::kX87) return {&ffi_type_longdouble};
  if (classes[0] == Class::kNone) throw Fault(code::kUnsupportedType, "its first eight bytes hold nothing");
  std::vector<ffi_type*> elements = {EightbyteElement(classes[0], record.size)};
  // An eightbyte of padding has no class, and takes no register.
  if (classes[1] == Class::kNone) return elements;
  elements.push_back(EightbyteElement(classes[1], record.size - kEightbyte));
  return elements;
}

size_t ByValueAlignment(const RecordType& record, ffi_abi /*abi*/) { return record.alignment; }

void CountResult(QualType type, ffi_abi abi, TakenRegisters& taken) {
  if (abi != FFI_UNIX64 || !type->IsRecord()) return;
  if (Classification(As<RecordType>(*type.type)).in_memory()) ++taken.integers;
}

std::vector<ffi_type*> ReceivedTypes(QualType type, ffi_type* lowered, ffi_abi abi, TakenRegisters& taken) {
  if (abi != FFI_UNIX64) return {lowered};
  const TakenRegisters needed = RegistersOf(type);
  if (!TakeRegisters(needed, taken)) return {lowered};
  // For an eightbyte of padding libffi 3.4 would pass over an integer register (ffi64.c, ffi_closure_unix64_inner).
  const bool has_padding = type->IsRecord() && type->size > kEightbyte && needed.integers + needed.vectors == 1;
  return {has_padding ? lowered->elements[0] : lowered};
}

std::vector<Piece> PiecesOf(QualType type, ffi_type* lowered, ffi_abi abi, TakenRegisters& taken) {
  if (abi != FFI_UNIX64) return {{lowered, 0}};
  const TakenRegisters needed = RegistersOf(type);
  if (!TakeRegisters(needed, taken)) return {{lowered, 0}};  // as a whole in memory
  const bool takes_last_integer = needed.integers == 1 && taken.integers == kIntegerRegisters;
  // libffi 3.4 copies all of such a record to the place of its first register, which is the last one for integers: what
  // is behind it belongs to the first vector register (ffi64.c, ffi_call_int). In pieces it arrives the same.
  const bool begins_with_integer = type->IsRecord() && lowered->elements[0] == &ffi_type_uint64;
  if (!takes_last_integer || !begins_with_integer || type->size <= kEightbyte) return {{lowered, 0}};
  std::vector<Piece> pieces = {{&ffi_type_uint64, 0}};
  // All eight bytes, which the frame has: libffi takes no float for a variable argument.
  if (needed.vectors != 0) pieces.push_back({&ffi_type_double, kEightbyte});
  return pieces;
}

}  // namespace ffi_native
