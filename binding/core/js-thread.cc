// An inbox that is emptied by the event loop.
#include "core/js-thread.h"

#include <napi.h>

#include "core/instance.h"

namespace ffi_native {

namespace {

struct JsThreadArea {
  std::shared_ptr<JsThread> thread;
  JsThreadArea() = default;
  JsThreadArea(const JsThreadArea&) = delete;
  JsThreadArea& operator=(const JsThreadArea&) = delete;
  ~JsThreadArea() {
    if (thread) thread->End();
  }
};

}  // namespace

std::shared_ptr<JsThread> JsThread::Of(Instance& instance) {
  auto& area = instance.Area<JsThreadArea>();
  if (!area.thread) area.thread = std::make_shared<JsThread>(instance.env());
  return area.thread;
}

JsThread::JsThread(napi_env env) : env_(env), inbox_([this] { Wake(); }) {
  const Napi::Value name = Napi::String::New(env, "ffi-native");
  Check(env,
        napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, nullptr, nullptr, nullptr, RunOne, &waker_));
  Check(env, napi_unref_threadsafe_function(env, waker_));
  // Added after Node's own hook for the function above, and so run before it.
  Check(env, napi_add_env_cleanup_hook(env, EndWith, this));
}

void JsThread::Wake() {
  // The inbox does not wake when it is closed, so the function is there. `data` is the thread: while anything is under
  // way the area of the instance holds it.
  napi_call_threadsafe_function(waker_, this, napi_tsfn_nonblocking);
}

void JsThread::RunOne(napi_env env, napi_value /*function*/, void* /*context*/, void* data) {
  if (env == nullptr) return;  // the environment has ended
  // What runs may be the last that holds the instance, and with it this thread.
  const std::shared_ptr<JsThread> self = static_cast<JsThread*>(data)->shared_from_this();
  self->inbox_.RunNext();
}

void JsThread::Hold() {
  if (holds_++ == 0) napi_ref_threadsafe_function(env_, waker_);
}

void JsThread::Release() {
  if (--holds_ == 0 && !inbox_.closed()) napi_unref_threadsafe_function(env_, waker_);
}

void JsThread::End() {
  if (inbox_.closed()) return;
  inbox_.Close();
  napi_remove_env_cleanup_hook(env_, EndWith, this);
  napi_release_threadsafe_function(waker_, napi_tsfn_abort);
}

}  // namespace ffi_native
