// The memory that a value stands for: where it begins and, where that is known, how many bytes it has.
'use strict';

const { placeOf } = require('../core/addresses.js');
const { binding } = require('../core/binding.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { requireInteger } = require('../core/validate.js');
const { isBuffer, sizeOfBuffer } = require('./buffer-extent.js');
const { isAddress } = require('./element.js');

/** @typedef {{address: bigint, size: number | undefined}} Region */

/**
 * @param {unknown} value BigInt, Pointer, buffer or bound function
 * @param {string} name of the argument
 * @returns {Region}
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE
 */
function regionOf(value, name) {
  if (isAddress(value)) return { address: value, size: undefined };
  if (value === undefined || typeof value === 'string') {
    throw createError('ERR_INVALID_ARG_TYPE', `${name} must be an address, received ${describe(value)}`);
  }
  if (isBuffer(value)) {
    return { address: binding.bufferAddress(value), size: sizeOfBuffer(value) };
  }
  return { address: binding.addressOf(value, name), size: placeOf(value)?.size }; // throws for memory that is gone
}

/**
 * The address of some bytes within the memory that a value stands for.
 * @param {unknown} value
 * @param {string} name of the argument
 * @param {unknown} offset in bytes
 * @param {number} size in bytes
 * @returns {bigint}
 * @throws ERR_FFI_INVALID_POINTER, ERR_FFI_OUT_OF_BOUNDS, and what a wrong value throws
 */
function locate(value, name, offset, size) {
  const region = regionOf(value, name);
  const distance = requireInteger(offset, 'offset');
  if (region.size !== undefined && (distance < 0 || distance + size > region.size)) {
    throw createError(
      'ERR_FFI_OUT_OF_BOUNDS',
      `${size} bytes at offset ${distance} are out of bounds: ${name} has ${region.size} bytes`,
    );
  }
  const isEmpty = region.size === 0 && size === 0; // a buffer without bytes may be without an address
  if (region.address === 0n && !isEmpty) {
    throw createError('ERR_FFI_INVALID_POINTER', `${name} is NULL: nothing is there`);
  }
  return region.address + BigInt(distance);
}

module.exports = { locate, regionOf };
