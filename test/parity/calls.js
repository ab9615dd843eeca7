// Rows of whole calls: the count of arguments, which of several is named, results of every type from the same bits, records
// and variadic functions.
'use strict';

const os = require('node:os');
const ranges = require('../support/ranges.js');

const valueError = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE', message });
const typeError = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message });
const rangeError = (message) => ({ name: 'RangeError', code: 'ERR_OUT_OF_RANGE', message });

const countRows = [
  ['noop', 'void', [], []],
  ['identity_int', 'int', ['int'], [1]],
  ['identity_pointer', 'void *', ['void *'], [null]],
  ['add_i32', 'int', ['int', 'int'], [1, 2]],
  ['add_f64', 'double', ['double', 'double'], [1, 2]],
  ['add_i64', 'long', ['long', 'long'], [1n, 2n]],
  ['sum8', 'int', Array(8).fill('int'), Array(8).fill(1)],
  ['sum8', 'int', Array(20).fill('int'), Array(20).fill(1)],
].flatMap(([name, returnType, argTypes, good]) => {
  const takes = `${name} takes ${good.length} ${good.length === 1 ? 'argument' : 'arguments'}`;
  return [0, 1, 2, 3, 7, 8, 9, 10, 19, 20, 21, 100]
    .filter((count) => count !== good.length)
    .flatMap((count) =>
      [undefined, 1, 'x'].map((filler) => ({
        name,
        returnType,
        argTypes,
        args: () => Array.from({ length: count }, (_, i) => (i in good ? good[i] : filler)),
        error: valueError(`${takes}, received ${count}`),
      })),
    );
});

/** One wrong argument among many, and two, of which the first is named. */
const placeRows = [8, 9, 20].flatMap((arity) =>
  Array.from({ length: arity }, (_, i) => i).flatMap((i) => {
    const args = (wrong) => Array.from({ length: arity }, (_, j) => (j === i ? wrong : j > i ? wrong : j));
    const message = (shown) =>
      `Argument ${i} of sum8 must be an integer from -2147483648 to 2147483647, received ${shown}`;
    const row = (wrong, error) => ({
      name: 'sum8',
      returnType: 'int',
      argTypes: Array(arity).fill('int'),
      args: () => args(wrong),
      error,
    });
    return [
      row('x', typeError(message("'x'"))),
      row(1n, typeError(message('1n'))),
      row(undefined, typeError(message('undefined'))),
      row(0.5, rangeError(message('0.5'))),
      row(2 ** 31, rangeError(message('2147483648'))),
      row(NaN, rangeError(message('NaN'))),
    ];
  }),
);

/** One register, read as each type. */
const bits = [
  0n,
  1n,
  -1n,
  0x7fn,
  0x80n,
  0xffn,
  0x100n,
  0x7fffn,
  0x8000n,
  0xffffn,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
];
const patterns = [...bits, 2n ** 63n - 1n, -(2n ** 63n), 0x123456789abcdef0n, -0x123456789abcdef0n];
const readings = {
  void: () => undefined,
  'signed char': (value) => Number(BigInt.asIntN(8, value)),
  'unsigned char': (value) => Number(BigInt.asUintN(8, value)),
  char: (value) => Number(ranges.char[0] < 0 ? BigInt.asIntN(8, value) : BigInt.asUintN(8, value)),
  short: (value) => Number(BigInt.asIntN(16, value)),
  'unsigned short': (value) => Number(BigInt.asUintN(16, value)),
  int: (value) => Number(BigInt.asIntN(32, value)),
  unsigned: (value) => Number(BigInt.asUintN(32, value)),
  'enum { A = -1 }': (value) => Number(BigInt.asIntN(32, value)),
  char16_t: (value) => Number(BigInt.asUintN(16, value)),
  wchar_t: (value) => Number(ranges.wchar[0] < 0 ? BigInt.asIntN(32, value) : BigInt.asUintN(32, value)),
  long: (value) => value,
  'unsigned long': (value) => BigInt.asUintN(64, value),
  'void *': (value) => BigInt.asUintN(64, value),
  'const char *': (value) => BigInt.asUintN(64, value),
};
const recordReadings = {
  'struct { int low, high; }': (value) => ({
    low: Number(BigInt.asIntN(32, value)),
    high: Number(BigInt.asIntN(32, value >> 32n)),
  }),
  'struct { unsigned a : 3; int b : 5; long c : 40; }': (value) => ({
    a: Number(BigInt.asUintN(3, value)),
    b: Number(BigInt.asIntN(5, value >> 3n)),
    c: BigInt.asIntN(40, value >> 8n),
  }),
};
// Little-endian ABIs give a small record in the register of an integer; the big-endian ones give it in memory.
const allReadings = os.endianness() === 'LE' ? { ...readings, ...recordReadings } : readings;
const resultRows = Object.entries(allReadings).flatMap(([returnType, read]) =>
  patterns.map((value) => ({
    name: 'identity_llong',
    returnType,
    argTypes: ['long long'],
    args: () => [value],
    result: read(value),
  })),
);
const boolRows = [0n, 1n].map((value) => ({
  name: 'identity_llong',
  returnType: 'bool',
  argTypes: ['long long'],
  args: () => [value],
  result: value === 1n,
}));

const point = 'struct { double x, y; }';
const swap = (args, expected) => ({
  name: 'point_swap',
  returnType: point,
  argTypes: [point],
  args: () => args,
  ...expected,
});
const noPoint = (shown) => ({
  error: typeError(
    `Argument 0 of point_swap must be an object with members of 'struct { double x; double y; }' (x, y), received ${shown}`,
  ),
});
const recordRows = [
  swap([{ x: 1, y: 2 }], { result: { x: 2, y: 1 } }),
  swap([{ y: -0, x: NaN }], { result: { x: -0, y: NaN } }),
  swap([{ x: 1 }], { result: { x: 0, y: 1 } }),
  swap([{}], { result: { x: 0, y: 0 } }),
  swap([null], noPoint('null')),
  swap([undefined], noPoint('undefined')),
  swap([5], noPoint('5')),
  swap(['xy'], noPoint("'xy'")),
  swap([[]], noPoint('an instance of Array')),
  swap([{ x: '1' }], { error: typeError("Argument 0 of point_swap: member x must be a number, received '1'") }),
  swap([{ x: 1, y: 1n }], { error: typeError('Argument 0 of point_swap: member y must be a number, received 1n') }),
  swap([{ x: undefined }], {
    error: typeError('Argument 0 of point_swap: member x must be a number, received undefined'),
  }),
  swap([{ z: 1 }], {
    error: valueError(
      "Argument 0 of point_swap has 'z', which is no member of 'struct { double x; double y; }': there are x, y",
    ),
  }),
  swap([], { error: valueError('point_swap takes 1 argument, received 0') }),
];

const complexRows = ['double _Complex', '_Complex double'].flatMap((type) =>
  [
    [{ re: 1, im: 2 }, { result: { re: -3, im: 4 } }],
    [{ re: 0, im: -1 }, { result: { re: -1, im: -0 } }],
    [
      { re: 1 },
      {
        error: typeError(
          'Argument 0 of complex_square must be an object {re, im} of two numbers, received an instance of Object',
        ),
      },
    ],
    [1, { error: typeError('Argument 0 of complex_square must be an object {re, im} of two numbers, received 1') }],
  ].map(([value, expected]) => ({
    name: 'complex_square',
    returnType: type,
    argTypes: [type],
    args: () => [value],
    ...expected,
  })),
);

const sum = (argTypes, args, expected) => ({
  name: 'sum_ints',
  returnType: 'int',
  argTypes,
  args: () => args,
  ...expected,
});
const intRange = 'an integer from -2147483648 to 2147483647';
const pairs = ['int', '...'];
const variadicRows = [
  sum(pairs, [0], { result: 0 }),
  sum(pairs, [2, 'int', 5, 'short', -7], { result: -2 }),
  sum(pairs, [3, 'signed char', -128, 'unsigned char', 255, 'bool', true], { result: 128 }),
  sum(pairs, [1, 'int'], {
    error: valueError('sum_ints takes 1 argument and then pairs of a C type-name and a value, received 2'),
  }),
  sum(pairs, [], {
    error: valueError('sum_ints takes 1 argument and then pairs of a C type-name and a value, received 0'),
  }),
  sum(pairs, [1, 'int', 0.5], { error: rangeError(`Argument 2 of sum_ints must be ${intRange}, received 0.5`) }),
  sum(pairs, [1, 'int', 1, 'int', '1'], {
    error: typeError(`Argument 4 of sum_ints must be ${intRange}, received '1'`),
  }),
  sum(pairs, [1, 5, 5], { error: typeError('Argument 1 of sum_ints must be a C type-name or a CType, received 5') }),
  sum(['int', '...', 'int', 'short'], [2, 5, -7], { result: -2 }),
  sum(['int', '...', 'int', 'short'], [2, 5], { error: valueError('sum_ints takes 3 arguments, received 2') }),
  sum(['int', '...', 'int', 'short'], [2, 5, 32768], {
    error: rangeError('Argument 2 of sum_ints must be an integer from -32768 to 32767, received 32768'),
  }),
];

module.exports = {
  rows: [...countRows, ...placeRows, ...resultRows, ...boolRows, ...recordRows, ...complexRows, ...variadicRows],
};
