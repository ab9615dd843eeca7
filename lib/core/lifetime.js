// How long memory lives: what keeps it, and whether that has ended. Everything that refers to the memory asks first.
'use strict';

const { createError } = require('./errors.js');

class Lifetime {
  /** How it ended. @type {string | undefined} */
  #end;

  /** @param {unknown} kept what keeps the memory: a block, a library, an object of the user's */
  constructor(kept) {
    this.kept = kept;
  }

  get hasEnded() {
    return this.#end !== undefined;
  }

  /**
   * @param {string} end such as 'the arena has been closed'
   * @returns {unknown} what was kept, which the caller lets go when nobody needs it
   */
  end(end) {
    const { kept } = this;
    this.#end ??= end;
    this.kept = undefined;
    return kept;
  }

  /** @throws ERR_FFI_USE_AFTER_FREE */
  requireAlive() {
    if (this.#end === undefined) return;
    throw createError('ERR_FFI_USE_AFTER_FREE', `the memory is gone: ${this.#end}`);
  }
}

module.exports = { Lifetime };
