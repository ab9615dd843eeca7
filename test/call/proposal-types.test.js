// Every type name of the node:ffi proposal, by value and through a pointer. What is refused is tested with its class, its
// code and its whole message.
'use strict';

const { getNativeFunction, sizeof, type } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { refusal } = require('../support/refusal.js');

const bind = (name, returnType, argTypes) => getNativeFunction(fixtures, name, returnType, argTypes);
const longBits = bind('size_of_long', 'int', [])() * 8;
const charIsSigned = bind('lowest_char', 'int', [])() < 0;

/** The type names of the proposal with their bits. */
const integers = {
  char: { bits: 8, signed: charIsSigned },
  'signed char': { bits: 8, signed: true },
  'unsigned char': { bits: 8, signed: false },
  short: { bits: 16, signed: true },
  'short int': { bits: 16, signed: true },
  'signed short': { bits: 16, signed: true },
  'signed short int': { bits: 16, signed: true },
  'unsigned short': { bits: 16, signed: false },
  'unsigned short int': { bits: 16, signed: false },
  int: { bits: 32, signed: true },
  signed: { bits: 32, signed: true },
  'signed int': { bits: 32, signed: true },
  unsigned: { bits: 32, signed: false },
  'unsigned int': { bits: 32, signed: false },
  long: { bits: longBits, signed: true },
  'long int': { bits: longBits, signed: true },
  'signed long': { bits: longBits, signed: true },
  'signed long int': { bits: longBits, signed: true },
  'unsigned long': { bits: longBits, signed: false },
  'unsigned long int': { bits: longBits, signed: false },
  'long long': { bits: 64, signed: true },
  'long long int': { bits: 64, signed: true },
  'signed long long': { bits: 64, signed: true },
  'signed long long int': { bits: 64, signed: true },
  'unsigned long long': { bits: 64, signed: false },
  'unsigned long long int': { bits: 64, signed: false },
  uint8_t: { bits: 8, signed: false },
  int8_t: { bits: 8, signed: true },
  uint16_t: { bits: 16, signed: false },
  int16_t: { bits: 16, signed: true },
  uint32_t: { bits: 32, signed: false },
  int32_t: { bits: 32, signed: true },
  uint64_t: { bits: 64, signed: false },
  int64_t: { bits: 64, signed: true },
};

const ranges = Object.entries(integers).map(([name, { bits, signed }]) => {
  const power = 2n ** BigInt(signed ? bits - 1 : bits);
  const [min, max] = [signed ? -power : 0n, power - 1n];
  return bits < 64 ? { name, bits, signed, min: Number(min), max: Number(max) } : { name, bits, signed, min, max };
});
const numbers = ranges.filter(({ bits }) => bits < 64);
const bigInts = ranges.filter(({ bits }) => bits === 64);

const symbolOf = (act, name) => `${act}_${name.replaceAll(' ', '_')}`;
const identityOf = (name) => bind(symbolOf('value_of', name), name, [name]);

/** The typed array whose elements are those of a C type. */
function arrayOf({ bits, signed }) {
  const name = `${bits === 64 ? 'Big' : ''}${signed ? 'Int' : 'Uint'}${bits}Array`;
  return globalThis[name];
}

const expectations = ({ bits, min, max }) => `${bits < 64 ? 'an integer' : 'a BigInt'} from ${min} to ${max}`;
const refusalOf = (range, code, name, received) => ({
  name,
  code,
  message: `Argument 0 of ${symbolOf('value_of', range.name)} must be ${expectations(range)}, received ${received}`,
});

/** What no number type takes, and how a message names it. */
const strangers = [
  ['1', "'1'"],
  ['', "''"],
  [null, 'null'],
  [undefined, 'undefined'],
  [true, 'true'],
  [{}, 'an instance of Object'],
  [{ valueOf: () => 1 }, 'an instance of Object'],
  [{ [Symbol.toPrimitive]: () => 1 }, 'an instance of Object'],
  [[1], 'an instance of Array'],
  [Symbol('one'), 'Symbol(one)'],
  [new Date(1), 'an instance of Date'],
  [Object(1), 'an instance of Number'],
  [Object(1n), 'an instance of BigInt'],
  [() => 1, 'a function'],
  [new Proxy({}, {}), 'a Proxy'],
  [Object.create(null), 'an object without a class'],
];

test('the table has every integer name of the proposal', () => {
  expect(ranges).toHaveLength(34);
  for (const { name, bits } of ranges) expect(sizeof(name)).toBe(bits / 8);
});

describe.each(numbers)('$name', (range) => {
  const { name, min, max } = range;

  test('takes and gives every kind of value in its range', () => {
    const identity = identityOf(name);
    for (const value of [min, min + 1, 0, 1, max - 1, max, Math.trunc(max / 3)]) expect(identity(value)).toBe(value);
    expect(identity(-0)).toBe(0); // toBe tells -0 from 0
  });

  test('refuses numbers that it cannot hold', () => {
    const identity = identityOf(name);
    const beyond = [min - 1, max + 1, 0.5, max + 0.5, min - 0.5, -(2 ** 31) - 1, 2 ** 32, 2 ** 53, -(2 ** 53), 2 ** 64];
    for (const value of [...beyond, 1e300, 5e-324, NaN, Infinity, -Infinity]) {
      expect(refusal(() => identity(value))).toEqual(refusalOf(range, 'ERR_OUT_OF_RANGE', 'RangeError', String(value)));
    }
  });

  test('refuses values of other types, BigInts too', () => {
    const identity = identityOf(name);
    for (const [value, received] of [...strangers, [1n, '1n'], [0n, '0n']]) {
      expect(refusal(() => identity(value))).toEqual(refusalOf(range, 'ERR_INVALID_ARG_TYPE', 'TypeError', received));
    }
  });
});

describe.each(bigInts)('$name', (range) => {
  const { name, min, max } = range;

  test('takes and gives every kind of value in its range', () => {
    const identity = identityOf(name);
    const values = [min, min + 1n, 0n, 1n, 2n ** 31n, 2n ** 32n, 2n ** 53n + 1n, max / 3n, max - 1n, max];
    for (const value of values) expect(identity(value)).toBe(value);
  });

  test('refuses BigInts that it cannot hold', () => {
    const identity = identityOf(name);
    for (const value of [min - 1n, max + 1n, 2n ** 64n, -(2n ** 64n), 2n ** 64n + 1n, 2n ** 128n, -(2n ** 63n) - 1n]) {
      const received = String(value).length > 40 ? `${String(value).slice(0, 40)}...n` : `${value}n`;
      expect(refusal(() => identity(value))).toEqual(refusalOf(range, 'ERR_OUT_OF_RANGE', 'RangeError', received));
    }
  });

  test('refuses values of other types, Numbers too', () => {
    const identity = identityOf(name);
    for (const [value, received] of [...strangers, [1, '1'], [0, '0'], [-0, '-0'], [1.5, '1.5'], [NaN, 'NaN']]) {
      expect(refusal(() => identity(value))).toEqual(refusalOf(range, 'ERR_INVALID_ARG_TYPE', 'TypeError', received));
    }
  });
});

describe.each(['float', 'double'])('%s', (name) => {
  const identity = identityOf(name);
  const round = name === 'float' ? Math.fround : (value) => value;
  const largest = name === 'float' ? (2 - 2 ** -23) * 2 ** 127 : Number.MAX_VALUE;
  const smallest = name === 'float' ? 2 ** -149 : 5e-324;

  test('takes and gives every kind of value, rounded to its precision', () => {
    const values = [0, -0, 1, -1.5, 0.1, Math.PI, 1e-30, 2 ** 24 + 1, smallest, smallest / 2, largest, -largest];
    for (const value of [...values, Infinity, -Infinity, NaN]) expect(identity(value)).toBe(round(value));
  });

  test('refuses values of other types', () => {
    for (const [value, received] of [...strangers, [1n, '1n']]) {
      expect(refusal(() => identity(value))).toEqual({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_TYPE',
        message: `Argument 0 of ${symbolOf('value_of', name)} must be a number, received ${received}`,
      });
    }
  });
});

test('float refuses finite numbers beyond its range', () => {
  const identity = identityOf('float');
  for (const value of [3.5e38, -3.5e38, 1e300, Number.MAX_VALUE]) {
    expect(refusal(() => identity(value))).toEqual({
      name: 'RangeError',
      code: 'ERR_OUT_OF_RANGE',
      message: `Argument 0 of value_of_float must be a number that a float can hold, received ${value}`,
    });
  }
});

describe('through a pointer', () => {
  const floats = [
    { name: 'float', min: Math.fround(-1.1), max: Math.fround(1e30), array: Float32Array },
    { name: 'double', min: -1.1, max: 1e300, array: Float64Array },
  ];
  const cases = [...ranges.map((range) => ({ ...range, array: arrayOf(range) })), ...floats];

  test.each(cases)('$name *', ({ name, min, max, array: TypedArray }) => {
    const swap = bind(symbolOf('swap', name), name, [`${name} *`, name]);
    const last = bind(symbolOf('last', name), name, [`const ${name} *`, 'uint32_t']);
    const values = TypedArray.of(min, max);
    expect(swap(values, max)).toBe(min);
    expect(values).toEqual(TypedArray.of(max, max));
    expect(swap(values.subarray(1), min)).toBe(max);
    expect(values).toEqual(TypedArray.of(max, min));
    expect(last(values, 2)).toBe(min);
    const bytes = Buffer.from(values.buffer); // C does not ask what kind of view it is
    for (const view of [bytes, values.buffer, new DataView(values.buffer)]) expect(last(view, 2)).toBe(min);
    expect(type(`${name} *`).kind).toBe('pointer');
  });

  test('pointer, and whatever has a star in it', () => {
    for (const name of ['pointer', 'void *', 'char *', 'int **', 'struct nobody *', 'FILE *']) {
      const swap = bind('swap_pointer', name, ['void **', name]);
      const place = new BigUint64Array(1);
      expect(swap(place, 2n ** 64n - 1n)).toBe(0n);
      expect(swap(place, null)).toBe(2n ** 64n - 1n);
      expect(place[0]).toBe(0n);
      expect(swap(place, 0n)).toBe(0n);
    }
  });

  test('addresses are BigInts without a sign', () => {
    const identity = bind('identity_pointer', 'pointer', ['pointer']);
    for (const value of [-1n, 2n ** 64n, 2n ** 70n]) {
      expect(refusal(() => identity(value))).toEqual({
        name: 'RangeError',
        code: 'ERR_OUT_OF_RANGE',
        message: `Argument 0 of identity_pointer must be an address from 0 to 18446744073709551615, received ${value}n`,
      });
    }
  });

  test('refuses values that are no address', () => {
    const identity = bind('identity_pointer', 'pointer', ['pointer']);
    const taken = 'null, a BigInt address, a Pointer, a Buffer, a typed array, a DataView or an ArrayBuffer';
    for (const [value, received] of [...strangers, [1, '1'], [0, '0']].filter(([given]) => given !== null)) {
      expect(refusal(() => identity(value))).toEqual({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_TYPE',
        message: `Argument 0 of identity_pointer must be ${taken}, received ${received}`,
      });
    }
  });
});
