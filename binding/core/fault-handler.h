// Faults of the machine: SIGSEGV and SIGBUS, and on request SIGFPE and SIGILL. Accesses of ours may fault, since an
// address that C gave us need not be there: while a thread is armed, a fault of its own access is a return value. Every
// other fault goes to the handler that was there before, as if we were not; a reporter may be told before the process
// dies of it.
#pragma once

#include <signal.h>

#include <cstdint>

namespace ffi_native {

// Whether this platform can guard accesses.
bool CanGuardAccess();

// Runs `access(context)` and returns true; false when it faults, with the address that the system names in
// `*fault_address` (0 when it names none). `access` touches memory and nothing else: no lock, no allocation, no object
// with a destructor, since a fault jumps out of it.
bool RunGuarded(void (*access)(void* context), void* context, uintptr_t* fault_address);

// Within a signal handler: it may do only what is safe there.
using FaultReporter = void (*)(int number, const siginfo_t& info, const void* machine_context);

// From now on, and once, the reporter is told of faults that nobody but the system or Node's own handler is there to
// take. (Node's takes those of WebAssembly: the reporter must know what these are.) Handlers of others that were there
// before ours are not preceded.
void SetFaultReporter(FaultReporter reporter);

}  // namespace ffi_native
