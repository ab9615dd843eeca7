// The call of a release function: as any other call, but that its arguments come from us and its result is nobody's.
#include "call/owned-memory.h"

#include <cstring>

#include "call/frame.h"
#include "call/native-call.h"
#include "core/fault.h"

namespace ffi_native {

namespace {

bool TakesAddress(const Signature::Slot& slot) { return slot.type->representation == Representation::kAddress; }

bool TakesWord(const Signature::Slot& slot) {
  return TakesAddress(slot) || (IsInteger(slot.type->representation) && slot.type->size == sizeof(uintptr_t));
}

void RequireRelease(const BoundFunction& function, bool has_context) {
  const auto& arguments = function.signature->arguments();
  const bool fits = !function.takes_pairs && arguments.size() == (has_context ? 2 : 1) && TakesAddress(arguments[0]) &&
                    (!has_context || TakesWord(arguments[1]));
  if (fits) return;
  throw Fault(code::kInvalidSignature,
              function.name + (has_context ? " cannot free memory with a context: it must take a pointer, and then a "
                                             "pointer or an integer of its size"
                                           : " cannot free memory: it must take one pointer"));
}

}  // namespace

OwnedMemory::OwnedMemory(std::shared_ptr<BoundFunction> release, uintptr_t address, std::optional<uintptr_t> context)
    : release_(std::move(release)), address_(address), context_(context) {
  RequireRelease(*release_, context_.has_value());
  use_.emplace(release_->library.get());
}

std::exception_ptr OwnedMemory::Release() {
  if (is_released_) return nullptr;
  is_released_ = true;
  const BoundFunction& function = *release_;
  Signature& signature = *function.signature;
  const RunningCall running(*function.running);
  StackFrame frame(signature);
  memcpy(frame.At(signature.arguments()[0]), &address_, sizeof address_);
  if (context_) memcpy(frame.At(signature.arguments()[1]), &*context_, sizeof *context_);
  NativeCall native(function, signature, frame);
  const StayInC stay(*function.inbox);
  try {
    native.Run();
    return native.TakeFailure();
  } catch (...) {
    return std::current_exception();
  }
}

}  // namespace ffi_native
