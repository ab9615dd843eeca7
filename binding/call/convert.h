// JavaScript values to C values and back: every rule of the value table, and its messages, once.
#pragma once

#include "call/copies.h"
#include "call/place.h"
#include "call/value-rules.h"
#include "types/type.h"

namespace ffi_native {

// Writes `value` to `slot` as a C object of `type`. Copies that it needs live in the copies. Throws a Fault for what is
// not exactly a value of the type; nothing is converted, truncated or wrapped.
void ConvertIn(const ValueRules& rules, QualType type, napi_value value, void* slot, Copies& copies,
               const Place& place);

// The same to the word that a register will take, for a type that has no more bytes: an integer is extended to all of
// it, a float is its first half. Written in one piece, since a processor is slow to read at once what was written in
// parts.
void ConvertWordIn(const ValueRules& rules, QualType type, napi_value value, void* word, Copies& copies,
                   const Place& place);

// The same for a bit-field of the record at `record`.
void ConvertBitsIn(const ValueRules& rules, const Field& field, napi_value value, void* record, const Place& place);

// convert-pointer.cc: an address, or what stands for one: text, a buffer, an object to copy for the call.
void ConvertPointerIn(const ValueRules& rules, QualType type, napi_value value, void* slot, Copies& copies,
                      const Place& place);
// Looks up once more the address of a buffer, which code of the user's may have moved or detached since it was taken.
void RefreshAddress(const ValueRules& rules, napi_value value, void* slot, const Place& place);
// The same for all buffers within objects. Call it when no code of the user's runs before C does.
void ResolveDeferred(const ValueRules& rules, Copies& copies);

// The JavaScript value of the C object of `type` at `slot`. Throws a Fault when text is not where its pointer says.
napi_value ConvertOut(const ValueRules& rules, QualType type, const void* slot);

// The same for a field of the record at `record`.
napi_value ConvertFieldOut(const ValueRules& rules, const Field& field, const void* record);

// Refuses a value for a pointer, with what the pointer takes and, for an object, how to pass that.
[[noreturn]] void RefusePointer(const ValueRules& rules, QualType type, napi_value value, const Place& place);

// convert-pointee.cc: whether arrays stand for what a pointer of this type points to, and whether an object does. A
// union does not come out as one: which member C wrote is not known.
bool TakesPointee(QualType pointer);
bool TakesOneObject(QualType pointer);
// Copies an object or array to memory of the call. What C is to write there is noted among the copies.
uintptr_t ConvertPointeeIn(const ValueRules& rules, QualType pointer, napi_value value, Copies& copies,
                           const Place& place);
// Copies what C wrote back into an object or array that was noted.
void CopyBack(const ValueRules& rules, const Copies::Out& out);

// convert-aggregate-in.cc and convert-aggregate-out.cc: structs, unions, arrays and complex numbers.
void ConvertAggregateIn(const ValueRules& rules, QualType type, napi_value value, void* slot, Copies& copies,
                        const Place& place);
void ConvertComplexIn(const ValueRules& rules, QualType type, napi_value value, void* slot, const Place& place);
napi_value ConvertAggregateOut(const ValueRules& rules, QualType type, const void* slot);
napi_value ConvertComplexOut(const ValueRules& rules, QualType type, const void* slot);

// Refuses a value: `Argument 1 of add must be an integer, received 1.5`.
[[noreturn]] void Refuse(const ValueRules& rules, const char* code, const Place& place, const std::string& expected,
                         napi_value value);

}  // namespace ffi_native
