// One list under one lock, and threads that wait for it to be filled.
#include "threads/pool.h"

#include <condition_variable>
#include <mutex>
#include <system_error>
#include <utility>

#include "threads/thread.h"

namespace ffi_native {

struct Pool::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::list<std::unique_ptr<Job>> waiting;
  size_t size = 0;
  size_t threads = 0;
  size_t idle = 0;
  bool closed = false;
};

Pool::Pool(size_t size) : state_(std::make_shared<State>()) { state_->size = size; }

Pool::~Pool() {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  state_->closed = true;
  state_->changed.notify_all();
}

// Threads for the jobs that no idle one will take, as far as there may be more. For who has locked the state.
void Pool::StartThreads(const std::shared_ptr<State>& state) {
  while (state->threads < state->size && state->waiting.size() > state->idle) {
    StartThread([state] { Serve(state); });
    ++state->threads;
    ++state->idle;  // so it counts until it has come to take a job
  }
}

void Pool::Serve(const std::shared_ptr<State>& state) {
  std::unique_lock<std::mutex> lock(state->mutex);
  const auto is_surplus = [&] { return state->threads > state->size; };
  const auto has_news = [&] { return is_surplus() || state->closed || !state->waiting.empty(); };
  for (;;) {
    state->changed.wait(lock, has_news);
    --state->idle;
    if (is_surplus() || state->waiting.empty()) break;
    std::unique_ptr<Job> job = std::move(state->waiting.front());
    state->waiting.pop_front();
    job->waits_ = false;
    lock.unlock();
    Job& begun = *job;
    begun.RunInPool(std::move(job));
    lock.lock();
    ++state->idle;
  }
  --state->threads;
}

void Pool::Add(std::unique_ptr<Job> job) {
  State& state = *state_;
  const std::lock_guard<std::mutex> lock(state.mutex);
  Job& added = *job;
  state.waiting.push_back(std::move(job));
  added.place_ = std::prev(state.waiting.end());
  added.waits_ = true;
  state.changed.notify_one();
  try {
    StartThreads(state_);
  } catch (const std::system_error&) {
    if (state.threads != 0) return;  // it has to wait for one of those that there are
    state.waiting.pop_back();
    throw;
  }
}

std::unique_ptr<Pool::Job> Pool::Remove(Job& job) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (!job.waits_) return nullptr;
  job.waits_ = false;
  std::unique_ptr<Job> removed = std::move(*job.place_);
  state_->waiting.erase(job.place_);
  return removed;
}

void Pool::Resize(size_t size) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  state_->size = size;
  state_->changed.notify_all();
  try {
    StartThreads(state_);
  } catch (const std::system_error&) {
    // The next job to be added tries again.
  }
}

size_t Pool::size() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  return state_->size;
}

size_t Pool::threads() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  return state_->threads;
}

}  // namespace ffi_native
