// bind: a function pointer, from a struct or a vtable, as a JavaScript function.
'use strict';

const { binding } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { chooseOptions } = require('../core/validate.js');
const { requireType } = require('../types/ctype.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */

/** What keeps the code of a function that was bound by its address: the object that stood for it. */
const owners = new WeakMap();

/**
 * Binds the C function at an address. Whether there is one, and of this type, cannot be checked.
 * @param {unknown} address BigInt, Pointer or bound function
 * @param {string | CType} functionType such as 'int (const char *, int)', or a pointer to such a type
 * @param {{}} [options] none yet
 * @returns {(...args: any[]) => any} with `.name`, `.length` and `.address`
 * @throws ERR_FFI_INVALID_POINTER, ERR_FFI_INVALID_SIGNATURE, ERR_FFI_UNSUPPORTED_TYPE, ERR_FFI_INCOMPLETE_TYPE,
 *   ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function bind(address, functionType, options) {
  requirePermission();
  chooseOptions(options, {});
  const type = requireType(functionType, 'functionType');
  const target = binding.addressOf(address);
  if (target === 0n) throw createError('ERR_FFI_INVALID_POINTER', 'address must not be NULL: no function is there');
  const bound = binding.bindAddress(null, target, `the function at 0x${target.toString(16)}`, type);
  owners.set(bound, address);
  return bound;
}

module.exports = { bind };
