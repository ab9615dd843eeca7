// An inbox under threads that post and visit while its owner runs tasks, stays in C and ends, for a thread sanitizer to
// watch: each task must be run or destroyed, and a visit that took place must be known by who made it.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "stress.h"
#include "threads/inbox.h"

using ffi_native::Inbox;
using stress::Chance;
using stress::Require;

namespace {

// The event loop of an owner: what wakes it is counted, and it runs as many tasks.
class Wakes {
 public:
  void Add() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++count_;
    changed_.notify_one();
  }
  // Whether there was one to take, after waiting for it.
  bool Take(std::chrono::microseconds most) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!changed_.wait_for(lock, most, [&] { return count_ != 0; })) return false;
    --count_;
    return true;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  uint64_t count_ = 0;
};

struct Tally {
  uint64_t run = 0;  // by the owner alone, as the next
  uint64_t visited = 0;
  std::atomic<uint64_t> posted{0};
  std::atomic<uint64_t> destroyed{0};
  std::atomic<uint64_t> took_place{0};
  std::atomic<uint64_t> guests{0};  // threads that are not done
};

class CountedTask : public ffi_native::Task {
 public:
  explicit CountedTask(Tally& tally) : tally_(tally) {}
  ~CountedTask() override { ++tally_.destroyed; }
  void Run() override { ++tally_.run; }

 private:
  Tally& tally_;
};

class CountedVisit : public ffi_native::Visit {
 public:
  explicit CountedVisit(Tally& tally) : Visit("a guest"), tally_(tally) {}
  uint64_t answer = 0;  // plain: the visitor reads it once the visit has ended

 private:
  void RunVisit() override {
    ++tally_.visited;
    answer = 42;
  }
  Tally& tally_;
};

void BeGuest(Inbox& inbox, Tally& tally, uint64_t seed, uint64_t count) {
  Chance chance(seed);
  for (uint64_t i = 0; i < count; ++i) {
    if (chance.OneIn(2)) {
      ++tally.posted;
      inbox.Post(std::make_unique<CountedTask>(tally));
      continue;
    }
    const auto visit = std::make_shared<CountedVisit>(tally);
    const Inbox::Grace grace =
        chance.OneIn(2) ? Inbox::Grace(std::chrono::milliseconds(chance.Below(3))) : std::nullopt;
    if (!inbox.Wait(visit, grace)) continue;
    Require(visit->answer == 42, "a visit that took place has left its answer");
    ++tally.took_place;
  }
  --tally.guests;
}

void StayInC(Inbox& inbox, Chance& chance) {
  inbox.EnterC();
  const uint64_t stay = chance.OneIn(20) ? 4000 : chance.Below(50);
  std::this_thread::sleep_for(std::chrono::microseconds(stay));
  inbox.LeaveC();
  if (inbox.HasDeadlock()) {
    const auto deadlock = inbox.TakeDeadlock();
    Require(!deadlock || deadlock->visitor == "a guest", "a deadlock says whom it is about");
  }
}

void StressInbox(uint64_t seed) {
  Chance chance(seed);
  constexpr uint64_t kGuests = 4;
  constexpr uint64_t kVisits = 60;
  Tally tally;
  Wakes wakes;
  Inbox inbox([&wakes] { wakes.Add(); });
  tally.guests = kGuests;
  std::vector<std::thread> guests;
  for (uint64_t i = 0; i < kGuests; ++i) {
    guests.emplace_back([&, i] { BeGuest(inbox, tally, seed * kGuests + i, kVisits); });
  }
  const bool ends_early = chance.OneIn(2);
  const uint64_t most_turns = ends_early ? chance.Below(200) : UINT64_MAX;
  for (uint64_t turn = 0; turn < most_turns && tally.guests != 0; ++turn) {
    if (wakes.Take(std::chrono::microseconds(100))) inbox.RunNext();
    if (chance.OneIn(4)) StayInC(inbox, chance);
  }
  if (ends_early) inbox.Close();
  for (std::thread& guest : guests) guest.join();
  while (wakes.Take(std::chrono::microseconds(0))) inbox.RunNext();
  inbox.Close();
  Require(ends_early ? tally.took_place <= tally.visited : tally.took_place == tally.visited,
          "visitors know their visits");
  Require(tally.destroyed == tally.posted, "every task has ended, once");
  Require(ends_early ? tally.run <= tally.posted : tally.run == tally.posted, "every task was run while the owner ran");
  Require(!inbox.IsOwner(), "an inbox that is closed has no owner");
}

}  // namespace

int main(int count, char** values) {
  const auto [seed, rounds] = stress::ArgumentsFrom(count, values);
  for (uint64_t i = 0; i < rounds; ++i) StressInbox(seed + i);
  return 0;
}
