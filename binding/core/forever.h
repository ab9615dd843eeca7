// What cannot be destroyed any more: it belongs to an environment that has ended while C still used it.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/process-state.h"

namespace ffi_native {

// For any thread.
inline void KeepForever(std::shared_ptr<void> kept) {
  struct Remains {
    std::mutex mutex;
    std::vector<std::shared_ptr<void>> kept;
  };
  auto& remains = ProcessState<Remains>();
  const std::lock_guard<std::mutex> lock(remains.mutex);
  remains.kept.push_back(std::move(kept));
}

}  // namespace ffi_native
