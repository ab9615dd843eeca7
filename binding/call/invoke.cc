// One call, from Node-API's callback to its return.
#include "call/invoke.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "call/bound-function.h"
#include "call/convert.h"
#include "call/frame.h"
#include "call/kept-errno.h"
#include "call/native-call.h"
#include "call/outcome.h"
#include "call/promotion.h"
#include "call/running-calls.h"
#include "call/text.h"
#include "core/fault.h"

namespace ffi_native {

namespace {

[[noreturn]] void RefuseCount(const BoundFunction& function, size_t received) {
  const size_t expected = function.signature->arguments().size();
  throw Fault(code::kInvalidArgValue, function.name + " takes " + std::to_string(expected) +
                                          (expected == 1 ? " argument" : " arguments") +
                                          (function.takes_pairs ? " and then pairs of a C type-name and a value" : "") +
                                          ", received " + std::to_string(received));
}

// libffi widens an integer result that is smaller than a register: on big-endian machines its bytes are the last ones.
const void* NarrowResult(QualType type, void* slot) {
  const bool is_widened = (IsInteger(type->representation) || type->representation == Representation::kBool) &&
                          type->size < sizeof(ffi_arg);
  if (is_widened) {
    ffi_arg widened;
    memcpy(&widened, slot, sizeof widened);
    const auto narrow = static_cast<uint64_t>(widened);
    if (type->size == 1) {
      const auto value = static_cast<uint8_t>(narrow);
      memcpy(slot, &value, sizeof value);
    } else if (type->size == 2) {
      const auto value = static_cast<uint16_t>(narrow);
      memcpy(slot, &value, sizeof value);
    } else {
      const auto value = static_cast<uint32_t>(narrow);
      memcpy(slot, &value, sizeof value);
    }
  }
  return slot;
}

// One call: which function, by which signature, with which values for its arguments.
struct CallSite {
  const BoundFunction& function;
  Signature& signature;
  const napi_value* values;

  // The position of a value among what JavaScript passed: the values of a tail have their type-names between them.
  size_t Position(size_t i) const {
    const size_t fixed_count = signature.fixed_count();
    return function.takes_pairs && i >= fixed_count ? fixed_count + 2 * (i - fixed_count) + 1 : i;
  }
  Place PlaceOf(size_t i) const { return Place::Argument(function.name, Position(i)); }
};

void ConvertArgument(const CallSite& call, size_t i, Frame& frame) {
  const Signature::Slot& slot = call.signature.arguments()[i];
  void* const address = frame.At(slot);
  ConvertIn(call.function.rules, slot.type, call.values[i], address, frame, call.PlaceOf(i));
  if (i >= call.signature.fixed_count()) Promote(*slot.type.type, address);
}

// Code of the user's, such as a getter, may do anything: detach a buffer whose address has been taken, close the
// library.
void CheckAgain(const CallSite& call, Frame& frame) {
  const auto& arguments = call.signature.arguments();
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].type->representation != Representation::kAddress) continue;
    RefreshAddress(call.function.rules, call.values[i], frame.At(arguments[i]), call.PlaceOf(i));
  }
  ResolveDeferred(call.function.rules, frame);
  if (call.function.library) call.function.library->RequireOpen();
}

void ConvertArguments(const CallSite& call, Frame& frame) {
  const size_t count = call.signature.arguments().size();
  for (size_t i = 0; i < count; ++i) ConvertArgument(call, i, frame);
  if (call.signature.has_aggregates() || frame.ran_user_code()) CheckAgain(call, frame);
}

// While the JavaScript thread is in C, it runs nothing for other threads.
class StayInC {
 public:
  explicit StayInC(Inbox& inbox) : inbox_(inbox) { inbox_.EnterC(); }
  StayInC(const StayInC&) = delete;
  StayInC& operator=(const StayInC&) = delete;
  ~StayInC() { inbox_.LeaveC(); }

 private:
  Inbox& inbox_;
};

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
  Frame frame(call.signature);
  ConvertArguments(call, frame);
  void* const result = frame.At(call.signature.result());
  const Return returned = CallC(call, frame, result);
  const QualType type = call.signature.result().type;
  const void* const narrow = NarrowResult(type, result);
  if (IsPlain(call.function, frame, returned)) return ConvertOut(call.function.rules, type, narrow);
  return OutcomeOf(call.function, type, narrow, frame, returned);
}

napi_value Call(const CallSite& call) {
  const Library::Use use(call.function.library.get());
  if (!call.function.free_library) return CallOpen(call);
  const Library::Use use_of_free(call.function.free_library.get());
  return CallOpen(call);
}

napi_value CallFixed(BoundFunction& function, const napi_value* arguments, size_t count) {
  if (count != function.signature->arguments().size()) RefuseCount(function, count);
  return Call({function, *function.signature, arguments});
}

napi_value CallWithPairs(BoundFunction& function, napi_value* arguments, size_t count) {
  const size_t fixed_count = function.signature->arguments().size();
  if (count < fixed_count || (count - fixed_count) % 2 != 0) RefuseCount(function, count);
  napi_value* const pairs = arguments + fixed_count;
  const size_t tail_count = count - fixed_count;
  const std::shared_ptr<Signature> signature = function.tails.SignatureFor(function, pairs, tail_count);
  // The values alone from here on: each moves down to where a type or a value before it was.
  for (size_t i = 0; 2 * i < tail_count; ++i) pairs[i] = pairs[2 * i + 1];
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
