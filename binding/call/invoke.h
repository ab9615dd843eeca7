// The general path of a call: arguments in, ffi_call, result out.
#pragma once

#include <node_api.h>

namespace ffi_native {

struct BoundFunction;

// What Node-API calls for a bound function; its data is the BoundFunction.
napi_callback InvokerFor(const BoundFunction& function);

}  // namespace ffi_native
