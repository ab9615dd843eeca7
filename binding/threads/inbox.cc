// A queue, and the waiting for those visits that are in it.
#include "threads/inbox.h"

#include <utility>

namespace ffi_native {

Visit::~Visit() = default;

void Visit::Run() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (state_ != State::kQueued) return;
    state_ = State::kRunning;
  }
  RunVisit();
  const std::lock_guard<std::mutex> lock(mutex_);
  if (state_ == State::kRunning) state_ = State::kDone;
  ended_.notify_all();
}

void Visit::Cancel() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (state_ != State::kDone) state_ = State::kCancelled;
  ended_.notify_all();
}

bool Inbox::Enqueue(std::shared_ptr<Task> task) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (closed_.load(std::memory_order_relaxed)) return false;
  tasks_.push_back(std::move(task));
  wake_();
  return true;
}

bool Inbox::Post(std::unique_ptr<Task> task) { return Enqueue(std::move(task)); }

void Inbox::RunNext() {
  std::shared_ptr<Task> next;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (tasks_.empty()) return;
    next = std::move(tasks_.front());
    tasks_.pop_front();
    running_.push_back(next);
  }
  next->Run();
  const std::lock_guard<std::mutex> lock(mutex_);
  running_.pop_back();
}

void Inbox::Close() {
  std::deque<std::shared_ptr<Task>> left;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    closed_.store(true, std::memory_order_release);
    left.swap(tasks_);
  }
  // A visit that is under way when a process exits never comes back.
  left.insert(left.end(), running_.begin(), running_.end());
  for (const std::shared_ptr<Task>& task : left) {
    if (auto* visit = dynamic_cast<Visit*>(task.get())) visit->Cancel();
  }
}

void Inbox::NoteDeadlock(const Visit& visit) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!deadlock_) deadlock_ = Deadlock{visit.name_};
  has_deadlock_.store(true, std::memory_order_release);
}

std::optional<Inbox::Deadlock> Inbox::TakeDeadlock() {
  const std::lock_guard<std::mutex> lock(mutex_);
  has_deadlock_.store(false, std::memory_order_relaxed);
  return std::exchange(deadlock_, std::nullopt);
}

bool Inbox::Wait(const std::shared_ptr<Visit>& visit, Grace grace) {
  const auto is_in_c = [](uint64_t stay) { return stay % 2 != 0; };
  uint64_t stay = stay_.load(std::memory_order_acquire);
  // Once a call has been found to wait for this thread's kind, others need not find out again.
  if (is_in_c(stay) && grace && has_deadlock_.load(std::memory_order_acquire)) return false;
  if (!Enqueue(visit)) return false;
  std::unique_lock<std::mutex> lock(visit->mutex_);
  const auto has_ended = [&] {
    return visit->state_ == Visit::State::kDone || visit->state_ == Visit::State::kCancelled;
  };
  while (!has_ended()) {
    if (!grace) {
      visit->ended_.wait(lock, has_ended);
      break;
    }
    if (visit->ended_.wait_for(lock, *grace, has_ended)) break;
    const uint64_t now = stay_.load(std::memory_order_acquire);
    if (visit->state_ == Visit::State::kQueued && now == stay && is_in_c(now)) {
      visit->state_ = Visit::State::kCancelled;
      lock.unlock();
      NoteDeadlock(*visit);
      return false;
    }
    stay = now;
  }
  return visit->state_ == Visit::State::kDone;
}

}  // namespace ffi_native
