// Memory ends in one of three ways: at once, from the queue, or with the environment. A process that exits without
// ending its environment, as process.exit() makes it, ends it by atexit.
#include "call/ownership.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/fault.h"
#include "core/process-state.h"

namespace ffi_native {

namespace {

// Those whose environment has not ended.
struct Ownerships {
  Ownerships();
  std::mutex mutex;
  std::vector<Ownership*> all;
};

// What other threads own is theirs: they are running.
void ReleaseAtExit() {
  Ownerships& ownerships = ProcessState<Ownerships>();
  std::vector<Ownership*> own;
  {
    const std::lock_guard<std::mutex> lock(ownerships.mutex);
    std::copy_if(ownerships.all.rbegin(), ownerships.all.rend(), std::back_inserter(own),
                 [](const Ownership* each) { return each->IsOfThisThread(); });
  }
  for (Ownership* ownership : own) ownership->ReleaseAll();
}

Ownerships::Ownerships() { atexit(ReleaseAtExit); }

void RemoveFromAll(Ownership* ownership) {
  Ownerships& ownerships = ProcessState<Ownerships>();
  const std::lock_guard<std::mutex> lock(ownerships.mutex);
  ownerships.all.erase(std::remove(ownerships.all.begin(), ownerships.all.end(), ownership), ownerships.all.end());
}

// Nobody has called, so that nobody can catch it.
void ReportUncaught(const Instance& instance, const std::exception_ptr& failure) {
  napi_env env = instance.env();
  const Napi::HandleScope scope(env);
  try {
    std::rethrow_exception(failure);
  } catch (...) {
    instance.ThrowCurrent();
  }
  bool is_pending = false;  // not where the thread is being terminated
  napi_value error = nullptr;
  if (napi_is_exception_pending(env, &is_pending) != napi_ok || !is_pending) return;
  if (napi_get_and_clear_last_exception(env, &error) == napi_ok) napi_fatal_exception(env, error);
}

std::string InHex(uintptr_t address) {
  char text[2 + 2 * sizeof address + 1];
  snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(address));
  return text;
}

}  // namespace

// Of the event loop.
class Ownership::Task : public ffi_native::Task {
 public:
  explicit Task(std::weak_ptr<Instance> instance) : instance_(std::move(instance)) {}
  void Run() override {
    if (const auto instance = instance_.lock()) Of(*instance).ReleaseDue(*instance);
  }

 private:
  std::weak_ptr<Instance> instance_;
};

Ownership::~Ownership() {
  if (env_ == nullptr) return;
  napi_remove_env_cleanup_hook(env_, EndEnvironment, this);
  RemoveFromAll(this);
}

OwnedMemory& Ownership::Own(std::shared_ptr<BoundFunction> release, uintptr_t address, std::optional<uintptr_t> context,
                            bool only) {
  if (only && owners_.count(address) != 0) {
    throw Fault(code::kInvalidArgValue,
                "the memory at " + InHex(address) + " has an owner already, who will free it: leave options.free out");
  }
  Await(*release->instance);
  OwnedMemory& memory = memories_.emplace_back(std::move(release), address, context);
  memory.place = std::prev(memories_.end());
  ++owners_[address];
  return memory;
}

// After the hook that ends the JavaScript thread's inbox was added, and so run before it.
void Ownership::Await(Instance& instance) {
  if (env_ != nullptr) return;
  if (napi_add_env_cleanup_hook(instance.env(), EndEnvironment, this) != napi_ok)
    throw Napi::Error::New(instance.env());
  env_ = instance.env();
  Ownerships& ownerships = ProcessState<Ownerships>();
  const std::lock_guard<std::mutex> lock(ownerships.mutex);
  ownerships.all.push_back(this);
}

void Ownership::Leave(OwnedMemory& memory) {
  if (--memory.shares != 0) return;
  const std::shared_ptr<Instance> instance = memory.instance();
  Ownership& ownership = Of(*instance);
  if (memory.is_released()) return ownership.Forget(memory);
  ownership.due_.push_back(&memory);
  ownership.Wake(*instance);
}

std::exception_ptr Ownership::LeaveNow(OwnedMemory& memory) {
  const std::shared_ptr<Instance> instance = memory.instance();
  RunningCalls& running = RunningCallsOf(*instance);
  if (!running.AreNone()) {
    running.Keep(std::shared_ptr<void>(&memory, [](OwnedMemory* left) { Leave(*left); }));
  } else if (memory.shares == 1 && !memory.is_released()) {
    memory.shares = 0;
    return Of(*instance).Release(memory);
  } else {
    Leave(memory);
  }
  return nullptr;
}

void Ownership::Wake(Instance& instance) {
  if (is_awake_) return;
  is_awake_ = true;
  JsThread::Of(instance)->inbox().Post(std::make_unique<Task>(instance.weak_from_this()));
}

void Ownership::ReleaseDue(Instance& instance) {
  is_awake_ = false;
  while (!due_.empty()) {
    OwnedMemory& memory = *due_.front();
    due_.pop_front();
    if (const std::exception_ptr failure = Release(memory)) ReportUncaught(instance, failure);
  }
}

std::exception_ptr Ownership::Release(OwnedMemory& memory) {
  std::exception_ptr failure = memory.Release();
  Forget(memory);
  return failure;
}

void Ownership::Forget(OwnedMemory& memory) {
  const auto owners = owners_.find(memory.address());
  if (--owners->second == 0) owners_.erase(owners);
  memories_.erase(memory.place);
}

void Ownership::ReleaseAll() {
  if (memories_.empty() || RunningCallsOf(*memories_.front().instance()).AreElsewhere()) return;
  for (auto memory = memories_.rbegin(); memory != memories_.rend(); ++memory) memory->Release();
}

void Ownership::EndEnvironment(void* data) {
  auto& ownership = *static_cast<Ownership*>(data);
  RemoveFromAll(&ownership);
  ownership.env_ = nullptr;
  if (ownership.memories_.empty()) return;
  const std::shared_ptr<Instance> instance = ownership.memories_.front().instance();
  ownership.ReleaseAll();
  // What has shares yet is forgotten when their finalizers come, later in the environment's end.
  for (OwnedMemory& memory : ownership.memories_) {
    if (memory.is_released()) memory.LeaveLibrary();
  }
  for (OwnedMemory* memory : std::exchange(ownership.due_, {})) ownership.Forget(*memory);
}

}  // namespace ffi_native
