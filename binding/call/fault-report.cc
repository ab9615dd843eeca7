// All of it but the preparation runs in a signal handler: nothing is allocated, no lock is taken, and what is read was
// there before the call.
#include "call/fault-report.h"

#include <signal.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include <atomic>
#include <cstring>

#include "call/native-call.h"
#include "core/alternate-stack.h"
#include "core/fault-handler.h"
#include "core/module-at.h"
#include "core/signal-text.h"

namespace ffi_native {

namespace {

std::atomic<bool> is_enabled{true};

// What the processor was doing; zeros where we do not know the machine.
struct Instruction {
  uintptr_t address = 0;
  uintptr_t stack = 0;
  bool writes = false;
};

Instruction InstructionAt(const void* machine_context) {
  const auto& machine = static_cast<const ucontext_t*>(machine_context)->uc_mcontext;
  Instruction instruction;
#if defined(__linux__) && defined(__x86_64__)
  instruction.address = static_cast<uintptr_t>(machine.gregs[REG_RIP]);
  instruction.stack = static_cast<uintptr_t>(machine.gregs[REG_RSP]);
  instruction.writes = (machine.gregs[REG_ERR] & 2) != 0;  // the page fault's own bit
#elif defined(__linux__) && defined(__aarch64__)
  instruction.address = machine.pc;
  instruction.stack = machine.sp;
#else
  static_cast<void>(machine);
#endif
  return instruction;
}

const char* NameOfSignal(int number) {
  switch (number) {
    case SIGSEGV:
      return "SIGSEGV";
    case SIGBUS:
      return "SIGBUS";
    case SIGFPE:
      return "SIGFPE";
    default:
      return "SIGILL";
  }
}

void WriteFunction(SignalText& text, const BoundFunction& function) {
  text << function.name.c_str();
  if (!function.library) return;
  const auto& path = function.library->path();
  if (path) {
    text << " of the library '" << path->c_str() << '\'';
  } else {
    text << " of this process";
  }
}

// An argument as it was passed: a number of its size, or the words of a struct.
void WriteBytes(SignalText& text, const char* bytes, size_t size) {
  constexpr size_t kMostWords = 8;
  const size_t count = (size + sizeof(uint64_t) - 1) / sizeof(uint64_t);
  for (size_t i = 0; i < count && i < kMostWords; ++i) {
    const size_t left = size - i * sizeof(uint64_t);
    uint64_t word = 0;
    const size_t length = left < sizeof word ? left : sizeof word;
    char* to = reinterpret_cast<char*>(&word);  // char may alias anything
    if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) to += sizeof word - length;
    memcpy(to, bytes + i * sizeof word, length);
    if (i != 0) text << ' ';
    text.Hex(word);
  }
  if (count > kMostWords) text << " ...";
}

void WriteArguments(SignalText& text, const NativeCall& call) {
  const Signature& signature = call.signature();
  size_t piece = 0;
  const char* separator = "  arguments: ";
  for (const Signature::Slot& slot : signature.arguments()) {
    text << separator;
    separator = ", ";
    for (const size_t begin = piece; piece < signature.pieces().size(); ++piece) {
      if (signature.pieces()[piece] >= slot.offset + slot.type->size) break;
      if (piece != begin) text << ' ';
      WriteBytes(text, static_cast<const char*>(call.Argument(piece)), signature.SizeOfPiece(piece));
    }
  }
  if (!signature.arguments().empty()) text << '\n';
}

void WriteAddress(SignalText& text, int number, const siginfo_t& info, const Instruction& instruction) {
  if (number != SIGSEGV && number != SIGBUS) return;
  const auto address = reinterpret_cast<uintptr_t>(info.si_addr);
  text << "  address: ";
#if defined(SI_KERNEL)
  if (info.si_code == SI_KERNEL) {
    text << "one that this processor does not have\n";
    return;
  }
#endif
  text.Hex(address);
  if (address == instruction.address) {
    text << ", which was to be run";
  } else if (instruction.writes) {
    text << ", which was to be written";
  }
  constexpr uintptr_t kNear = 64 << 10;
  const bool is_near = address + kNear > instruction.stack && address < instruction.stack + kNear;
  if (instruction.stack != 0 && is_near) text << "; the stack is used up";
  text << '\n';
}

void WriteInstruction(SignalText& text, const Instruction& instruction) {
  if (instruction.address == 0) return;
  const ModuleAt module = FindModule(instruction.address);
  text << "  instruction: ";
  text.Hex(instruction.address);
  if (module.path[0] != '\0') {
    text << ", " << module.path << " + ";
    text.Hex(module.offset);
  }
  text << '\n';
}

void WriteReport(const NativeCall& call, int number, const siginfo_t& info, const void* machine_context) {
  const Instruction instruction = InstructionAt(machine_context);
  SignalText text;
  text << "\nffi-native: " << NameOfSignal(number) << " in a call of ";
  WriteFunction(text, call.function());
  text << "\n  type: " << call.signature().spelling().c_str() << '\n';
  WriteArguments(text, call);
  WriteAddress(text, number, info, instruction);
  WriteInstruction(text, instruction);
  int depth = 0;
  for (const NativeCall* outer = call.outer(); outer != nullptr && depth < 8; outer = outer->outer(), ++depth) {
    text << "  within a call of ";
    WriteFunction(text, outer->function());
    text << '\n';
  }
  text.WriteTo(STDERR_FILENO);
}

// One thread reports. Others that fault meanwhile wait for it, since they would end the process in the middle.
std::atomic<bool> is_reporting{false};
std::atomic<bool> has_reported{false};
__attribute__((tls_model("initial-exec"))) thread_local bool reports = false;

void AwaitOther() {
  constexpr int kMostWaits = 2000;
  const timespec wait = {0, 1000000};
  const auto is_under_way = [] {
    return is_reporting.load(std::memory_order_acquire) && !has_reported.load(std::memory_order_acquire);
  };
  for (int i = 0; i < kMostWaits && is_under_way(); ++i) nanosleep(&wait, nullptr);
}

void Report(int number, const siginfo_t& info, const void* machine_context) {
  if (reports || !is_enabled.load(std::memory_order_relaxed)) return;
  const NativeCall* call = NativeCall::Current();
  // JavaScript may be running, which C called back: its faults are V8's, and some of them are none.
  const bool is_in_c = call != nullptr && (!call->function().inbox->IsOwner() || call->function().inbox->IsInC());
  if (!is_in_c) return AwaitOther();
  reports = true;
  if (is_reporting.exchange(true)) return AwaitOther();
  WriteReport(*call, number, info, machine_context);
  has_reported.store(true, std::memory_order_release);
}

}  // namespace

void PrepareFaultReports() {
  static const bool is_set = (SetFaultReporter(Report), true);
  static_cast<void>(is_set);
  EnsureAlternateStack();
}

void EnableFaultReports(bool enabled) { is_enabled.store(enabled, std::memory_order_relaxed); }

}  // namespace ffi_native
