// The stack is mapped apart, with a page below it that is not there.
#include "core/alternate-stack.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>

namespace ffi_native {

namespace {

// The registers of the largest machines take some 12 KiB; other handlers may run here, too.
size_t StackSize() { return std::max<size_t>(64 << 10, 4 * static_cast<size_t>(SIGSTKSZ)); }

class AlternateStack {
 public:
  AlternateStack() {
    stack_t current;
    if (sigaltstack(nullptr, &current) != 0 || (current.ss_flags & SS_DISABLE) == 0) return;
    const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    size_ = page + StackSize();
    void* const memory = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return;
    memory_ = static_cast<char*>(memory);
    mprotect(memory_, page, PROT_NONE);
    stack_t stack = {};
    stack.ss_sp = memory_ + page;
    stack.ss_size = size_ - page;
    sigaltstack(&stack, nullptr);
  }
  AlternateStack(const AlternateStack&) = delete;
  AlternateStack& operator=(const AlternateStack&) = delete;
  ~AlternateStack() {
    if (memory_ == nullptr) return;
    stack_t current;
    // Another may have taken its place.
    if (sigaltstack(nullptr, &current) != 0 || current.ss_sp < memory_ || current.ss_sp >= memory_ + size_) return;
    stack_t none = {};
    none.ss_flags = SS_DISABLE;
    if (sigaltstack(&none, nullptr) == 0) munmap(memory_, size_);
  }

 private:
  char* memory_ = nullptr;
  size_t size_ = 0;
};

}  // namespace

void EnsureAlternateStack() { static thread_local const AlternateStack stack; }

}  // namespace ffi_native
