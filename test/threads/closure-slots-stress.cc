// Closure slots under threads that acquire, call, close and release them while others, as C may, call what is open,
// what has been closed and what has long been another's, for a thread sanitizer to watch: who answers must be there,
// must be the right one as long as that is promised, and must end once.
#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "callback/closure-slots.h"
#include "stress.h"

using ffi_native::ClosureSlot;
using ffi_native::ClosureSlots;
using stress::Chance;
using stress::Require;

namespace {

constexpr uint64_t kOwners = 3;  // threads that make and close

// What C calls: it adds who has answered to what it was given.
using Function = uint64_t (*)(uint64_t);

uint64_t Call(void* code, uint64_t value) { return reinterpret_cast<Function>(code)(value) - value; }

struct Tally {
  std::atomic<uint64_t> made{0};
  std::atomic<uint64_t> destroyed{0};
  std::atomic<uint64_t> released{0};
  std::atomic<uint64_t> late{0};       // calls of what was closed, and answered so
  std::atomic<uint64_t> strangers{0};  // calls that another has answered, as may be after so many
};

class Answer : public ffi_native::ClosureTarget {
 public:
  Answer(Tally& tally, uint64_t number) : tally_(tally), number_(number) { ++tally_.made; }
  ~Answer() override {
    is_there_ = false;
    ++tally_.destroyed;
  }

  ffi_cif* cif() override {
    static ffi_cif* const shared = [] {
      static ffi_cif prepared;
      static ffi_type* argument = &ffi_type_uint64;
      Require(ffi_prep_cif(&prepared, FFI_DEFAULT_ABI, 1, &ffi_type_uint64, &argument) == FFI_OK,
              "libffi knows uint64_t");
      return &prepared;
    }();
    return shared;
  }

  void OnCall(void* result, void** arguments) noexcept override {
    Require(is_there_, "who is called is there");
    const uint64_t value = *static_cast<uint64_t*>(arguments[0]);
    if (value % 16 == 0) std::this_thread::yield();
    if (within_ != nullptr) within_(*this);
    *static_cast<uint64_t*>(result) = value + Spelled(number_, closed_);
    Require(is_there_, "who is called is there until it has answered");
  }

  static uint64_t Spelled(uint64_t number, bool closed) { return 2 * number + (closed ? 1 : 0); }

  void Close() { closed_ = true; }
  uint64_t number() const { return number_; }

  void (*within_)(Answer&) = nullptr;  // what it does while it is called
  void* context_ = nullptr;

 private:
  Tally& tally_;
  const uint64_t number_;
  std::atomic<bool> closed_{false};
  volatile bool is_there_ = true;  // volatile: the last that its end writes must be seen
};

// What C knows of an entry: the address, and whose it was when it was given.
struct Known {
  void* code = nullptr;
  uint64_t number = 0;
  std::atomic<uint64_t> released_at{0};  // the count of releases, from 1 on
};

// Where owners leave addresses for callers, which take them with what a mutex promises and keep them for ever.
class Board {
 public:
  void Put(size_t place, std::shared_ptr<Known> known) {
    const std::lock_guard<std::mutex> lock(mutex_);
    places_[place % places_.size()] = std::move(known);
  }
  std::shared_ptr<Known> Get(size_t place) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return places_[place % places_.size()];
  }

 private:
  std::mutex mutex_;
  std::array<std::shared_ptr<Known>, 8> places_;
};

struct Stage {
  explicit Stage(size_t resting) : slots(resting), resting(resting) {}
  ClosureSlots slots;
  const size_t resting;
  Tally tally;
  Board board;
  std::atomic<bool> ended{false};
  std::mutex mutex;
  std::set<void*> codes;
};

void Release(Stage& stage, Answer& answer, ClosureSlot& slot, Known& known) {
  known.released_at.store(stage.tally.released.fetch_add(1, std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  answer.Close();
  stage.slots.Release(slot);
}

void BeOwner(Stage& stage, uint64_t seed, uint64_t count) {
  Chance chance(seed);
  struct Open {
    std::shared_ptr<Answer> answer;
    ClosureSlot* slot;
    std::shared_ptr<Known> known;
  };
  std::vector<Open> open;
  std::set<void*> codes;
  for (uint64_t i = 0; i < count || !open.empty(); ++i) {
    if (i < count && chance.OneIn(2)) {
      auto answer = std::make_shared<Answer>(stage.tally, (seed << 32) + i);
      ClosureSlot& slot = stage.slots.Acquire(answer);
      auto known = std::make_shared<Known>();
      known->code = slot.code();
      known->number = answer->number();
      codes.insert(slot.code());
      if (chance.OneIn(4)) stage.board.Put(chance.Below(8), known);
      open.push_back({std::move(answer), &slot, std::move(known)});
    }
    if (open.empty()) continue;
    const size_t chosen = chance.Below(open.size());
    const Open& one = open[chosen];
    Require(Call(one.slot->code(), i) == Answer::Spelled(one.answer->number(), false), "what is open answers itself");
    if (i < count && open.size() < 20 && chance.OneIn(3)) continue;
    Release(stage, *one.answer, *one.slot, *one.known);
    open.erase(open.begin() + static_cast<std::ptrdiff_t>(chosen));
  }
  const std::lock_guard<std::mutex> lock(stage.mutex);
  stage.codes.insert(codes.begin(), codes.end());
}

// Who has answered a call of what was `known`: itself, or a stranger if enough others have been closed since.
void Judge(Stage& stage, const Known& known, uint64_t answered) {
  if (answered == Answer::Spelled(known.number, false)) return;
  const uint64_t at = known.released_at.load(std::memory_order_relaxed);
  Require(at != 0, "what has not been closed answers as open");
  if (answered == Answer::Spelled(known.number, true)) {
    stage.tally.late.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  // Of what owners have counted, each may have one yet to release.
  const uint64_t since = stage.tally.released.load(std::memory_order_relaxed) - at;
  Require(since + kOwners >= stage.resting, "a stranger answers only when so many others have been closed");
  stage.tally.strangers.fetch_add(1, std::memory_order_relaxed);
}

void BeCaller(Stage& stage, uint64_t seed) {
  Chance chance(seed);
  std::vector<std::shared_ptr<Known>> known;
  while (!stage.ended.load(std::memory_order_relaxed)) {
    // Seldom: what is taken from the board brings with it all that its owner has done before.
    if (known.empty() || chance.OneIn(200)) {
      if (auto one = stage.board.Get(chance.Below(8))) known.push_back(std::move(one));
      if (known.size() > 32) known.erase(known.begin());
    }
    if (known.empty()) continue;
    const Known& one = *known[chance.Below(known.size())];
    Judge(stage, one, Call(one.code, chance.Below(1 << 20)));
  }
}

void MakeOthers(Stage& stage, uint64_t count) {
  for (uint64_t i = 0; i < count; ++i) {
    auto other = std::make_shared<Answer>(stage.tally, 100 + i);
    Known unknown;
    ClosureSlot& slot = stage.slots.Acquire(other);
    stage.codes.insert(slot.code());
    Release(stage, *other, slot, unknown);
  }
}

// Without calls, so many changes that every slot has had one: what a call kept is let go by the next change.
void Settle(Stage& stage) { MakeOthers(stage, 3 * (stage.codes.size() + stage.resting)); }

void Stress(uint64_t seed, size_t resting, uint64_t count) {
  Stage stage(resting);
  constexpr uint64_t kCallers = 3;
  std::vector<std::thread> owners;
  std::vector<std::thread> callers;
  for (uint64_t i = 0; i < kCallers; ++i) callers.emplace_back([&, i] { BeCaller(stage, seed * 16 + 8 + i); });
  for (uint64_t i = 0; i < kOwners; ++i) owners.emplace_back([&, i] { BeOwner(stage, seed * 16 + i, count); });
  for (std::thread& owner : owners) owner.join();
  stage.ended = true;
  for (std::thread& caller : callers) caller.join();
  Settle(stage);
  Require(stage.tally.made - stage.tally.destroyed == stage.codes.size(),
          "each slot holds one target, all others ended");
  std::printf("%zu slots, %zu released, %zu late calls, %zu answered by strangers\n", stage.codes.size(),
              size_t{stage.tally.released}, size_t{stage.tally.late}, size_t{stage.tally.strangers});
}

// A slot that is closed within its own call is nobody else's until that has returned, however many are made meanwhile.
void StressWithin() {
  Stage stage(32);
  struct Context {
    Stage& stage;
    ClosureSlot* slot;
    Known known;
  } context{stage, nullptr, {}};
  auto answer = std::make_shared<Answer>(stage.tally, 1);
  Answer& closing = *answer;
  answer->context_ = &context;
  answer->within_ = [](Answer& self) {
    self.within_ = nullptr;
    auto& [of, slot, known] = *static_cast<Context*>(self.context_);
    Release(of, self, *slot, known);
    MakeOthers(of, 100);
  };
  context.slot = &stage.slots.Acquire(std::move(answer));
  Require(Call(context.slot->code(), 16) == Answer::Spelled(closing.number(), true), "what closes itself answers");
}

// An address that C goes on calling stays with what was closed; when C has forgotten it, it serves another.
void StressLateCalls() {
  constexpr uint64_t kResting = 32;
  Stage stage(kResting);
  auto answer = std::make_shared<Answer>(stage.tally, 1);
  ClosureSlot& slot = stage.slots.Acquire(answer);
  Known known;
  Release(stage, *answer, slot, known);
  for (int i = 0; i < 20; ++i) {
    MakeOthers(stage, kResting);
    Require(Call(slot.code(), 1) == Answer::Spelled(1, true), "what is closed answers as long as C calls");
  }
  MakeOthers(stage, 3 * kResting);
  Require(Call(slot.code(), 1) != Answer::Spelled(1, true), "what C has forgotten is of use again");
}

}  // namespace

int main(int count, char** values) {
  const auto [seed, rounds] = stress::ArgumentsFrom(count, values);
  for (uint64_t i = 0; i < rounds; ++i) {
    Stress(seed + i, size_t{1} << (seed + i) % 7, 3000);  // so few that the addresses which callers know change hands
    StressWithin();
    StressLateCalls();
  }
  Stress(seed, ClosureSlots::kResting, 60'000);  // as many as there are in an addon
  return 0;
}
