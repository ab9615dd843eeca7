// What a call comes to when C has returned: its result as a JavaScript value, and what the function's options and the
// directions of its parameters ask for besides.
#pragma once

#include <exception>

#include "call/bound-function.h"
#include "call/copies.h"

namespace ffi_native {

// Whether a result of this type can say by -1 or NULL that C has failed.
bool CanFail(QualType result);

// What C has left besides its result.
struct Return {
  int error;                   // errno
  std::exception_ptr failure;  // what a callback has thrown, or null
};

// Whether the result is all that there is to a call.
inline bool IsPlain(const BoundFunction& function, const Copies& copies, const Return& returned) {
  return function.errno_use != ErrnoUse::kThrown && function.free_result == nullptr && copies.outs() == nullptr &&
         returned.failure == nullptr && !function.inbox->HasDeadlock();
}

// The value of the result at `slot`, of a call that is not plain. Before it throws for one thing that is wrong it does
// all others: what C allocated is freed, and what it wrote is copied back.
napi_value OutcomeOf(const BoundFunction& function, QualType type, const void* slot, const Copies& copies,
                     const Return& returned);

}  // namespace ffi_native
