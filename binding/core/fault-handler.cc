// The handler of SIGSEGV and SIGBUS. It is installed at the first guarded access and never removed: another handler may
// have been chained to it since, and threads may be inside it.
#include "core/fault-handler.h"

#include <setjmp.h>
#include <signal.h>

#include "core/process-state.h"

namespace ffi_native {

namespace {

struct Guard {
  sigjmp_buf resume;
  uintptr_t fault_address;
};

// The guard of the access that this thread is making. Volatile: at -O2 the disarming store would move before the
// access. Initial-exec: a signal handler must not allocate the thread's copy, as the default model may on first use.
__attribute__((tls_model("initial-exec"))) thread_local Guard* volatile armed_guard = nullptr;

struct FaultHandler {
  FaultHandler();
  struct sigaction previous_segv;
  struct sigaction previous_bus;
};

void PassOn(const struct sigaction& previous, int number, siginfo_t* info, void* machine_context) {
  if ((previous.sa_flags & SA_SIGINFO) != 0) {
    previous.sa_sigaction(number, info, machine_context);
  } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
    previous.sa_handler(number);
  } else if (previous.sa_handler == SIG_DFL || info->si_code > 0) {
    // Nobody else wants it: die as the system would have it. A fault repeats on return, a sent signal is sent again.
    signal(number, SIG_DFL);
    if (info->si_code <= 0) raise(number);
  }
}

void OnFault(int number, siginfo_t* info, void* machine_context) {
  Guard* guard = armed_guard;
  // Positive codes are the kernel's own: a signal sent by kill() is no fault of the access.
  if (guard != nullptr && info->si_code > 0) {
    armed_guard = nullptr;
    // An address has the width of a pointer.
    guard->fault_address = reinterpret_cast<uintptr_t>(info->si_addr);
    siglongjmp(guard->resume, 1);
  }
  const FaultHandler& handler = ProcessState<FaultHandler>();
  PassOn(number == SIGSEGV ? handler.previous_segv : handler.previous_bus, number, info, machine_context);
}

FaultHandler::FaultHandler() {
  // Read first: a fault on another thread may come between installing the handler and its return.
  sigaction(SIGSEGV, nullptr, &previous_segv);
  sigaction(SIGBUS, nullptr, &previous_bus);
}

bool Install() {
  ProcessState<FaultHandler>();  // complete before the handler can run
  struct sigaction action = {};
  action.sa_sigaction = OnFault;
  // ONSTACK as V8 has it; NODEFER, since the jump out of the handler restores no signal mask.
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  sigemptyset(&action.sa_mask);
  return sigaction(SIGSEGV, &action, nullptr) == 0 && sigaction(SIGBUS, &action, nullptr) == 0;
}

}  // namespace

bool CanGuardAccess() {
  static const bool installed = Install();
  return installed;
}

bool RunGuarded(void (*access)(void* context), void* context, uintptr_t* fault_address) {
  CanGuardAccess();
  Guard guard;
  // 0: no signal mask is saved, which would cost a system call.
  if (sigsetjmp(guard.resume, 0) != 0) {
    *fault_address = guard.fault_address;
    return false;
  }
  armed_guard = &guard;
  access(context);
  armed_guard = nullptr;
  return true;
}

}  // namespace ffi_native
