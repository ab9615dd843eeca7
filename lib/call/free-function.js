// The C function that frees memory, as users name it.
'use strict';

const { binding } = require('../core/binding.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');

/** Functions of ours that stand for one of C's, by its address. @type {WeakMap<object, bigint>} */
const standIns = new WeakMap();

/**
 * Says that a function of ours stands for one of C's wherever one that frees is named.
 * @param {Function} ours
 * @param {bigint} address
 */
function standForC(ours, address) {
  standIns.set(ours, address);
}

/**
 * The address of the function that frees.
 * @param {unknown} free
 * @param {string} name of the argument
 * @returns {bigint}
 * @throws ERR_INVALID_ARG_TYPE, ERR_FFI_INVALID_POINTER
 */
function addressOfFree(free, name) {
  const isAddress = typeof free === 'bigint' || typeof free === 'object' || typeof free === 'function';
  if (!isAddress || free === null) {
    throw createError(
      'ERR_INVALID_ARG_TYPE',
      `${name} must be a bound function, a Pointer or a BigInt address, received ${describe(free)}`,
    );
  }
  const target = standIns.get(/** @type {object} */ (free)) ?? binding.addressOf(free, name);
  if (target === 0n) throw createError('ERR_FFI_INVALID_POINTER', `${name} must not be NULL: no function is there`);
  return target;
}

module.exports = { addressOfFree, standForC };
