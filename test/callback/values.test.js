// Every kind of value as an argument and as the result of a callback: JavaScript gets what C passed, C what JavaScript gave.
'use strict';

const ffi = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { errorOf } = require('../support/refusal.js');

const { getNativeFunction, types } = ffi;

/** Calls C with a value, which passes it to a callback of this type, and gives what comes back to both. */
function through(name, type, value, answer, options) {
  const pointer = types.pointer(types.func(type, [type]));
  const call = getNativeFunction(fixtures, `through_${name}`, type, [pointer, type], options);
  let received;
  const result = call((argument) => {
    received = argument;
    return answer === undefined ? argument : answer;
  }, value);
  return { received, result };
}

const exact = {
  bool: ['_Bool', true, false],
  i8: ['int8_t', -128, 127],
  u8: ['uint8_t', 0, 255],
  i16: ['int16_t', -32768, 32767],
  u16: ['uint16_t', 0, 65535],
  i32: ['int32_t', -(2 ** 31), 2 ** 31 - 1],
  u32: ['uint32_t', 0, 2 ** 32 - 1],
  i64: ['int64_t', -(2n ** 63n), 2n ** 63n - 1n],
  u64: ['uint64_t', 0n, 2n ** 64n - 1n],
  f32: ['float', 0.5, -Infinity],
  f64: ['double', 0.1, Number.MAX_VALUE],
  long_double: ['long double', 0.1, -1e300],
  pointer: ['void *', 0n, 2n ** 64n - 1n],
};

describe.each(Object.entries(exact))('%s', (name, [type, ...values]) => {
  test.each(values)('%p there and back', (value) => {
    expect(through(name, type, value)).toEqual({ received: value, result: value });
    for (const answer of values) expect(through(name, type, value, answer).result).toBe(answer);
  });
});

test('a complex number', () => {
  const value = { re: 1.5, im: -0.25 };
  expect(through('complex', 'double _Complex', value, { re: 2, im: 3 })).toEqual({
    received: value,
    result: { re: 2, im: 3 },
  });
});

test('a struct', () => {
  const type = 'struct { int n; double x; char text[8]; }';
  const value = { n: 1, x: 2.5, text: 'abc' };
  const answer = { n: -1, x: -0.5, text: 'defg' };
  expect(through('mixture', type, value, answer)).toEqual({ received: value, result: answer });
});

test('ten arguments', () => {
  const call = getNativeFunction(fixtures, 'call_with_ten', 'int', [
    'int (*)(int, double, int, double, int, double, int, double, int, long)',
  ]);
  let received;
  const result = call((...values) => {
    received = values;
    return 7;
  });
  expect({ received, result }).toEqual({ received: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10n], result: 7 });
});

describe('text', () => {
  test('comes as an address, or, by strings, as a string', () => {
    expect(typeof through('text', 'const char *', 'größe', 0n).received).toBe('bigint');
    expect(through('text', 'const char *', 'größe', 0n, { strings: true })).toEqual({
      received: 'größe',
      result: null,
    });
    expect(through('text', 'string', 'größe', null)).toEqual({ received: 'größe', result: null });
  });

  test('does not go back: nobody would hold it', () => {
    const error = errorOf(() => through('text', 'const char *', null, 'text'));
    expect(error).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
  });

  test('of a Pointer goes back', () => {
    const memory = ffi.alloc('char[]', 'kept');
    expect(through('text', 'string', null, memory).result).toBe('kept');
  });
});

describe('value options of a callback', () => {
  const call64 = getNativeFunction(fixtures, 'through_i64', 'int64_t', ['int64_t (*)(int64_t)', 'int64_t']);
  const callPointer = getNativeFunction(fixtures, 'through_pointer', 'void *', ['void *(*)(void *)', 'void *']);

  test("int64: 'number'", () => {
    const seen = [];
    const double = (x) => {
      seen.push(x);
      return 2 * x;
    };
    using(ffi.callback('int64_t (int64_t)', double, { int64: 'number' }), (cb) => {
      expect(call64(cb, 21n)).toBe(42n);
      expect(seen).toEqual([21]);
      expect(errorOf(() => call64(cb, 2n ** 60n)).code).toBe('ERR_OUT_OF_RANGE');
      expect(seen).toEqual([21]);
    });
  });

  test("pointers: 'typed'", () => {
    const memory = ffi.alloc('int', [5]);
    let seen;
    const look = (pointer) => {
      seen = pointer;
      return pointer;
    };
    using(ffi.callback('int *(int *)', look, { pointers: 'typed' }), (cb) => {
      expect(callPointer(cb, memory)).toBe(memory.address);
      expect(seen.value).toBe(5);
    });
  });
});

function using(callback, act) {
  try {
    act(callback);
  } finally {
    callback.close();
  }
}
