// The repeated calls: one C function each, described without any engine's words, with arguments and the results that C
// must give. A case has eight rounds of arguments, of which the first argument differs; see ../measure.js for why. Here
// are those of scalars; beside it those of records, of text from C and of variadic functions.
'use strict';

const { memoryCalls } = require('./memory');
const { recordCalls } = require('./records');
const { textCalls } = require('./texts');

/**
 * How a value travels. `bytes` is a Uint8Array given as a pointer to what C reads, `buffer` one that C writes into,
 * `string` a JavaScript string for a `const char *`, or such a string as the result.
 * @typedef {'void' | 'i32' | 'f64' | 'i64' | 'usize' | 'pointer' | 'bytes' | 'buffer' | 'string'} ScalarKind
 *
 * A record by value is an object in JavaScript, an array in it a typed array where it comes out.
 * @typedef {{ struct: Record<string, Kind> }} StructKind
 * @typedef {{ array: ScalarKind, length: number }} ArrayKind
 * @typedef {ScalarKind | StructKind | ArrayKind} Kind
 *
 * What not every engine has.
 * @typedef {'records' | 'types once' | 'types in the call' | 'C declarations' | 'async' | 'callbacks' | 'memory'} Feature
 *
 * @typedef {object} Signature
 * @property {string} prototype The function in C's words.
 * @property {'fixtures' | 'libc' | 'libm' | 'libsqlite3'} library
 * @property {string} symbol
 * @property {Kind} returns
 * @property {Kind[]} args
 * @property {Tail} [tail] Which of them are those of the function's `...`.
 *
 * @typedef {object} Tail
 * @property {number} from The first of them.
 * @property {'bind' | 'call'} typed When their types are told: once, or before each value.
 *
 * @typedef {Signature & {
 *   name: string,
 *   needs?: Feature,
 *   values: (round: number) => unknown[],
 *   expected: (round: number) => unknown,
 *   written?: { read: (values: unknown[]) => string, expected: string },
 *   operation?: Operation,
 *   readBack?: (round: number) => number,
 * }} CallCase `written` is what the call leaves in its arguments; reading takes it away. Where there is an `operation`, it is
 *   done in place of a call, and `symbol` is the C function that gives the memory; `readBack` is what the operation that
 *   reads an int then finds eight elements further on.
 *
 * What is done with memory.
 * @typedef {'read int' | 'write int' | 'view field' | 'sum ints' | 'read text' | 'allocate'} Operation
 */

const rounds = 8;

/** @type {CallCase[]} */
const scalarCalls = [
  {
    name: 'noop',
    prototype: 'void noop(void)',
    library: 'fixtures',
    symbol: 'noop',
    returns: 'void',
    args: [],
    values: () => [],
    expected: () => undefined,
  },
  {
    name: 'add_i32',
    prototype: 'int32_t add_i32(int32_t, int32_t)',
    library: 'fixtures',
    symbol: 'add_i32',
    returns: 'i32',
    args: ['i32', 'i32'],
    values: (round) => [round - 4, 1000],
    expected: (round) => round + 996,
  },
  {
    name: 'add_f64',
    prototype: 'double add_f64(double, double)',
    library: 'fixtures',
    symbol: 'add_f64',
    returns: 'f64',
    args: ['f64', 'f64'],
    values: (round) => [round + 0.5, 0.25],
    expected: (round) => round + 0.75,
  },
  {
    name: 'sum8',
    prototype: 'int32_t sum8(int32_t, ... eight of them)',
    library: 'fixtures',
    symbol: 'sum8',
    returns: 'i32',
    args: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    values: (round) => [round, 1, 2, 3, 4, 5, 6, 7],
    expected: (round) => round + 28,
  },
  {
    // Beyond 2^53, so that every engine has to give a BigInt.
    name: 'add_i64',
    prototype: 'int64_t add_i64(int64_t, int64_t)',
    library: 'fixtures',
    symbol: 'add_i64',
    returns: 'i64',
    args: ['i64', 'i64'],
    values: (round) => [2n ** 60n + BigInt(round), -(2n ** 58n)],
    expected: (round) => 3n * 2n ** 58n + BigInt(round),
  },
  {
    name: 'pointer',
    prototype: 'void *identity_pointer(void *)',
    library: 'fixtures',
    symbol: 'identity_pointer',
    returns: 'pointer',
    args: ['pointer'],
    values: (round) => [0x7f0000001000n + 16n * BigInt(round)],
    expected: (round) => 0x7f0000001000n + 16n * BigInt(round),
  },
  {
    name: 'typed array',
    prototype: 'size_t byte_at(const uint8_t *, size_t)',
    library: 'fixtures',
    symbol: 'byte_at',
    returns: 'usize',
    args: ['bytes', 'usize'],
    values: (round) => [new Uint8Array(256).fill(round + 100), 200n],
    expected: (round) => BigInt(round + 100),
  },
  {
    name: 'strlen',
    prototype: 'size_t strlen(const char *), 11 characters',
    library: 'libc',
    symbol: 'strlen',
    returns: 'usize',
    args: ['string'],
    values: (round) => [`hello worl${round}`],
    expected: () => 11n,
  },
];

module.exports = { calls: [...scalarCalls, ...textCalls, ...recordCalls, ...memoryCalls], rounds };
