// What libffi is told of C types that are passed or returned by value. Its own reading of structs is wrong for unions,
// packed members and bit-fields, so the ABI's classes are found here, and libffi is given a type that it passes so.
#pragma once

#include <ffi.h>

#include <memory>
#include <vector>

#include "types/type.h"

namespace ffi_native {

// What libffi gets for one argument: mostly one piece, the value itself.
struct Piece {
  ffi_type* type;
  size_t offset;  // bytes from the value's first
};

// The registers that a call's result and arguments have taken so far, as far as they matter.
struct TakenRegisters {
  size_t integers = 0;
  size_t vectors = 0;
};

// Makes the libffi types of one signature, and owns those that are not libffi's own.
class Lowering {
 public:
  explicit Lowering(ffi_abi abi) : abi_(abi) {}

  // The libffi type by which a value of `type` is passed; it lives as long as this object. Throws a Fault for what has
  // no value and for what cannot be passed by value.
  ffi_type* Lower(QualType type);
  // The same for a result, which may come in other registers than an argument goes in.
  ffi_type* LowerResult(QualType type);

 private:
  struct Aggregate {
    ffi_type type;
    std::vector<ffi_type*> elements;  // null-terminated
  };

  ffi_type* LowerRecord(const RecordType& record);

  ffi_abi abi_;
  std::vector<std::unique_ptr<Aggregate>> aggregates_;
};

// One file per family of ABIs (by-value-*.cc) says the rest.

// The pieces in which an argument, for which libffi has the type `lowered`, is handed over; counts its registers.
// Arguments are asked for in order, after the result.
std::vector<Piece> PiecesOf(QualType type, ffi_type* lowered, ffi_abi abi, TakenRegisters& taken);
// The libffi types of an argument that C hands to a closure, of which the last is its own; counts its registers.
// Arguments are asked for as above.
std::vector<ffi_type*> ReceivedTypes(QualType type, ffi_type* lowered, ffi_abi abi, TakenRegisters& taken);
// Counts the register of a result in memory, which takes its address as an argument.
void CountResult(QualType type, ffi_abi abi, TakenRegisters& taken);

// Elements of which libffi makes a struct that travels in the registers or
// the memory in which this record does. libffi is told size and alignment beside them, so that they need not add up.
std::vector<ffi_type*> ByValueElements(const RecordType& record, ffi_abi abi);
// The alignment that this record has among arguments in memory.
size_t ByValueAlignment(const RecordType& record, ffi_abi abi);

}  // namespace ffi_native
