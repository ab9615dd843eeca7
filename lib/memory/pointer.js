// Pointer: an address, the type of what is there and, where they are known, its bounds. What it refers to is read and
// written by guarded access, in copies.
'use strict';

const { inspect } = require('node:util');
const { addFinder, placeOf, setPointerMaker } = require('../core/addresses.js');
const { binding } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { handleOf } = require('../core/type-handles.js');
const { requireInteger } = require('../core/validate.js');
const { typeOf } = require('../types/ctype.js');
const { partAt } = require('../types/offsetof.js');
const { Block } = require('./block.js');
const { isBuffer, sizeOfBuffer } = require('./buffer-extent.js');
const { lifetimeOf } = require('./buffer-lifetime.js');
const { toBuffer } = require('./bytes.js');
const { requireAddress, requireElement, requireLength, sizeOfElement } = require('./element.js');
const { copyOfElements, look, viewOfElement, viewOfElements } = require('./elements.js');
const { encodingOf, readString, writeString } = require('./text.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */
/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */
/** @typedef {InstanceType<typeof import('../core/lifetime.js').Lifetime>} Lifetime */
/** @typedef {import('./text.js').Encoding} Encoding */
/** @typedef {{before: number, after: number}} Room in bytes */

/** Whoever makes a Pointer must have this: users get theirs from functions. */
const madeHere = Symbol('made here');

/**
 * @param {CType} type
 * @param {number | undefined} length
 * @returns {Room | undefined}
 */
function roomFor({ size }, length) {
  return size === undefined || length === undefined ? undefined : { before: 0, after: length * size };
}

class Pointer {
  /** Bytes within the bounds, where they are known: before the first element, and from there on. @type {Room | undefined} */
  #room;

  /** Of the memory; none is known for an address from C. @type {Lifetime | undefined} */
  #lifetime;

  /** Found when it is needed. @type {import('../core/lifetime.js').Block | undefined} */
  #block;

  /**
   * @param {symbol} key
   * @param {bigint} address
   * @param {CType} type of an element
   * @param {number | undefined} length in elements, where it is known
   * @param {Lifetime | undefined} lifetime
   * @param {Room} [room] where there is more of it than the elements
   */
  constructor(key, address, type, length, lifetime, room) {
    if (key !== madeHere) {
      throw createError('ERR_INVALID_ARG_VALUE', 'a Pointer is made by alloc() or pointer(), not by its constructor');
    }
    requireAddress(address);
    /** Where the first element is. */
    this.address = address;
    /** The type of an element. */
    this.type = type;
    /** How many elements there are; undefined where that is not known. */
    this.length = length;
    this.#lifetime = lifetime;
    this.#room = room ?? roomFor(type, length);
    Object.freeze(this);
  }

  /** @param {object} value */
  static placeOf(value) {
    if (!(#lifetime in value)) return undefined;
    return { address: /** @type {Pointer} */ (value).address, lifetime: value.#lifetime, size: value.#room?.after };
  }

  /** A copy of element 0; setting it writes it. */
  get value() {
    return this.get(0);
  }

  set value(value) {
    this.set(0, value);
  }

  /**
   * A copy of an element.
   * @param {number} i
   */
  get(i) {
    return binding.loadValue(this.#handle, this.#addressOf(i), undefined, this);
  }

  /**
   * Writes an element; nothing is written unless the whole value can be.
   * @param {number} i
   * @param {unknown} value
   */
  set(i, value) {
    binding.storeValue(this.#handle, this.#addressOf(i), value, () => this.#lifetime?.requireAlive());
  }

  /**
   * A pointer to an element, within the same bounds.
   * @param {number} i
   */
  at(i) {
    this.#addressOf(i);
    return this.add(i);
  }

  /**
   * A pointer further on, by whole elements, within the same bounds. One just behind the last element can be made, as in C:
   * it has no elements.
   * @param {number} n may be negative
   */
  add(n) {
    const count = requireInteger(n, 'n');
    const size = sizeOfElement(this.type);
    const before = this.#room === undefined || size === 0 ? 0 : Math.floor(this.#room.before / size);
    if (this.length !== undefined && (count < -before || count > this.length)) {
      const room = `there are ${before} elements before the pointer and ${this.length} from there on`;
      throw createError('ERR_FFI_OUT_OF_BOUNDS', `${count} elements further is out of bounds: ${room}`);
    }
    const address = this.address + BigInt(count) * BigInt(size);
    const length = this.length === undefined ? undefined : this.length - count;
    const room = this.#room && { before: this.#room.before + count * size, after: this.#room.after - count * size };
    return new Pointer(madeHere, address, this.type, length, this.#lifetime, room);
  }

  /**
   * A pointer further back, by whole elements, within the same bounds.
   * @param {number} n
   */
  sub(n) {
    return this.add(-requireInteger(n, 'n'));
  }

  /**
   * A pointer to a part of element 0: of an array, to its elements.
   * @param {string} path such as 'a.b[2].c'
   * @throws ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, ERR_FFI_INVALID_POINTER, ERR_FFI_OUT_OF_BOUNDS
   */
  member(path) {
    const start = this.#addressOf(0);
    const { type, offset } = partAt(this.type, path);
    const isArray = type.kind === 'array';
    const part = isArray ? /** @type {CType} */ (type.element) : type;
    return new Pointer(madeHere, start + BigInt(offset), part, isArray ? type.length : 1, this.#lifetime);
  }

  /**
   * A pointer to the same memory with another type; known bounds stay.
   * @param {string | CType} typeName
   * @param {number} [length] in elements of the new type, where there are to be fewer; all that fit unless it is given
   */
  cast(typeName, length) {
    const type = requireElement(typeName);
    const fitting = this.#room === undefined || !type.size ? undefined : Math.floor(this.#room.after / type.size);
    if (length === undefined) return new Pointer(madeHere, this.address, type, fitting, this.#lifetime, this.#room);
    sizeOfElement(type); // it has one, or `length` means nothing
    requireLength(length, fitting);
    return new Pointer(madeHere, this.address, type, length, this.#lifetime);
  }

  /**
   * Whether another value stands for the same address.
   * @param {unknown} other a Pointer, BigInt, buffer or bound function
   */
  equals(other) {
    return binding.addressOf(other, 'other') === this.address;
  }

  /** Whether the memory has ended, by whatever way. */
  get closed() {
    return this.#lifetime?.hasEnded ?? false;
  }

  /**
   * Ends the memory of alloc() and own() now: that of own() is given back to C. Everything made of it throws
   * ERR_FFI_USE_AFTER_FREE from now on. Idempotent.
   * @throws ERR_INVALID_ARG_VALUE for other memory
   */
  close() {
    if (this.#lifetime !== undefined) return this.#lifetime.close();
    throw createError('ERR_INVALID_ARG_VALUE', 'close() is for Pointers of alloc() and own(): this one owns no memory');
  }

  [Symbol.dispose ?? Symbol.for('nodejs.dispose')]() {
    this.close();
  }

  *[Symbol.iterator]() {
    const length = this.#requireLength();
    for (let i = 0; i < length; i++) yield this.get(i);
  }

  /**
   * The struct, union or array that an element is, read and written in place.
   * @param {number} [i]
   * @throws ERR_FFI_UNSUPPORTED_TYPE for numbers and pointers
   */
  view(i = 0) {
    const address = this.#addressOf(i);
    return viewOfElement(this.#blockOfAll, this.type, address);
  }

  /**
   * All elements, read and written in place: a typed array of numbers in memory that is V8's own, else an array.
   * @throws ERR_FFI_OUT_OF_BOUNDS where their number is not known, ERR_INVALID_ARG_VALUE for a typed array out of alignment
   */
  viewAll() {
    const length = this.#requireLength();
    return viewOfElements(this.#blockOfAll, this.type, this.#start(), length);
  }

  /** Copies of all elements. */
  toArray() {
    const length = this.#requireLength();
    return copyOfElements(this.#blockOfAll, this.type, this.#start(), length);
  }

  /** A copy of the bytes of all elements. */
  toBuffer() {
    return toBuffer(this, this.#requireLength() * sizeOfElement(this.type));
  }

  /**
   * The text here, up to its NUL, or of so many bytes.
   * @param {number} [length] in bytes
   * @param {Encoding} [encoding] that of the type, UTF-8 for what is no type of characters
   */
  readString(length, encoding = encodingOf(this.type)) {
    return readString(this, length, encoding);
  }

  /**
   * Writes text and its NUL here, if there is room for both.
   * @param {string} text
   * @param {Encoding} [encoding] likewise
   * @returns {number} bytes, the NUL among them
   */
  writeString(text, encoding = encodingOf(this.type)) {
    return writeString(this, text, undefined, encoding);
  }

  toString() {
    const { name } = binding.describeType(binding.pointerType(this.#handle));
    return `(${name}) ${this.address === 0n ? 'NULL' : `0x${this.address.toString(16)}`}`;
  }

  /**
   * Shows what is there, too, as far as it can be read.
   * @param {number} depth
   * @param {import('node:util').InspectOptions} options
   */
  [inspect.custom](depth, options) {
    const length = this.length === undefined ? '' : `, length ${this.length}`;
    const content = this.address === 0n ? undefined : look(this, this.#lifetime, { ...options, depth: depth - 1 });
    return `Pointer { ${this}${length}${content === undefined ? '' : `: ${content}`} }`;
  }

  /** The bytes around, in which views look. */
  get #blockOfAll() {
    this.#lifetime?.requireAlive();
    this.#block ??= this.#lifetime?.blockAt(this.address) ?? new Block(this.address, this.#lifetime);
    return this.#block;
  }

  /** Where element 0 is, or would be if there were one. */
  #start() {
    return this.length === 0 ? this.address : this.#addressOf(0);
  }

  #requireLength() {
    if (this.length !== undefined) return this.length;
    throw createError('ERR_FFI_OUT_OF_BOUNDS', 'a pointer of unknown length has no end: cast it to tell its length');
  }

  get #handle() {
    return /** @type {TypeHandle} */ (handleOf(this.type));
  }

  /**
   * The address of an element within the bounds.
   * @param {unknown} index
   */
  #addressOf(index) {
    this.#lifetime?.requireAlive();
    const i = requireInteger(index, 'index');
    if (this.length !== undefined && (i < 0 || i >= this.length)) {
      throw createError(
        'ERR_FFI_OUT_OF_BOUNDS',
        `index ${i} is out of bounds: the pointer has ${this.length} elements`,
      );
    }
    const offset = BigInt(i) * BigInt(sizeOfElement(this.type));
    if (this.address === 0n) throw createError('ERR_FFI_INVALID_POINTER', 'the pointer is NULL');
    return requireAddress(this.address + offset);
  }
}

/**
 * A pointer to what is at an address.
 * @param {unknown} address BigInt, Pointer, buffer or bound function, which is kept alive
 * @param {string | CType} typeName of an element
 * @param {number} [length] the bounds, in elements: where it is left out, those of the Pointer or the buffer; none are
 *   known of other addresses
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_FFI_OUT_OF_BOUNDS, ERR_FFI_UNSUPPORTED_TYPE, ERR_FFI_INCOMPLETE_TYPE
 */
function pointer(address, typeName, length) {
  requirePermission();
  const start = binding.addressOf(address, 'address');
  if (address instanceof Pointer) return address.cast(typeName, length);
  const size = isBuffer(address) ? sizeOfBuffer(address) : placeOf(address)?.size;
  return new Pointer(madeHere, start, requireElement('char'), size, lifetimeOf(address)).cast(typeName, length);
}

/**
 * A pointer to memory of a known lifetime, for modules of this area.
 * @param {bigint} address
 * @param {CType} type
 * @param {number | undefined} length
 * @param {Lifetime | undefined} lifetime
 */
function makePointer(address, type, length, lifetime) {
  return new Pointer(madeHere, address, type, length, lifetime);
}

addFinder(Pointer.placeOf);
setPointerMaker((address, handle) => makePointer(address, typeOf(handle), undefined, undefined));

module.exports = { Pointer, pointer, makePointer };
