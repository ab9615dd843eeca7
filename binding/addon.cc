// Module init. The module has one function, `instantiate(hooks)`; what it returns belongs to one loading of the
// JavaScript half and shares nothing with any other.
#include <napi.h>

#include "call/async-exports.h"
#include "call/exports.h"
#include "call/field-exports.h"
#include "call/libffi-exports.h"
#include "call/ownership-exports.h"
#include "call/scalar-exports.h"
#include "call/value-exports.h"
#include "callback/exports.h"
#include "core/instance.h"
#include "library/exports.h"
#include "memory/exports.h"
#include "types/builders-exports.h"
#include "types/declarations-exports.h"
#include "types/exports.h"

namespace {

// Runs a step of the loading; no exception of C++ may leave it.
template <typename Step>
napi_value Run(Step step) {
  try {
    return step();
  } catch (const Napi::Error& error) {
    ffi_native::Rethrow(error);
    return nullptr;
  }
}

napi_value Instantiate(napi_env env, napi_callback_info raw) {
  return Run([&] {
    const Napi::CallbackInfo info(env, raw);
    // Every exported function holds the instance; it ends with the last of them.
    const auto instance = std::make_shared<ffi_native::Instance>(info.Env(), info[0].As<Napi::Object>());
    Napi::Object exports = Napi::Object::New(env);
    ffi_native::ExportTypes(*instance, exports);
    ffi_native::ExportBuilders(*instance, exports);
    ffi_native::ExportDeclarations(*instance, exports);
    ffi_native::ExportMemory(*instance, exports);
    ffi_native::ExportLibrary(*instance, exports);
    ffi_native::ExportValues(*instance, exports);
    ffi_native::ExportFields(*instance, exports);
    ffi_native::ExportScalars(*instance, exports);
    ffi_native::ExportCall(*instance, exports);
    ffi_native::ExportAsync(*instance, exports);
    ffi_native::ExportOwnership(*instance, exports);
    ffi_native::ExportLibffi(*instance, exports);
    ffi_native::ExportCallback(*instance, exports);
    exports["libffi"] = Napi::String::New(env, FFI_NATIVE_LIBFFI_VERSION);
    return exports;
  });
}

}  // namespace

NAPI_MODULE_INIT() {
  return Run([&] {
    napi_value instantiate = nullptr;
    if (napi_create_function(env, "instantiate", NAPI_AUTO_LENGTH, Instantiate, nullptr, &instantiate) != napi_ok) {
      throw Napi::Error::New(env);
    }
    Napi::Object(env, exports)["instantiate"] = Napi::Value(env, instantiate);
    return exports;
  });
}
