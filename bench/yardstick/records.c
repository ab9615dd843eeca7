/* The functions of records: members are read and written by name, one after another. Members that a record has not are
 * not looked for; one that an object lacks is no number. */
#include "records.h"

#include <string.h>

typedef struct {
  double x, y;
} Point;

typedef struct {
  Point from, to;
} Segment;

typedef struct {
  int32_t values[100];
} Hundred;

static bool ReadMember(napi_env env, napi_value object, const char *name, napi_value *out) {
  napi_valuetype type;
  if (napi_typeof(env, object, &type) != napi_ok) return false;
  if (type != napi_object) {
    napi_throw_type_error(env, "ERR_INVALID_ARG_TYPE",
                          "Argument 1 must be an object, and so its members that are structs");
    return false;
  }
  return napi_get_named_property(env, object, name, out) == napi_ok; /* else a getter has thrown */
}

static bool ReadPoint(napi_env env, napi_value object, Point *out) {
  napi_value x, y;
  return ReadMember(env, object, "x", &x) && ReadDouble(env, x, 1, &out->x) && ReadMember(env, object, "y", &y) &&
         ReadDouble(env, y, 1, &out->y);
}

static bool ReadSegment(napi_env env, napi_value object, Segment *out) {
  napi_value from, to;
  return ReadMember(env, object, "from", &from) && ReadPoint(env, from, &out->from) &&
         ReadMember(env, object, "to", &to) && ReadPoint(env, to, &out->to);
}

static bool RefuseValues(napi_env env) {
  napi_throw_type_error(env, "ERR_INVALID_ARG_VALUE", "Argument 1 must have 100 integers as its values");
  return false;
}

static bool ReadHundred(napi_env env, napi_value object, Hundred *out) {
  napi_value values;
  if (!ReadMember(env, object, "values", &values)) return false;
  napi_typedarray_type type;
  size_t length;
  void *data;
  if (napi_get_typedarray_info(env, values, &type, &length, &data, NULL, NULL) == napi_ok) {
    if (type != napi_int32_array || length != 100) return RefuseValues(env);
    memcpy(out->values, data, sizeof out->values);
    return true;
  }
  uint32_t count;
  if (napi_get_array_length(env, values, &count) != napi_ok || count != 100) return RefuseValues(env);
  for (uint32_t i = 0; i < 100; i++) {
    napi_value element;
    if (napi_get_element(env, values, i, &element) != napi_ok || !ReadInt32(env, element, 1, &out->values[i])) {
      return false;
    }
  }
  return true;
}

/* NULL, and so are those below, if making it fails, with an exception pending. */
static napi_value MakePoint(napi_env env, const Point *point) {
  napi_value object, x, y;
  if (napi_create_object(env, &object) != napi_ok || napi_create_double(env, point->x, &x) != napi_ok ||
      napi_create_double(env, point->y, &y) != napi_ok || napi_set_named_property(env, object, "x", x) != napi_ok ||
      napi_set_named_property(env, object, "y", y) != napi_ok) {
    return NULL;
  }
  return object;
}

static napi_value MakeSegment(napi_env env, const Segment *segment) {
  napi_value object;
  napi_value from = MakePoint(env, &segment->from);
  napi_value to = MakePoint(env, &segment->to);
  if (from == NULL || to == NULL || napi_create_object(env, &object) != napi_ok ||
      napi_set_named_property(env, object, "from", from) != napi_ok ||
      napi_set_named_property(env, object, "to", to) != napi_ok) {
    return NULL;
  }
  return object;
}

static napi_value MakeHundred(napi_env env, const Hundred *hundred) {
  napi_value object, buffer, values;
  void *data;
  if (napi_create_object(env, &object) != napi_ok ||
      napi_create_arraybuffer(env, sizeof hundred->values, &data, &buffer) != napi_ok ||
      napi_create_typedarray(env, napi_int32_array, 100, buffer, 0, &values) != napi_ok ||
      napi_set_named_property(env, object, "values", values) != napi_ok) {
    return NULL;
  }
  memcpy(data, hundred->values, sizeof hundred->values);
  return object;
}

napi_value CallPoint(napi_env env, napi_callback_info info) {
  napi_value argument;
  Function *function = Begin(env, info, 1, &argument);
  Point a, returned;
  if (function == NULL || !ReadPoint(env, argument, &a)) return NULL;
  void *values[] = {&a};
  ffi_call(&function->cif, function->target, &returned, values);
  return MakePoint(env, &returned);
}

napi_value CallSegment(napi_env env, napi_callback_info info) {
  napi_value argument;
  Function *function = Begin(env, info, 1, &argument);
  Segment a, returned;
  if (function == NULL || !ReadSegment(env, argument, &a)) return NULL;
  void *values[] = {&a};
  ffi_call(&function->cif, function->target, &returned, values);
  return MakeSegment(env, &returned);
}

napi_value CallHundred(napi_env env, napi_callback_info info) {
  napi_value argument;
  Function *function = Begin(env, info, 1, &argument);
  Hundred a, returned;
  if (function == NULL || !ReadHundred(env, argument, &a)) return NULL;
  void *values[] = {&a};
  ffi_call(&function->cif, function->target, &returned, values);
  return MakeHundred(env, &returned);
}

/* libffi computes a struct's size and alignment from its members when a function is prepared. */
static ffi_type *point_members[] = {&ffi_type_double, &ffi_type_double, NULL};
ffi_type point_type = {.type = FFI_TYPE_STRUCT, .elements = point_members};
static ffi_type *segment_members[] = {&point_type, &point_type, NULL};
ffi_type segment_type = {.type = FFI_TYPE_STRUCT, .elements = segment_members};
#define TEN(type) type, type, type, type, type, type, type, type, type, type
static ffi_type *hundred_members[] = {TEN(TEN(&ffi_type_sint32)), NULL};
ffi_type hundred_type = {.type = FFI_TYPE_STRUCT, .elements = hundred_members};
