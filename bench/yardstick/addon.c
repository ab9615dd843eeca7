/* The addon's entry: bind(library, symbol, shape) makes a native function of functions.c, `libffi` is its version. It
 * is no FFI: what shapes it knows is written down. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>

#include "functions.h"

static napi_value Throw(napi_env env, const char *message) {
  napi_throw_error(env, NULL, message);
  return NULL;
}

static ffi_status Prepare(ffi_cif *cif, const Shape *shape) {
  ffi_type **types = (ffi_type **)shape->argument_types; /* libffi fills in sizes of structs, and they are not const */
  if (shape->fixed_count == shape->count) {
    return ffi_prep_cif(cif, FFI_DEFAULT_ABI, shape->count, shape->return_type, types);
  }
  return ffi_prep_cif_var(cif, FFI_DEFAULT_ABI, shape->fixed_count, shape->count, shape->return_type, types);
}

static void ReleaseFunction(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  free(data);
}

static napi_value Bind(napi_env env, napi_callback_info info) {
  napi_value arguments[3];
  size_t count = 3;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != napi_ok) return NULL;
  char texts[3][512];
  for (int i = 0; i < 3; i++) {
    if (napi_get_value_string_utf8(env, arguments[i], texts[i], sizeof texts[i], NULL) != napi_ok) {
      return Throw(env, "bind takes a library, a symbol and a shape");
    }
  }
  const Shape *shape = FindShape(texts[2]);
  if (shape == NULL) return Throw(env, "the yardstick has no function of that shape");
  void *library = dlopen(texts[0], RTLD_NOW); /* never closed: its functions may be called until the process ends */
  void *symbol = library == NULL ? NULL : dlsym(library, texts[1]);
  if (symbol == NULL) return Throw(env, dlerror());

  Function *function = malloc(sizeof *function); /* owned by the JavaScript function: see napi_add_finalizer below */
  if (function == NULL) return Throw(env, "out of memory");
  *(void **)&function->target = symbol; /* POSIX lets a data pointer hold a function; ISO C has no cast for it */
  napi_value result;
  if (Prepare(&function->cif, shape) != FFI_OK ||
      napi_create_function(env, texts[1], NAPI_AUTO_LENGTH, shape->callback, function, &result) != napi_ok ||
      napi_add_finalizer(env, result, function, ReleaseFunction, NULL, NULL) != napi_ok) {
    free(function);
    return Throw(env, "the function could not be made");
  }
  return result;
}

NAPI_MODULE_INIT() {
  napi_value bind, version;
  if (napi_create_function(env, "bind", NAPI_AUTO_LENGTH, Bind, NULL, &bind) != napi_ok ||
      napi_set_named_property(env, exports, "bind", bind) != napi_ok ||
      napi_create_string_utf8(env, LIBFFI_VERSION, NAPI_AUTO_LENGTH, &version) != napi_ok ||
      napi_set_named_property(env, exports, "libffi", version) != napi_ok) {
    return NULL;
  }
  return exports;
}
