// The one table of error codes, and the one place where errors are made: native code asks for them here, so that
// `instanceof` holds in every realm. docs/errors.md is checked against this table.
'use strict';

/**
 * Every code: the class of its errors, and what has happened.
 * @type {Readonly<Record<string, {readonly Class: ErrorConstructor, readonly meaning: string}>>}
 */
const codes = Object.freeze({
  ERR_INVALID_ARG_TYPE: { Class: TypeError, meaning: 'A value has a JavaScript type that its C type does not take.' },
  ERR_INVALID_ARG_VALUE: { Class: TypeError, meaning: 'A value, an option or the count of arguments is not possible.' },
  ERR_OUT_OF_RANGE: { Class: RangeError, meaning: 'A number is not one of those that its C type can hold.' },
  ERR_MEMORY_ALLOCATION_FAILED: { Class: Error, meaning: 'There is not enough memory for what was asked.' },
  ERR_ACCESS_DENIED: { Class: Error, meaning: "Node's permission model denies the scope `ffi`." },
  ERR_FFI_ACCESS_VIOLATION: { Class: Error, meaning: 'The memory at an address is not there, or not for this access.' },
  ERR_FFI_CALLBACK_CLOSED: { Class: Error, meaning: 'The callback has been closed.' },
  ERR_FFI_CALLBACK_DEADLOCK: {
    Class: Error,
    meaning: 'A callback was called on another thread while JavaScript waited for C.',
  },
  ERR_FFI_BINARY_NOT_FOUND: { Class: Error, meaning: 'No binary of the addon loads on this machine.' },
  ERR_FFI_INCOMPLETE_TYPE: { Class: TypeError, meaning: 'A type without a size is used where its size is needed.' },
  ERR_FFI_INVALID_POINTER: { Class: Error, meaning: 'The address is NULL.' },
  ERR_FFI_INVALID_SIGNATURE: { Class: TypeError, meaning: 'A function of this type cannot be called.' },
  ERR_FFI_LIBRARY_CLOSED: { Class: Error, meaning: 'The library has been closed.' },
  ERR_FFI_LIBRARY_LOAD_FAILED: { Class: Error, meaning: "The system's loader refused a library." },
  ERR_FFI_NATIVE_EXCEPTION: { Class: Error, meaning: 'A C++ exception has left a function.' },
  ERR_FFI_NO_SHARED_MEMORY: { Class: Error, meaning: "This runtime does not let JavaScript share memory of C's." },
  ERR_FFI_OUT_OF_BOUNDS: { Class: RangeError, meaning: 'An index or a length reaches beyond the memory of a pointer.' },
  ERR_FFI_SYMBOL_NOT_FOUND: { Class: Error, meaning: 'The library has no symbol of this name.' },
  ERR_FFI_USE_AFTER_FREE: {
    Class: Error,
    meaning: 'The memory is gone: it, its arena, its library or its buffer has ended.',
  },
  ERR_FFI_UNSUPPORTED_TYPE: { Class: TypeError, meaning: 'A C text is no type, or one that cannot be used here.' },
});

/**
 * Makes the error of a code.
 * @param {string} code a key of the table
 * @param {string} message what is wrong, and what to do
 * @param {Record<string, unknown>} [details] further properties of the error, such as `offset` or `address`
 * @returns {Error & {code: string}}
 */
function createError(code, message, details) {
  const entry = codes[code];
  if (entry === undefined) throw new Error(`${code} is missing in the table of error codes: ${message}`);
  const error = new entry.Class(message);
  return Object.assign(error, { code }, details);
}

module.exports = { codes, createError };
