// The options that say what values are: `int64`, `strings`, `pointers`, in all places that a type has. `free` is in
// free.test.js, `errno` in errno.test.js.
'use strict';

const { alloc, bind: bindAt, dlopen, getNativeFunction } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const bind = (name, returnType, argTypes, options) => getNativeFunction(fixtures, name, returnType, argTypes, options);
const codeOf = (act) => errorOf(act).code;
const number = { int64: 'number' };
const safe = Number.MAX_SAFE_INTEGER;

const declarations = `
  typedef struct {
    int64_t a;
    uint64_t list[2];
    unsigned long bits : 60;
    union { int64_t i; const char *text; } either;
    enum { WIDE = 0x7fffffffffffffff } choice;
    const char *texts[2];
    const wchar_t *wide;
    const char16_t *utf16;
    const char32_t *utf32;
    char *writable;
    int *numbers;
  } wide;
  wide make_wide(int64_t n);
  void get_wide(_Out_ wide *out, int64_t n);
  int is_wide(wide w, int64_t n);
  typedef union { const char *text; int64_t number; } text_or_number;
  text_or_number make_text_or_number(void);`;
const wideWith = (options) => dlopen(fixtures, declarations, options).functions;
const allSame = (n) => ({ a: n, list: [n, n], bits: n, either: { i: n }, choice: n });

describe("int64: 'number'", () => {
  const types = [
    'int64_t',
    'uint64_t',
    'long',
    'unsigned long',
    'size_t',
    'long long',
    'enum { MANY = 0x7fffffffffffffff }',
  ];
  const identity = (type, options = number) => bind('identity_pointer', type, [type], options);

  test.each(types)('%s: safe integers and BigInts go in, Numbers come out', (type) => {
    const f = identity(type);
    for (const value of [0, 1, 2 ** 31, 2 ** 32, 2 ** 52, safe]) {
      expect([f(value), f(BigInt(value))]).toEqual([value, value]);
    }
    expect(Object.is(f(-0), 0)).toBe(true);
  });

  test.each(types.filter((type) => !/unsigned|uint|size|enum/.test(type)))('%s: the same below zero', (type) => {
    for (const value of [-1, -(2 ** 31) - 1, -safe]) {
      expect([identity(type)(value), identity(type)(BigInt(value))]).toEqual([value, value]);
    }
  });

  test.each([2 ** 53, -(2 ** 53), 2 ** 63, 1e300, 0.5, NaN, Infinity])('%p is no safe integer', (value) => {
    const { code, message } = refusal(() => identity('int64_t')(value));
    expect(code).toBe('ERR_OUT_OF_RANGE');
    expect(message).toBe(
      'Argument 0 of identity_pointer must be a safe integer or a BigInt from -9223372036854775808 to ' +
        `9223372036854775807, received ${value}`,
    );
  });

  test('unsigned ones are not below zero, BigInts in the range of the type', () => {
    for (const value of [-1, -safe, -1n, 2n ** 64n])
      expect(codeOf(() => identity('size_t')(value))).toBe('ERR_OUT_OF_RANGE');
    for (const value of [2n ** 63n, -(2n ** 63n) - 1n]) {
      expect(codeOf(() => identity('long')(value))).toBe('ERR_OUT_OF_RANGE');
    }
  });

  test.each(['1', true, null, undefined, {}, [1], () => 1, Symbol.iterator])('%p is no integer', (value) => {
    expect(codeOf(() => identity('int64_t')(value))).toBe('ERR_INVALID_ARG_TYPE');
  });

  test('a result that no Number is exactly is an error, and not rounded', () => {
    for (const value of [2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)]) {
      expect(refusal(() => identity('int64_t')(value))).toEqual({
        name: 'RangeError',
        code: 'ERR_OUT_OF_RANGE',
        message: `a 64-bit integer from C, ${value}n, is no safe integer: without int64: 'number' it comes out as a BigInt`,
      });
    }
    expect(codeOf(() => identity('uint64_t')(2n ** 64n - 1n))).toBe('ERR_OUT_OF_RANGE');
    expect(identity('uint64_t', { int64: 'bigint' })(2n ** 64n - 1n)).toBe(2n ** 64n - 1n);
  });

  test('addresses stay BigInts', () => {
    const f = bind('identity_pointer', 'void *', ['void *'], number);
    expect(f(16n)).toBe(16n);
    expect(codeOf(() => f(16))).toBe('ERR_INVALID_ARG_TYPE');
  });

  test('integers of 32 bits stay Numbers', () => {
    expect(codeOf(() => bind('add_i32', 'int', ['int', 'int'], number)(1n, 2))).toBe('ERR_INVALID_ARG_TYPE');
  });

  test('in structs, arrays, bit-fields, unions and enums', () => {
    const { make_wide: make, is_wide: is } = wideWith(number);
    const made = make(5);
    expect(made).toMatchObject({ a: 5, list: [5, 1], bits: 5, choice: 5 });
    expect(Array.isArray(made.list)).toBe(true); // a BigUint64Array would have BigInts
    expect(made.either.i).toBe(5);
    for (const n of [0, 5, safe, 5n]) expect(is(allSame(n), n)).toBe(1);
    expect(is({ ...allSame(5), list: [5, 5n], a: 5n }, 5)).toBe(1);
    expect(is({ ...allSame(5), list: BigUint64Array.of(5n, 5n) }, 5)).toBe(1);
    expect(is({ ...allSame(5), list: Float64Array.of(5, 5) }, 5)).toBe(1);
    expect(is({ ...made, list: [5, 5] }, 5)).toBe(1); // the union goes back whole
  });

  test.each([
    [{ a: 0.5 }, 'member a'],
    [{ a: 2 ** 53 }, 'member a'],
    [{ list: [0, -1] }, 'member list[1]'],
    [{ list: Float64Array.of(0.5, 1) }, 'member list[0]'],
    [{ bits: -1 }, 'member bits'],
    [{ bits: 2n ** 60n }, 'member bits'],
    [{ either: { i: NaN } }, 'member either.i'],
    [{ choice: 2 ** 60 }, 'member choice'],
  ])('%p is refused by its place', (value, place) => {
    const { is_wide: is } = wideWith(number);
    expect(refusal(() => is(value, 0))).toMatchObject({
      code: 'ERR_OUT_OF_RANGE',
      message: expect.stringMatching(
        `^Argument 0 of is_wide: ${place.replace(/[[\]]/g, '\\$&')} must be a safe integer or`,
      ),
    });
  });

  test('behind pointers, in both directions', () => {
    const at = bind('long_at', 'int64_t', ['const int64_t *', 'int'], number);
    expect([at([1, 2n, 3], 1), at(BigInt64Array.of(1n, 2n), 1)]).toEqual([2, 2]);
    expect(codeOf(() => at([1, 2 ** 53], 0))).toBe('ERR_OUT_OF_RANGE');
    const get = bind('get_longs', 'void', ['_Out_ int64_t *', 'int', 'int64_t'], number);
    const longs = [0, 0];
    get(longs, 2, safe - 1);
    expect(longs).toEqual([safe - 1, safe]);
    const out = {};
    wideWith(number).get_wide(out, 7);
    expect(out).toMatchObject({ a: 7, list: [7, 1], bits: 7, choice: 7 });
  });

  test('in the tail of a variadic function', () => {
    const print = getNativeFunction(null, 'snprintf', 'int', ['char *', 'size_t', 'const char *', '...'], number);
    const text = Buffer.alloc(40);
    expect(print(text, 40, '%ld %zu', 'long', -5, 'size_t', safe)).toBe(19);
    expect(text.toString('latin1', 0, 19)).toBe('-5 9007199254740991');
  });

  test('is of the function: its struct type is that of others, used often or not', () => {
    const numbers = wideWith(number);
    const bigints = wideWith({});
    for (let i = 0; i < 300; i++) {
      expect(numbers.make_wide(i).list).toEqual([i, 1]);
      expect(bigints.make_wide(BigInt(i)).list).toEqual(BigUint64Array.of(BigInt(i), 1n));
      expect(numbers.is_wide(allSame(i), i)).toBe(1);
      expect(codeOf(() => bigints.is_wide(allSame(i), BigInt(i)))).toBe('ERR_INVALID_ARG_TYPE');
    }
  });
});

describe('strings: true', () => {
  const strings = { strings: true };
  const text = 'grüß \u{1f600}';

  test.each([
    ['wide_greeting', 'const wchar_t *', text],
    ['utf16_greeting', 'const char16_t *', text],
    ['utf32_greeting', 'const char32_t *', text],
    ['greeting', 'const char *', 'grüß dich'],
    ['greeting', 'const char *const', 'grüß dich'],
    ['greeting', 'const volatile char *', 'grüß dich'],
    ['greeting', 'string', 'grüß dich'],
    ['no_text', 'const char *', null],
    ['make_nothing', 'const wchar_t *', null],
  ])('%s: a result %s', (name, type, expected) => expect(bind(name, type, [], strings)()).toBe(expected));

  test.each([
    'char *',
    'const unsigned char *',
    'const signed char *',
    'const uint8_t *',
    'const void *',
    'const char **',
  ])('a result %s stays an address', (type) => expect(typeof bind('greeting', type, [], strings)()).toBe('bigint'));

  test('text that is not there is an error', () => {
    expect(errorOf(bind('make_unreadable', 'const char *', [], strings))).toMatchObject({
      code: 'ERR_FFI_ACCESS_VIOLATION',
      address: 16n,
    });
  });

  test('in structs, arrays and unions, where nothing is text without the option', () => {
    const made = wideWith(strings).make_wide(0n);
    expect(made).toMatchObject({ texts: ['one', null], wide: 'w\u{1f600}', utf16: 'h\u{1f600}', utf32: '\u{1f600}' });
    expect([typeof made.writable, made.either.text]).toEqual(['bigint', null]);
    expect(wideWith(strings).make_text_or_number().text).toBe('of a union');
    const plain = wideWith({}).make_wide(0n);
    expect([...plain.texts, plain.wide, plain.utf16].map((value) => typeof value)).toEqual(Array(4).fill('bigint'));
    expect(typeof wideWith({}).make_text_or_number().text).toBe('bigint');
  });

  test('in what C writes', () => {
    const out = {};
    wideWith(strings).get_wide(out, 0n);
    expect(out).toMatchObject({ texts: ['one', null], utf16: 'h\u{1f600}' });
  });
});

describe("pointers: 'typed'", () => {
  const typed = { pointers: 'typed' };

  test('a result is a Pointer to its target, null for NULL', () => {
    const identity = bind('identity_pointer', 'struct { int a; } *', ['void *'], typed);
    const memory = alloc('int', [7]);
    expect(identity(memory).value).toEqual({ a: 7 });
    expect([identity(memory).address, identity(memory).length, identity(null)]).toEqual([
      memory.address,
      undefined,
      null,
    ]);
    expect(codeOf(() => identity(16n).value)).toBe('ERR_FFI_ACCESS_VIOLATION');
  });

  test('of a type without a size, too, and of functions, which bind takes as they are', () => {
    expect(String(bind('identity_pointer', 'sqlite3 *', ['void *'], typed)(16n))).toBe('(sqlite3 *) 0x10');
    const { area_function: area, find_shape: find } = dlopen(
      fixtures,
      'typedef struct shape shape; double (*area_function(int))(const shape *); shape *find_shape(int);',
      typed,
    ).functions;
    expect([bindAt(area(1))(find(1)), bindAt(area(0))(find(0))]).toEqual([12, 6]);
  });

  test('in structs, arrays and what C writes; text is text where that is asked for', () => {
    const out = {};
    wideWith({ ...typed, strings: true }).get_wide(out, 0n);
    expect(out.numbers.cast('int', 3).get(2)).toBe(4);
    expect(out.texts).toEqual(['one', null]);
    const { texts, writable } = wideWith(typed).make_wide(0n);
    expect([String.fromCharCode(texts[0].value), texts[1], String(writable)]).toEqual([
      'o',
      null,
      expect.stringMatching(/^\(char \*\) 0x/),
    ]);
  });

  test('go in as the addresses that they are', () => {
    const { numbers } = wideWith(typed).make_wide(0n);
    expect(bind('ints_sum', 'int', ['const int *', 'int'])(numbers, 3)).toBe(8);
  });
});

describe('what is no choice', () => {
  test.each([
    ['int64', [1, 'Number', 'bigint ', null, true, BigInt], "must be one of 'bigint', 'number', received "],
    ['strings', [1, 0, 'true', null, 'utf8'], 'must be one of false, true, received '],
    ['pointers', [true, 'Typed', null, 1], "must be one of 'bigint', 'typed', received "],
    ['reentrant', [0, null, 'no'], 'must be one of true, false, received '],
  ])('%s', (name, values, words) => {
    for (const value of values) {
      const expected = { code: 'ERR_INVALID_ARG_VALUE', message: expect.stringContaining(`options.${name} ${words}`) };
      const options = { [name]: value };
      expect(refusal(() => bind('noop', 'void', [], options))).toMatchObject(expected);
      expect(refusal(() => dlopen(fixtures, 'void noop(void);', options))).toMatchObject(expected);
      expect(refusal(() => dlopen(fixtures).func('void noop(void)', options))).toMatchObject(expected);
      expect(refusal(() => dlopen(fixtures, { noop: { type: 'void (void)', ...options } }))).toMatchObject(expected);
      expect(refusal(() => bindAt(16n, 'void (void)', options))).toMatchObject(expected);
    }
  });

  test('undefined is the default, and a function decides before its library', () => {
    const lib = dlopen(fixtures, 'int64_t identity_pointer(int64_t);', number);
    expect(lib.functions.identity_pointer(5)).toBe(5);
    expect(lib.func('int64_t identity_pointer(int64_t)', { int64: undefined })(5)).toBe(5);
    expect(lib.func('int64_t identity_pointer(int64_t)', { int64: 'bigint' })(5n)).toBe(5n);
  });
});
