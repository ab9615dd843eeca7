// callback: a JavaScript function as a function of C's.
'use strict';

const { setPlace } = require('../core/addresses.js');
const { binding } = require('../core/binding.js');
const { setCallbackMaker } = require('../core/callback-maker.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { handleOf } = require('../core/type-handles.js');
const { type: typeNamed } = require('../types/type-name.js');
const { readCallbackOptions } = require('./callback-options.js');
const { CallbackLifetime } = require('./callback-lifetime.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */
/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */

/** Passed to the constructor by this module alone. */
const madeHere = Symbol('made here');

/** Those that keep the process alive, and that the collector leaves alone. */
const referenced = new Set();

class Callback {
  #handle;

  #lifetime;

  /** The functions, which native code refers to weakly: a callback that its own function refers to can be collected. */
  #kept;

  /**
   * @param {symbol} key
   * @param {CType} type
   * @param {Function} fn
   * @param {import('../core/binding.js').NativeCallbackOptions} options
   */
  constructor(key, type, fn, options) {
    if (key !== madeHere) {
      throw createError('ERR_INVALID_ARG_VALUE', 'a Callback is made by callback(), not by its constructor');
    }
    this.#handle = binding.openCallback(/** @type {TypeHandle} */ (handleOf(type)), fn, options);
    this.#kept = [fn, options.onError];
    this.#lifetime = new CallbackLifetime(this);
    /** What C calls. */
    this.address = binding.addressOfCallback(this.#handle);
    /** The type of the function. */
    this.type = type.kind === 'pointer' ? /** @type {CType} */ (type.target) : type;
    Object.freeze(this);
    setPlace(this, { address: this.address, lifetime: this.#lifetime });
  }

  get closed() {
    return this.#lifetime.hasEnded;
  }

  /** Keeps the process alive, and the callback, until unref() or close(). */
  ref() {
    if (this.closed || referenced.has(this)) return this;
    referenced.add(this);
    binding.holdThread(true);
    return this;
  }

  unref() {
    if (referenced.delete(this)) binding.holdThread(false);
    return this;
  }

  /** From now on C gets the default return. Idempotent. */
  close() {
    if (this.closed) return;
    this.unref();
    this.#lifetime.end('the callback has been closed');
    this.#kept.length = 0;
    binding.closeCallback(this.#handle);
  }

  [Symbol.dispose ?? Symbol.for('nodejs.dispose')]() {
    this.close();
  }
}

/**
 * A function that C can call, from any thread, until it is closed or collected: who lets C keep the address keeps the
 * callback.
 * @param {string | CType} type of a function, or of a pointer to one: 'int (const void *, const void *)'
 * @param {(...args: any[]) => unknown} fn
 * @param {import('./callback-options.js').CallbackOptions} [options]
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_FFI_INVALID_SIGNATURE, ERR_FFI_UNSUPPORTED_TYPE,
 *   ERR_FFI_INCOMPLETE_TYPE
 */
function callback(type, fn, options) {
  requirePermission();
  const known = typeNamed(type);
  if (typeof fn !== 'function') {
    throw createError('ERR_INVALID_ARG_TYPE', `fn must be a function, received ${describe(fn)}`);
  }
  return new Callback(madeHere, known, fn, readCallbackOptions(fn, options));
}

setCallbackMaker(callback);

module.exports = { Callback, callback };
