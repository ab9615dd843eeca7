// Guarded access to any address: an address that is not there is an error, not the end of the process. What a value is in
// JavaScript is as in calls.
'use strict';

const { binding } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { handleOf } = require('../core/type-handles.js');
const { requireInteger } = require('../core/validate.js');
const { type: typeNamed } = require('../types/type-name.js');
const { requireSize } = require('./bytes.js');
const { sizeOfElement } = require('./element.js');
const { locate } = require('./region.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */
/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */
/** @typedef {import('../core/binding.js').ScalarName} ScalarName */

const scalarNames = /** @type {ScalarName[]} */ (Object.keys(binding.scalarLoads));
const scalarSizes = new Map(
  scalarNames.map((name) => [name, name === 'ptr' ? pointerSize() : Number(name.slice(1)) / 8]),
);

function pointerSize() {
  return /** @type {number} */ (binding.sizeOf('void *'));
}

/**
 * The value of a C type at an address.
 * @param {unknown} address BigInt, Pointer, buffer or bound function
 * @param {string | CType} typeName
 * @param {number} [offset] in bytes from the address
 * @throws ERR_FFI_INVALID_POINTER, ERR_FFI_ACCESS_VIOLATION, ERR_FFI_OUT_OF_BOUNDS, ERR_FFI_INCOMPLETE_TYPE,
 *   ERR_FFI_UNSUPPORTED_TYPE, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 */
function read(address, typeName, offset = 0) {
  requirePermission();
  const type = typeNamed(typeName);
  const handle = /** @type {TypeHandle} */ (handleOf(type));
  return binding.loadValue(handle, locate(address, 'address', offset, sizeOfElement(type)), undefined, address);
}

/**
 * Writes a value of a C type at an address; nothing is written unless all of the value is one.
 * @param {unknown} address BigInt, Pointer, buffer or bound function
 * @param {string | CType} typeName
 * @param {unknown} value
 * @param {number} [offset] in bytes from the address
 * @throws as read(), and what a wrong value throws; where only a part could be written, `error.written` bytes of it
 */
function write(address, typeName, value, offset = 0) {
  requirePermission();
  const type = typeNamed(typeName);
  const handle = /** @type {TypeHandle} */ (handleOf(type));
  const find = () => locate(address, 'address', offset, sizeOfElement(type));
  binding.storeValue(handle, find(), value, find);
}

for (const name of scalarNames) {
  const size = /** @type {number} */ (scalarSizes.get(name));
  const load = binding.scalarLoads[name];
  const store = binding.scalarStores[name];
  Object.assign(read, {
    [name](/** @type {unknown} */ address, /** @type {number | undefined} */ offset) {
      requirePermission();
      if (offset === undefined && typeof address === 'bigint') return load(address);
      return load(locate(address, 'address', offset ?? 0, size), address);
    },
  });
  Object.assign(write, {
    [name](/** @type {unknown} */ address, /** @type {unknown} */ value, /** @type {number | undefined} */ offset) {
      requirePermission();
      if (offset === undefined && typeof address === 'bigint') store(address, value);
      else store(locate(address, 'address', offset ?? 0, size), value, address);
    },
  });
}

/**
 * Sets bytes.
 * @param {unknown} address
 * @param {number} byte 0 to 255
 * @param {number} length in bytes
 * @throws ERR_FFI_INVALID_POINTER, ERR_FFI_ACCESS_VIOLATION (with `written`), ERR_FFI_OUT_OF_BOUNDS, ERR_OUT_OF_RANGE
 */
function fill(address, byte, length) {
  requirePermission();
  const value = requireInteger(byte, 'byte');
  if (value < 0 || value > 255) throw createError('ERR_OUT_OF_RANGE', `byte must be from 0 to 255, received ${value}`);
  const size = requireSize(length, 'length');
  binding.fillBytes(locate(address, 'address', 0, size), value, size, address);
}

/**
 * Copies bytes; the two places may overlap.
 * @param {unknown} target
 * @param {unknown} source
 * @param {number} length in bytes
 * @throws ERR_FFI_INVALID_POINTER, ERR_FFI_ACCESS_VIOLATION (with `written`), ERR_FFI_OUT_OF_BOUNDS, ERR_OUT_OF_RANGE
 */
function copy(target, source, length) {
  requirePermission();
  const size = requireSize(length, 'length');
  binding.copyBytes(locate(target, 'target', 0, size), locate(source, 'source', 0, size), size, target, source);
}

/**
 * Compares bytes as C's memcmp does.
 * @param {unknown} a
 * @param {unknown} b
 * @param {number} length in bytes
 * @returns {-1 | 0 | 1}
 * @throws ERR_FFI_INVALID_POINTER, ERR_FFI_ACCESS_VIOLATION, ERR_FFI_OUT_OF_BOUNDS, ERR_OUT_OF_RANGE
 */
function compare(a, b, length) {
  requirePermission();
  const size = requireSize(length, 'length');
  return binding.compareBytes(locate(a, 'a', 0, size), locate(b, 'b', 0, size), size, a, b);
}

module.exports = { read, write, fill, copy, compare };
