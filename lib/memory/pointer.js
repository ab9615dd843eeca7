// Pointer: an address, the type of what is there and, where they are known, its bounds. What it refers to is read and
// written by guarded access, in copies.
'use strict';

const {
  inspect,
  types: { isAnyArrayBuffer, isArrayBufferView },
} = require('node:util');
const { lifetimeOf: lifetimeOfPlace, setAddress, setPointerMaker } = require('../core/addresses.js');
const { binding, isBound } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { handleOf } = require('../core/type-handles.js');
const { requireInteger } = require('../core/validate.js');
const { typeOf } = require('../types/ctype.js');
const { partAt } = require('../types/offsetof.js');
const { type: typeNamed } = require('../types/type-name.js');
const { BufferLifetime } = require('./buffer-lifetime.js');
const { sizeOfBuffer } = require('./buffer-size.js');
const { FunctionLifetime } = require('./function-lifetime.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */
/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */
/** @typedef {InstanceType<typeof import('../core/lifetime.js').Lifetime>} Lifetime */
/** @typedef {{before: number, after: number}} Room in bytes */

/** Whoever makes a Pointer must have this: users get theirs from functions. */
const madeHere = Symbol('made here');

const LARGEST_ADDRESS = 2n ** BigInt(8 * /** @type {number} */ (binding.sizeOf('void *'))) - 1n;

/**
 * The type of what is in memory.
 * @param {string | CType} typeName
 * @returns {CType}
 * @throws ERR_FFI_UNSUPPORTED_TYPE, for a parameter's `_Out_ int *` too
 */
function requireElement(typeName) {
  const type = typeNamed(typeName);
  binding.pointerType(/** @type {TypeHandle} */ (handleOf(type)));
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
 * @param {bigint} address
 * @returns {bigint}
 * @throws ERR_OUT_OF_RANGE
 */
function requireAddress(address) {
  if (address >= 0n && address <= LARGEST_ADDRESS) return address;
  throw createError('ERR_OUT_OF_RANGE', `the address ${address} is beyond those of this machine`);
}

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
    setAddress(this, address, lifetime);
    Object.freeze(this);
  }

  /**
   * For modules of this area.
   * @param {Pointer} of
   */
  static lifetimeOf(of) {
    return of.#lifetime;
  }

  /**
   * The bytes from the first element on, where the bounds are known; for modules of this area.
   * @param {Pointer} of
   */
  static sizeOf(of) {
    return of.#room?.after;
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
    return binding.loadValue(this.#handle, this.#addressOf(i));
  }

  /**
   * Writes an element; nothing is written unless the whole value can be.
   * @param {number} i
   * @param {unknown} value
   */
  set(i, value) {
    binding.storeValue(this.#handle, this.#addressOf(i), value);
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

  *[Symbol.iterator]() {
    if (this.length === undefined) {
      throw createError('ERR_FFI_OUT_OF_BOUNDS', 'a pointer of unknown length has no end to iterate to: cast it');
    }
    for (let i = 0; i < this.length; i++) yield this.get(i);
  }

  toString() {
    const { name } = binding.describeType(binding.pointerType(this.#handle));
    return `(${name}) 0x${this.address.toString(16)}`;
  }

  [inspect.custom]() {
    return `Pointer { ${this}${this.length === undefined ? '' : `, length ${this.length}`} }`;
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

/**
 * @param {unknown} value
 * @returns {value is ArrayBufferView | ArrayBufferLike}
 */
function isBuffer(value) {
  return isArrayBufferView(value) || isAnyArrayBuffer(value);
}

/**
 * The lifetime of the memory to which an address of the user's refers, a Pointer not among them.
 * @param {unknown} address
 * @returns {Lifetime | undefined} undefined where nothing is known of it
 */
function lifetimeOf(address) {
  if (typeof address === 'bigint' || address === null) return undefined;
  if (isBuffer(address)) return new BufferLifetime(address);
  return isBound(address) ? new FunctionLifetime(address) : lifetimeOfPlace(address);
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
  const size = isBuffer(address) ? sizeOfBuffer(address) : undefined;
  return new Pointer(madeHere, start, typeNamed('char'), size, lifetimeOf(address)).cast(typeName, length);
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

setPointerMaker((address, handle) => makePointer(address, typeOf(handle), undefined, undefined));

module.exports = { Pointer, pointer, makePointer, requireElement, requireLength, sizeOfElement };
