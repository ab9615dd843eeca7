// Preparation of a cif for calls that come from C.
#include "callback/closure-type.h"

#include <cstring>

#include "call/abi.h"
#include "core/fault.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

template <typename Integer>
ffi_arg Widened(const void* value) {
  Integer narrow;
  memcpy(&narrow, value, sizeof narrow);
  return static_cast<ffi_arg>(narrow);  // sign or zeroes
}

}  // namespace

ClosureType::ClosureType(const FunctionType& function) : lowering_(LibffiAbi(function.abi)) {
  if (function.variadic) {
    throw Fault(code::kInvalidSignature, "'" + Spell({&function}) +
                                             "' cannot be a callback: what its ... stands for is " +
                                             "not known; name the parameters");
  }
  const QualType result = function.return_type;
  ffi_type* result_type = &ffi_type_void;
  if (result->kind != Kind::kVoid) {
    result_type = AtParameter(Fault::kResult, [&] { return lowering_.LowerResult(result); });
    result_size_ = result->size;
    is_widened_ = (IsInteger(result->representation) || result->representation == Representation::kBool) &&
                  result_size_ < sizeof(ffi_arg);
    is_signed_ = IsSigned(result->representation);
  }
  const ffi_abi abi = LibffiAbi(function.abi);
  TakenRegisters taken;
  CountResult(result, abi, taken);
  for (size_t i = 0; i < function.parameters.size(); ++i) {
    const QualType parameter = function.parameters[i];
    ffi_type* lowered = AtParameter(i, [&] { return lowering_.Lower(parameter); });
    for (ffi_type* type : ReceivedTypes(parameter, lowered, abi, taken)) types_.push_back(type);
    positions_.push_back(types_.size() - 1);
    argument_sizes_.push_back(parameter->size);
  }
  const auto count = static_cast<unsigned>(types_.size());
  if (ffi_prep_cif(&cif_, abi, count, result_type, types_.data()) != FFI_OK) {
    throw Fault(code::kInvalidSignature, "libffi makes no callback of '" + Spell({&function}) + "'");
  }
}

void ClosureType::Arrange(void** arguments) const {
  for (size_t i = 0; i < positions_.size(); ++i) arguments[i] = arguments[positions_[i]];
}

void ClosureType::WriteResult(const void* value, void* result) const {
  if (result_size_ == 0) return;
  if (!is_widened_) {
    memcpy(result, value, result_size_);
    return;
  }
  ffi_arg wide = 0;
  if (result_size_ == 1) {
    wide = is_signed_ ? Widened<int8_t>(value) : Widened<uint8_t>(value);
  } else if (result_size_ == 2) {
    wide = is_signed_ ? Widened<int16_t>(value) : Widened<uint16_t>(value);
  } else {
    wide = is_signed_ ? Widened<int32_t>(value) : Widened<uint32_t>(value);
  }
  memcpy(result, &wide, sizeof wide);
}

}  // namespace ffi_native
