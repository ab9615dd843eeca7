// Slots are never freed.
#include "callback/closure-slots.h"

#include <new>
#include <utility>

namespace ffi_native {

void ClosureSlot::Enter(ffi_cif* /*cif*/, void* result, void** arguments, void* data) {
  auto& slot = *static_cast<ClosureSlot*>(data);
  // Who finds a slot running does not give it another target.
  slot.running_.fetch_add(1, std::memory_order_acquire);
  slot.target_->OnCall(result, arguments);
  slot.running_.fetch_sub(1, std::memory_order_release);
}

ClosureSlot* ClosureSlots::Reusable() {
  if (resting_.size() <= kResting) return nullptr;
  ClosureSlot* const oldest = resting_.front();
  resting_.pop_front();
  if (oldest->running_.load(std::memory_order_acquire) == 0) return oldest;
  resting_.push_back(oldest);
  return nullptr;
}

ClosureSlot& ClosureSlots::Acquire(std::shared_ptr<ClosureTarget> target) {
  std::unique_ptr<ClosureSlot> fresh;
  std::shared_ptr<ClosureTarget> previous;  // destroyed without the lock
  const std::lock_guard<std::mutex> lock(mutex_);
  ClosureSlot* slot = Reusable();
  if (slot == nullptr) {
    fresh = std::make_unique<ClosureSlot>();
    slot = fresh.get();
    slot->closure_ = static_cast<ffi_closure*>(ffi_closure_alloc(sizeof(ffi_closure), &slot->code_));
    if (slot->closure_ == nullptr) throw std::bad_alloc();
  }
  previous = std::exchange(slot->target_, std::move(target));
  if (ffi_prep_closure_loc(slot->closure_, slot->target_->cif(), ClosureSlot::Enter, slot, slot->code_) != FFI_OK) {
    resting_.push_back(slot);
    static_cast<void>(fresh.release());
    throw std::bad_alloc();
  }
  static_cast<void>(fresh.release());
  return *slot;
}

void ClosureSlots::Release(ClosureSlot& slot) {
  const std::lock_guard<std::mutex> lock(mutex_);
  resting_.push_back(&slot);
}

}  // namespace ffi_native
