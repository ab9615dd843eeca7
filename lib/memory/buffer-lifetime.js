// The lifetimes of what a user gives as an address: of a buffer, whose memory ends when it is detached or its bytes are
// elsewhere; of what knows its own; of anything else, which is kept alive.
'use strict';

const { placeOf } = require('../core/addresses.js');
const { binding, isBound } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { Lifetime, lifetimeOfOwner } = require('../core/lifetime.js');
const { Block } = require('./block.js');
const { isBuffer, viewOfBuffer } = require('./buffer-extent.js');
const { FunctionLifetime } = require('./function-lifetime.js');

class BufferLifetime extends Lifetime {
  /** @type {bigint} */
  #address;

  /** @param {object} buffer of any kind */
  constructor(buffer) {
    super(buffer);
    this.#address = binding.bufferAddress(buffer);
  }

  blockAt() {
    return new Block(this.#address, this, viewOfBuffer(/** @type {object} */ (this.kept)));
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

/**
 * The lifetime of the memory to which a value of the user's refers.
 * @param {unknown} value an address, or what is to be kept alive
 * @returns {InstanceType<typeof Lifetime> | undefined} undefined where nothing is known of it
 */
function lifetimeOf(value) {
  if (typeof value !== 'object' && typeof value !== 'function') return undefined;
  if (value === null) return undefined;
  const place = placeOf(value);
  if (place !== undefined) return place.lifetime;
  if (isBuffer(value)) return new BufferLifetime(value);
  if (isBound(value)) return new FunctionLifetime(value);
  return lifetimeOfOwner(value) ?? new Lifetime(value);
}

module.exports = { lifetimeOf };
