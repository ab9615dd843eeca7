// The entries by which C calls back: pages of machine code that are never unmapped, since C may call what has been
// closed. All environments share them. It knows nothing of Node.
#pragma once

#include <ffi.h>

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>

namespace ffi_native {

// What an entry leads to, on whatever thread C calls. It stays the target after it has been closed, and answers for
// itself, until another takes its slot.
class ClosureTarget {
 public:
  ClosureTarget() = default;
  ClosureTarget(const ClosureTarget&) = delete;
  ClosureTarget& operator=(const ClosureTarget&) = delete;
  virtual ~ClosureTarget() = default;

  virtual ffi_cif* cif() = 0;
  // As libffi calls it: the result has the size of an ffi_arg at least.
  virtual void OnCall(void* result, void** arguments) noexcept = 0;
};

class ClosureSlot {
 public:
  // The address that C calls.
  void* code() const { return code_; }

 private:
  friend class ClosureSlots;

  static void Enter(ffi_cif* cif, void* result, void** arguments, void* data);

  ffi_closure* closure_ = nullptr;
  void* code_ = nullptr;
  std::shared_ptr<ClosureTarget> target_;
  std::atomic<uint32_t> running_{0};  // calls
};

// For any thread.
class ClosureSlots {
 public:
  // A closed slot waits for so many others before it gets another target: C's late calls do not hit a stranger.
  static constexpr size_t kResting = 65536;

  // Throws std::bad_alloc.
  ClosureSlot& Acquire(std::shared_ptr<ClosureTarget> target);
  void Release(ClosureSlot& slot);

 private:
  ClosureSlot* Reusable();

  std::mutex mutex_;
  std::deque<ClosureSlot*> resting_;
};

}  // namespace ffi_native
