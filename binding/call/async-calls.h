// The calls of an instance that are under way on other threads.
#pragma once

#include <napi.h>

#include <memory>
#include <unordered_map>

#include "call/async-call.h"

namespace ffi_native {

// The pool of this process, whose size the user can set.
Pool& SharedPool();

class AsyncCalls {
 public:
  static AsyncCalls& Of(Instance& instance);

  explicit AsyncCalls(Instance& instance);
  AsyncCalls(const AsyncCalls&) = delete;
  AsyncCalls& operator=(const AsyncCalls&) = delete;
  ~AsyncCalls();

  // Throws a Fault where no thread can be had.
  uint64_t Start(std::unique_ptr<AsyncCall> call);
  // Whether a call had not begun: it never will.
  bool Cancel(uint64_t id);
  // It has ended.
  void Forget(const AsyncCall& call);

 private:
  static void EndWith(void* calls) { static_cast<AsyncCalls*>(calls)->End(); }
  void End();

  napi_env env_;
  std::shared_ptr<JsThread> thread_;
  bool has_ended_ = false;
  uint64_t last_id_ = 0;
  std::unordered_map<uint64_t, AsyncCall*> under_way_;  // each owns itself on its way
};

}  // namespace ffi_native
