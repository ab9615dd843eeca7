// One call, from Node-API's callback to its return.
#include "call/invoke.h"

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "call/bound-function.h"
#include "call/call-site.h"
#include "call/convert.h"
#include "call/frame.h"
#include "call/kept-errno.h"
#include "call/native-call.h"
#include "call/outcome.h"
#include "call/running-calls.h"
#include "core/fault.h"

namespace ffi_native {

namespace {

// Enters C. What else runs in this thread must not come between it and errno.
Return CallC(const CallSite& call, Frame& frame, void* result) {
  const BoundFunction& function = call.function;
  NativeCall native(function, call.signature, frame.Addresses(call.signature));
  const StayInC stay(*function.inbox);
  if (function.errno_use == ErrnoUse::kIgnored) {
    native.Run(result);
    return {0, native.TakeFailure()};
  }
  KeptErrno& kept = KeptErrnoOf(*function.instance);
  errno = function.errno_use == ErrnoUse::kKept ? kept.value : 0;
  native.Run(result);
  kept.value = errno;
  return {kept.value, native.TakeFailure()};
}

napi_value CallOpen(const CallSite& call) {
  const RunningCall running(*call.function.running);
  StackFrame frame(call.signature);
  ConvertArguments(call, frame);
  void* const result = frame.At(call.signature.result());
  const Return returned = CallC(call, frame, result);
  const QualType type = call.signature.result().type;
  const void* const narrow = NarrowResult(type, result);
  if (IsPlain(call.function, frame, returned)) return ConvertOut(call.function.rules, type, narrow);
  return OutcomeOf(call.function, type, narrow, frame, returned, call.function.inbox->TakeDeadlock());
}

napi_value Call(const CallSite& call) {
  const Library::Use use(call.function.library.get());
  if (!call.function.free_library) return CallOpen(call);
  const Library::Use use_of_free(call.function.free_library.get());
  return CallOpen(call);
}

napi_value CallFixed(BoundFunction& function, const napi_value* arguments, size_t count) {
  RequireCount(function, count);
  return Call({function, *function.signature, arguments});
}

napi_value CallWithPairs(BoundFunction& function, napi_value* arguments, size_t count) {
  const std::shared_ptr<Signature> signature = TakePairs(function, arguments, count);
  return Call({function, *signature, arguments});
}

// `new f()` would call C and lose what it returns.
void RefuseConstruction(const BoundFunction& function, napi_callback_info info) {
  napi_value target = nullptr;
  napi_get_new_target(function.instance->env(), info, &target);
  if (target != nullptr) throw Fault(code::kInvalidArgValue, function.name + " is no constructor: call it without new");
}

napi_value CallGuarded(BoundFunction& function, napi_callback_info info, napi_value* arguments, size_t count) {
  try {
    RefuseConstruction(function, info);
    return function.takes_pairs ? CallWithPairs(function, arguments, count) : CallFixed(function, arguments, count);
  } catch (...) {
    function.instance->ThrowCurrent();
    return nullptr;
  }
}

// Node-API fills all of the array it is given, so each arity has one of its size.
template <size_t kArity>
napi_value Invoke(napi_env env, napi_callback_info info) {
  napi_value arguments[kArity == 0 ? 1 : kArity];
  size_t count = kArity;
  void* data = nullptr;
  napi_get_cb_info(env, info, &count, arguments, nullptr, &data);
  return CallGuarded(*static_cast<BoundFunction*>(data), info, arguments, count);
}

napi_value InvokeAnyArity(napi_env env, napi_callback_info info) {
  size_t count = 0;
  void* data = nullptr;
  napi_get_cb_info(env, info, &count, nullptr, nullptr, &data);
  auto& function = *static_cast<BoundFunction*>(data);
  // A surplus is not read, but for a variadic function, to which it belongs.
  size_t capacity = std::max(function.signature->arguments().size(), function.takes_pairs ? count : 0);
  std::vector<napi_value> arguments(capacity);
  napi_get_cb_info(env, info, &capacity, arguments.data(), nullptr, nullptr);
  return CallGuarded(function, info, arguments.data(), count);
}

template <size_t... kArities>
napi_callback InvokerOf(size_t arity, std::index_sequence<kArities...> /*arities*/) {
  static constexpr napi_callback kInvokers[] = {Invoke<kArities>...};
  return arity < sizeof...(kArities) ? kInvokers[arity] : InvokeAnyArity;
}

}  // namespace

napi_callback InvokerFor(const BoundFunction& function) {
  if (function.takes_pairs) return InvokeAnyArity;
  return InvokerOf(function.signature->arguments().size(), std::make_index_sequence<9>());
}

}  // namespace ffi_native
