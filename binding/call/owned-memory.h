// Memory of C's that JavaScript is to give back: where it is, and by which function of C's, with which arguments.
#pragma once

#include <exception>
#include <list>
#include <memory>
#include <optional>

#include "call/bound-function.h"
#include "library/library.h"

namespace ffi_native {

class OwnedMemory {
 public:
  // `release` takes the address, and `context` besides where there is one. Its library stays loaded until it has been
  // called. Throws ERR_FFI_INVALID_SIGNATURE and ERR_FFI_LIBRARY_CLOSED.
  OwnedMemory(std::shared_ptr<BoundFunction> release, uintptr_t address, std::optional<uintptr_t> context);

  uintptr_t address() const { return address_; }
  // It is there as long as memory of its is.
  const std::shared_ptr<Instance>& instance() const { return release_->instance; }
  bool is_released() const { return is_released_; }

  // Gives the memory back, once, on the JavaScript thread; JavaScript need not be there any more. Returns what was
  // thrown, by a callback or by C++.
  std::exception_ptr Release();
  // Nobody gives it back.
  void Abandon() { is_released_ = true; }
  // Lets the library go, which may unload it.
  void LeaveLibrary() { use_.reset(); }

  // How many need it: an owner, buffers. It is given back when the last one does not any more.
  size_t shares = 1;
  // Where it is in the list of all.
  std::list<OwnedMemory>::iterator place;

 private:
  std::shared_ptr<BoundFunction> release_;
  std::optional<Library::Use> use_;
  uintptr_t address_;
  std::optional<uintptr_t> context_;
  bool is_released_ = false;
};

}  // namespace ffi_native
