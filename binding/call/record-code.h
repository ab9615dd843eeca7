// JavaScript that reads and makes the objects of a struct type, written once the type turns out to be used much:
// entering JavaScript once costs less than Node-API for each member. It does what the rules in convert-aggregate-in.cc
// and convert-aggregate-out.cc say of plain values; for all others they continue where it stopped.
#pragma once

#include <node_api.h>

#include "call/value-rules.h"
#include "types/type.h"

namespace ffi_native {

// How far an object or array has been read: all before the member or element `index` is converted, and that one's value
// has been asked for. Nobody asks a getter twice.
struct Progress {
  uint32_t index;
  napi_value value;
  napi_value inner;  // how far the value itself has been read, as JavaScript told it; false: not at all
  napi_value names;  // of an object's members
};

// What JavaScript told of an inner value; nullopt for nothing.
std::optional<Progress> ProgressFrom(napi_env env, napi_value told);

enum class Packed : uint8_t { kNothing, kPart, kAll };

// Writes an object to `slot`, if there is code that reads it. With kNothing neither the object nor the slot has been
// touched; with kPart `progress` tells how far it came, and the rest of the slot is zero.
Packed PackRecord(const ValueRules& rules, const RecordType& record, napi_value object, void* slot, Progress& progress);

// An object of the struct at `slot`; null where there is no code for it.
napi_value MakeRecord(const ValueRules& rules, const RecordType& record, const void* slot);

}  // namespace ffi_native
