// JavaScript functions where a parameter is a pointer to a function: an area above makes them callable, for the call.
#pragma once

#include <cstdint>

#include "call/copies.h"
#include "call/place.h"
#include "call/value-rules.h"
#include "types/type.h"

namespace ffi_native {

struct FunctionArguments {
  // The address of a function of this type that calls `function`, as long as the copies live.
  uintptr_t (*make)(const ValueRules& rules, QualType type, napi_value function, Copies& copies,
                    const Place& place) = nullptr;
};

inline FunctionArguments& FunctionArgumentsOf(Instance& instance) { return instance.Area<FunctionArguments>(); }

}  // namespace ffi_native
