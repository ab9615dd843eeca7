// Slots are never freed.
#include "callback/closure-slots.h"

#include <new>
#include <utility>

namespace ffi_native {

namespace {

constexpr uint64_t kBegun = uint64_t{1} << 32;

uint64_t Begun(uint64_t calls) { return calls / kBegun; }
uint64_t Running(uint64_t calls) { return calls % kBegun; }

}  // namespace

void ClosureSlot::Enter(ffi_cif* /*cif*/, void* result, void** arguments, void* data) {
  auto& slot = *static_cast<ClosureSlot*>(data);
  // Counted first, and then asked for, as Replace() does it the other way round: either it sees this call and leaves
  // the target that this may find, or this finds the new one.
  slot.calls_.fetch_add(kBegun + 1, std::memory_order_seq_cst);
  slot.target_.load(std::memory_order_seq_cst)->OnCall(result, arguments);
  slot.calls_.fetch_sub(1, std::memory_order_release);
}

void ClosureSlot::Rest(uint64_t released) {
  rests_since_ = released;
  begun_before_rest_ = Begun(calls_.load(std::memory_order_relaxed));
}

bool ClosureSlot::IsQuiet() const {
  const uint64_t calls = calls_.load(std::memory_order_acquire);
  return Running(calls) == 0 && Begun(calls) == begun_before_rest_;
}

ClosureSlot::Ended ClosureSlot::Replace(std::shared_ptr<ClosureTarget> target) {
  Ended ended;
  // No call was running a moment ago, so that none can be with what was replaced before.
  ended[0] = std::exchange(previous_, std::exchange(current_, std::move(target)));
  target_.store(current_.get(), std::memory_order_seq_cst);
  if (Running(calls_.load(std::memory_order_seq_cst)) == 0) ended[1] = std::move(previous_);
  return ended;
}

ClosureSlot* ClosureSlots::Reusable() {
  constexpr int kTries = 16;  // others wait for the lock
  for (int i = 0; i < kTries && !resting_.empty(); ++i) {
    ClosureSlot* const oldest = resting_.front();
    if (released_ - oldest->rests_since_ < most_resting_) return nullptr;
    resting_.pop_front();
    if (oldest->IsQuiet()) return oldest;
    oldest->Rest(released_);  // C still has the address: it rests once more
    resting_.push_back(oldest);
  }
  return nullptr;
}

ClosureSlot& ClosureSlots::Acquire(std::shared_ptr<ClosureTarget> target) {
  std::unique_ptr<ClosureSlot> fresh;
  ClosureSlot::Ended ended;  // destroyed without the lock
  const std::lock_guard<std::mutex> lock(mutex_);
  ClosureSlot* slot = Reusable();
  if (slot == nullptr) {
    fresh = std::make_unique<ClosureSlot>();
    slot = fresh.get();
    slot->closure_ = static_cast<ffi_closure*>(ffi_closure_alloc(sizeof(ffi_closure), &slot->code_));
    if (slot->closure_ == nullptr) throw std::bad_alloc();
  }
  ended = slot->Replace(std::move(target));
  if (ffi_prep_closure_loc(slot->closure_, slot->current_->cif(), ClosureSlot::Enter, slot, slot->code_) != FFI_OK) {
    slot->Rest(released_);
    resting_.push_back(slot);
    static_cast<void>(fresh.release());
    throw std::bad_alloc();
  }
  static_cast<void>(fresh.release());
  return *slot;
}

void ClosureSlots::Release(ClosureSlot& slot) {
  const std::lock_guard<std::mutex> lock(mutex_);
  slot.Rest(++released_);
  resting_.push_back(&slot);
}

}  // namespace ffi_native
