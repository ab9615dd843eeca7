// What a call comes to when C has returned: its result as a JavaScript value, and what the function's options and the
// directions of its parameters ask for besides.
#pragma once

#include "call/bound-function.h"
#include "call/copies.h"

namespace ffi_native {

// Whether a result of this type can say by -1 or NULL that C has failed.
bool CanFail(QualType result);

// Whether the result is all that there is to a call.
inline bool IsPlain(const BoundFunction& function, const Copies& copies) {
  return function.errno_use != ErrnoUse::kThrown && function.free_result == nullptr && copies.outs() == nullptr;
}

// The value of the result at `slot`, of a call that is not plain. Before it throws for one thing that is wrong it does
// all others: what C allocated is freed, and what it wrote is copied back. `error` is the errno that C left.
napi_value OutcomeOf(const BoundFunction& function, QualType type, const void* slot, const Copies& copies, int error);

}  // namespace ffi_native
