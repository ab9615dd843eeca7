// What memory is made of: the types that elements can have, how many there are, and the addresses of this machine.
'use strict';

const { binding } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { handleOf } = require('../core/type-handles.js');
const { requireInteger } = require('../core/validate.js');
const { type: typeNamed } = require('../types/type-name.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */
/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */

const LARGEST_ADDRESS = 2n ** BigInt(8 * /** @type {number} */ (binding.sizeOf('void *'))) - 1n;

/** Types that have been seen to be elements. @type {WeakSet<CType>} */
const accepted = new WeakSet();

/**
 * The type of what is in memory.
 * @param {string | CType} typeName
 * @returns {CType}
 * @throws ERR_FFI_UNSUPPORTED_TYPE, for a parameter's `_Out_ int *` too
 */
function requireElement(typeName) {
  const type = typeNamed(typeName);
  if (!accepted.has(type)) {
    binding.pointerType(/** @type {TypeHandle} */ (handleOf(type)));
    accepted.add(type);
  }
  return type;
}

/**
 * @param {CType} type
 * @returns {number} bytes
 * @throws ERR_FFI_INCOMPLETE_TYPE
 */
function sizeOfElement(type) {
  if (type.size !== undefined) return type.size;
  throw createError('ERR_FFI_INCOMPLETE_TYPE', `'${type}' has no size: cast the pointer to a type that has one`);
}

/**
 * @param {unknown} value
 * @returns {value is bigint} whether it is a BigInt that a pointer can hold
 */
function isAddress(value) {
  return typeof value === 'bigint' && value >= 0n && value <= LARGEST_ADDRESS;
}

/**
 * @param {bigint} address
 * @returns {bigint}
 * @throws ERR_OUT_OF_RANGE
 */
function requireAddress(address) {
  if (isAddress(address)) return address;
  throw createError('ERR_OUT_OF_RANGE', `the address ${address} is beyond those of this machine`);
}

/**
 * @param {unknown} value
 * @param {number | undefined} most
 */
function requireLength(value, most) {
  const length = requireInteger(value, 'length');
  if (length < 0) throw createError('ERR_OUT_OF_RANGE', `length must be 0 or more, received ${length}`);
  if (most !== undefined && length > most) {
    throw createError('ERR_FFI_OUT_OF_BOUNDS', `length ${length} is out of bounds: there is room for ${most}`);
  }
}

module.exports = { isAddress, requireElement, sizeOfElement, requireAddress, requireLength };
