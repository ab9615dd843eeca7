/* The strict conversions in: one attempt at the likely kind, and only then a look at what it was instead. */
#define _GNU_SOURCE /* memmem */
#include "convert.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef napi_status (*ThrowError)(napi_env env, const char *code, const char *message);

/* False, for the caller to return. */
static bool Throw(napi_env env, ThrowError throw_error, const char *code, int number, const char *expected) {
  char message[128];
  snprintf(message, sizeof message, "Argument %d must be %s", number, expected);
  throw_error(env, code, message);
  return false;
}

static bool ThrowType(napi_env env, int number, const char *expected) {
  return Throw(env, napi_throw_type_error, "ERR_INVALID_ARG_TYPE", number, expected);
}

static bool ThrowValue(napi_env env, int number, const char *expected) {
  return Throw(env, napi_throw_type_error, "ERR_INVALID_ARG_VALUE", number, expected);
}

static bool ThrowRange(napi_env env, int number, const char *expected) {
  return Throw(env, napi_throw_range_error, "ERR_OUT_OF_RANGE", number, expected);
}

bool ReadDouble(napi_env env, napi_value value, int number, double *out) {
  return napi_get_value_double(env, value, out) == napi_ok || ThrowType(env, number, "a number");
}

bool ReadInt32(napi_env env, napi_value value, int number, int32_t *out) {
  double read;
  if (!ReadDouble(env, value, number, &read)) return false;
  /* The range first: converting a double that int32_t cannot hold is undefined. NaN fails it too. */
  if (!(read >= INT32_MIN && read <= INT32_MAX) || read != (double)(int32_t)read) {
    return ThrowRange(env, number, "an integer from -2147483648 to 2147483647");
  }
  *out = (int32_t)read;
  return true;
}

bool ReadInt64(napi_env env, napi_value value, int number, int64_t *out) {
  bool lossless;
  if (napi_get_value_bigint_int64(env, value, out, &lossless) != napi_ok) return ThrowType(env, number, "a BigInt");
  return lossless || ThrowRange(env, number, "a BigInt of 64 bits");
}

bool ReadUint64(napi_env env, napi_value value, int number, uint64_t *out) {
  bool lossless;
  if (napi_get_value_bigint_uint64(env, value, out, &lossless) != napi_ok) return ThrowType(env, number, "a BigInt");
  return lossless || ThrowRange(env, number, "an unsigned BigInt of 64 bits");
}

bool ReadAddress(napi_env env, napi_value value, int number, void **out) {
  bool lossless;
  uint64_t address;
  napi_status status = napi_get_value_bigint_uint64(env, value, &address, &lossless);
  if (status == napi_ok) {
    if (!lossless) return ThrowRange(env, number, "an address from 0n to 18446744073709551615n");
    *out = (void *)(uintptr_t)address;
    return true;
  }
  size_t length;
  if (napi_get_typedarray_info(env, value, NULL, &length, out, NULL, NULL) != napi_ok) {
    return ThrowType(env, number, "a BigInt or a typed array");
  }
  /* A detached view gives napi_ok and NULL. */
  return (*out != NULL) || ThrowValue(env, number, "a typed array that is not detached");
}

/* Node-API writes U+FFFD for a lone surrogate. So only text that has one can have lost something. */
static bool IsWellFormed(napi_env env, napi_value value, const char *text, size_t bytes) {
  if (memmem(text, bytes, "\xEF\xBF\xBD", 3) == NULL) return true;
  size_t units;
  if (napi_get_value_string_utf16(env, value, NULL, 0, &units) != napi_ok) return false;
  char16_t *copy = malloc((units + 1) * sizeof *copy);
  if (copy == NULL || napi_get_value_string_utf16(env, value, copy, units + 1, &units) != napi_ok) {
    free(copy);
    return false;
  }
  bool well_formed = true;
  for (size_t i = 0; i < units && well_formed; i++) {
    bool high = (copy[i] & 0xFC00) == 0xD800;
    bool low = (copy[i] & 0xFC00) == 0xDC00;
    bool pair = high && i + 1 < units && (copy[i + 1] & 0xFC00) == 0xDC00;
    well_formed = pair || (!high && !low);
    i += pair;
  }
  free(copy);
  return well_formed;
}

static bool ReadLongString(napi_env env, napi_value value, Text *text, size_t *length) {
  if (napi_get_value_string_utf8(env, value, NULL, 0, length) != napi_ok) return false;
  text->heap_text = malloc(*length + 1);
  return text->heap_text != NULL &&
         napi_get_value_string_utf8(env, value, text->heap_text, *length + 1, length) == napi_ok;
}

bool ReadText(napi_env env, napi_value value, int number, Text *text, const char **out) {
  text->heap_text = NULL;
  size_t length;
  napi_status status = napi_get_value_string_utf8(env, value, text->inline_text, sizeof text->inline_text, &length);
  if (status != napi_ok) {
    void *address;
    if (!ReadAddress(env, value, number, &address)) return false;
    *out = address;
    return true;
  }
  *out = text->inline_text;
  /* Full but for the room that one more character can need: perhaps cut off. */
  if (length > sizeof text->inline_text - 4) {
    if (!ReadLongString(env, value, text, &length)) {
      ReleaseText(text);
      return ThrowValue(env, number, "a string that fits into memory");
    }
    *out = text->heap_text;
  }
  if (memchr(*out, 0, length) == NULL && IsWellFormed(env, value, *out, length)) return true;
  ReleaseText(text);
  return ThrowValue(env, number, "a string without NUL characters and lone surrogates");
}

void ReleaseText(Text *text) {
  free(text->heap_text);
  text->heap_text = NULL;
}
