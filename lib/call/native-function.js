// getNativeFunction: one C function of one library as a JavaScript function.
'use strict';

const { binding } = require('../core/binding.js');
const { requirePermission } = require('../core/permission.js');
const { requireOptions, requireText } = require('../core/validate.js');
const { chooseLibraryOptions, libraryOptionNames } = require('../library/options.js');
const { requireType, requireTypes } = require('../types/ctype.js');
const { complete } = require('./bound-function.js');
const { functionOptionNames, readFunctionOptions } = require('./function-options.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */
/** @typedef {import('./function-options.js').FunctionOptions} FunctionOptions */

const optionNames = [...libraryOptionNames, ...functionOptionNames];

/**
 * Binds a C function.
 * @param {string | null} library as the system's loader takes it: a file name or a path; null is this process
 * @param {string} name of the function
 * @param {string | CType} returnType
 * @param {(string | CType)[]} argTypes
 * @param {{symbols?: string, resolve?: string, scope?: string} & FunctionOptions} [options] of the library and of the
 *   function
 * @returns {(...args: any[]) => any} with `.address`, `.type`, `.name`, `.length` and `.callPath`
 * @throws ERR_FFI_LIBRARY_LOAD_FAILED, ERR_FFI_SYMBOL_NOT_FOUND, ERR_FFI_UNSUPPORTED_TYPE, ERR_FFI_INCOMPLETE_TYPE,
 *   ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function getNativeFunction(library, name, returnType, argTypes, options) {
  requirePermission();
  if (library !== null) requireText(library, 'library', 'a string, or null for this process');
  requireText(name, 'name');
  const result = requireType(returnType, 'returnType');
  const parameters = requireTypes(argTypes, 'argTypes');
  const given = requireOptions(options, optionNames);
  const opening = chooseLibraryOptions(given);
  const calling = readFunctionOptions(given);
  return complete(binding.bind(library, name, name, result, parameters, opening, calling), given.free);
}

module.exports = { getNativeFunction };
