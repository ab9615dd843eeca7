// A C function that JavaScript can call: its address, its signature, and what must stay alive for it.
#pragma once

#include <memory>
#include <string>

#include "call/running-calls.h"
#include "call/signature.h"
#include "call/tails.h"
#include "call/value-rules.h"
#include "core/js-thread.h"
#include "library/library.h"
#include "threads/pool.h"

namespace ffi_native {

// What becomes of errno, which is C's for the time of the call only.
enum class ErrnoUse : uint8_t {
  kIgnored,
  kKept,    // C finds what was kept last, and what it leaves is kept
  kThrown,  // C finds 0; what it leaves beside -1 or NULL is an error
};

struct BoundFunction {
  explicit BoundFunction(std::shared_ptr<Instance> instance)
      : instance(std::move(instance)),
        rules{*this->instance},
        running(&RunningCallsOf(*this->instance)),
        inbox(&JsThread::Of(*this->instance)->inbox()) {}

  std::shared_ptr<Instance> instance;
  ValueRules rules;
  RunningCalls* running;  // the instance's, as the next
  Inbox* inbox;
  std::shared_ptr<Library> library;
  std::shared_ptr<Signature> signature;
  void (*target)();
  std::string name;
  ErrnoUse errno_use = ErrnoUse::kIgnored;
  void (*free_result)(void*) = nullptr;   // called on a result that is text, once that is read
  std::shared_ptr<Library> free_library;  // which has it, where that is known
  // Whether each call brings the types of its `...`, as pairs of a type-name and a value.
  bool takes_pairs = false;
  Tails tails;

  // Of asynchronous calls: whether their results come with errno; the one thread on which all of them run, if they do.
  bool tells_errno = false;
  std::shared_ptr<Pool> lane;
  bool is_kept_forever = false;  // C still used it when its environment ended
};

// The JavaScript function of a bound one, with `.name`, `.length` and `.address`; it holds the bound function.
Napi::Value MakeFunction(std::unique_ptr<BoundFunction> function);

// What MakeFunction() made a function of; lib/ has seen to it that this is one. Who must call it when the JavaScript
// function may be gone holds it.
std::shared_ptr<BoundFunction> BoundFunctionOf(Napi::Env env, napi_value function);

}  // namespace ffi_native
