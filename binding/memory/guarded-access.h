// Accesses to memory that C points to. An address that is not there is ERR_FFI_ACCESS_VIOLATION, not the process's
// death.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace ffi_native {

// Copies `size` bytes from or to an address, which need not be aligned. Throws ERR_FFI_INVALID_POINTER for null and
// ERR_FFI_ACCESS_VIOLATION where the memory is not there, or not for this; of a write, the fault says how many bytes
// have been written.
void ReadMemory(void* to, uintptr_t from, size_t size);
void WriteMemory(uintptr_t to, const void* from, size_t size);

// The same between two addresses, which may overlap, and with one byte all over.
void CopyMemory(uintptr_t to, uintptr_t from, size_t size);
void FillMemory(uintptr_t to, uint8_t byte, size_t size);

// Does nothing where all of the memory can be read and written, and changes nothing there, whoever else writes at the
// same time; it touches each page.
void ProbeMemory(uintptr_t address, size_t size);

// -1, 0 or 1, as the bytes at the first address are less than those at the second, equal or greater.
int CompareMemory(uintptr_t a, uintptr_t b, size_t size);

// A copy of the text at an address, up to its NUL, in units of 1, 2 or 4 bytes; short ones need no allocation.
template <typename Unit>
class GuardedText {
 public:
  // Throws ERR_FFI_ACCESS_VIOLATION.
  explicit GuardedText(uintptr_t address);
  GuardedText(const GuardedText&) = delete;
  GuardedText& operator=(const GuardedText&) = delete;

  // Without the NUL; lives as long as this object.
  std::basic_string_view<Unit> view() const { return {long_ ? long_.get() : short_, length_}; }

 private:
  static constexpr size_t kShort = 256 / sizeof(Unit);

  Unit short_[kShort];
  std::unique_ptr<Unit[]> long_;
  size_t length_ = 0;
};

}  // namespace ffi_native
