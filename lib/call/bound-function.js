// A bound function: what native code made, with the properties that it does not have by itself.
'use strict';

const { placeOf } = require('../core/addresses.js');
const { binding, isBound } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { FunctionLifetime } = require('../memory/function-lifetime.js');
const { typeOf } = require('../types/ctype.js');
const { asyncOf } = require('./async.js');

/** What bound functions need as long as they live. */
const owners = new WeakMap();

/** There is one way so far. */
const general = Object.freeze({ path: 'general', reason: 'calls go through Node-API' });

const properties = {
  type: {
    enumerable: true,
    /** @this {unknown} */
    get() {
      if (isBound(this)) return typeOf(binding.typeOfFunction(this));
      throw createError('ERR_INVALID_ARG_TYPE', 'type is a property of bound functions only');
    },
  },
  async: {
    enumerable: true,
    configurable: true,
    /** Made when it is first asked for. @this {any} */
    get() {
      if (!isBound(this)) throw createError('ERR_INVALID_ARG_TYPE', 'async is a property of bound functions only');
      const value = asyncOf(/** @type {any} */ (this));
      Object.defineProperty(this, 'async', { enumerable: true, configurable: false, writable: false, value });
      return value;
    },
  },
  callPath: { enumerable: true, value: general },
};

/**
 * @template {(...args: any[]) => any} Bound
 * @param {Bound} bound
 * @param {...unknown} needs values that live as long as the function
 */
function complete(bound, ...needs) {
  owners.set(bound, needs);
  return Object.defineProperties(bound, properties);
}

/**
 * The bound function whose code is at an address: its library must stay open.
 * @param {unknown} address
 * @returns {Function | null} null where it is not known
 */
function functionBehind(address) {
  if (isBound(address)) return address;
  const lifetime = placeOf(address)?.lifetime;
  return lifetime instanceof FunctionLifetime ? /** @type {Function} */ (lifetime.kept) : null;
}

module.exports = { complete, functionBehind };
