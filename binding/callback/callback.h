// A JavaScript function that C can call, on any thread and at any time: after it has been closed, after its environment
// has ended.
#pragma once

#include <napi.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "call/native-call.h"
#include "call/value-rules.h"
#include "callback/closure-slots.h"
#include "callback/closure-type.h"
#include "callback/js-side.h"
#include "core/js-thread.h"
#include "types/type-table.h"

namespace ffi_native {

struct CallbackOptions {
  std::string name;  // as messages name it
  uint32_t rules = 0;
  bool waits = true;  // whether another thread of C's waits until JavaScript has returned
  Inbox::Grace grace;
  napi_value on_error = nullptr;        // a function, or null
  napi_value default_return = nullptr;  // or null, which is zeroes
  bool keeps_function = false;          // or somebody else does as long as it is open
};

class Callback : public ClosureTarget, public std::enable_shared_from_this<Callback> {
 public:
  // Of a function type, or a pointer to one. Throws a Fault for a type that C cannot call, or a wrong default.
  static std::shared_ptr<Callback> Open(Instance& instance, QualType type, napi_value function,
                                        const CallbackOptions& options);

  uintptr_t address() const { return reinterpret_cast<uintptr_t>(slot_->code()); }
  bool closed() const { return closed_; }

  // From now on C gets the default return, and the user one warning. For the thread of JavaScript; idempotent.
  void Close();

  ffi_cif* cif() override { return type_.cif(); }
  void OnCall(void* result, void** arguments) noexcept override;

 private:
  friend class CallbackVisit;
  friend class CallbackNotice;

  Callback(Instance& instance, const FunctionType& function, const CallbackOptions& options);

  void WriteDefault(void* result) const;
  void CallFromElsewhere(void* result, void** arguments);
  // On the thread of JavaScript. `caller` is the call of ours that called C, on this thread or another, or null.
  void Enter(NativeCall* caller, bool is_here, void* result, void** arguments);
  void ReportLateCall();

  const std::string name_;
  const bool waits_;
  const Inbox::Grace grace_;
  ClosureType type_;
  std::vector<char> default_result_;  // a C value
  const std::shared_ptr<JsThread> thread_;
  ClosureSlot* slot_ = nullptr;
  std::atomic<bool> closed_{false};
  std::atomic<bool> has_reported_{false};
  std::weak_ptr<Instance> instance_;
  std::shared_ptr<JsSide> js_;  // of the thread of JavaScript, as all that is in it; null when closed
};

}  // namespace ffi_native
