// Text that a signal handler composes and writes: in a buffer of a fixed size, by system calls alone.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ffi_native {

class SignalText {
 public:
  SignalText& operator<<(const char* text);
  SignalText& operator<<(char character);
  // In hexadecimal digits, with 0x before them.
  SignalText& Hex(uint64_t number);

  // Writes the text to a file descriptor, or as much of it as that takes within a second.
  void WriteTo(int descriptor) const;

 private:
  char text_[4096];
  size_t length_ = 0;
};

}  // namespace ffi_native
