// One call as JavaScript makes it: which function, by which signature, with which values; and the conversion of these.
#pragma once

#include <memory>

#include "call/bound-function.h"
#include "call/convert.h"
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
  if (received != function.signature->argument_count()) RefuseCount(function, received);
}

// The signature of a call that brings the types of its `...`. From here on the values alone are in `arguments`: each
// moves down to where a type or a value before it was.
std::shared_ptr<Signature> TakePairs(BoundFunction& function, napi_value* arguments, size_t count);

// What ConvertArguments() does besides where there is more to the arguments than their values: promotes those of a
// tail; looks up once more what code of the user's may have changed.
void FinishArguments(const CallSite& call, Frame& frame);

// Writes the values to the frame as C values. When it has returned, no code of the user's has run since the addresses
// of buffers were taken.
inline void ConvertArguments(const CallSite& call, Frame& frame) {
  const auto convert = call.signature.register_call() == nullptr ? ConvertIn : ConvertWordIn;
  size_t i = 0;
  for (const Signature::Slot& slot : call.signature.arguments()) {
    convert(call.function.rules, slot.type, call.values[i], frame.At(slot), frame, call.PlaceOf(i));
    ++i;
  }
  if (call.signature.NeedsMore() || frame.ran_user_code()) FinishArguments(call, frame);
}

}  // namespace ffi_native
