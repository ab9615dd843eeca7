// A pool of threads, and the jobs that wait for one of them, in order and without a limit. A pool of one thread runs
// all its jobs on that. It knows nothing of Node.
#pragma once

#include <cstddef>
#include <list>
#include <memory>

namespace ffi_native {

class Pool {
 public:
  class Job {
   public:
    Job() = default;
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;
    virtual ~Job() = default;

    // On a thread of the pool, which has no more to do with the job: whoever gets `self` ends it or passes it on.
    virtual void RunInPool(std::unique_ptr<Job> self) noexcept = 0;

   private:
    friend class Pool;
    std::list<std::unique_ptr<Job>>::iterator place_;
    bool waits_ = false;
  };

  // The most threads that the pool will have. They are started when they are needed, and wait for more once they are.
  explicit Pool(size_t size);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  // Its threads end when they have done what waits.
  ~Pool();

  // Throws std::system_error, and destroys the job, when the pool has no thread yet and gets none.
  void Add(std::unique_ptr<Job> job);
  // Takes back a job that has not begun; null when it has. It must not be called for one that has ended.
  std::unique_ptr<Job> Remove(Job& job);

  // Jobs that run are not disturbed: threads that are too many end when they are free.
  void Resize(size_t size);
  size_t size() const;
  // How many threads there are.
  size_t threads() const;

 private:
  struct State;

  static void Serve(const std::shared_ptr<State>& state);
  static void StartThreads(const std::shared_ptr<State>& state);

  const std::shared_ptr<State> state_;  // the threads hold it too: they may outlive the pool
};

}  // namespace ffi_native
