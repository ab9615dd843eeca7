// What a call comes to when C has returned: its result as a JavaScript value, and what the function's options and the
// directions of its parameters ask for besides.
#pragma once

#include <cstring>
#include <exception>
#include <optional>

#include "call/bound-function.h"
#include "call/copies.h"

namespace ffi_native {

// Where the result is that libffi has left in a slot. It widens an integer that is smaller than a register: on
// big-endian machines its bytes are the last ones, so they are moved.
inline const void* NarrowResult([[maybe_unused]] QualType type, void* slot) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  const bool is_widened = (IsInteger(type->representation) || type->representation == Representation::kBool) &&
                          type->size < sizeof(ffi_arg);
  if (is_widened) memmove(slot, static_cast<char*>(slot) + sizeof(ffi_arg) - type->size, type->size);
#endif
  return slot;
}

// Whether a result of this type can say by -1 or NULL that C has failed.
bool CanFail(QualType result);

// What C has left besides its result.
struct Return {
  int error;                   // errno
  std::exception_ptr failure;  // what a callback has thrown, or null
};

// Whether the result is all that there is to a call.
inline bool IsPlain(const BoundFunction& function, const Copies& copies, bool has_failed) {
  return function.errno_use != ErrnoUse::kThrown && function.free_result == nullptr && copies.outs() == nullptr &&
         !has_failed && !function.inbox->HasDeadlock();
}

// The value of the result at `slot`, of a call that is not plain. `deadlock`: of a visit to the thread of JavaScript
// while the call kept that waiting. Before it throws for one thing that is wrong it does all others: what C allocated
// is freed, and what it wrote is copied back.
napi_value OutcomeOf(const BoundFunction& function, QualType type, const void* slot, const Copies& copies,
                     const Return& returned, const std::optional<Inbox::Deadlock>& deadlock);

}  // namespace ffi_native
