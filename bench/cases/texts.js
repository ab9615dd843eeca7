// Text that C has or makes: as a result, and by a variadic function into a buffer.
'use strict';

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'no day at all'];

/** @type {Pick<import('./calls').CallCase, 'library' | 'symbol' | 'returns' | 'args' | 'values' | 'expected' | 'written'>} */
const snprintf = {
  library: 'libc',
  symbol: 'snprintf',
  returns: 'i32',
  args: ['buffer', 'usize', 'string', 'i32', 'f64', 'string'],
  values: () => [new Uint8Array(64), 64n, '%d %.2f %s', 42, 2.5, 'text'],
  expected: () => 12,
  written: {
    expected: '42 2.50 text\0',
    read: ([buffer]) => {
      const bytes = /** @type {Uint8Array} */ (buffer);
      const text = String.fromCharCode(...bytes.subarray(0, 13));
      bytes.fill(0xff);
      return text;
    },
  },
};

/** @type {import('./calls').CallCase[]} */
const textCalls = [
  {
    name: 'string result',
    prototype: 'const char *day_name(int32_t), 6 to 13 characters',
    library: 'fixtures',
    symbol: 'day_name',
    returns: 'string',
    args: ['i32'],
    values: (round) => [round],
    expected: (round) => days[round],
  },
  {
    name: 'snprintf',
    needs: 'types once',
    prototype: 'int snprintf(char *, size_t, const char *, ...) of an int, a double and a string',
    ...snprintf,
    tail: { from: 3, typed: 'bind' },
  },
  {
    name: 'snprintf pairs',
    needs: 'types in the call',
    prototype: 'the same, the types of the three told in each call',
    ...snprintf,
    tail: { from: 3, typed: 'call' },
  },
];

module.exports = { textCalls };
