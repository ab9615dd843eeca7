// JavaScript values of every kind, each with how a message shows it. Those that a call may change or take are made anew
// for every row.
'use strict';

/**
 * @typedef {object} Value
 * @property {string} shown as after `received`
 * @property {() => unknown} make
 */

/** @returns {Value} */
const same = (value, shown = String(value)) => ({ shown, make: () => value });
const digitsShown = (digits) => `${digits.length > 40 ? `${digits.slice(0, 40)}...` : digits}n`;
const big = (value) => same(value, digitsShown(String(value)));

const powers = [7, 8, 15, 16, 31, 32, 52, 53, 63, 64, 100];

const numbers = [
  ...[0, 1, -1, 2, 100, 0.5, -0.5, 1.5, 0.1, 1e21, 1e300, -1e300, 5e-324, 2 ** -149, 2 ** -150],
  ...[NaN, Infinity, -Infinity, Number.MAX_VALUE, Number.MIN_SAFE_INTEGER],
  ...powers.flatMap((power) => [2 ** power - 1, 2 ** power, 2 ** power + 1, -(2 ** power), -(2 ** power) - 1]),
  // The largest float, half a unit above it, and what lies between.
  ...[
    3.4028234663852886e38, 3.402823466385289e38, 3.4028235677973366e38, -3.4028234663852886e38, -3.4028235677973366e38,
  ],
  ...[2147483646.5, 4294967295.5, -2147483648.5, 127.00000000000001, 255.99999999999997],
].map((value) => same(value));

const bigints = [
  ...[0n, 1n, -1n, 2n, 10n ** 39n, -(10n ** 39n), 10n ** 60n],
  ...powers.map(BigInt).flatMap((power) => [2n ** power - 1n, 2n ** power, -(2n ** power), -(2n ** power) - 1n]),
].map(big);

const text = (value, withDots = value) => same(value, `'${withDots}'`);
const strings = [
  text(''),
  text('a'),
  text('1'),
  text('0x10'),
  text(' '),
  text('NaN'),
  text('text'),
  text('grün €😀'),
  text('x'.repeat(1000), `${'x'.repeat(40)}...`),
];

const instance = (name, make) => ({ shown: `an instance of ${name}`, make });

/** Objects that stand for a primitive, or that would become one if they were asked. */
const objects = [
  instance('Number', () => Object(5)),
  instance('String', () => Object('5')),
  instance('Boolean', () => Object(true)),
  instance('BigInt', () => Object(5n)),
  instance('Symbol', () => Object(Symbol('s'))),
  instance('Object', () => ({})),
  instance('Object', () => ({ valueOf: () => 5, toString: () => '5', [Symbol.toPrimitive]: () => 5 })),
  instance('Array', () => []),
  instance('Array', () => [5]),
  instance('Date', () => new Date(5)),
  instance('RegExp', () => /5/),
  instance('Map', () => new Map()),
  instance('Promise', () => Promise.resolve(5)),
  instance('Error', () => new Error('5')),
  instance('Named', () => new (class Named {})()),
  { shown: 'an object without a class', make: () => Object.create(null) },
  { shown: 'a Proxy', make: () => new Proxy({}, {}) },
  { shown: 'a Proxy', make: () => new Proxy([], {}) },
];

const functions = [
  { shown: 'a function', make: () => () => 5 },
  { shown: 'a function', make: () => class Five {} },
  { shown: 'a function', make: () => new Proxy(() => 5, {}) },
];

const negativeZero = same(-0, '-0');
const booleans = [same(true), same(false)];
const nothing = [same(undefined), same(null)];
const symbols = [same(Symbol('s')), same(Symbol.iterator), same(Symbol(), 'Symbol()')];

/** Views and buffers, each with bytes in it. */
const buffers = [
  instance('Buffer', () => Buffer.from('bytes')),
  instance('Uint8Array', () => Uint8Array.of(1, 2, 3)),
  instance('Uint8Array', () => new Uint8Array(1 << 16)),
  instance('Uint8Array', () => new Uint8Array(new SharedArrayBuffer(8), 3)),
  instance('Int8Array', () => Int8Array.of(1)),
  instance('Uint8ClampedArray', () => Uint8ClampedArray.of(1)),
  instance('Int16Array', () => new Int16Array(new ArrayBuffer(8), 2, 1)),
  instance('Uint16Array', () => Uint16Array.of(1)),
  instance('Int32Array', () => Int32Array.of(1)),
  instance('Uint32Array', () => Uint32Array.of(1)),
  instance('Float32Array', () => Float32Array.of(1)),
  instance('Float64Array', () => Float64Array.of(1)),
  instance('BigInt64Array', () => BigInt64Array.of(1n)),
  instance('BigUint64Array', () => BigUint64Array.of(1n)),
  instance('DataView', () => new DataView(new ArrayBuffer(8), 4)),
  instance('ArrayBuffer', () => new ArrayBuffer(8)),
  instance('ArrayBuffer', () => new ArrayBuffer(8, { maxByteLength: 64 })),
  instance('SharedArrayBuffer', () => new SharedArrayBuffer(8)),
];

const primitives = [...numbers, negativeZero, ...bigints, ...booleans, ...nothing, ...symbols];
const all = [...primitives, ...strings, ...objects, ...functions, ...buffers];

module.exports = { all, bigints, booleans, buffers, functions, numbers, objects, strings, symbols };
