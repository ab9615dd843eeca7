/* Structs by value: their types for libffi, and the functions that take one and give one. */
#pragma once

#include "functions.h"

extern ffi_type point_type, segment_type, hundred_type;

napi_value CallPoint(napi_env env, napi_callback_info info);
napi_value CallSegment(napi_env env, napi_callback_info info);
napi_value CallHundred(napi_env env, napi_callback_info info);
