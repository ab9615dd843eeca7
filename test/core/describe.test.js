// How messages name a value: short, plain, and without running code of the user's.
'use strict';

const vm = require('node:vm');
const { describe: describeValue } = require('../../lib/core/describe.js');

class Point {}
const trap = () => {
  throw new Error('code of the user ran');
};

test.each([
  [undefined, 'undefined'],
  [null, 'null'],
  [true, 'true'],
  [0, '0'],
  [-0, '-0'],
  [1.5, '1.5'],
  [NaN, 'NaN'],
  [-Infinity, '-Infinity'],
  [1e21, '1e+21'],
  [0n, '0n'],
  [-5n, '-5n'],
  [10n ** 100n, `1${'0'.repeat(39)}...n`],
  ['', "''"],
  ['text', "'text'"],
  ['a'.repeat(40), `'${'a'.repeat(40)}'`],
  ['a'.repeat(41), `'${'a'.repeat(40)}...'`],
  [Symbol('s'), 'Symbol(s)'],
  [Symbol(), 'Symbol()'],
  [Symbol.iterator, 'Symbol(Symbol.iterator)'],
  [() => 1, 'a function'],
  [Point, 'a function'],
  [{}, 'an instance of Object'],
  [[], 'an instance of Array'],
  [new Point(), 'an instance of Point'],
  [new (class extends Point {})(), 'an instance of Point'],
  [new Map(), 'an instance of Map'],
  [Buffer.alloc(1), 'an instance of Buffer'],
  [new Date(0), 'an instance of Date'],
  [/x/, 'an instance of RegExp'],
  [Object(1), 'an instance of Number'],
  [Point.prototype, 'an instance of Point'],
  [Object.create(null), 'an object without a class'],
  [Object.create(Object.create(null)), 'an object without a class'],
  [{ constructor: 'none' }, 'an instance of Object'],
  [{ constructor: undefined }, 'an instance of Object'],
  [{ __proto__: null, constructor: () => {} }.constructor, 'a function'],
  [vm.runInNewContext('new Map()'), 'an instance of Map'],
  [vm.runInNewContext('[]'), 'an instance of Array'],
])('%#', (value, expected) => expect(describeValue(value)).toBe(expected));

test('a class with a long name', () => {
  const { [`C${'x'.repeat(99)}`]: Long } = { [`C${'x'.repeat(99)}`]: class {} };
  expect(describeValue(new Long())).toBe(`an instance of C${'x'.repeat(39)}...`);
});

test.each([
  [
    'a getter of the class name',
    new (class {
      static get name() {
        return trap();
      }
    })(),
  ],
  ['a getter of the constructor', Object.defineProperty({}, 'constructor', { get: trap })],
  [
    'a constructor that is a proxy',
    { constructor: new Proxy(class {}, { get: trap, getOwnPropertyDescriptor: trap }) },
  ],
  ['a proxy', new Proxy({}, { get: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap })],
  [
    'a proxy as prototype',
    Object.create(new Proxy({}, { get: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap })),
  ],
  [
    'a revoked proxy',
    (() => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    })(),
  ],
  [
    'conversions',
    {
      toString: trap,
      valueOf: trap,
      [Symbol.toPrimitive]: trap,
      get [Symbol.toStringTag]() {
        return trap();
      },
    },
  ],
])('%s does not run', (_, value) => {
  expect(describeValue(value)).toMatch(/^an? /);
});
