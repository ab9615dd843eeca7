// A C function that JavaScript can call: its address, its signature, and what must stay alive for it.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "call/signature.h"
#include "library/library.h"

namespace ffi_native {

struct BoundFunction {
  std::shared_ptr<Instance> instance;
  std::shared_ptr<Library> library;
  std::shared_ptr<Signature> signature;
  void (*target)();
  std::string name;
  // Whether each call brings the types of its `...`, as pairs of a type-name and a value; and the signatures of the
  // calls that were made so, by their types.
  bool takes_pairs = false;
  std::unordered_map<const FunctionType*, std::shared_ptr<Signature>> tails;
};

// The JavaScript function of a bound one, with `.name`, `.length` and `.address`; it owns the bound function.
Napi::Value MakeFunction(std::unique_ptr<BoundFunction> function);

}  // namespace ffi_native
