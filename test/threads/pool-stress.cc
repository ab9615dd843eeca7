// Pools under threads that add and remove jobs and change sizes, for a thread sanitizer to watch: each job must be run
// or given back, once; a pool of one thread must be one thread, and in order.
#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "stress.h"
#include "threads/pool.h"

using ffi_native::Pool;
using stress::Chance;
using stress::Require;

namespace {

struct Tally {
  std::atomic<uint64_t> run{0};
  std::atomic<uint64_t> removed{0};
  std::atomic<uint64_t> destroyed{0};
  std::atomic<int> running{0};
  std::atomic<int> most_at_once{0};
};

class CountedJob : public Pool::Job {
 public:
  CountedJob(Tally& tally, uint64_t work) : tally_(tally), work_(work) {}
  ~CountedJob() override { ++tally_.destroyed; }

  void RunInPool(std::unique_ptr<Job> /*self*/) noexcept override {
    const int now = ++tally_.running;
    int most = tally_.most_at_once;
    while (now > most && !tally_.most_at_once.compare_exchange_weak(most, now)) {
    }
    for (uint64_t i = 0; i < work_; ++i) std::this_thread::yield();
    ++plain_;  // of this thread alone, if the pool hands a job to one thread only
    --tally_.running;
    ++tally_.run;
  }

 private:
  Tally& tally_;
  uint64_t work_;
  uint64_t plain_ = 0;
};

// Adds jobs, and takes the last one back now and then: nobody else may know a job that can have ended.
void Produce(Pool& pool, Tally& tally, uint64_t seed, uint64_t count) {
  Chance chance(seed);
  for (uint64_t i = 0; i < count; ++i) {
    pool.Add(std::make_unique<CountedJob>(tally, chance.Below(4)));
    if (chance.OneIn(64)) pool.Resize(1 + chance.Below(6));
  }
}

// A job that stays where it is until it is allowed to end, so that what is added behind it waits.
class Gate : public Pool::Job {
 public:
  explicit Gate(std::atomic<bool>& open) : open_(open) {}
  void RunInPool(std::unique_ptr<Job> /*self*/) noexcept override {
    while (!open_) std::this_thread::yield();
  }

 private:
  std::atomic<bool>& open_;
};

void StressProducers(uint64_t seed) {
  Tally tally;
  constexpr uint64_t kProducers = 4;
  constexpr uint64_t kJobs = 500;
  {
    Pool pool(1 + seed % 5);
    std::vector<std::thread> producers;
    for (uint64_t i = 0; i < kProducers; ++i) {
      producers.emplace_back([&, i] { Produce(pool, tally, seed * kProducers + i, kJobs); });
    }
    for (std::thread& producer : producers) producer.join();
  }
  while (tally.destroyed != kProducers * kJobs) std::this_thread::yield();
  Require(tally.run == kProducers * kJobs, "every job of a pool that has ended was run once");
  Require(tally.most_at_once <= 6, "no more jobs run at once than the pool ever had threads");
}

// What waits behind a gate can be taken back while the gate opens: it is run or given back, never both.
void StressRemoval(uint64_t seed) {
  Chance chance(seed);
  Tally tally;
  std::atomic<bool> open{false};
  constexpr uint64_t kJobs = 200;
  std::vector<std::unique_ptr<Pool::Job>> taken;
  {
    Pool pool(1);
    pool.Add(std::make_unique<Gate>(open));
    std::vector<Pool::Job*> jobs;
    for (uint64_t i = 0; i < kJobs; ++i) {
      auto job = std::make_unique<CountedJob>(tally, 0);
      jobs.push_back(job.get());
      pool.Add(std::move(job));
    }
    // The first half cannot have begun; of the rest, one that was given back is not asked for again.
    std::set<Pool::Job*> asked;
    for (uint64_t i = 0; i < kJobs / 2; ++i) {
      Pool::Job* job = jobs[chance.Below(kJobs)];
      if (!asked.insert(job).second) continue;
      taken.push_back(pool.Remove(*job));
      Require(taken.back().get() == job, "a job that has not begun is given back");
    }
    open = true;
  }
  while (tally.run + taken.size() != kJobs) std::this_thread::yield();
  taken.clear();
  while (tally.destroyed != kJobs) std::this_thread::yield();
}

// A job that outlives its run, as a call does that goes back to JavaScript: it may be asked for at any time.
class KeptJob : public Pool::Job {
 public:
  explicit KeptJob(std::atomic<uint64_t>& ended) : ended_(ended) {}
  void RunInPool(std::unique_ptr<Job> self) noexcept override {
    kept = std::move(self);
    has_run = true;
    ++ended_;
  }
  std::unique_ptr<Job> kept;
  std::atomic<bool> has_run{false};

 private:
  std::atomic<uint64_t>& ended_;
};

void StressRace(uint64_t seed) {
  Chance chance(seed);
  std::atomic<uint64_t> ended{0};
  Pool pool(1 + seed % 3);
  for (int i = 0; i < 200; ++i) {
    auto job = std::make_unique<KeptJob>(ended);
    KeptJob& added = *job;
    const uint64_t before = ended;
    pool.Add(std::move(job));
    for (uint64_t wait = chance.Below(8); wait > 0; --wait) std::this_thread::yield();
    const std::unique_ptr<Pool::Job> removed = pool.Remove(added);
    if (removed != nullptr) {
      Require(!added.has_run, "a job that was given back is not run");
      continue;
    }
    while (ended == before) std::this_thread::yield();
    const std::unique_ptr<Pool::Job> run = std::move(added.kept);
  }
}

struct Lane {
  std::vector<uint64_t> order;  // unlocked: one thread writes
  std::thread::id thread;
  std::atomic<uint64_t> run{0};
};

class LaneJob : public Pool::Job {
 public:
  LaneJob(Lane& lane, uint64_t index) : lane_(lane), index_(index) {}
  void RunInPool(std::unique_ptr<Job> /*self*/) noexcept override {
    if (lane_.order.empty()) lane_.thread = std::this_thread::get_id();
    Require(lane_.thread == std::this_thread::get_id(), "a pool of one thread is the same thread for all jobs");
    lane_.order.push_back(index_);
    ++lane_.run;
  }

 private:
  Lane& lane_;
  uint64_t index_;
};

void StressLanes(uint64_t seed) {
  Chance chance(seed);
  constexpr uint64_t kJobs = 300;
  Lane lanes[3];
  {
    Pool pools[] = {Pool(1), Pool(1), Pool(1)};
    for (uint64_t i = 0; i < kJobs; ++i) {
      for (size_t k = 0; k < 3; ++k) pools[k].Add(std::make_unique<LaneJob>(lanes[k], i));
      if (chance.OneIn(16)) std::this_thread::yield();
    }
    Require(pools[0].threads() == 1, "a pool of one thread has one");
  }
  for (Lane& lane : lanes) {
    while (lane.run != kJobs) std::this_thread::yield();
    for (uint64_t i = 0; i < kJobs; ++i) Require(lane.order[i] == i, "jobs of one thread run in their order");
  }
}

}  // namespace

int main(int count, char** values) {
  const auto [seed, rounds] = stress::ArgumentsFrom(count, values);
  for (uint64_t i = 0; i < rounds; ++i) {
    StressProducers(seed + i);
    StressRemoval(seed + i);
    StressRace(seed + i);
    StressLanes(seed + i);
  }
  return 0;
}
