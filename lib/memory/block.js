// Bytes that views look at, and memory of our own among them: zeroed, allocated and owned by V8, at an address that does not
// move.
'use strict';

const { binding } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { Lifetime } = require('../core/lifetime.js');

/** What V8's allocator aligns to; stricter alignments take room for the way to the next one. */
const USUAL_ALIGNMENT = 16;

/**
 * A buffer of our own, the address of its first byte, and that of the first one that is aligned.
 * @typedef {{buffer: ArrayBuffer, start: bigint, address: bigint}} OwnBuffer
 */

/**
 * @param {number} size in bytes
 * @throws ERR_MEMORY_ALLOCATION_FAILED
 */
function newBuffer(size) {
  try {
    return new ArrayBuffer(size);
  } catch (cause) {
    throw createError('ERR_MEMORY_ALLOCATION_FAILED', `there is no memory for ${size} bytes`, { cause });
  }
}

/**
 * @param {number} size in bytes
 * @param {number} alignment in bytes, a power of two
 * @returns {OwnBuffer}
 * @throws ERR_MEMORY_ALLOCATION_FAILED
 */
function allocateBlock(size, alignment) {
  const room = alignment > USUAL_ALIGNMENT ? alignment : 0;
  const buffer = newBuffer(Math.max(1, size + room)); // an empty one may have no address
  const start = binding.bufferAddress(buffer);
  const mask = BigInt(Math.max(alignment, 1) - 1);
  return { buffer, start, address: (start + mask) & ~mask };
}

/** Where views look: an address, and the bytes there as V8 has them, if it has. */
class Block {
  /**
   * @param {bigint} address
   * @param {InstanceType<typeof Lifetime> | undefined} lifetime
   * @param {DataView} [view]
   */
  constructor(address, lifetime, view) {
    this.address = address;
    this.lifetime = lifetime;
    /**
     * Over the bytes, as long as they are there and V8's. Without it they are read and written by guarded access, once
     * the lifetime has said that they may be.
     */
    this.view = view;
  }

  /**
   * The address of a byte, if it is still there.
   * @param {number} offset
   * @throws ERR_FFI_USE_AFTER_FREE
   */
  at(offset) {
    this.lifetime?.requireAlive();
    return this.address + BigInt(offset);
  }
}

/** Of memory that ends. A class of its own: V8 takes what no object of a class has changed for constant. */
class EndingBlock extends Block {}

/**
 * Empties the buffer of typed arrays that users have; gives what must be kept while a call may still use the bytes.
 * @param {ArrayBuffer} buffer
 */
function detach(buffer) {
  if (buffer.byteLength === 0) return undefined; // a user has done it
  const { transfer } = /** @type {{transfer?: () => ArrayBuffer}} */ (/** @type {unknown} */ (ArrayBuffer.prototype));
  try {
    return transfer === undefined ? structuredClone(buffer, { transfer: [buffer] }) : transfer.call(buffer);
  } catch {
    return buffer; // a user has forbidden it; the typed array then keeps bytes that nobody else uses any more
  }
}

/** The lifetime of buffers of our own. More of them may be added while it lasts. */
class OwnLifetime extends Lifetime {
  /** Those that have been asked for. @type {Block[] | undefined} */
  #blocks;

  /** Buffers of which users have typed arrays, and so can transfer them. @type {Set<ArrayBuffer> | undefined} */
  #shared;

  /** @type {typeof Block} */
  #BlockClass;

  /**
   * @param {OwnBuffer[]} buffers
   * @param {typeof Block} [BlockClass]
   */
  constructor(buffers, BlockClass = Block) {
    super(buffers);
    this.#BlockClass = BlockClass;
  }

  /** @param {bigint} address */
  blockAt(address) {
    const buffers = /** @type {OwnBuffer[] | undefined} */ (this.kept) ?? [];
    const found = buffers.findLast(({ start, buffer }) => {
      const distance = Number(address - start);
      return distance >= 0 && distance < buffer.byteLength;
    });
    if (found === undefined) return undefined;
    const known = this.#blocks?.find(({ address: start }) => start === found.start);
    if (known !== undefined) return known;
    const block = new this.#BlockClass(found.start, this, new DataView(found.buffer));
    this.#blocks ??= [];
    this.#blocks.push(block);
    return block;
  }

  /** @param {ArrayBuffer} buffer */
  share(buffer) {
    this.#shared ??= new Set();
    this.#shared.add(buffer);
  }

  /** @param {string} end */
  end(end) {
    for (const block of this.#blocks ?? []) block.view = undefined;
    this.#blocks = undefined;
    // Only those: from the first buffer that is detached on, V8 looks at each typed array once more before each access.
    const kept = [super.end(end), ...Array.from(this.#shared ?? [], detach)];
    this.#shared = undefined;
    return kept;
  }

  requireAlive() {
    super.requireAlive();
    if (this.#shared === undefined) return;
    for (const buffer of this.#shared) {
      if (buffer.byteLength !== 0) continue;
      throw createError('ERR_FFI_USE_AFTER_FREE', 'the memory is gone: the buffer of a typed array of it was detached');
    }
  }
}

module.exports = { Block, EndingBlock, OwnLifetime, allocateBlock, newBuffer };
