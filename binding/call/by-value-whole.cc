// For ABIs of which libffi needs to be told no more than the elements of records: each value is one piece.
#include "call/lowering.h"

namespace ffi_native {

size_t ByValueAlignment(const RecordType& record, ffi_abi /*abi*/) { return record.alignment; }

std::vector<Piece> PiecesOf(QualType /*type*/, ffi_type* lowered, ffi_abi /*abi*/, TakenRegisters& /*taken*/) {
  return {{lowered, 0}};
}

void CountResult(QualType /*type*/, ffi_abi /*abi*/, TakenRegisters& /*taken*/) {}

std::vector<ffi_type*> ReceivedTypes(QualType /*type*/, ffi_type* lowered, ffi_abi /*abi*/, TakenRegisters& /*taken*/) {
  return {lowered};
}

}  // namespace ffi_native
