// The kinds of plain numbers and booleans in memory: what JavaScript that is written for a type needs to know of each. Which
// kind a C type is, native code says.
'use strict';

const isNumber = (/** @type {string} */ check) => `typeof v === 'number' && ${check}`;
const isBigInt = (/** @type {number} */ bits, /** @type {string} */ as) =>
  `typeof v === 'bigint' && ${as}(${bits}, v) === v`;
// A finite number beyond these is no float, even where rounding would make it one.
const isFloat = `(v >= -${2 ** 128 - 2 ** 104} && v <= ${2 ** 128 - 2 ** 104} || v !== v || v - v !== v - v)`;

/**
 * The typed array that holds values of the kind, the name that DataView's methods have for it, and the expressions of
 * `v`, a value, that say whether it is plainly one of the kind, and of `e`, what the array gives, that make it a value.
 * The expressions use asIntN and asUintN.
 * @typedef {{view: new (...args: any[]) => any, name: string, test: string, out?: string}} NumberKind
 */

/** @type {Readonly<Record<string, NumberKind>>} */
const numberKinds = Object.freeze({
  bool: { view: Uint8Array, name: 'Uint8', test: 'v === true || v === false', out: 'e !== 0' },
  i8: { view: Int8Array, name: 'Int8', test: isNumber('v << 24 >> 24 === v') },
  u8: { view: Uint8Array, name: 'Uint8', test: isNumber('(v & 255) === v') },
  i16: { view: Int16Array, name: 'Int16', test: isNumber('v << 16 >> 16 === v') },
  u16: { view: Uint16Array, name: 'Uint16', test: isNumber('(v & 65535) === v') },
  i32: { view: Int32Array, name: 'Int32', test: isNumber('(v | 0) === v') },
  u32: { view: Uint32Array, name: 'Uint32', test: isNumber('v >>> 0 === v') },
  i64: { view: BigInt64Array, name: 'BigInt64', test: isBigInt(64, 'asIntN') },
  u64: { view: BigUint64Array, name: 'BigUint64', test: isBigInt(64, 'asUintN') },
  f32: { view: Float32Array, name: 'Float32', test: isNumber(isFloat) },
  f64: { view: Float64Array, name: 'Float64', test: isNumber('true') },
});

module.exports = { numberKinds };
