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
  const given = /** @type {Partial<AbortSignal> | null} */ (typeof signal === 'object' ? signal : null);
  const isSignal = typeof given?.aborted === 'boolean' && typeof given.addEventListener === 'function';
  if (isSignal) return /** @type {AbortSignal} */ (given);
  throw createError('ERR_INVALID_ARG_TYPE', `options.signal must be an AbortSignal, received ${describe(signal)}`);
}

/** Calls that a signal may take back, with one listener for all of them: Node 20 warns of many. */
class Abortable {
  /** @type {WeakMap<AbortSignal, Abortable>} */
  static #bySignal = new WeakMap();

  /** What takes each call back. @type {Set<() => void>} */
  #calls = new Set();

  #signal;

  #takeBack = () => {
    for (const takeBack of this.#calls) takeBack();
  };

  /** @param {AbortSignal} signal */
  constructor(signal) {
    this.#signal = signal;
    Abortable.#bySignal.set(signal, this);
  }

  /** @param {AbortSignal} signal */
  static of(signal) {
    return Abortable.#bySignal.get(signal) ?? new Abortable(signal);
  }

  /** @param {() => void} takeBack */
  add(takeBack) {
    if (this.#calls.size === 0) this.#signal.addEventListener('abort', this.#takeBack);
    this.#calls.add(takeBack);
  }

  /** @param {() => void} takeBack */
  delete(takeBack) {
    this.#calls.delete(takeBack);
    if (this.#calls.size === 0) this.#signal.removeEventListener('abort', this.#takeBack);
  }
}

/**
 * Calls as long as a signal allows it: a call that C has begun goes on.
 * @param {BoundFunction} bound
 * @param {unknown[]} args
 * @param {AbortSignal} signal
 * @returns {Promise<any>}
 */
function callUnlessAborted(bound, args, signal) {
  if (signal.aborted) return Promise.reject(signal.reason);
  const calls = Abortable.of(signal);
  return new Promise((resolve, reject) => {
    const end = (/** @type {(outcome: any) => void} */ settle) => (/** @type {unknown} */ outcome) => {
      calls.delete(takeBack);
      settle(outcome);
    };
    const call = binding.callAsync([bound, args, end(resolve), end(reject)]);
    const takeBack = () => {
      if (binding.cancelAsync(call)) end(reject)(signal.reason);
    };
    calls.add(takeBack);
    if (signal.aborted) takeBack(); // by a getter among the arguments
  });
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
