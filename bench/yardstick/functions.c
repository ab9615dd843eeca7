/* The native functions, each as one would write it by hand: count, convert in, ffi_call, convert out. Those of records
 * are in records.c. */
#include "functions.h"

#include <stdio.h>
#include <string.h>

#include "records.h"

Function *Begin(napi_env env, napi_callback_info info, size_t expected, napi_value *arguments) {
  size_t count = expected;
  void *data;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, &data) != napi_ok) return NULL;
  if (count == expected) return data;
  char message[64];
  snprintf(message, sizeof message, "Expected %zu arguments, received %zu", expected, count);
  napi_throw_type_error(env, "ERR_INVALID_ARG_VALUE", message);
  return NULL;
}

static napi_value CallVoid(napi_env env, napi_callback_info info) {
  Function *function = Begin(env, info, 0, NULL);
  if (function == NULL) return NULL;
  ffi_call(&function->cif, function->target, NULL, NULL);
  return NULL; /* undefined */
}

static napi_value CallInt32Int32(napi_env env, napi_callback_info info) {
  napi_value arguments[2];
  Function *function = Begin(env, info, 2, arguments);
  int32_t a, b;
  if (function == NULL || !ReadInt32(env, arguments[0], 1, &a) || !ReadInt32(env, arguments[1], 2, &b)) return NULL;
  void *values[] = {&a, &b};
  ffi_arg returned; /* libffi widens small integers to this */
  ffi_call(&function->cif, function->target, &returned, values);
  napi_value result = NULL; /* and so it stays if making it fails, with an exception pending */
  napi_create_int32(env, (int32_t)returned, &result);
  return result;
}

static napi_value CallDouble(napi_env env, napi_callback_info info) {
  napi_value arguments[1];
  Function *function = Begin(env, info, 1, arguments);
  double a;
  if (function == NULL || !ReadDouble(env, arguments[0], 1, &a)) return NULL;
  void *values[] = {&a};
  double returned;
  ffi_call(&function->cif, function->target, &returned, values);
  napi_value result = NULL;
  napi_create_double(env, returned, &result);
  return result;
}

static napi_value CallDoubleDouble(napi_env env, napi_callback_info info) {
  napi_value arguments[2];
  Function *function = Begin(env, info, 2, arguments);
  double a, b;
  if (function == NULL || !ReadDouble(env, arguments[0], 1, &a) || !ReadDouble(env, arguments[1], 2, &b)) return NULL;
  void *values[] = {&a, &b};
  double returned;
  ffi_call(&function->cif, function->target, &returned, values);
  napi_value result = NULL;
  napi_create_double(env, returned, &result);
  return result;
}

static napi_value CallEightInt32(napi_env env, napi_callback_info info) {
  napi_value arguments[8];
  Function *function = Begin(env, info, 8, arguments);
  if (function == NULL) return NULL;
  int32_t numbers[8];
  void *values[8];
  for (int i = 0; i < 8; i++) {
    if (!ReadInt32(env, arguments[i], i + 1, &numbers[i])) return NULL;
    values[i] = &numbers[i];
  }
  ffi_arg returned;
  ffi_call(&function->cif, function->target, &returned, values);
  napi_value result = NULL;
  napi_create_int32(env, (int32_t)returned, &result);
  return result;
}

static napi_value CallInt64Int64(napi_env env, napi_callback_info info) {
  napi_value arguments[2];
  Function *function = Begin(env, info, 2, arguments);
  int64_t a, b;
  if (function == NULL || !ReadInt64(env, arguments[0], 1, &a) || !ReadInt64(env, arguments[1], 2, &b)) return NULL;
  void *values[] = {&a, &b};
  int64_t returned;
  ffi_call(&function->cif, function->target, &returned, values);
  napi_value result = NULL;
  napi_create_bigint_int64(env, returned, &result);
  return result;
}

static napi_value CallPointer(napi_env env, napi_callback_info info) {
  napi_value arguments[1];
  Function *function = Begin(env, info, 1, arguments);
  void *a;
  if (function == NULL || !ReadAddress(env, arguments[0], 1, &a)) return NULL;
  void *values[] = {&a};
  void *returned;
  ffi_call(&function->cif, function->target, &returned, values);
  napi_value result = NULL;
  napi_create_bigint_uint64(env, (uint64_t)(uintptr_t)returned, &result);
  return result;
}

static napi_value CallBytesSize(napi_env env, napi_callback_info info) {
  napi_value arguments[2];
  Function *function = Begin(env, info, 2, arguments);
  void *a;
  uint64_t b;
  if (function == NULL || !ReadAddress(env, arguments[0], 1, &a) || !ReadUint64(env, arguments[1], 2, &b)) return NULL;
  void *values[] = {&a, &b};
  uint64_t returned;
  ffi_call(&function->cif, function->target, &returned, values);
  napi_value result = NULL;
  napi_create_bigint_uint64(env, returned, &result);
  return result;
}

static napi_value CallString(napi_env env, napi_callback_info info) {
  napi_value arguments[1];
  Function *function = Begin(env, info, 1, arguments);
  Text text;
  const char *a;
  if (function == NULL || !ReadText(env, arguments[0], 1, &text, &a)) return NULL;
  void *values[] = {&a};
  uint64_t returned;
  ffi_call(&function->cif, function->target, &returned, values);
  ReleaseText(&text);
  napi_value result = NULL;
  napi_create_bigint_uint64(env, returned, &result);
  return result;
}

static napi_value CallTextOfInt32(napi_env env, napi_callback_info info) {
  napi_value arguments[1];
  Function *function = Begin(env, info, 1, arguments);
  int32_t a;
  if (function == NULL || !ReadInt32(env, arguments[0], 1, &a)) return NULL;
  void *values[] = {&a};
  const char *returned;
  ffi_call(&function->cif, function->target, &returned, values);
  napi_value result = NULL;
  if (returned == NULL) {
    napi_get_null(env, &result);
  } else {
    napi_create_string_utf8(env, returned, NAPI_AUTO_LENGTH, &result);
  }
  return result;
}

/* snprintf with an int, a double and a text: the types of its tail are fixed, as in a program in C. */
static napi_value CallFormat(napi_env env, napi_callback_info info) {
  napi_value arguments[6];
  Function *function = Begin(env, info, 6, arguments);
  void *buffer;
  uint64_t size;
  int32_t integer;
  double number;
  Text format, text = {.heap_text = NULL};
  const char *format_address, *text_address;
  if (function == NULL || !ReadAddress(env, arguments[0], 1, &buffer) || !ReadUint64(env, arguments[1], 2, &size) ||
      !ReadText(env, arguments[2], 3, &format, &format_address)) {
    return NULL;
  }
  napi_value result = NULL;
  if (ReadInt32(env, arguments[3], 4, &integer) && ReadDouble(env, arguments[4], 5, &number) &&
      ReadText(env, arguments[5], 6, &text, &text_address)) {
    void *values[] = {&buffer, &size, &format_address, &integer, &number, &text_address};
    ffi_arg returned;
    ffi_call(&function->cif, function->target, &returned, values);
    napi_create_int32(env, (int32_t)returned, &result);
  }
  ReleaseText(&format);
  ReleaseText(&text);
  return result;
}

#define I32 &ffi_type_sint32
#define F64 &ffi_type_double
#define I64 &ffi_type_sint64
#define U64 &ffi_type_uint64
#define PTR &ffi_type_pointer

static const Shape kShapes[] = {
    {"void", CallVoid, &ffi_type_void, 0, 0, {NULL}},
    {"i32 i32 i32", CallInt32Int32, I32, 2, 2, {I32, I32}},
    {"f64 f64", CallDouble, F64, 1, 1, {F64}},
    {"f64 f64 f64", CallDoubleDouble, F64, 2, 2, {F64, F64}},
    {"i32 i32 i32 i32 i32 i32 i32 i32 i32", CallEightInt32, I32, 8, 8, {I32, I32, I32, I32, I32, I32, I32, I32}},
    {"i64 i64 i64", CallInt64Int64, I64, 2, 2, {I64, I64}},
    {"pointer pointer", CallPointer, PTR, 1, 1, {PTR}},
    {"usize bytes usize", CallBytesSize, U64, 2, 2, {PTR, U64}},
    {"usize string", CallString, U64, 1, 1, {PTR}},
    {"string i32", CallTextOfInt32, PTR, 1, 1, {I32}},
    {"i32 buffer usize string ... i32 f64 string", CallFormat, I32, 6, 3, {PTR, U64, PTR, I32, F64, PTR}},
    {"{x:f64,y:f64} {x:f64,y:f64}", CallPoint, &point_type, 1, 1, {&point_type}},
    {"{from:{x:f64,y:f64},to:{x:f64,y:f64}} {from:{x:f64,y:f64},to:{x:f64,y:f64}}",
     CallSegment,
     &segment_type,
     1,
     1,
     {&segment_type}},
    {"{values:i32[100]} {values:i32[100]}", CallHundred, &hundred_type, 1, 1, {&hundred_type}},
};

const Shape *FindShape(const char *name) {
  for (size_t i = 0; i < sizeof kShapes / sizeof *kShapes; i++) {
    if (strcmp(kShapes[i].name, name) == 0) return &kShapes[i];
  }
  return NULL;
}
