// The value of an integer constant expression, with the width and signedness that C gives it.
#pragma once

#include <climits>
#include <cstddef>
#include <cstdint>

namespace ffi_native {

struct Constant {
  uint64_t bits = 0;  // two's complement, extended to 64 bits by the value's sign
  bool is_unsigned = false;
  size_t size = sizeof(int);  // bytes

  bool IsNegative() const { return !is_unsigned && static_cast<int64_t>(bits) < 0; }
  bool IsZero() const { return bits == 0; }

  // The value as an integer of another type, as C converts: modulo its width.
  Constant As(size_t new_size, bool to_unsigned) const {
    const unsigned shift = static_cast<unsigned>(64 - new_size * CHAR_BIT);
    const uint64_t high = bits << shift;
    // An arithmetic shift extends the sign: so on every compiler we know, and by C++20's rule.
    const uint64_t extended = to_unsigned ? high >> shift : static_cast<uint64_t>(static_cast<int64_t>(high) >> shift);
    return {extended, to_unsigned, new_size};
  }

  // Whether the value is one of those of an integer type.
  bool Fits(size_t other_size, bool other_unsigned) const {
    if (IsNegative() && other_unsigned) return false;
    const Constant other = As(other_size, other_unsigned);
    return other.bits == bits && other.IsNegative() == IsNegative();
  }
};

}  // namespace ffi_native
