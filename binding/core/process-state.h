// The one place for what a whole process shares (the fault handler, the open libraries), whatever the number of
// environments, instances and threads. Such state is immortal: it is never destroyed, because threads and signal
// handlers may outlive every environment. Each user of it brings its own lock.
#pragma once

namespace ffi_native {

template <typename State>
State& ProcessState() {
  static State* const state = new State();  // leaked on purpose; reachable, so leak checkers stay silent
  return *state;
}

}  // namespace ffi_native
