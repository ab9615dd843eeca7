// alloc: memory of C types that lives as long as its Pointer.
'use strict';

const { isTypedArray } = require('node:util').types;
const { binding } = require('../core/binding.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { handleOf } = require('../core/type-handles.js');
const { OwnLifetime, allocateBlock } = require('./block.js');
const { requireElement, requireLength, sizeOfElement } = require('./element.js');
const { makePointer } = require('./pointer.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */
/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */
/** @typedef {InstanceType<typeof import('../core/lifetime.js').Lifetime>} LifetimeObject */

/**
 * A block of its own for each.
 * @type {Allocate}
 */
function allocateAlone(size, alignment) {
  const block = allocateBlock(size, alignment);
  const lifetime = new OwnLifetime([block]);
  lifetime.onClose = () => binding.keepForCalls(/** @type {unknown[]} */ (lifetime.end('it has been closed')));
  return { address: block.address, lifetime };
}

const LARGEST_BLOCK = 2 ** 32; // what an ArrayBuffer has on every Node that we support

/**
 * Gives zeroed memory of a size and an alignment in bytes.
 * @typedef {(size: number, alignment: number) => {address: bigint, lifetime: LifetimeObject}} Allocate
 */

/**
 * Elements of a type, each zero.
 * @param {Allocate} allocate
 * @param {CType} type
 * @param {number} length
 */
function allocateElements(allocate, type, length) {
  const size = sizeOfElement(type) * length;
  if (size > LARGEST_BLOCK) {
    throw createError('ERR_OUT_OF_RANGE', `${length} elements of '${type}' are more than ${LARGEST_BLOCK} bytes`);
  }
  const { address, lifetime } = allocate(size, /** @type {number} */ (type.alignment));
  return makePointer(address, type, length, lifetime);
}

/**
 * How many elements an array of a type has room for, or needs for its contents.
 * @param {CType} array
 * @param {unknown} contents
 */
function lengthOfArray(array, contents) {
  if (array.length !== undefined) return array.length;
  if (typeof contents === 'string') return Buffer.byteLength(contents) + 1;
  const { length } = /** @type {ArrayLike<unknown>} */ (contents ?? {});
  if (Number.isSafeInteger(length)) return length;
  throw createError('ERR_FFI_INCOMPLETE_TYPE', `'${array}' needs contents that tell its length`);
}

/**
 * @param {Allocate} allocate
 * @param {CType} element
 * @param {number} length
 * @param {unknown} contents of all elements
 */
function allocateArray(allocate, element, length, contents) {
  const made = allocateElements(allocate, element, length);
  if (contents === undefined) return made;
  const array = binding.arrayType(/** @type {TypeHandle} */ (handleOf(element)), length);
  binding.storeValue(array, made.address, contents, () => binding.addressOf(made, 'the memory'));
  return made;
}

/**
 * What alloc() gives, in memory of any origin.
 * @param {Allocate} allocate
 * @param {string | CType} typeName
 * @param {unknown} countOrContents
 */
function allocateValues(allocate, typeName, countOrContents) {
  const type = requireElement(typeName);
  if (typeof countOrContents === 'number') {
    requireLength(countOrContents, undefined);
    return allocateElements(allocate, type, countOrContents);
  }
  if (type.kind === 'array') {
    const element = /** @type {CType} */ (type.element);
    return allocateArray(allocate, element, lengthOfArray(type, countOrContents), countOrContents);
  }
  if (countOrContents === undefined) return allocateElements(allocate, type, 1);
  if (Array.isArray(countOrContents) || isTypedArray(countOrContents)) {
    return allocateArray(allocate, type, countOrContents.length, countOrContents);
  }
  if (typeof countOrContents !== 'object' || countOrContents === null) {
    const received = describe(countOrContents);
    throw createError('ERR_INVALID_ARG_TYPE', `alloc takes a count, an array or an object, received ${received}`);
  }
  const made = allocateElements(allocate, type, 1);
  made.value = countOrContents;
  return made;
}

/**
 * Zeroed memory for values of a C type. It lives as long as the Pointer or anything that was made of it.
 * @param {string | CType} typeName of an element; of an array type, its elements: `alloc('char[]', 'text')`
 * @param {unknown} [countOrContents] how many elements, 1 unless told; or what they contain: an array of them, the
 *   object of one struct, a string for `char`
 * @returns {InstanceType<typeof import('./pointer.js').Pointer>}
 * @throws ERR_FFI_INCOMPLETE_TYPE, ERR_FFI_UNSUPPORTED_TYPE, ERR_OUT_OF_RANGE, and what a wrong value throws
 */
function alloc(typeName, countOrContents) {
  requirePermission();
  return allocateValues(allocateAlone, typeName, countOrContents);
}

module.exports = { alloc, allocateValues };
