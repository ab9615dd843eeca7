// bind: a function pointer, from a struct or a vtable, as a JavaScript function.
'use strict';

const { binding } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { requireOptions } = require('../core/validate.js');
const { Pointer } = require('../memory/pointer.js');
const { requireType } = require('../types/ctype.js');
const { complete, functionBehind } = require('./bound-function.js');
const { functionOptionNames, readFunctionOptions } = require('./function-options.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */

/** Those that are not about finding a symbol. */
const optionNames = functionOptionNames.filter((name) => name !== 'version');

/**
 * A Pointer to a place in a struct or a table says where the address of the function is, not where the function is.
 * @param {CType} type of what a Pointer points to
 * @throws ERR_INVALID_ARG_VALUE
 */
function refusePlace(type) {
  if (type.kind !== 'pointer' || type.target?.kind !== 'function') return;
  throw createError(
    'ERR_INVALID_ARG_VALUE',
    `address is a Pointer to a '${type}' in memory: bind its value, which is the address of the function`,
  );
}

/**
 * Binds the C function at an address. Whether there is one, and of this type, cannot be checked.
 * @param {unknown} address BigInt, Pointer or bound function
 * @param {string | CType} [functionType] such as 'int (const char *, int)', or a pointer to such a type; a Pointer's own
 *   unless it is given
 * @param {import('./function-options.js').FunctionOptions} [options]
 * @returns {(...args: any[]) => any} with `.address`, `.type`, `.name`, `.length` and `.callPath`
 * @throws ERR_FFI_INVALID_POINTER, ERR_FFI_INVALID_SIGNATURE, ERR_FFI_UNSUPPORTED_TYPE, ERR_FFI_INCOMPLETE_TYPE,
 *   ERR_FFI_LIBRARY_CLOSED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function bind(address, functionType, options) {
  requirePermission();
  if (address instanceof Pointer) refusePlace(address.type);
  const known = functionType === undefined && address instanceof Pointer ? address.type : functionType;
  const type = requireType(known, 'functionType');
  const target = binding.addressOf(address, 'address');
  if (target === 0n) throw createError('ERR_FFI_INVALID_POINTER', 'address must not be NULL: no function is there');
  const given = requireOptions(options, optionNames);
  const name = `the function at 0x${target.toString(16)}`;
  const bound = binding.bindAddress(functionBehind(address), target, name, type, readFunctionOptions(given));
  return complete(bound, address, given.free);
}

module.exports = { bind };
