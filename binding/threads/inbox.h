// What other threads want of one thread, its owner: tasks that it runs when it gets to them, and visits, for which the
// other thread waits. It knows nothing of Node.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace ffi_native {

// Something that the owner does for another thread. A task that is never run is destroyed by whoever closes the inbox.
class Task {
 public:
  Task() = default;
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  virtual ~Task() = default;
  virtual void Run() = 0;
};

// A task whose end another thread waits for.
class Visit : public Task {
 public:
  explicit Visit(std::string name) : name_(std::move(name)) {}
  ~Visit() override;

  void Run() final;

 protected:
  // Runs on the owner's thread, while the other one waits.
  virtual void RunVisit() = 0;

 private:
  friend class Inbox;
  enum class State : uint8_t { kQueued, kRunning, kDone, kCancelled };

  void Cancel();

  const std::string name_;  // in the words of Inbox::Deadlock
  std::mutex mutex_;
  std::condition_variable ended_;
  State state_ = State::kQueued;
};

class Inbox {
 public:
  // A visit was cancelled because the owner was in C all the time: who wanted to visit.
  struct Deadlock {
    std::string visitor;
  };

  // How long a visit waits while the owner does not leave C; nullopt: for ever.
  using Grace = std::optional<std::chrono::milliseconds>;

  // The owner is the thread that makes it. `wake` may be called on any thread, and makes the owner call RunNext() once
  // for each call; it does not call back, and is not called any more when Close() has returned.
  explicit Inbox(std::function<void()> wake) : wake_(std::move(wake)) {}
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  // For any thread.
  bool IsOwner() const { return std::this_thread::get_id() == owner_ && !closed_.load(std::memory_order_acquire); }
  // False when the inbox has been closed: the task is destroyed here.
  bool Post(std::unique_ptr<Task> task);
  // Whether the visit has taken place. The grace runs while the owner is in one and the same call of C.
  bool Wait(const std::shared_ptr<Visit>& visit, Grace grace);

  // For the owner alone.
  void RunNext();
  // All tasks that wait are destroyed, all visits cancelled; nothing is taken any more.
  void Close();
  bool closed() const { return closed_.load(std::memory_order_acquire); }
  // It enters C, where it runs no tasks, and leaves it; or it enters and leaves JavaScript from there.
  void EnterC() { StepStay(); }
  void LeaveC() { StepStay(); }
  bool IsInC() const { return stay_.load(std::memory_order_relaxed) % 2 != 0; }
  // Whether a visit was cancelled since the last time that this was asked.
  bool HasDeadlock() const { return has_deadlock_.load(std::memory_order_relaxed); }
  std::optional<Deadlock> TakeDeadlock();

 private:
  // Only the owner writes, so that no locked instruction is needed.
  void StepStay() { stay_.store(stay_.load(std::memory_order_relaxed) + 1, std::memory_order_release); }
  bool Enqueue(std::shared_ptr<Task> task);
  void NoteDeadlock(const Visit& visit);

  const std::thread::id owner_ = std::this_thread::get_id();
  std::function<void()> wake_;
  std::mutex mutex_;
  std::deque<std::shared_ptr<Task>> tasks_;
  std::vector<std::shared_ptr<Task>> running_;  // one within the other
  std::atomic<bool> closed_{false};
  std::atomic<uint64_t> stay_{0};  // steps into C and out of it: odd while the owner is there
  std::atomic<bool> has_deadlock_{false};
  std::optional<Deadlock> deadlock_;
};

}  // namespace ffi_native
