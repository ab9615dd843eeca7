// The lifetime of memory that a buffer of the user's has: it ends when that is detached, or its bytes are elsewhere.
'use strict';

const { binding } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { Lifetime } = require('../core/lifetime.js');

class BufferLifetime extends Lifetime {
  /** @type {bigint} */
  #address;

  /** @param {object} buffer of any kind */
  constructor(buffer) {
    super(buffer);
    this.#address = binding.bufferAddress(buffer);
  }

  requireAlive() {
    if (this.#addressNow() === this.#address) return;
    throw createError('ERR_FFI_USE_AFTER_FREE', 'the memory is gone: its buffer has been detached or resized');
  }

  #addressNow() {
    try {
      return binding.bufferAddress(this.kept);
    } catch {
      return undefined; // it is detached
    }
  }
}

module.exports = { BufferLifetime };
