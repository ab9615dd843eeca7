// The asynchronous form of a bound function: C runs on another thread, and a Promise tells how it ended.
'use strict';

const { binding } = require('../core/binding.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { requireInteger, requireOptions } = require('../core/validate.js');

/** @typedef {(...args: any[]) => any} BoundFunction */
/** @typedef {(...args: any[]) => Promise<any>} AsyncFunction */

/**
 * @param {unknown} signal
 * @returns {AbortSignal | undefined}
 */
function requireSignal(signal) {
  if (signal === undefined) return undefined;
  const isSignal = typeof signal === 'object' && signal !== null && 'aborted' in signal && 'addEventListener' in signal;
  if (isSignal) return /** @type {AbortSignal} */ (signal);
  throw createError('ERR_INVALID_ARG_TYPE', `options.signal must be an AbortSignal, received ${describe(signal)}`);
}

/**
 * Calls as long as a signal allows it: a call that C has begun goes on.
 * @param {BoundFunction} bound
 * @param {unknown[]} args
 * @param {AbortSignal} signal
 */
function callUnlessAborted(bound, args, signal) {
  /** @type {() => void} */
  let onAbort;
  const called = new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const call = binding.callAsync([bound, args, resolve, reject]);
    onAbort = () => {
      if (binding.cancelAsync(call)) reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort(); // by a getter among the arguments
  });
  const stop = () => signal.removeEventListener('abort', onAbort);
  called.then(stop, stop);
  return called;
}

/**
 * Gives an asynchronous function the name and the count of arguments of the bound one.
 * @template {AsyncFunction} Call
 * @param {Call} call
 * @param {BoundFunction} bound
 */
function likeBound(call, bound) {
  return Object.defineProperties(call, { name: { value: bound.name }, length: { value: bound.length } });
}

const MOST_THREADS = 1024;

/**
 * @param {unknown} threads of the pool
 * @param {string} place
 */
function requireThreads(threads, place) {
  const count = requireInteger(threads, place);
  if (count >= 1 && count <= MOST_THREADS) return count;
  throw createError('ERR_OUT_OF_RANGE', `${place} must be an integer from 1 to ${MOST_THREADS}, received ${count}`);
}

/**
 * The asynchronous form of a bound function, which is refused by rejection where that throws.
 * @param {BoundFunction} bound
 */
function asyncOf(bound) {
  /** @type {AsyncFunction} */
  const call = (...args) =>
    new Promise((resolve, reject) => {
      binding.callAsync([bound, args, resolve, reject]);
    });
  /**
   * The same with options.
   * @param {{signal?: AbortSignal}} [options]
   * @returns {AsyncFunction}
   * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
   */
  const withOptions = (options) => {
    const signal = requireSignal(requireOptions(options, ['signal']).signal);
    if (signal === undefined) return call;
    return likeBound((...args) => callUnlessAborted(bound, args, signal), bound);
  };
  return Object.defineProperty(likeBound(call, bound), 'with', { value: withOptions });
}

module.exports = { asyncOf, requireThreads };
