// getNativeFunction: one C function of one library as a JavaScript function.
'use strict';

const { binding } = require('../core/binding.js');
const { requirePermission } = require('../core/permission.js');
const { chooseOptions, requireText } = require('../core/validate.js');
const { libraryChoices } = require('../library/options.js');
const { abiChoices } = require('../types/abi.js');
const { requireType, requireTypes } = require('../types/ctype.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */

/**
 * Binds a C function.
 * @param {string | null} library as the system's loader takes it: a file name or a path; null is this process
 * @param {string} name of the function
 * @param {string | CType} returnType
 * @param {(string | CType)[]} argTypes
 * @param {{symbols?: string, resolve?: string, scope?: string, abi?: string}} [options] of the library, and `abi`, the
 *   calling convention: one of `libffi.abis`
 * @returns {(...args: any[]) => any} with `.name`, `.length` and `.address`
 * @throws ERR_FFI_LIBRARY_LOAD_FAILED, ERR_FFI_SYMBOL_NOT_FOUND, ERR_FFI_UNSUPPORTED_TYPE, ERR_FFI_INCOMPLETE_TYPE,
 *   ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function getNativeFunction(library, name, returnType, argTypes, options) {
  requirePermission();
  if (library !== null) requireText(library, 'library', 'a string, or null for this process');
  requireText(name, 'name');
  const result = requireType(returnType, 'returnType');
  const parameters = requireTypes(argTypes, 'argTypes');
  const { abi, ...opening } = chooseOptions(options, { ...libraryChoices, abi: abiChoices });
  return binding.bind(library, name, result, parameters, opening, abi);
}

module.exports = { getNativeFunction };
