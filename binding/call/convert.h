// JavaScript values to C values and back: every rule of the value table, and its messages, once.
#pragma once

#include "call/copies.h"
#include "call/place.h"
#include "core/instance.h"
#include "types/type.h"

namespace ffi_native {

// Writes `value` to `slot` as a C object of `type`. Copies that it needs live in the copies. Throws a Fault for what is
// not exactly a value of the type; nothing is converted, truncated or wrapped.
void ConvertIn(Instance& instance, QualType type, napi_value value, void* slot, Copies& copies, const Place& place);

// The same for a bit-field of the record at `record`.
void ConvertBitsIn(Instance& instance, const Field& field, napi_value value, void* record, const Place& place);

// Looks up once more the addresses of buffers within objects. Call it when no code of the user's runs before C does.
void ResolveDeferred(Instance& instance, Copies& copies);

// The JavaScript value of the C object of `type` at `slot`. Throws a Fault when text is not where its pointer says.
napi_value ConvertOut(Instance& instance, QualType type, const void* slot);

// The same for a field of the record at `record`.
napi_value ConvertFieldOut(Instance& instance, const Field& field, const void* record);

// convert-aggregate-in.cc and convert-aggregate-out.cc: structs, unions, arrays and complex numbers.
void ConvertAggregateIn(Instance& instance, QualType type, napi_value value, void* slot, Copies& copies,
                        const Place& place);
void ConvertComplexIn(Instance& instance, QualType type, napi_value value, void* slot, const Place& place);
napi_value ConvertAggregateOut(Instance& instance, QualType type, const void* slot);
napi_value ConvertComplexOut(Instance& instance, QualType type, const void* slot);

// Refuses a value: `Argument 1 of add must be an integer, received 1.5`.
[[noreturn]] void Refuse(const Instance& instance, const char* code, const Place& place, const std::string& expected,
                         napi_value value);

}  // namespace ffi_native
