// The JavaScript thread of an instance as other threads know it: they post what it is to do, and it comes to that when
// its event loop turns.
#pragma once

#include <node_api.h>

#include <memory>

#include "threads/inbox.h"

namespace ffi_native {

class Instance;

class JsThread : public std::enable_shared_from_this<JsThread> {
 public:
  // The thread of an instance; other threads may hold it for longer than the instance or its environment lives.
  static std::shared_ptr<JsThread> Of(Instance& instance);

  explicit JsThread(napi_env env);
  JsThread(const JsThread&) = delete;
  JsThread& operator=(const JsThread&) = delete;

  Inbox& inbox() { return inbox_; }

  // What is under way or may still come keeps the process alive while it is held. For the thread itself.
  void Hold();
  void Release();

  // Nothing is taken any more. For the thread itself; idempotent.
  void End();

 private:
  static void RunOne(napi_env env, napi_value function, void* context, void* data);
  static void EndWith(void* thread) { static_cast<JsThread*>(thread)->End(); }

  void Wake();

  napi_env env_;
  napi_threadsafe_function waker_ = nullptr;
  size_t holds_ = 0;
  Inbox inbox_;
};

}  // namespace ffi_native
