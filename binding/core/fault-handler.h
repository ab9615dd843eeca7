// Memory accesses of ours that may fault: an address that C gave us need not be there. While a thread is armed, a fault
// of its own access is a return value; every other fault goes to the handler that was there before, as if we were not.
#pragma once

#include <cstdint>

namespace ffi_native {

// Whether this platform can guard accesses.
bool CanGuardAccess();

// Runs `access(context)` and returns true; false when it faults, with the address that the system names in
// `*fault_address` (0 when it names none). `access` touches memory and nothing else: no lock, no allocation, no object
// with a destructor, since a fault jumps out of it.
bool RunGuarded(void (*access)(void* context), void* context, uintptr_t* fault_address);

}  // namespace ffi_native
