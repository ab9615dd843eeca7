// One call as JavaScript makes it: which function, by which signature, with which values; and the conversion of these.
#pragma once

#include <memory>

#include "call/bound-function.h"
#include "call/frame.h"
#include "call/place.h"

namespace ffi_native {

struct CallSite {
  const BoundFunction& function;
  Signature& signature;
  const napi_value* values;

  // The position of a value among what JavaScript passed: the values of a tail have their type-names between them.
  size_t Position(size_t i) const {
    const size_t fixed_count = signature.fixed_count();
    return function.takes_pairs && i >= fixed_count ? fixed_count + 2 * (i - fixed_count) + 1 : i;
  }
  Place PlaceOf(size_t i) const { return Place::Argument(function.name, Position(i)); }
};

[[noreturn]] void RefuseCount(const BoundFunction& function, size_t received);

// Of arguments without pairs.
inline void RequireCount(const BoundFunction& function, size_t received) {
  if (received != function.signature->arguments().size()) RefuseCount(function, received);
}

// The signature of a call that brings the types of its `...`. From here on the values alone are in `arguments`: each
// moves down to where a type or a value before it was.
std::shared_ptr<Signature> TakePairs(BoundFunction& function, napi_value* arguments, size_t count);

// Writes the values to the frame as C values. When it has returned, no code of the user's has run since the addresses
// of buffers were taken.
void ConvertArguments(const CallSite& call, Frame& frame);

}  // namespace ffi_native
