// Memory of our own: zeroed bytes that V8 allocates, owns and accounts for, at an address that does not move. Who holds
// the block keeps the bytes.
'use strict';

const { binding } = require('../core/binding.js');
const { createError } = require('../core/errors.js');

/** What V8's allocator aligns to; stricter alignments take room for the way to the next one. */
const USUAL_ALIGNMENT = 16;

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
 * @returns {{address: bigint, buffer: ArrayBuffer}}
 * @throws ERR_MEMORY_ALLOCATION_FAILED
 */
function allocateBlock(size, alignment) {
  const room = alignment > USUAL_ALIGNMENT ? alignment : 0;
  const buffer = newBuffer(Math.max(1, size + room)); // an empty one may have no address
  const start = binding.bufferAddress(buffer);
  const mask = BigInt(Math.max(alignment, 1) - 1);
  return { address: (start + mask) & ~mask, buffer };
}

module.exports = { allocateBlock, newBuffer };
