// A function type made ready to be called by C: libffi's cif, and what C gets when nobody answers. It refers to no
// type, so that it may outlive the environment whose types they are.
#pragma once

#include <ffi.h>

#include <memory>
#include <vector>

#include "call/lowering.h"
#include "types/type.h"

namespace ffi_native {

class ClosureType {
 public:
  // Throws a Fault for a type that C cannot call.
  explicit ClosureType(const FunctionType& function);
  ClosureType(const ClosureType&) = delete;
  ClosureType& operator=(const ClosureType&) = delete;

  ffi_cif* cif() { return &cif_; }  // libffi takes it as not const, and does not change it
  const std::vector<size_t>& argument_sizes() const { return argument_sizes_; }
  size_t result_size() const { return result_size_; }

  // Makes of the addresses that libffi gives those of the arguments alone.
  void Arrange(void** arguments) const;
  // Puts a C value of the result's type where libffi wants the result.
  void WriteResult(const void* value, void* result) const;

 private:
  Lowering lowering_;
  std::vector<ffi_type*> types_;
  std::vector<size_t> positions_;  // of the arguments among the types
  ffi_cif cif_;
  std::vector<size_t> argument_sizes_;
  size_t result_size_ = 0;  // bytes of the C value, 0 of void
  // Of an integer that libffi widens to a whole ffi_arg.
  bool is_widened_ = false;
  bool is_signed_ = false;
};

}  // namespace ffi_native
