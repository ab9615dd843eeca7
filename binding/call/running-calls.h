// The calls of an instance that are under way, and what they may still use although it has been let go.
#pragma once

#include <napi.h>

#include <memory>
#include <utility>
#include <vector>

#include "core/instance.h"

namespace ffi_native {

class RunningCalls {
 public:
  // What was let go at one time. Each call holds the link that is the newest when it begins, and each link the next: so
  // a value is kept until those calls have ended that were under way when it was let go.
  class Link {
   public:
    Link() = default;
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    // One by one: there may be many.
    ~Link() {
      while (next_ && next_.use_count() == 1) {
        std::shared_ptr<Link> after = std::move(next_->next_);
        next_ = std::move(after);
      }
    }

   private:
    friend class RunningCalls;
    Napi::ObjectReference kept_;
    std::shared_ptr<void> kept_natively_;
    std::shared_ptr<Link> next_;
  };

  // A synchronous call. It holds no link unless there is something to keep, since it has to be quick.
  void Enter() { ++count_; }
  void Leave() {
    if (--count_ == 0 && oldest_) oldest_.reset();
  }

  // For a call that goes on when JavaScript does.
  std::shared_ptr<Link> newest() const { return newest_; }

  // Whether no call is under way.
  bool AreNone() const { return count_ == 0 && newest_.use_count() == 1; }
  // Whether those that are run on other threads only.
  bool AreElsewhere() const { return count_ == 0 && newest_.use_count() != 1; }

  // Keeps an object until the calls that are under way have ended.
  void Keep(Napi::Object object) {
    if (AreNone()) return;
    newest_->kept_ = Napi::Persistent(object);
    AddLink();
  }
  // The same of what is no object of JavaScript's.
  void Keep(std::shared_ptr<void> kept) {
    if (AreNone()) return;
    newest_->kept_natively_ = std::move(kept);
    AddLink();
  }

 private:
  void AddLink() {
    if (count_ != 0 && !oldest_) oldest_ = newest_;
    newest_->next_ = std::make_shared<Link>();
    newest_ = newest_->next_;
  }

  size_t count_ = 0;              // synchronous ones, one within the other
  std::shared_ptr<Link> oldest_;  // that they need
  std::shared_ptr<Link> newest_ = std::make_shared<Link>();
};

inline RunningCalls& RunningCallsOf(Instance& instance) { return instance.Area<RunningCalls>(); }

class RunningCall {
 public:
  explicit RunningCall(RunningCalls& calls) : calls_(calls) { calls_.Enter(); }
  RunningCall(const RunningCall&) = delete;
  RunningCall& operator=(const RunningCall&) = delete;
  ~RunningCall() { calls_.Leave(); }

 private:
  RunningCalls& calls_;
};

}  // namespace ffi_native
