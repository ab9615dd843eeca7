// Bit-fields in memory, as the platform's compilers count their bits.
#pragma once

#include <cstdint>

#include "types/type.h"

namespace ffi_native {

// The bits of a field of the record at `record`, extended to 64 by the sign if `is_signed`.
uint64_t LoadBits(const void* record, BitField field, bool is_signed);

// Puts the lowest bits of `bits` into a field; its neighbours keep theirs.
void StoreBits(void* record, BitField field, uint64_t bits);

}  // namespace ffi_native
