// One bit at a time: fields may begin at any bit and reach over nine bytes.
#include "call/bits.h"

#include <climits>

namespace ffi_native {

namespace {

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
constexpr bool kLowestFirst = true;
#else
constexpr bool kLowestFirst = false;
#endif

// The bit of a value that is the i-th of its field in memory.
uint32_t ValueBit(BitField field, uint32_t i) { return kLowestFirst ? i : field.width - 1 - i; }

uint8_t MaskOf(uint64_t bit) {
  const auto within = static_cast<unsigned>(bit % CHAR_BIT);
  return static_cast<uint8_t>(1U << (kLowestFirst ? within : CHAR_BIT - 1 - within));
}

}  // namespace

uint64_t LoadBits(const void* record, BitField field, bool is_signed) {
  const auto* bytes = static_cast<const uint8_t*>(record);
  uint64_t value = 0;
  for (uint32_t i = 0; i < field.width; ++i) {
    const uint64_t bit = field.offset + i;
    if ((bytes[bit / CHAR_BIT] & MaskOf(bit)) != 0) value |= uint64_t{1} << ValueBit(field, i);
  }
  if (!is_signed || field.width == 0 || field.width >= 64) return value;
  const uint64_t sign = uint64_t{1} << (field.width - 1);
  return (value ^ sign) - sign;
}

void StoreBits(void* record, BitField field, uint64_t bits) {
  auto* bytes = static_cast<uint8_t*>(record);
  for (uint32_t i = 0; i < field.width; ++i) {
    const uint64_t bit = field.offset + i;
    uint8_t& byte = bytes[bit / CHAR_BIT];
    const bool is_set = (bits >> ValueBit(field, i) & 1) != 0;
    byte = static_cast<uint8_t>(is_set ? byte | MaskOf(bit) : byte & ~MaskOf(bit));
  }
}

}  // namespace ffi_native
