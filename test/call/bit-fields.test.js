// Bit-fields: the integers that they take, and the bits that these become.
'use strict';

const { getNativeFunction } = require('../..');
const { blockFunctions } = require('../support/blocks.js');
const { runProgram, temporaryFolder } = require('../support/compiler.js');
const { fixtures } = require('../support/fixtures.js');
const ranges = require('../support/ranges.js');
const { errorOf, refusal } = require('../support/refusal.js');

const folder = temporaryFolder();

/** The bytes of a record in hexadecimal, as the C compiler initialises it. */
function bytesInC(type, initialiser) {
  const source = `#include <stdio.h>
    static ${type} record = { ${initialiser} };
    int main(void) {
      for (unsigned i = 0; i < sizeof record; ++i) printf("%02x", ((const unsigned char *) &record)[i]);
    }`;
  return runProgram('cc', folder, source);
}

const at = 'Argument 0 of block_write: member';
const rangeError = (message) => ({ name: 'RangeError', code: 'ERR_OUT_OF_RANGE', message });
const typeError = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message });

const types = [
  ['char', 8, ranges.char[0] < 0],
  ['signed char', 8, true],
  ['unsigned char', 8, false],
  ['short', 16, true],
  ['unsigned short', 16, false],
  ['int', 32, true],
  ['unsigned', 32, false],
  ['long', 64, true],
  ['unsigned long', 64, false],
  ['long long', 64, true],
  ['uint16_t', 16, false],
  ['enum { A = -1 }', 32, true],
  ['enum { A, B }', 32, false],
  ['enum { A = 1L << 40 }', 64, false],
  ['enum __attribute__((packed)) { A }', 8, false],
];

/** The widths of a type that say most. */
const widthsOf = (bits) => [...new Set([1, 2, 3, 7, bits / 2 + 1, bits - 1, bits])];

describe.each(types)('%s', (type, bits, isSigned) => {
  const isWide = bits === 64;
  const convert = (value) => (isWide ? value : Number(value));

  test.each(widthsOf(bits))('of %d bits', (width) => {
    const { bytesOf, contentOf } = blockFunctions(`unsigned char before : 3; ${type} a : ${width}; int after : 5`);
    const min = isSigned ? -(1n << BigInt(width - 1)) : 0n;
    const max = (1n << BigInt(isSigned ? width - 1 : width)) - 1n;
    for (const value of [min, min + 1n, max / 2n, max - 1n, max].filter((one) => one >= min && one <= max)) {
      for (const [before, after] of [
        [0, 0],
        [7, -1],
        [5, 10],
      ]) {
        const record = { before, a: convert(value), after };
        expect(contentOf(bytesOf(record))).toEqual(record);
      }
    }
    const range = `must be ${isWide ? 'a BigInt' : 'an integer'} from ${min} to ${max}, received`;
    for (const value of [min - 1n, max + 1n, 2n ** 70n, -(2n ** 70n)]) {
      const shown = isWide ? `${value}n` : String(Number(value));
      expect(refusal(() => bytesOf({ a: convert(value) }))).toEqual(rangeError(`${at} a ${range} ${shown}`));
    }
    const wrongType = isWide ? 1 : 1n;
    expect(refusal(() => bytesOf({ a: wrongType }))).toEqual(typeError(`${at} a ${range} ${isWide ? '1' : '1n'}`));
    expect(refusal(() => bytesOf({ a: '1' }))).toEqual(typeError(`${at} a ${range} '1'`));
  });
});

test.each([0.5, NaN, Infinity, -Infinity, -1.5, 2 ** 53, 1e300])('%p is no integer of a few bits', (value) => {
  const { bytesOf } = blockFunctions('int a : 5');
  expect(refusal(() => bytesOf({ a: value }))).toEqual(
    rangeError(`${at} a must be an integer from -16 to 15, received ${value}`),
  );
});

test('-0 is 0', () => expect(blockFunctions('int a : 5').bytesOf({ a: -0 })).toEqual(Buffer.alloc(4)));

test.each([undefined, null, true, {}, [], Symbol('x'), () => 1])('%p is no integer', (value) => {
  expect(errorOf(() => blockFunctions('int a : 5').bytesOf({ a: value })).code).toBe('ERR_INVALID_ARG_TYPE');
  expect(errorOf(() => blockFunctions('long a : 5').bytesOf({ a: value })).code).toBe('ERR_INVALID_ARG_TYPE');
});

test('_Bool takes what _Bool takes', () => {
  const { bytesOf, contentOf } = blockFunctions('_Bool a : 1, b : 1; bool c : 1');
  const inC = (initialiser) => Buffer.from(bytesInC('struct { _Bool a : 1, b : 1, c : 1; }', initialiser), 'hex');
  for (const value of [true, 1]) expect(bytesOf({ b: value })).toEqual(inC('.b = 1'));
  for (const value of [false, 0, -0]) expect(bytesOf({ a: value, c: true })).toEqual(inC('.c = 1'));
  expect(contentOf([0xff ^ inC('.b = 1')[0]])).toEqual({ a: true, b: false, c: true });
  expect(refusal(() => bytesOf({ a: 2 }))).toEqual(rangeError(`${at} a must be true, false, 0 or 1, received 2`));
  expect(errorOf(() => bytesOf({ a: 1n })).code).toBe('ERR_INVALID_ARG_TYPE');
});

test('a field keeps its neighbours', () => {
  const { bytesOf, contentOf } = blockFunctions('unsigned a : 3, b : 7, c : 13, d : 9');
  const ones = { a: 7, b: 127, c: 8191, d: 511 };
  for (const name of Object.keys(ones)) {
    expect(contentOf(bytesOf({ ...ones, [name]: 0 }))).toEqual({ ...ones, [name]: 0 });
    expect(contentOf(bytesOf({ [name]: ones[name] }))).toEqual({ a: 0, b: 0, c: 0, d: 0, [name]: ones[name] });
  }
});

test('bits without a name, and behind the last name, are zero', () => {
  const members = 'unsigned a : 3, : 7, b : 2; unsigned : 0; unsigned char c : 1';
  const { bytesOf } = blockFunctions(members);
  expect(bytesOf({ a: 7, b: 3, c: 1 }).toString('hex')).toBe(bytesInC(`struct { ${members}; }`, '7, 3, 1'));
  expect(errorOf(() => bytesOf({ '': 1 })).code).toBe('ERR_INVALID_ARG_VALUE');
});

test('packed fields begin at any bit and reach over nine bytes', () => {
  const type = 'struct __attribute__((packed)) { signed char a : 5; long b : 64; unsigned c : 3; long d : 60; }';
  const packed = blockFunctions(`${type} v`);
  for (const b of [-(2n ** 63n), -1n, 0n, 0x0123456789abcdefn, 2n ** 63n - 1n]) {
    const value = { a: -16, b, c: 5, d: -(2n ** 59n) };
    expect(packed.pass(value)).toEqual(value);
  }
  expect(packed.pack({ b: -1n }).toString('hex')).toBe(bytesInC(type, '.b = -1'));
});

test('members of anonymous records', () => {
  const members = 'char x; struct { char y; unsigned a : 4, b : 4; }; unsigned c : 8';
  const { bytesOf, contentOf } = blockFunctions(members);
  const value = { x: 1, y: 2, a: 3, b: 4, c: 5 };
  expect(bytesOf(value).toString('hex')).toBe(bytesInC(`struct { ${members}; }`, '1, { 2, 3, 4 }, 5'));
  expect(contentOf(bytesOf(value))).toEqual(value);
});

test('in registers', () => {
  const bits = 'struct { int a : 3; unsigned b : 5; long long c : 40; }';
  const next = getNativeFunction(fixtures, 'bits_next', bits, [bits]);
  expect(next({ a: 2, b: 30, c: 2n ** 39n - 2n })).toEqual({ a: 3, b: 31, c: 2n ** 39n - 1n });
  expect(next({ a: -4, b: 0, c: -(2n ** 39n) })).toEqual({ a: -3, b: 1, c: -(2n ** 39n) + 1n });
  expect(next({ a: 3, b: 31 })).toEqual({ a: -4, b: 0, c: 1n }); // as C counts on
});
