// The entries by which C calls back: pages of machine code that are never unmapped, since C may call what has been
// closed. All environments share them. It knows nothing of Node.
#pragma once

#include <ffi.h>

#include <array>
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

  using Ended = std::array<std::shared_ptr<ClosureTarget>, 2>;

  static void Enter(ffi_cif* cif, void* result, void** arguments, void* data);

  // The next three are for who has locked the slots.
  void Rest(uint64_t released);
  // Whether C has not called since it rests.
  bool IsQuiet() const;
  // Gives what is to be destroyed: no call can be with it any more.
  Ended Replace(std::shared_ptr<ClosureTarget> target);

  ffi_closure* closure_ = nullptr;
  void* code_ = nullptr;
  std::shared_ptr<ClosureTarget> current_;       // as the next three, for who has locked the slots
  std::shared_ptr<ClosureTarget> previous_;      // while a call may be with it yet
  uint64_t rests_since_ = 0;                     // a count of releases
  uint64_t begun_before_rest_ = 0;               // calls
  std::atomic<ClosureTarget*> target_{nullptr};  // the current one, for calls
  std::atomic<uint64_t> calls_{0};               // in the high half how many have begun, in the low one how many run
};

// For any thread.
class ClosureSlots {
 public:
  // A closed slot waits for so many others before it gets another target, and once more if C has called it meanwhile:
  // late calls do not hit a stranger.
  static constexpr size_t kResting = 65536;

  explicit ClosureSlots(size_t resting = kResting) : most_resting_(resting) {}
  ClosureSlots(const ClosureSlots&) = delete;
  ClosureSlots& operator=(const ClosureSlots&) = delete;

  // Throws std::bad_alloc.
  ClosureSlot& Acquire(std::shared_ptr<ClosureTarget> target);
  void Release(ClosureSlot& slot);

 private:
  ClosureSlot* Reusable();

  const size_t most_resting_;
  std::mutex mutex_;
  std::deque<ClosureSlot*> resting_;  // in the order in which their rests have begun
  uint64_t released_ = 0;
};

}  // namespace ffi_native
