// The options of a callback.
'use strict';

const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { chooseOptions, requireOptions } = require('../core/validate.js');

/**
 * @typedef {object} CallbackOptions
 * @property {(error: unknown, info: {callback: string}) => unknown} [onError] what is to become of an error: the value that it
 *   returns goes to C, undefined for the default return; what it throws takes the error's place
 * @property {unknown} [defaultReturn] what C gets when there is no other value; zeroes unless it is given
 * @property {boolean} [wait] whether another thread waits until the function has returned; false is for void
 * @property {number} [grace] milliseconds that another thread waits while the thread of JavaScript is within C
 * @property {'bigint' | 'number'} [int64] what 64-bit integers are
 * @property {boolean} [strings] whether arguments that point to const characters are strings
 * @property {'bigint' | 'typed'} [pointers] what pointers are
 */

const choices = /** @type {const} */ ({
  wait: [true, false],
  int64: ['bigint', 'number'],
  strings: [false, true],
  pointers: ['bigint', 'typed'],
});

const optionNames = ['onError', 'defaultReturn', 'grace', ...Object.keys(choices)];

const LONGEST_GRACE = 2 ** 31 - 1; // milliseconds, as timers have it

/**
 * @param {unknown} grace
 * @param {string} place
 * @returns {number | null} null is without end
 */
function requireGrace(grace, place) {
  if (grace === Number.POSITIVE_INFINITY) return null;
  if (typeof grace !== 'number') {
    throw createError('ERR_INVALID_ARG_TYPE', `${place} must be milliseconds, received ${describe(grace)}`);
  }
  if (Number.isInteger(grace) && grace >= 0 && grace <= LONGEST_GRACE) return grace;
  throw createError(
    'ERR_OUT_OF_RANGE',
    `${place} must be an integer from 0 to ${LONGEST_GRACE}, or Infinity, received ${describe(grace)}`,
  );
}

/**
 * @param {Function} fn
 * @param {CallbackOptions} [options]
 * @returns {import('../core/binding.js').NativeCallbackOptions}
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE
 */
function readCallbackOptions(fn, options) {
  const given = requireOptions(options, optionNames);
  const { wait, int64, strings, pointers } = chooseOptions(given, choices);
  const { onError, defaultReturn, grace } = given;
  if (onError !== undefined && typeof onError !== 'function') {
    throw createError('ERR_INVALID_ARG_TYPE', `options.onError must be a function, received ${describe(onError)}`);
  }
  const name = typeof fn.name === 'string' && fn.name !== '' ? `the callback ${fn.name}` : 'a callback';
  return {
    name,
    int64AsNumber: int64 === 'number',
    textResults: strings,
    typedPointers: pointers === 'typed',
    wait,
    grace: grace === undefined ? undefined : requireGrace(grace, 'options.grace'),
    onError,
    defaultReturn,
  };
}

module.exports = { readCallbackOptions, requireGrace };
