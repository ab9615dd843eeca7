// Calls are found by their numbers, by which JavaScript knows them.
#include "call/async-calls.h"

#include <algorithm>
#include <system_error>
#include <thread>

#include "core/fault.h"
#include "core/process-state.h"

namespace ffi_native {

namespace {

struct ProcessPool {
  Pool pool{std::max(1U, std::thread::hardware_concurrency())};
};

struct AsyncCallsArea {
  std::unique_ptr<AsyncCalls> calls;
};

}  // namespace

Pool& SharedPool() { return ProcessState<ProcessPool>().pool; }

AsyncCalls& AsyncCalls::Of(Instance& instance) {
  auto& area = instance.Area<AsyncCallsArea>();
  if (!area.calls) area.calls = std::make_unique<AsyncCalls>(instance);
  return *area.calls;
}

AsyncCalls::AsyncCalls(Instance& instance) : env_(instance.env()), thread_(JsThread::Of(instance)) {
  // Added after that of the thread, and so run before it: calls that end meanwhile still find its inbox.
  if (napi_add_env_cleanup_hook(env_, EndWith, this) != napi_ok) throw Napi::Error::New(env_);
}

AsyncCalls::~AsyncCalls() {
  if (!has_ended_) napi_remove_env_cleanup_hook(env_, EndWith, this);
}

uint64_t AsyncCalls::Start(std::unique_ptr<AsyncCall> call) {
  AsyncCall& started = *call;
  const uint64_t id = started.id = ++last_id_;
  under_way_.emplace(id, &started);
  thread_->Hold();
  try {
    started.pool().Add(std::move(call));
  } catch (const std::system_error& error) {
    under_way_.erase(id);
    thread_->Release();
    throw Fault(code::kOutOfMemory, std::string("the system gives no thread: ") + error.code().message());
  }
  return id;
}

bool AsyncCalls::Cancel(uint64_t id) {
  const auto found = under_way_.find(id);
  if (found == under_way_.end()) return false;
  const std::unique_ptr<Pool::Job> removed = found->second->pool().Remove(*found->second);
  if (!removed) return false;
  Forget(*found->second);
  return true;
}

void AsyncCalls::Forget(const AsyncCall& call) {
  under_way_.erase(call.id);
  thread_->Release();
}

void AsyncCalls::End() {
  has_ended_ = true;
  const Napi::HandleScope scope(env_);
  for (const auto& [id, call] : std::exchange(under_way_, {})) {
    const std::unique_ptr<Pool::Job> removed = call->pool().Remove(*call);
    if (!removed) call->Orphan();
  }
}

}  // namespace ffi_native
