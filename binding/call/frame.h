// The memory of one call: its result and its arguments, and the copies that go with them. Small ones need no
// allocation. It ends with the call.
#pragma once

#include "call/copies.h"
#include "call/signature.h"

namespace ffi_native {

class Frame : public Copies {
 public:
  explicit Frame(const Signature& signature) : start_(inline_) {
    if (signature.frame_size() > sizeof inline_) start_ = Overflow(signature.frame_size());
  }

  void* At(const Signature::Slot& slot) { return start_ + slot.offset; }

  // libffi's array of the addresses of its arguments.
  void** Addresses(const Signature& signature) {
    // The signature keeps room for it, aligned, behind the arguments.
    void** const addresses = reinterpret_cast<void**>(start_ + signature.addresses_offset());
    void** next = addresses;
    for (const size_t offset : signature.pieces()) *next++ = start_ + offset;
    return addresses;
  }

 private:
  char* start_;
  // Not initialised: clearing it would cost as much as the call.
  alignas(kAlignment) char inline_[1024];
};

}  // namespace ffi_native
