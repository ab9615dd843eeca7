// Random choices that a seed repeats. FFI_NATIVE_SEED in the environment sets the seed; without it every run has its own.
'use strict';

/** The seed of this run; a test shows it when it fails. */
const seed = Number(process.env.FFI_NATIVE_SEED ?? Date.now() % 2 ** 32) >>> 0;

class Random {
  #state;

  /** @param {number} start an unsigned 32-bit integer */
  constructor(start) {
    this.#state = start;
  }

  /** An unsigned 32-bit integer. */
  next() {
    // A Weyl sequence, mixed by multiplications and shifts: any start gives a full period.
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  /** @param {number} limit gives 0 to limit - 1 */
  below(limit) {
    return this.next() % limit;
  }

  /** @param {number} percent how often it is true */
  chance(percent) {
    return this.below(100) < percent;
  }

  /**
   * @template T
   * @param {readonly T[]} choices
   * @returns {T}
   */
  pick(choices) {
    return choices[this.below(choices.length)];
  }

  /**
   * @template T
   * @param {readonly T[]} items
   * @returns {T[]} a copy in another order
   */
  shuffle(items) {
    const shuffled = [...items];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
    }
    return shuffled;
  }
}

module.exports = { seed, Random };
