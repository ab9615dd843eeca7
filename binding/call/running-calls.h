// How many calls of an instance are under way, one within the other: what they were given must not be released.
#pragma once

#include "core/instance.h"

namespace ffi_native {

struct RunningCalls {
  size_t count = 0;
};

inline RunningCalls& RunningCallsOf(Instance& instance) { return instance.Area<RunningCalls>(); }

class RunningCall {
 public:
  explicit RunningCall(RunningCalls& calls) : calls_(calls) { ++calls_.count; }
  RunningCall(const RunningCall&) = delete;
  RunningCall& operator=(const RunningCall&) = delete;
  ~RunningCall() { --calls_.count; }

 private:
  RunningCalls& calls_;
};

}  // namespace ffi_native
