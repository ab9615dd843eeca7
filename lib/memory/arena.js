// Arena: memory for many values that ends all at once. Chunks are ordinary ArrayBuffers of V8's, of which no one else has a
// reference; an allocation moves a number forward.
'use strict';

const { inspect } = require('node:util');
const { binding } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { setOwner } = require('../core/lifetime.js');
const { requirePermission } = require('../core/permission.js');
const { requireInteger, requireOptions } = require('../core/validate.js');
const { allocateValues } = require('./alloc.js');
const { EndingBlock, OwnLifetime, allocateBlock } = require('./block.js');
const { makePointer } = require('./pointer.js');
const { encodeText } = require('./text.js');
const { type: typeNamed } = require('../types/type-name.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */
/** @typedef {{address: bigint, size: number, used: number}} Chunk */

/** Of the first chunk; each further one has twice the size, up to the largest. */
const FIRST_CHUNK = 4096;
const LARGEST_CHUNK = 1 << 20;
const CHUNK_ALIGNMENT = 64;

/** Whoever makes an Arena must have this: users get theirs from arena(). */
const madeHere = Symbol('made here');

class Arena {
  #lifetime = new OwnLifetime([], EndingBlock);

  /** The chunk in which there is room yet. @type {Chunk} */
  #chunk = { address: 0n, size: 0, used: 0 };

  /** @type {Set<Arena>} */
  #children = new Set();

  /** @type {Arena | undefined} */
  #parent;

  #limit;
  #size = 0;

  /**
   * @param {symbol} key
   * @param {number} limit in bytes
   * @param {Arena} [parent]
   */
  constructor(key, limit, parent) {
    if (key !== madeHere) {
      throw createError('ERR_INVALID_ARG_VALUE', 'an Arena is made by arena(), not by its constructor');
    }
    this.#limit = limit;
    this.#parent = parent;
    setOwner(this, this.#lifetime);
    Object.freeze(this);
  }

  /** Bytes that have been allocated, in arenas within this one too. */
  get size() {
    return this.#size;
  }

  get closed() {
    return this.#lifetime.hasEnded;
  }

  /**
   * Zeroed memory for values of a C type, as alloc() gives it, until the arena is closed.
   * @param {string | CType} typeName
   * @param {unknown} [countOrContents]
   */
  alloc(typeName, countOrContents) {
    this.#requireOpen();
    return allocateValues((size, alignment) => this.#allocate(size, alignment), typeName, countOrContents);
  }

  /**
   * A copy of text with its NUL.
   * @param {string} text
   * @param {import('./text.js').Encoding} [encoding] 'utf8' unless told
   * @returns a Pointer to char, char16_t or char32_t
   */
  string(text, encoding) {
    this.#requireOpen();
    const { bytes, unit, typeName } = encodeText(text, encoding);
    const { address } = this.#allocate(bytes.length, unit);
    binding.writeBytes(address, bytes);
    return makePointer(address, typeNamed(typeName), bytes.length / unit, this.#lifetime);
  }

  /**
   * An arena within this one: it ends with it, or before.
   * @param {{limit?: number}} [options]
   */
  arena(options) {
    this.#requireOpen();
    const child = new Arena(madeHere, readLimit(options), this);
    this.#children.add(child);
    return child;
  }

  /** Ends all memory of the arena: its Pointers throw ERR_FFI_USE_AFTER_FREE from now on. Idempotent. */
  close() {
    if (this.closed) return;
    for (const child of this.#children) child.close();
    if (this.#parent !== undefined) this.#parent.#children.delete(this);
    // Calls that are under way may still use them.
    binding.keepForCalls(/** @type {ArrayBuffer[]} */ (this.#lifetime.end('its arena has been closed')));
  }

  [Symbol.dispose ?? Symbol.for('nodejs.dispose')]() {
    this.close();
  }

  [inspect.custom]() {
    return `Arena { ${this.#size} bytes${this.closed ? ', closed' : ''} }`;
  }

  #requireOpen() {
    requirePermission();
    this.#lifetime.requireAlive();
  }

  /**
   * @param {number} size
   * @param {number} alignment
   */
  #allocate(size, alignment) {
    this.#count(size);
    let start = align(this.#chunk, alignment);
    if (start + size > this.#chunk.size) {
      this.#chunk = this.#addChunk(size, alignment);
      start = 0;
    }
    this.#chunk.used = start + size;
    return { address: this.#chunk.address + BigInt(start), lifetime: this.#lifetime };
  }

  /**
   * Counts bytes here and in all arenas around, or in none.
   * @param {number} size
   */
  #count(size) {
    const around = this.#andParents();
    const full = around.find((each) => each.#size + size > each.#limit);
    if (full !== undefined) {
      throw createError(
        'ERR_MEMORY_ALLOCATION_FAILED',
        `${size} bytes are more than the arena has left: its limit is ${full.#limit}, of which ${full.#size} are used`,
      );
    }
    for (const each of around) each.#size += size;
  }

  /** @returns {Arena[]} */
  #andParents() {
    return [this, ...(this.#parent === undefined ? [] : this.#parent.#andParents())];
  }

  /**
   * @param {number} size at least
   * @param {number} alignment
   * @returns {Chunk}
   */
  #addChunk(size, alignment) {
    const usual = Math.min(Math.max(FIRST_CHUNK, 2 * this.#chunk.size), LARGEST_CHUNK);
    const block = allocateBlock(Math.max(size, usual), Math.max(alignment, CHUNK_ALIGNMENT));
    /** @type {object[]} */ (this.#lifetime.kept).push(block);
    return { address: block.address, size: Math.max(size, usual), used: 0 };
  }
}

/**
 * Where in a chunk the next object of an alignment can begin.
 * @param {Chunk} chunk
 * @param {number} alignment a power of two
 */
function align({ address, used }, alignment) {
  const misalignment = Number((address + BigInt(used)) & BigInt(alignment - 1));
  return misalignment === 0 ? used : used + alignment - misalignment;
}

/** @param {unknown} options */
function readLimit(options) {
  const { limit } = requireOptions(options, ['limit']);
  if (limit === undefined) return Number.POSITIVE_INFINITY;
  const bytes = requireInteger(limit, 'options.limit');
  if (bytes < 0) throw createError('ERR_OUT_OF_RANGE', `options.limit must be 0 or more, received ${bytes}`);
  return bytes;
}

/**
 * An arena: memory for many values that ends all at once.
 * @param {{limit?: number}} [options] `limit`: how many bytes it may allocate
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE
 */
function arena(options) {
  requirePermission();
  return new Arena(madeHere, readLimit(options));
}

module.exports = { arena };
