// Rows of the scalar types: every type by every value. What is expected is said by the rules of docs/semantics.md, each of
// them once.
'use strict';

const ranges = require('../support/ranges.js');
const { all } = require('./values.js');

const typeError = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message });
const rangeError = (message) => ({ name: 'RangeError', code: 'ERR_OUT_OF_RANGE', message });

/**
 * How a kind of type takes a value.
 * @typedef {object} Rule
 * @property {string} expected what a message demands
 * @property {(value: unknown) => boolean} isRightType
 * @property {(value: any) => boolean} isInRange of a value of the right type
 * @property {(value: any) => unknown} result what comes back
 */

/** @returns {Rule} */
const integer = (min, max) => ({
  expected: `an integer from ${min} to ${max}`,
  isRightType: (value) => typeof value === 'number',
  isInRange: (value) => Number.isInteger(value) && value >= min && value <= max,
  result: (value) => value + 0, // of -0 it is 0
});
const wide = (min, max) => ({
  expected: `a BigInt from ${min} to ${max}`,
  isRightType: (value) => typeof value === 'bigint',
  isInRange: (value) => value >= min && value <= max,
  result: (value) => value,
});
const signed = (bits) =>
  bits === 64 ? wide(-(2n ** 63n), 2n ** 63n - 1n) : integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
const unsigned = (bits) => (bits === 64 ? wide(0n, 2n ** 64n - 1n) : integer(0, 2 ** bits - 1));

const largestFloat = (2 - 2 ** -23) * 2 ** 127;
const isNumber = (value) => typeof value === 'number';
const float = {
  expected: 'a number that a float can hold',
  expectedType: 'a number',
  isRightType: isNumber,
  isInRange: (value) => !Number.isFinite(value) || Math.abs(value) <= largestFloat,
  result: Math.fround,
};
const double = { expected: 'a number', isRightType: isNumber, isInRange: () => true, result: (value) => value };
const bool = {
  expected: 'true, false, 0 or 1',
  isRightType: (value) => typeof value === 'boolean' || typeof value === 'number',
  isInRange: (value) => value === true || value === false || value === 0 || value === 1,
  result: Boolean,
};

/** The function that gives back what it gets, the rule, and the ways to write the type. */
const types = [
  ['identity_bool', bool, ['_Bool', 'bool']],
  ['identity_char', integer(...ranges.char), ['char', 'const char']],
  ['identity_schar', signed(8), ['signed char', 'int8_t', 'char signed', 'enum __attribute__((packed)) { A = -1 }']],
  ['identity_uchar', unsigned(8), ['unsigned char', 'uint8_t', 'enum __attribute__((packed)) { A }']],
  ['identity_short', signed(16), ['short', 'int16_t', 'signed short int']],
  ['identity_ushort', unsigned(16), ['unsigned short', 'uint16_t']],
  ['identity_int', signed(32), ['int', 'int32_t', 'signed', 'volatile int', '_Atomic int', 'enum { A = -1 }']],
  ['identity_uint', unsigned(32), ['unsigned', 'uint32_t', 'unsigned int', 'enum { A }']],
  ['identity_long', signed(64), ['long', 'int64_t', 'ptrdiff_t', 'intptr_t', 'ssize_t']],
  ['identity_ulong', unsigned(64), ['unsigned long', 'uint64_t', 'size_t', 'uintptr_t', 'enum { A = 1L << 40 }']],
  ['identity_llong', signed(64), ['long long', 'long long int', 'intmax_t']],
  ['identity_ullong', unsigned(64), ['unsigned long long']],
  ['identity_wchar', integer(...ranges.wchar), ['wchar_t']],
  ['identity_char16', unsigned(16), ['char16_t']],
  ['identity_char32', unsigned(32), ['char32_t']],
  ['identity_float', float, ['float']],
  ['identity_double', double, ['double', 'const double']],
  ['identity_ldouble', double, ['long double']],
];

/** What a call of an identity gives, or how it refuses. */
function outcome(rule, value, place, shown) {
  const message = (expected) => `${place} must be ${expected}, received ${shown}`;
  if (!rule.isRightType(value)) return { error: typeError(message(rule.expectedType ?? rule.expected)) };
  if (!rule.isInRange(value)) return { error: rangeError(message(rule.expected)) };
  return { result: rule.result(value) };
}

const rows = types.flatMap(([name, rule, spellings]) =>
  spellings.flatMap((type) =>
    all.map(({ make, shown }) => ({
      name,
      returnType: type,
      argTypes: [type],
      args: () => [make()],
      ...outcome(rule, make(), `Argument 0 of ${name}`, shown),
    })),
  ),
);

/** Two arguments: the first that is wrong is named, whatever stands behind it. */
const pairRows = (name, rule, type, good, sum) => {
  const row = (args, expected) => ({ name, returnType: type, argTypes: [type, type], args: () => args, ...expected });
  return all.flatMap(({ make, shown }) => {
    const value = make();
    const [first, second] = [0, 1].map((i) => outcome(rule, value, `Argument ${i} of ${name}`, shown));
    if (!first.error) {
      return [
        row([value, good], { result: sum(rule.result(value), good) }),
        row([good, value], { result: sum(good, rule.result(value)) }),
      ];
    }
    return [row([value, good], first), row([good, value], second), row([value, value], first)];
  });
};

const sumRows = [
  ...pairRows('add_i32', signed(32), 'int', 7, (a, b) => (a + b) | 0),
  ...pairRows('add_i64', signed(64), 'long', 7n, (a, b) => BigInt.asIntN(64, a + b)),
  ...pairRows('add_f64', double, 'double', 0.5, (a, b) => a + b),
];

module.exports = { rows: [...rows, ...sumRows] };
