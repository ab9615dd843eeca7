// The memory of C's that an instance owns: who needs it still, and when it is given back. That is on the JavaScript
// thread, once: when its owner is closed, when nobody needs it any more, or when the environment or the process ends;
// never within a collection, nor while a call is under way that was before its owner was closed.
#pragma once

#include <deque>
#include <exception>
#include <list>
#include <memory>
#include <optional>
#include <thread>
#include <unordered_map>

#include "call/owned-memory.h"

namespace ffi_native {

class Ownership {
 public:
  static Ownership& Of(Instance& instance) { return instance.Area<Ownership>(); }

  Ownership() = default;
  Ownership(const Ownership&) = delete;
  Ownership& operator=(const Ownership&) = delete;
  ~Ownership();

  // Memory of one share. An address may have several owners, as an object that counts its references has; where `only`
  // says that this must be the only one, another is a Fault.
  OwnedMemory& Own(std::shared_ptr<BoundFunction> release, uintptr_t address, std::optional<uintptr_t> context,
                   bool only);

  // One more needs the memory.
  static void Share(OwnedMemory& memory) { ++memory.shares; }
  // One less does; the memory of nobody is given back later. This may be within a collection.
  static void Leave(OwnedMemory& memory);
  // The same, but now, unless calls are under way that may use the memory: then when they have ended. Returns what was
  // thrown.
  static std::exception_ptr LeaveNow(OwnedMemory& memory);

  // Gives everything back, the newest first; JavaScript is not there any more. But nothing while C runs on other
  // threads, which may use it.
  void ReleaseAll();
  bool IsOfThisThread() const { return thread_ == std::this_thread::get_id(); }

 private:
  class Task;

  static void EndEnvironment(void* data);

  void Await(Instance& instance);
  // Makes the event loop come to what is due.
  void Wake(Instance& instance);
  void ReleaseDue(Instance& instance);
  std::exception_ptr Release(OwnedMemory& memory);
  void Forget(OwnedMemory& memory);

  const std::thread::id thread_ = std::this_thread::get_id();
  std::list<OwnedMemory> memories_;               // in the order of their creation
  std::deque<OwnedMemory*> due_;                  // what nobody needs
  std::unordered_map<uintptr_t, size_t> owners_;  // of an address
  napi_env env_ = nullptr;                        // whose end is awaited
  bool is_awake_ = false;
};

}  // namespace ffi_native
