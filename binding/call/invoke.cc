// One call, from Node-API's callback to its return. Inlined from the one to the other: what a small function takes in C
// is less than a few calls within here.
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

// Enters C with the errno that it is to find, and keeps what it leaves. Nothing else may come between.
[[gnu::noinline]] int RunWithErrno(const BoundFunction& function, NativeCall& native) {
  KeptErrno& kept = KeptErrnoOf(*function.instance);
  errno = function.errno_use == ErrnoUse::kKept ? kept.value : 0;
  native.Run();
  kept.value = errno;
  return kept.value;
}

// Enters C. The errno that it leaves, where that matters.
[[gnu::always_inline]] inline int Run(const BoundFunction& function, NativeCall& native) {
  const StayInC stay(*function.inbox);
  if (function.errno_use != ErrnoUse::kIgnored) return RunWithErrno(function, native);
  native.Run();
  return 0;
}

[[gnu::always_inline]] inline napi_value Call(const CallSite& call) {
  const BoundFunction& function = call.function;
  const Library::Use use(function.library.get());
  const Library::Use use_of_free(function.free_library.get());
  const RunningCall running(*function.running);
  StackFrame frame(call.signature);
  ConvertArguments(call, frame);
  NativeCall native(function, call.signature, frame);
  const int error = Run(function, native);
  const QualType type = call.signature.result().type;
  const void* const narrow = NarrowResult(type, frame.At(call.signature.result()));
  if (IsPlain(function, frame, native.HasFailed())) return ConvertOut(function.rules, type, narrow);
  return OutcomeOf(function, type, narrow, frame, {error, native.TakeFailure()}, function.inbox->TakeDeadlock());
}

[[noreturn, gnu::cold]] void ThrowNoConstructor(const BoundFunction& function) {
  throw Fault(code::kInvalidArgValue, function.name + " is no constructor: call it without new");
}

// `new f()` would call C and lose what it returns.
inline void RefuseConstruction(const BoundFunction& function, napi_env env, napi_callback_info info) {
  napi_value target = nullptr;
  napi_get_new_target(env, info, &target);
  if (target != nullptr) ThrowNoConstructor(function);
}

[[gnu::always_inline]] inline napi_value CallFixed(BoundFunction& function, napi_value* values, size_t count) {
  RequireCount(function, count);
  return Call({function, *function.signature, values});
}

napi_value CallWithPairs(BoundFunction& function, napi_value* values, size_t count) {
  const std::shared_ptr<Signature> signature = TakePairs(function, values, count);
  return Call({function, *signature, values});
}

// Throws in JavaScript what kCall throws.
template <auto kCall>
[[gnu::always_inline]] inline napi_value Guarded(BoundFunction& function, napi_env env, napi_callback_info info,
                                                 napi_value* values, size_t count) {
  try {
    RefuseConstruction(function, env, info);
    return kCall(function, values, count);
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
  napi_get_cb_info(env, info, &count, kArity == 0 ? nullptr : arguments, nullptr, &data);
  return Guarded<CallFixed>(*static_cast<BoundFunction*>(data), env, info, arguments, count);
}

napi_value InvokeAnyArity(napi_env env, napi_callback_info info) {
  size_t count = 0;
  void* data = nullptr;
  napi_get_cb_info(env, info, &count, nullptr, nullptr, &data);
  auto& function = *static_cast<BoundFunction*>(data);
  // A surplus is not read, but for a variadic function, to which it belongs.
  size_t capacity = std::max(function.signature->argument_count(), function.takes_pairs ? count : 0);
  std::vector<napi_value> arguments(capacity);
  napi_get_cb_info(env, info, &capacity, arguments.data(), nullptr, nullptr);
  const auto call = function.takes_pairs ? Guarded<CallWithPairs> : Guarded<CallFixed>;
  return call(function, env, info, arguments.data(), count);
}

template <size_t... kArities>
napi_callback InvokerOf(size_t arity, std::index_sequence<kArities...> /*arities*/) {
  static constexpr napi_callback kInvokers[] = {Invoke<kArities>...};
  return arity < sizeof...(kArities) ? kInvokers[arity] : InvokeAnyArity;
}

}  // namespace

napi_callback InvokerFor(const BoundFunction& function) {
  if (function.takes_pairs) return InvokeAnyArity;
  return InvokerOf(function.signature->argument_count(), std::make_index_sequence<9>());
}

}  // namespace ffi_native
