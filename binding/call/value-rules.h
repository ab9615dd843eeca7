// How values are converted where the value table leaves the user a choice: what the options of a function say.
#pragma once

#include "core/instance.h"

namespace ffi_native {

struct ValueRules {
  Instance& instance;
  bool int64_as_number = false;  // 64-bit integers come out as Numbers, and go in as such too
  bool text_results = false;     // pointers to const characters come out as strings
  bool typed_pointers = false;   // other pointers come out as Pointers

  Napi::Env env() const { return instance.env(); }

  // The choices in one number, for a value that converts its parts later.
  uint32_t Bits() const { return (int64_as_number ? 1 : 0) | (text_results ? 2 : 0) | (typed_pointers ? 4 : 0); }
  static ValueRules FromBits(Instance& instance, uint32_t bits) {
    return {instance, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0};
  }
};

}  // namespace ffi_native
