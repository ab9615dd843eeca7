/* One native function for each shape of C function that the cases call. */
#pragma once

#include <ffi.h>

#include "convert.h"

/* A C function and how libffi calls it: the data pointer of its JavaScript function. */
typedef struct {
  ffi_cif cif;
  void (*target)(void);
} Function;

typedef struct {
  const char *name; /* the kinds of result and arguments, in the words of ../cases/calls.js */
  napi_callback callback;
  ffi_type *return_type;
  unsigned count;
  unsigned fixed_count; /* fewer in a variadic function */
  ffi_type *argument_types[8];
} Shape;

/* The call's arguments and its Function. NULL: an exception is pending. */
Function *Begin(napi_env env, napi_callback_info info, size_t expected, napi_value *arguments);

/* The shape of that name, or NULL. */
const Shape *FindShape(const char *name);
