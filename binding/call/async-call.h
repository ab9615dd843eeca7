// A call of C on a thread of a pool: made of JavaScript's values here, run there, and ended here. One that has lost its
// environment meanwhile ends where C returns.
#pragma once

#include <napi.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "call/call-site.h"
#include "threads/pool.h"

namespace ffi_native {

class AsyncCalls;

class AsyncCall final : public Pool::Job, public Task {
 public:
  // The function is kept by `kept`, an array of what JavaScript must keep. Its first elements are what KeptValue names.
  // Throws a Fault for values that are not the function's, as a call does that waits.
  AsyncCall(AsyncCalls& calls, BoundFunction& function, std::vector<napi_value> values, Napi::Array kept);
  AsyncCall(const AsyncCall&) = delete;
  AsyncCall& operator=(const AsyncCall&) = delete;
  ~AsyncCall() override;

  enum KeptValue : uint32_t { kFunction, kArguments, kResolve, kReject, kKeptValues };

  // Of the library, or of the process.
  Pool& pool() const;

  // On the pool's thread.
  void RunInPool(std::unique_ptr<Job> self) noexcept override;
  // On the thread of JavaScript, when C has returned: settles the Promise.
  void Run() override;

  // The environment ends while C runs: leaves on the thread of JavaScript what no other may have.
  void Orphan();

  uint64_t id = 0;  // among the calls of the instance

 private:
  void Pin(napi_value value, const std::string& name);
  void PinArguments(const CallSite& call);
  void KeepTargets();
  void FindTargets(napi_value kept);
  napi_value Outcome();
  void Settle(napi_value kept);

  AsyncCalls& calls_;
  BoundFunction& function_;
  std::shared_ptr<Signature> signature_;
  std::shared_ptr<JsThread> thread_;
  std::optional<Library::Use> use_;
  std::optional<Library::Use> use_of_free_;
  std::shared_ptr<RunningCalls::Link> link_;
  Frame frame_;
  std::vector<std::shared_ptr<void>> held_bytes_;
  Napi::Reference<Napi::Array> kept_;
  uint32_t kept_count_ = kKeptValues;
  int error_ = 0;  // errno, before and after
  std::exception_ptr failure_;
  bool has_returned_ = false;  // or a C++ exception has left the function
};

}  // namespace ffi_native
