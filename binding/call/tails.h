// The signatures of a variadic function whose calls bring the types of their `...`: one for each list of types.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

#include "call/signature.h"

namespace ffi_native {

struct BoundFunction;

class Tails {
 public:
  // The signature of a call with these pairs of a type and a value, `count` values in all. Whoever uses it holds it:
  // code of the user's may make calls that let others take its place here.
  std::shared_ptr<Signature> SignatureFor(const BoundFunction& function, const napi_value* pairs, size_t count);

 private:
  std::shared_ptr<Signature> Resolve(const BoundFunction& function, const napi_value* pairs, size_t count);

  std::unordered_map<const FunctionType*, std::shared_ptr<Signature>> by_type_;
  // By the type-names as they were written, since reading them would take most of a call's time.
  std::map<std::string, std::shared_ptr<Signature>, std::less<>> by_names_;
};

}  // namespace ffi_native
