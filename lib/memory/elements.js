// What a Pointer points to as one: views of its elements, copies of all of them, and a first look for those who inspect it.
'use strict';

const { inspect } = require('node:util');
const { binding } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { numberKinds } = require('../core/number-kinds.js');
const { handleOf } = require('../core/type-handles.js');
const { cellOf } = require('./cells.js');
const { requireAddress, sizeOfElement } = require('./element.js');
const { copyElements, liveElements } = require('./live-array.js');
require('./view-class.js'); // cells of structs and unions need it

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */
/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */
/** @typedef {import('../core/lifetime.js').Block} Block */

const LARGEST_ARRAY = 2 ** 32 - 1; // of JavaScript's arrays

/**
 * @param {Block} block
 * @param {CType} type
 * @param {bigint} address
 */
function viewOfElement(block, type, address) {
  const cell = cellOf(/** @type {TypeHandle} */ (handleOf(type)));
  if (cell.isPart) return /** @type {object} */ (cell.get(block, Number(address - block.address)));
  throw createError(
    'ERR_FFI_UNSUPPORTED_TYPE',
    `'${type}' has no view: view() is for structs, unions and arrays; get(), set() and viewAll() are for others`,
  );
}

/** @param {number} length */
function requireArrayLength(length) {
  if (length <= LARGEST_ARRAY) return;
  throw createError('ERR_OUT_OF_RANGE', `an array has at most ${LARGEST_ARRAY} elements, the pointer has ${length}`);
}

/**
 * @param {Block} block
 * @param {CType} type
 * @param {bigint} address
 * @param {number} length
 */
function viewOfElements(block, type, address, length) {
  const element = /** @type {TypeHandle} */ (handleOf(type));
  sizeOfElement(type);
  const { form } = cellOf(element);
  const offset = Number(address - block.address);
  if (form in numberKinds && form !== 'bool' && block.view !== undefined) {
    return typedArray(numberKinds[form].view, block, type, offset, length);
  }
  requireArrayLength(length);
  requireAddress(address + BigInt(length) * BigInt(sizeOfElement(type)));
  return liveElements(element, length, block, offset);
}

/**
 * A typed array over memory of V8's: the very bytes, which nobody can forbid it.
 * @param {import('../core/number-kinds.js').NumberKind['view']} Typed
 * @param {Block} block
 * @param {CType} type
 * @param {number} offset
 * @param {number} length
 */
function typedArray(Typed, block, type, offset, length) {
  const { buffer, byteOffset } = /** @type {DataView} */ (block.view);
  const size = sizeOfElement(type);
  const start = byteOffset + offset;
  if (start % size !== 0) {
    throw createError(
      'ERR_INVALID_ARG_VALUE',
      `a typed array of '${type}' must begin at a multiple of ${size} bytes of its buffer, and the pointer is at ${start}: ` +
        'use get() and set(), or toArray()',
    );
  }
  if (start < 0 || start + length * size > buffer.byteLength) {
    throw createError(
      'ERR_FFI_OUT_OF_BOUNDS',
      `${length} elements reach beyond the buffer of ${buffer.byteLength} bytes`,
    );
  }
  block.lifetime?.share(buffer);
  return new Typed(buffer, start, length);
}

/**
 * @param {Block} block
 * @param {CType} type
 * @param {bigint} address
 * @param {number} length
 * @returns {unknown[]}
 */
function copyOfElements(block, type, address, length) {
  const element = /** @type {TypeHandle} */ (handleOf(type));
  requireArrayLength(length);
  const step = sizeOfElement(type);
  const offset = Number(address - block.address);
  return Array.from(copyElements({ element, cell: cellOf(element), step, length, block, offset }));
}

const SHOWN_ELEMENTS = 6;
const SHOWN_CHARACTERS = 40;

/**
 * A first look at what a Pointer points to, or why there is none; undefined where nothing is known to be.
 * @param {InstanceType<typeof import('./pointer.js').Pointer>} pointer not NULL
 * @param {InstanceType<typeof import('../core/lifetime.js').Lifetime> | undefined} lifetime
 * @param {import('node:util').InspectOptions} options
 */
function look(pointer, lifetime, options) {
  if (pointer.type.size === undefined || pointer.length === 0) return undefined;
  try {
    lifetime?.requireAlive();
  } catch {
    return 'freed';
  }
  const isText =
    binding.formOfValue(binding.arrayType(/** @type {TypeHandle} */ (handleOf(pointer.type)), 1)) === 'text';
  const most = isText ? SHOWN_CHARACTERS : SHOWN_ELEMENTS;
  const count = Math.min(pointer.length ?? (isText ? most : 1), most);
  try {
    if (isText) return lookAtText(pointer, count);
    const shown = Array.from({ length: count }, (_, i) => inspect(pointer.get(i), options));
    return shown.join(', ') + (count < (pointer.length ?? 0) ? ', ...' : '');
  } catch {
    return 'not readable';
  }
}

/**
 * @param {InstanceType<typeof import('./pointer.js').Pointer>} pointer to char
 * @param {number} most characters; what lies behind a NUL need not be readable
 */
function lookAtText(pointer, most) {
  const bytes = [];
  for (let i = 0; i < most; i++) {
    const byte = /** @type {number} */ (pointer.get(i)) & 255;
    if (byte === 0) return `'${Buffer.from(bytes).toString()}'`;
    bytes.push(byte);
  }
  return `'${Buffer.from(bytes).toString()}'...`;
}

module.exports = { copyOfElements, look, viewOfElement, viewOfElements };
