// How long memory lives: what keeps it, and whether that has ended. Everything that refers to the memory asks first.
'use strict';

const { createError } = require('./errors.js');

/**
 * Bytes as lib/memory/block.js has them: where they are, and a view over them while they are there and V8's own.
 * @typedef {{address: bigint, lifetime: Lifetime | undefined, view: DataView | undefined,
 *   at: (offset: number) => bigint}} Block
 */

const ELSEWHERE = 'this memory ends with its arena, its library or its buffer';

class Lifetime {
  /** How it ended. @type {string | undefined} */
  #end;

  /** @param {unknown} kept what keeps the memory: a block, a library, an object of the user's */
  constructor(kept) {
    this.kept = kept;
  }

  /** How a Pointer ends the memory, where that is for it to do. @type {(() => void) | undefined} */
  onClose;

  get hasEnded() {
    return this.#end !== undefined;
  }

  /**
   * Ends it; whoever overrides this does so before the memory goes.
   * @param {string} end such as 'the arena has been closed'
   * @returns {unknown} what was kept, which the caller lets go when nobody needs it
   */
  end(end) {
    const { kept } = this;
    this.#end ??= end;
    this.kept = undefined;
    return kept;
  }

  /**
   * The bytes around an address as V8 has them; undefined where they are not V8's.
   * @param {bigint} _address
   * @returns {Block | undefined}
   */
  blockAt(_address) {
    return undefined;
  }

  /**
   * Notes that a user has typed arrays of a buffer.
   * @param {ArrayBufferLike} _buffer
   */
  share(_buffer) {
    // A user's own buffer may be detached: its lifetime looks.
  }

  /**
   * Ends the memory, for a Pointer to it. Idempotent.
   * @throws ERR_INVALID_ARG_VALUE where something else ends it
   */
  close() {
    if (this.onClose === undefined) {
      throw createError('ERR_INVALID_ARG_VALUE', `close() is for Pointers of alloc() and own(): ${ELSEWHERE}`);
    }
    if (!this.hasEnded) this.onClose();
  }

  /** @throws ERR_FFI_USE_AFTER_FREE */
  requireAlive() {
    if (this.#end === undefined) return;
    throw createError('ERR_FFI_USE_AFTER_FREE', `the memory is gone: ${this.#end}`);
  }
}

/** The lifetimes of what has memory: arenas, libraries. @type {WeakMap<object, Lifetime>} */
const lifetimesOfOwners = new WeakMap();

/**
 * @param {object} owner
 * @param {Lifetime} lifetime of its memory
 */
function setOwner(owner, lifetime) {
  lifetimesOfOwners.set(owner, lifetime);
}

/** @param {object} owner */
function lifetimeOfOwner(owner) {
  return lifetimesOfOwners.get(owner);
}

module.exports = { Lifetime, lifetimeOfOwner, setOwner };
