// The memory of one call: its result and its arguments, and the copies that go with them. It ends with the call.
#pragma once

#include "call/copies.h"
#include "call/signature.h"

namespace ffi_native {

class Frame : public Copies {
 public:
  // All of it is allocated: for a call that outlives the one by which JavaScript makes it.
  explicit Frame(const Signature& signature) : start_(Overflow(signature.frame_size())) {}

  void* At(const Signature::Slot& slot) { return start_ + slot.offset; }
  char* start() { return start_; }

 protected:
  struct Room {
    char* start;
    size_t size;
  };
  Frame(const Signature& signature, Room frame, Room scratch)
      : Copies(scratch.start, scratch.size),
        start_(signature.frame_size() > frame.size ? Overflow(signature.frame_size()) : frame.start) {}

 private:
  char* start_;
};

// A frame that needs no allocation unless it is large.
class StackFrame final : public Frame {
 public:
  explicit StackFrame(const Signature& signature)
      : Frame(signature, {inline_, sizeof inline_}, {small_copies_, sizeof small_copies_}) {}

 private:
  // Not initialised: clearing it would cost as much as the call.
  alignas(kAlignment) char inline_[1024];
  alignas(kAlignment) char small_copies_[512];
};

}  // namespace ffi_native
