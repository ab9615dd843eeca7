// The handlers of faults. They are installed once and never removed: others may have been chained to them since, and
// threads may be inside them.
#include "core/fault-handler.h"

#include <dlfcn.h>
#include <node_api.h>
#include <setjmp.h>

#include <atomic>
#include <iterator>

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

struct Chained {
  int number;
  struct sigaction previous;
  bool is_ours_to_report;  // nobody else's handler was there
};

struct FaultHandlers {
  FaultHandlers();
  Chained chained[4] = {{SIGSEGV, {}, false}, {SIGBUS, {}, false}, {SIGFPE, {}, false}, {SIGILL, {}, false}};
};

std::atomic<FaultReporter> fault_reporter{nullptr};

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
  for (const Chained& each : ProcessState<FaultHandlers>().chained) {
    if (each.number != number) continue;
    const FaultReporter report = fault_reporter.load(std::memory_order_acquire);
    if (report != nullptr && each.is_ours_to_report && info->si_code > 0) report(number, *info, machine_context);
    PassOn(each.previous, number, info, machine_context);
  }
}

// Whether an address is in the code of Node: the executable, or its library.
bool IsOfNode(const void* code) {
  Dl_info of_code;
  Dl_info of_node;
  // The loader gives addresses of functions as those of data.
  return dladdr(code, &of_code) != 0 && dladdr(reinterpret_cast<const void*>(napi_get_undefined), &of_node) != 0 &&
         of_code.dli_fbase == of_node.dli_fbase;
}

FaultHandlers::FaultHandlers() {
  // Read first: a fault on another thread may come between installing the handler and its return.
  for (Chained& each : chained) {
    sigaction(each.number, nullptr, &each.previous);
    const auto handler = each.previous.sa_handler;
    each.is_ours_to_report =
        handler == SIG_DFL || handler == SIG_IGN || IsOfNode(reinterpret_cast<const void*>(handler));
  }
}

bool Install(int number) {
  ProcessState<FaultHandlers>();  // complete before the handler can run
  struct sigaction action = {};
  action.sa_sigaction = OnFault;
  // ONSTACK as V8 has it; NODEFER, since the jump out of the handler restores no signal mask.
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  sigemptyset(&action.sa_mask);
  return sigaction(number, &action, nullptr) == 0;
}

}  // namespace

bool CanGuardAccess() {
  static const bool installed = Install(SIGSEGV) && Install(SIGBUS);
  return installed;
}

void SetFaultReporter(FaultReporter reporter) {
  static const bool installed = CanGuardAccess() && Install(SIGFPE) && Install(SIGILL);
  if (installed) fault_reporter.store(reporter, std::memory_order_release);
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
