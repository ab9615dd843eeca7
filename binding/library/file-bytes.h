// The bytes of a file, for readers that must not trust them: no read goes beyond the end, whatever the file says.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ffi_native {

class UntrustedBytes {
 public:
  UntrustedBytes() = default;
  UntrustedBytes(const void* start, size_t size) : start_(static_cast<const char*>(start)), size_(size) {}

  size_t size() const { return size_; }

  // A copy of the T at `offset`, which need not be aligned; nullopt when it is not wholly inside.
  template <typename T>
  std::optional<T> Read(uint64_t offset) const {
    if (offset > size_ || size_ - offset < sizeof(T)) return std::nullopt;
    T value;
    std::memcpy(&value, start_ + offset, sizeof value);
    return value;
  }

  // The part from `offset` on, of at most `size` bytes.
  UntrustedBytes Part(uint64_t offset, uint64_t size = UINT64_MAX) const {
    if (offset >= size_) return {};
    return {start_ + offset, static_cast<size_t>(std::min<uint64_t>(size, size_ - offset))};
  }

  // The text from `offset` to its NUL; empty when the bytes end before that.
  std::string_view Text(uint64_t offset) const {
    UntrustedBytes rest = Part(offset);
    const void* end = rest.size_ ? std::memchr(rest.start_, '\0', rest.size_) : nullptr;
    return end ? std::string_view(rest.start_, static_cast<const char*>(end) - rest.start_) : std::string_view();
  }

  // All bytes as they are.
  std::string_view All() const { return {start_, size_}; }

 private:
  const char* start_ = nullptr;
  size_t size_ = 0;
};

// The bytes of a regular file, for as long as the result lives; null when it is empty, or cannot be read.
std::shared_ptr<const UntrustedBytes> OpenFile(const std::string& path);

}  // namespace ffi_native
