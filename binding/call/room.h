// Room for one C value on its way, aligned for any; small ones need no allocation. It is not initialised.
#pragma once

#include <cstddef>
#include <memory>

namespace ffi_native {

class Room {
 public:
  explicit Room(size_t size) {
    if (size > sizeof inline_) heap_.reset(new char[size]);
  }
  char* data() { return heap_ ? heap_.get() : inline_; }

 private:
  alignas(16) char inline_[256];
  std::unique_ptr<char[]> heap_;
};

}  // namespace ffi_native
