/* Values in, as strictly as ffi-native takes them: what C could not hold exactly is an error. Values out are single
 * calls of Node-API and need no words here. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <node_api.h>

/* Text of a string argument for one call: short ones lie in the frame of the caller. */
typedef struct {
  char inline_text[256];
  char *heap_text; /* ours, or NULL */
} Text;

/* Each reads `value`, argument `number` counted from 1. False: an exception is pending. */
bool ReadInt32(napi_env env, napi_value value, int number, int32_t *out);
bool ReadDouble(napi_env env, napi_value value, int number, double *out);
bool ReadInt64(napi_env env, napi_value value, int number, int64_t *out);
bool ReadUint64(napi_env env, napi_value value, int number, uint64_t *out);

/* An address: a BigInt or a typed array. */
bool ReadAddress(napi_env env, napi_value value, int number, void **out);

/* Text or an address. `text` lives as long as the result is used; then ReleaseText. */
bool ReadText(napi_env env, napi_value value, int number, Text *text, const char **out);
void ReleaseText(Text *text);
