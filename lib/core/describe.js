// How messages name a value that was received. It shows enough to find the value, and never runs code of the user's.
'use strict';

const { types } = require('node:util');

const MAX_TEXT = 40;

/** @param {string} text */
function shorten(text) {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}...` : text;
}

/**
 * The value of an object's own data property, without calling a getter or a proxy.
 * @param {object} object
 * @param {string} key
 * @returns {unknown}
 */
function ownData(object, key) {
  return types.isProxy(object) ? undefined : Object.getOwnPropertyDescriptor(object, key)?.value;
}

/**
 * The class of an object as its prototype chain tells.
 * @param {object} value
 * @returns {string}
 */
function className(value) {
  for (let object = value; object !== null; object = Object.getPrototypeOf(object)) {
    if (types.isProxy(object)) return 'a Proxy';
    const maker = ownData(object, 'constructor');
    const name = typeof maker === 'function' ? ownData(maker, 'name') : undefined;
    if (typeof name === 'string' && name !== '') return `an instance of ${shorten(name)}`;
  }
  return 'an object without a class';
}

/**
 * @param {unknown} value
 * @returns {string} such as `2147483648`, `1n`, `'text'`, `an instance of Map`
 */
function describe(value) {
  switch (typeof value) {
    case 'string':
      return `'${shorten(value)}'`;
    case 'bigint':
      return `${shorten(String(value))}n`;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'function':
      return 'a function';
    case 'object':
      return value === null ? 'null' : className(value);
    default:
      return shorten(String(value)); // undefined, booleans, symbols
  }
}

module.exports = { describe };
