// Calls of which each value is a scalar in a register or in one of the first words of the stack, as most are. Where the
// values go is known when the function is bound, so that such a call is a few loads; libffi would look at each type
// again.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "types/type.h"

namespace ffi_native {

class RegisterCall {
 public:
  // Nullopt when some value goes elsewhere, or when this machine's ABI is not known here: libffi then makes the call.
  static std::optional<RegisterCall> Of(const FunctionType& function);

  // Bytes of the frame in which the values lie: the result first, each argument at its offset in a word.
  static size_t frame_size();
  const std::vector<size_t>& argument_offsets() const { return argument_offsets_; }
  void Run(void (*target)(), void* frame) const { enter_(target, frame); }

 private:
  using Enter = void (*)(void (*target)(), void* frame);

  std::vector<size_t> argument_offsets_;
  Enter enter_ = nullptr;
};

}  // namespace ffi_native
