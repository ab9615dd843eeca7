// A function type made ready to call: libffi's cif, and where each argument lies in a call's frame. Functions of equal
// type share one.
#pragma once

#include <ffi.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "call/lowering.h"
#include "call/register-call.h"
#include "core/instance.h"
#include "types/type-table.h"

namespace ffi_native {

class Signature {
 public:
  struct Slot {
    QualType type;
    size_t offset;  // bytes from the start of the frame
  };

  // The signature of a function type; throws a Fault when it cannot be called. Of a variadic one, the parameters from
  // `fixed_count` on are those of one call's `...`.
  static std::shared_ptr<Signature> Of(Instance& instance, const FunctionType& function, size_t fixed_count);

  Signature(const FunctionType& function, size_t fixed_count);
  Signature(const Signature&) = delete;
  Signature& operator=(const Signature&) = delete;

  const FunctionType& type() const { return type_; }
  const std::vector<Slot>& arguments() const { return arguments_; }
  size_t argument_count() const { return argument_count_; }  // of arguments(), ready: each call asks
  const Slot& result() const { return result_; }
  // Null where libffi makes the calls.
  const RegisterCall* register_call() const { return register_call_ ? &*register_call_ : nullptr; }
  // Where libffi finds its arguments: bytes from the start of the frame. Some of ours are two of its.
  const std::vector<size_t>& pieces() const { return pieces_; }
  size_t SizeOfPiece(size_t i) const { return piece_types_[i]->size; }
  // Whether arguments are converted from objects, which may run code of the user's.
  bool has_aggregates() const { return has_aggregates_; }
  // Whether there is more to the arguments than converting each.
  bool NeedsMore() const { return needs_more_; }
  // How many arguments the function declares; those behind are promoted as C promotes what it knows no type of.
  size_t fixed_count() const { return fixed_count_; }
  // Bytes of a frame, a multiple of Copies::kAlignment: the result, the arguments, and for libffi the array of their
  // addresses.
  size_t frame_size() const { return frame_size_; }
  size_t addresses_offset() const { return addresses_offset_; }
  // The type as C has it; ready, since who asks may have no way to allocate it.
  const std::string& spelling() const { return spelling_; }
  // ffi_call takes the cif as not const, and does not change it.
  ffi_cif* cif() { return &cif_; }

 private:
  void LayOutFrame();
  void LayOutRegisters();
  void LowerTypes();

  const FunctionType& type_;
  size_t fixed_count_;
  TypeRoot root_;
  std::string spelling_;
  ffi_cif cif_;
  Lowering lowering_;
  std::vector<ffi_type*> piece_types_;
  std::vector<size_t> pieces_;
  std::vector<Slot> arguments_;
  size_t argument_count_ = 0;
  Slot result_;
  size_t addresses_offset_ = 0;
  size_t frame_size_ = 0;
  std::optional<RegisterCall> register_call_;
  bool has_aggregates_ = false;
  bool needs_more_ = false;
};

}  // namespace ffi_native
