// Values to C values, and once more what code of the user's may have changed meanwhile.
#include "call/call-site.h"

#include <string>

#include "call/convert.h"
#include "call/promotion.h"
#include "core/fault.h"

namespace ffi_native {

namespace {

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

}  // namespace

void FinishArguments(const CallSite& call, Frame& frame) {
  const auto& arguments = call.signature.arguments();
  for (size_t i = call.signature.fixed_count(); i < arguments.size(); ++i) {
    Promote(*arguments[i].type.type, frame.At(arguments[i]));
  }
  if (call.signature.has_aggregates() || frame.ran_user_code()) CheckAgain(call, frame);
}

void RefuseCount(const BoundFunction& function, size_t received) {
  const size_t expected = function.signature->arguments().size();
  throw Fault(code::kInvalidArgValue, function.name + " takes " + std::to_string(expected) +
                                          (expected == 1 ? " argument" : " arguments") +
                                          (function.takes_pairs ? " and then pairs of a C type-name and a value" : "") +
                                          ", received " + std::to_string(received));
}

std::shared_ptr<Signature> TakePairs(BoundFunction& function, napi_value* arguments, size_t count) {
  const size_t fixed_count = function.signature->arguments().size();
  if (count < fixed_count || (count - fixed_count) % 2 != 0) RefuseCount(function, count);
  napi_value* const pairs = arguments + fixed_count;
  const size_t tail_count = count - fixed_count;
  std::shared_ptr<Signature> signature = function.tails.SignatureFor(function, pairs, tail_count);
  for (size_t i = 0; 2 * i < tail_count; ++i) pairs[i] = pairs[2 * i + 1];
  return signature;
}

}  // namespace ffi_native
