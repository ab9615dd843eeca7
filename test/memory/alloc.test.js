// alloc: memory of C types, with and without contents.
'use strict';

const { alloc, cdef, getNativeFunction, type } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const point = 'struct { double x, y; }';

describe('by count', () => {
  test.each([
    ['int', undefined, 'int', 1],
    ['int', 0, 'int', 0],
    ['int', 1000, 'int', 1000],
    ['char[256]', undefined, 'char', 256],
    ['int[2][3]', undefined, 'int [3]', 2],
    ['int[3]', 2, 'int [3]', 2],
    [point, 2, point, 2],
    ['struct { }', 3, 'struct { }', 3],
    ['long double', 2, 'long double', 2],
    ['void *', undefined, 'void *', 1],
  ])('%s, %p', (typeName, count, element, length) => {
    const made = alloc(typeName, count);
    expect([made.type, made.length]).toEqual([type(element), length]);
    expect([...made]).toEqual(
      Array.from({ length }, () => (element.endsWith(']') ? new Int32Array(3) : alloc(element).value)),
    );
    expect(made.address).not.toBe(0n);
  });

  test('all of it is zero', () => {
    for (const count of [1, 100, 100_000]) expect([...alloc('uint8_t', count)].every((byte) => byte === 0)).toBe(true);
  });

  test('as its type is aligned', () => {
    for (const alignment of [1, 2, 16, 32, 64, 4096]) {
      const aligned = `struct __attribute__((aligned(${alignment}))) { char a; }`;
      for (let count = 0; count < 10; count++) expect(alloc(aligned, count).address % BigInt(alignment)).toBe(0n);
    }
  });

  test.each([-1, 1.5, NaN, Infinity, 2 ** 53, 2 ** 40])('not %p', (count) => {
    expect(refusal(() => alloc('int', count)).code).toBe('ERR_OUT_OF_RANGE');
  });
});

describe('by contents', () => {
  test.each([
    ['int', [1, -2], [1, -2]],
    ['int', Int32Array.of(1, 2), [1, 2]],
    ['int', Float64Array.of(1, 2), [1, 2]],
    ['int64_t', BigInt64Array.of(1n, -1n), [1n, -1n]],
    ['int', [], []],
    ['int[]', [1, 2, 3], [1, 2, 3]],
    ['int[3]', [1, 2, 3], [1, 2, 3]],
    ['int[]', new Uint8Array([7]), [7]],
    [
      'int[2][2]',
      [
        [1, 2],
        [3, 4],
      ],
      [Int32Array.of(1, 2), Int32Array.of(3, 4)],
    ],
    ['bool', [true, 0, 1], [true, false, true]],
    [point, { x: 1 }, [{ x: 1, y: 0 }]],
    [
      point,
      [{ x: 1 }, { y: 2 }],
      [
        { x: 1, y: 0 },
        { x: 0, y: 2 },
      ],
    ],
    ['double _Complex', { re: 1, im: 2 }, [{ re: 1, im: 2 }]],
    ['void *', [null, 5n], [0n, 5n]],
    ['struct { char text[8]; }', { text: 'größe' }, [{ text: 'größe' }]],
  ])('%s, %p', (typeName, contents, expected) => expect([...alloc(typeName, contents)]).toEqual(expected));

  test('text, with its NUL where the type has no length', () => {
    const bytes = (pointer) => Buffer.from([...pointer].map((byte) => byte & 0xff)).toString();
    expect(bytes(alloc('char[]', 'größe'))).toBe('größe\0');
    expect(bytes(alloc('char[]', ''))).toBe('\0');
    expect(bytes(alloc('char[8]', 'ab'))).toBe('ab\0\0\0\0\0\0');
    expect(bytes(alloc('char[2]', 'ab'))).toBe('ab');
    expect(errorOf(() => alloc('char[2]', 'abc')).message).toBe(
      'The value must be a string of at most 2 bytes, received one of 3',
    );
    expect(errorOf(() => alloc('char[]', 'a\0b')).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(errorOf(() => alloc('char[]', '\ud800')).code).toBe('ERR_INVALID_ARG_VALUE');
  });

  test('a union', () => {
    expect(alloc('union { int i; float f; }', { f: 1 }).value.i).toBe(0x3f800000);
    expect(errorOf(() => alloc('union { int i; float f; }', {})).code).toBe('ERR_INVALID_ARG_VALUE');
  });

  test.each([
    ['int', 'text', 'ERR_INVALID_ARG_TYPE', 'alloc takes a count, an array or an object, received '],
    ['int', null, 'ERR_INVALID_ARG_TYPE', 'alloc takes a count, an array or an object, received null'],
    ['int', 5n, 'ERR_INVALID_ARG_TYPE', 'alloc takes a count, an array or an object, received 5n'],
    ['int', true, 'ERR_INVALID_ARG_TYPE', 'alloc takes a count, an array or an object, received true'],
    ['int', {}, 'ERR_INVALID_ARG_TYPE', 'The value must be an integer'],
    ['int', new DataView(new ArrayBuffer(4)), 'ERR_INVALID_ARG_TYPE', 'The value must be an integer'],
    ['int', ['1'], 'ERR_INVALID_ARG_TYPE', 'The value: element [0] must be an integer'],
    ['int', new Array(2), 'ERR_INVALID_ARG_TYPE', 'The value: element [0] must be an integer'],
    ['int', Float64Array.of(0.5), 'ERR_OUT_OF_RANGE', 'The value: element [0] must be an integer'],
    ['int[3]', [1, 2], 'ERR_INVALID_ARG_VALUE', "The value must have exactly 3 elements of 'int', received 2"],
    ['int[]', { length: 3 }, 'ERR_INVALID_ARG_TYPE', 'The value must be an array or a typed array'],
    [point, { z: 1 }, 'ERR_INVALID_ARG_VALUE', "The value has 'z', which is no member of"],
    [point, new Map(), 'ERR_INVALID_ARG_TYPE', 'The value must be an object with members of'],
    ['wchar_t[]', 'text', 'ERR_INVALID_ARG_TYPE', 'The value must be an array'],
    ['const char *', ['text'], 'ERR_INVALID_ARG_TYPE', 'The value: element [0] cannot be a string: memory keeps'],
    ['const int *', [[1]], 'ERR_INVALID_ARG_TYPE', 'The value: element [0] cannot be an object: memory keeps'],
  ])('%s, %p is refused', (typeName, contents, code, words) => {
    const refused = refusal(() => alloc(typeName, contents));
    expect([refused.code, refused.message]).toEqual([code, expect.stringContaining(words)]);
  });

  test('what a getter throws comes out', () => {
    const mine = new Error('mine');
    const fail = () => {
      throw mine;
    };
    expect(errorOf(() => alloc(point, Object.defineProperty({}, 'x', { get: fail, enumerable: true })))).toBe(mine);
  });
});

describe('a type without a size', () => {
  test.each([['void'], ['int (int)'], ['struct unknown'], ['nobody_knows'], ['int[]'], ['int[]', 3], ['void', [1]]])(
    '%s %p',
    (...args) => expect(refusal(() => alloc(...args)).code).toBe('ERR_FFI_INCOMPLETE_TYPE'),
  );

  test('and one that is none', () => {
    expect(refusal(() => alloc('duoble *x')).code).toBe('ERR_FFI_UNSUPPORTED_TYPE');
    expect(refusal(() => alloc('_Out_ int *')).code).toBe('ERR_FFI_UNSUPPORTED_TYPE');
    for (const none of [undefined, 5, null, {}]) expect(refusal(() => alloc(none)).code).toBe('ERR_INVALID_ARG_TYPE');
  });
});

test('C works on it', () => {
  const gmtime = cdef(
    'struct tm { int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, more[3]; long off; const char *tm_zone; };',
  );
  const at = alloc('time_t', [86_399n]);
  const tm = alloc(gmtime.type('struct tm'));
  expect(getNativeFunction(null, 'gmtime_r', 'void *', ['const time_t *', 'void *'])(at, tm)).toBe(tm.address);
  expect(tm.value).toMatchObject({ tm_sec: 59, tm_hour: 23, tm_year: 70 });
});

test('it lives as long as its Pointer or one that was made of it', () => {
  const program = () => {
    const kept = [];
    for (let i = 0; i < 200; i++) {
      const made = alloc('int', Array(1000).fill(i));
      kept.push(
        i % 4 === 0
          ? made.at(999)
          : i % 4 === 1
            ? made.cast('char').add(3996)
            : i % 4 === 2
              ? made.cast('int[1000]').member('[999]')
              : made.add(1000).sub(1),
      );
    }
    return kept;
  };
  const kept = program();
  const garbage = Array.from({ length: 200_000 }, (_, i) => ({ i, text: `${i}` }));
  expect(garbage).toHaveLength(200_000);
  expect(kept.map((pointer) => pointer.cast('int').value)).toEqual(Array.from({ length: 200 }, (_, i) => i));
});

test('memory of a call stays until C returns', () => {
  const identity = getNativeFunction(fixtures, 'ints_sum', 'int', ['const int *', 'int']);
  let total = 0;
  for (let i = 0; i < 2000; i++) total += identity(alloc('int', Array(500).fill(1)), 500);
  expect(total).toBe(1_000_000);
});
