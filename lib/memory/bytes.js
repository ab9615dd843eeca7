// Copies of memory as buffers.
'use strict';

const { constants } = require('node:buffer');
const { binding } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { requireInteger } = require('../core/validate.js');
const { newBuffer } = require('./block.js');
const { locate } = require('./region.js');

/**
 * @param {unknown} value
 * @param {string} name of the argument
 * @returns {number} bytes
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 */
function requireSize(value, name) {
  const size = requireInteger(value, name);
  if (size < 0) throw createError('ERR_OUT_OF_RANGE', `${name} must be 0 or more, received ${size}`);
  return size;
}

/**
 * A copy of bytes at an address.
 * @param {unknown} address
 * @param {number} length in bytes
 * @returns {ArrayBuffer}
 * @throws ERR_FFI_INVALID_POINTER, ERR_FFI_ACCESS_VIOLATION, ERR_FFI_OUT_OF_BOUNDS, ERR_OUT_OF_RANGE,
 *   ERR_MEMORY_ALLOCATION_FAILED
 */
function toArrayBuffer(address, length) {
  requirePermission();
  const size = requireSize(length, 'length');
  const start = locate(address, 'address', 0, size);
  if (size > constants.MAX_LENGTH) {
    throw createError('ERR_OUT_OF_RANGE', `length must be at most ${constants.MAX_LENGTH}, received ${size}`);
  }
  const bytes = new Uint8Array(newBuffer(size));
  binding.readBytes(start, bytes, address);
  return bytes.buffer;
}

/**
 * The same as a Buffer.
 * @param {unknown} address
 * @param {number} length in bytes
 */
function toBuffer(address, length) {
  return Buffer.from(toArrayBuffer(address, length));
}

module.exports = { requireSize, toArrayBuffer, toBuffer };
