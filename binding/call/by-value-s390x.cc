// Records by value on s390x: those of 1, 2, 4 or 8 bytes travel in a register, of the
// others the address does. Results are in memory. libffi tells the register by the element.
#include "call/lowering.h"

namespace ffi_native {

namespace {

// A struct with one member is passed as that would be. What compilers count is members: one that holds nothing is a
// second one, and neither a union nor an array of one element is its only number.
bool IsFloatingPoint(const RecordType& record) {
  const Type* type = &record;
  while (type->kind == Kind::kStruct) {
    const std::vector<Member>& members = As<RecordType>(*type).members;
    if (members.size() != 1 || members[0].bit_width) return false;
    type = members[0].type.type;
  }
  return type->representation == Representation::kFloat || type->representation == Representation::kDouble;
}

}  // namespace

std::vector<ffi_type*> ByValueElements(const RecordType& record, ffi_abi /*abi*/) {
  if (!IsFloatingPoint(record)) return {&ffi_type_uint8};
  // By the record's size: the register also takes the padding that an alignment brings behind a float.
  return {record.size == sizeof(float) ? &ffi_type_float : &ffi_type_double};
}

}  // namespace ffi_native
