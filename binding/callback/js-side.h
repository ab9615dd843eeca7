// The half of a callback that belongs to the thread of JavaScript: its function, and the rules for values.
#pragma once

#include <napi.h>

#include <exception>
#include <memory>
#include <string>

#include "call/place.h"
#include "call/value-rules.h"
#include "types/type-table.h"

namespace ffi_native {

class JsSide {
 public:
  // `function` is kept alive if it is not kept by somebody else.
  JsSide(Instance& instance, std::string name, const FunctionType& type, uint32_t rules, napi_value function,
         bool keeps_function, napi_value on_error);

  // Calls the function with what C passed, and writes its value as C's at `value`. With `opens_scope` nothing of ours
  // or of Node's is below: what JavaScript has put off runs afterwards. Throws what it throws.
  void Call(void** arguments, void* value, bool opens_scope);
  // Asks the user's `onError`, if there is one, about what has been thrown: it may write a value, or throw. Returns
  // false when there is none.
  bool Recover(std::exception_ptr error, void* value);
  // There is nobody to throw it to.
  void Uncaught(std::exception_ptr error);

  Instance& instance() const { return *instance_; }

 private:
  napi_value Invoke(napi_value function, const napi_value* arguments, size_t count, bool opens_scope) const;
  void WriteValue(const Place& place, napi_value result, void* value) const;
  napi_value ValueOf(std::exception_ptr error) const;

  std::shared_ptr<Instance> instance_;
  std::string name_;
  std::string result_name_;
  ValueRules rules_;
  const FunctionType& type_;
  TypeRoot root_;
  Napi::FunctionReference function_;
  Napi::FunctionReference on_error_;
};

}  // namespace ffi_native
