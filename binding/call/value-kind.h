// What kind of JavaScript value one is.
#pragma once

#include <node_api.h>

namespace ffi_native {

inline bool IsOfType(napi_env env, napi_value value, napi_valuetype expected) {
  napi_valuetype type;
  return napi_typeof(env, value, &type) == napi_ok && type == expected;
}

}  // namespace ffi_native
