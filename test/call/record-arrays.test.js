// Arrays within records, of numbers and of char, in and out.
'use strict';

const { blockFunctions, intBytes } = require('../support/blocks.js');
const ranges = require('../support/ranges.js');
const { errorOf, refusal } = require('../support/refusal.js');

const invalid = (name, code, message) => ({ name, code, message });
const valueError = (message) => invalid('TypeError', 'ERR_INVALID_ARG_VALUE', message);
const rangeError = (message) => invalid('RangeError', 'ERR_OUT_OF_RANGE', message);

describe('arrays', () => {
  const ints = blockFunctions('int v[3]');

  test('have exactly as many elements as in C', () => {
    expect(ints.pass([1, 2, 3])).toEqual(Int32Array.of(1, 2, 3));
    for (const value of [[], [1, 2], [1, 2, 3, 4], Array(1000).fill(0), new Int32Array(2), new Uint8Array(4)]) {
      expect(refusal(() => ints.pass(value))).toEqual(
        valueError(
          `Argument 0 of block_identity: member v must have exactly 3 elements of 'int', received ${value.length}`,
        ),
      );
    }
    expect(errorOf(() => ints.pass(Array(3))).message).toMatch('member v[0] must be an integer');
    expect(errorOf(() => ints.pass(Object.assign(new Array(3), [1, 2]))).code).toBe('ERR_INVALID_ARG_TYPE');
  });

  test.each([
    undefined,
    null,
    1,
    '123',
    { length: 3, 0: 1, 1: 2, 2: 3 },
    new Set([1, 2, 3]),
    new DataView(new ArrayBuffer(12)),
    new ArrayBuffer(12),
  ])('%p is no array', (value) => {
    const { code, message } = errorOf(() => ints.pass(value));
    expect({ code, start: message.split(', received')[0] }).toEqual({
      code: 'ERR_INVALID_ARG_TYPE',
      start: "Argument 0 of block_identity: member v must be an array or a typed array for 'int [3]'",
    });
  });

  const kinds = [
    ['signed char', Int8Array],
    ['unsigned char', Uint8Array],
    ['short', Int16Array],
    ['unsigned short', Uint16Array],
    ['int', Int32Array],
    ['unsigned', Uint32Array],
    ['long', BigInt64Array],
    ['unsigned long', BigUint64Array],
    ['float', Float32Array],
    ['double', Float64Array],
    ['char16_t', Uint16Array],
    ['char32_t', Uint32Array],
    ['wchar_t', ranges.wchar[0] < 0 ? Int32Array : Uint32Array],
    ['enum { A = -1 }', Int32Array],
    ['const volatile int', Int32Array],
  ];

  test.each(kinds)('%s comes out as the typed array of its kind', (element, TypedArray) => {
    const { pass, pack } = blockFunctions(`${element} v[3]`);
    const isBig = TypedArray.name.startsWith('Big');
    const values = isBig ? [1n, 2n, 127n] : [1, 2, 127];
    expect(pass(values)).toEqual(TypedArray.from(values));
    expect(pass(TypedArray.from(values))).toEqual(TypedArray.from(values));
    expect(pack(values)).toEqual(Buffer.from(TypedArray.from(values).buffer));
    expect(pass(new TypedArray(new ArrayBuffer(64), 8, 3))).toEqual(new TypedArray(3));
    expect(pass(TypedArray.from(values)).buffer.byteLength).toBe(3 * TypedArray.BYTES_PER_ELEMENT);
  });

  test('a typed array of another kind goes in element by element', () => {
    const others = [
      Int8Array,
      Uint8Array,
      Uint8ClampedArray,
      Int16Array,
      Uint16Array,
      Uint32Array,
      Float32Array,
      Float64Array,
    ];
    for (const Other of others) expect(ints.pass(Other.of(1, 2, 100))).toEqual(Int32Array.of(1, 2, 100));
    expect(refusal(() => ints.pass(Float64Array.of(1, 2.5, 3)))).toEqual(
      rangeError(
        'Argument 0 of block_identity: member v[1] must be an integer from -2147483648 to 2147483647, received 2.5',
      ),
    );
    expect(errorOf(() => ints.pass(Uint32Array.of(1, 2, 2 ** 31))).code).toBe('ERR_OUT_OF_RANGE');
    expect(errorOf(() => ints.pass(BigInt64Array.of(1n, 2n, 3n))).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(errorOf(() => blockFunctions('long v[1]').pass(Int32Array.of(1))).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(errorOf(() => blockFunctions('unsigned long v[1]').pass(BigInt64Array.of(-1n))).code).toBe(
      'ERR_OUT_OF_RANGE',
    );
    expect(errorOf(() => blockFunctions('float v[1]').pass(Float64Array.of(1e300))).code).toBe('ERR_OUT_OF_RANGE');
    const { Float16Array } = globalThis;
    if (Float16Array) {
      expect(ints.pass(Float16Array.of(1, 2, 3))).toEqual(Int32Array.of(1, 2, 3));
      expect(blockFunctions('unsigned short v[3]').pass(Float16Array.of(1, 2, 3))).toEqual(Uint16Array.of(1, 2, 3));
    }
  });

  test('views of every memory', () => {
    const shared = new Int32Array(new SharedArrayBuffer(12));
    shared.set([1, 2, 3]);
    expect(ints.pass(shared)).toEqual(Int32Array.of(1, 2, 3));
    const growing = new Int32Array(new ArrayBuffer(12, { maxByteLength: 64 }));
    expect(ints.pass(growing)).toEqual(new Int32Array(3));
    growing.buffer.resize(16);
    expect(errorOf(() => ints.pass(growing)).message).toMatch('exactly 3 elements');
    const wasm = new WebAssembly.Memory({ initial: 1 });
    expect(ints.pass(new Int32Array(wasm.buffer, 4, 3))).toEqual(new Int32Array(3));
    const detached = new Int32Array(3);
    structuredClone(detached.buffer, { transfer: [detached.buffer] });
    expect(errorOf(() => ints.pass(detached)).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(errorOf(() => blockFunctions('int v[3]; int w').bytesOf({ v: detached })).code).toBe(
      'ERR_INVALID_ARG_VALUE',
    );
  });

  test('of what has no typed array come out as arrays', () => {
    expect(blockFunctions('_Bool v[3]').pass([true, 0, 1])).toEqual([true, false, true]);
    expect(blockFunctions('long double v[2]').pass([0.5, -0])).toEqual([0.5, -0]);
    expect(blockFunctions('void *v[3]').pass([null, 1n, 2n ** 64n - 1n])).toEqual([0n, 1n, 2n ** 64n - 1n]);
    expect(blockFunctions('float _Complex v[1]').pass([{ re: 1, im: 2 }])).toEqual([{ re: 1, im: 2 }]);
    expect(blockFunctions('struct { short a; } v[2]').pass([{ a: 1 }, {}])).toEqual([{ a: 1 }, { a: 0 }]);
    expect(blockFunctions('int v[2][2]').pass([[1, 2], Int16Array.of(3, 4)])).toEqual([
      Int32Array.of(1, 2),
      Int32Array.of(3, 4),
    ]);
    expect(blockFunctions('int v[0]; int w').bytesOf({ v: [], w: 1 })).toEqual(intBytes(1));
    expect(blockFunctions('int v[0]; int w').contentOf(intBytes(1))).toEqual({ v: new Int32Array(0), w: 1 });
  });

  test('copies are no views: each result has its own memory', () => {
    const first = ints.pass([1, 2, 3]);
    const second = ints.pass(first);
    second[0] = 9;
    expect(first).toEqual(Int32Array.of(1, 2, 3));
  });
});

describe('arrays of char', () => {
  const text = blockFunctions('char v[5]');

  test('text goes in with zeros behind it', () => {
    for (const value of ['', 'a', 'abcd', 'abcde', 'grü', '€ß', '😀']) {
      const bytes = Buffer.alloc(5);
      bytes.write(value);
      expect(text.pack(value)).toEqual(bytes);
      expect(text.pass(value)).toBe(value);
    }
  });

  test('what C would take for the end of a text is at its end', () => {
    for (const value of ['a\0b', 'a\0', '\0']) {
      expect(refusal(() => text.pass(value))).toEqual(
        valueError(
          'Argument 0 of block_identity: member v must be a string without a NUL character: C would take it for the end',
        ),
      );
    }
  });

  test('of at most as many bytes', () => {
    for (const [value, size] of [
      ['abcdef', 6],
      ['€€', 6],
      ['a'.repeat(100_000), 100_000],
    ]) {
      expect(refusal(() => text.pass(value))).toEqual(
        valueError(
          `Argument 0 of block_identity: member v must be a string of at most 5 bytes, received one of ${size}`,
        ),
      );
    }
  });

  test('half of a surrogate pair has no bytes', () => {
    for (const value of ['\ud800', 'a\udc00', '\ud800a']) {
      expect(errorOf(() => text.pass(value)).code).toBe('ERR_INVALID_ARG_VALUE');
    }
  });

  test('comes out as text if that loses nothing, else as bytes', () => {
    const cases = [
      [[0, 0, 0, 0, 0], ''],
      [[97, 98, 99, 100, 101], 'abcde'],
      [[0xe2, 0x82, 0xac, 0, 0], '€'],
      [[0xf0, 0x9f, 0x98, 0x80, 0], '😀'],
      [[0xef, 0xbf, 0xbd, 0, 0], '\ufffd'],
      [[0xef, 0xbb, 0xbf, 97, 0], '\ufeffa'],
      [[97, 0, 98, 0, 0], undefined],
      [[0, 0, 0, 0, 1], undefined],
      [[0xff, 0, 0, 0, 0], undefined],
      [[0xe2, 0x82, 0, 0, 0], undefined],
      [[97, 97, 97, 0xe2, 0x82], undefined],
      [[0xc0, 0x80, 0, 0, 0], undefined],
      [[0xed, 0xa0, 0x80, 0, 0], undefined],
      [[0xf4, 0x90, 0x80, 0x80, 0], undefined],
    ];
    for (const [bytes, expected] of cases) {
      const value = text.unpack(bytes);
      expect(value).toEqual(expected ?? Uint8Array.from(bytes));
      expect(text.pack(value)).toEqual(Buffer.from(bytes)); // and goes in as it came out
    }
  });

  test('also numbers', () => {
    expect(text.pass([97, 98, 0, 0, 0])).toBe('ab');
    const [min, max] = ranges.char;
    const all = Uint8Array.of(128, 1, 2, 3, max);
    expect(text.pass([min < 0 ? -128 : 128, 1, 2, 3, max])).toEqual(all);
    expect(text.pass(min < 0 ? new Int8Array(all) : all)).toEqual(all);
    expect(text.pass(Buffer.from('abcde'))).toBe('abcde');
    expect(text.pass(Int16Array.of(97, 0, 0, 0, 0))).toBe('a');
    for (const beyond of [min - 1, max + 1]) {
      expect(errorOf(() => text.pass([beyond, 0, 0, 0, 0])).code).toBe('ERR_OUT_OF_RANGE');
    }
    expect(errorOf(() => text.pass(Buffer.from('abc'))).code).toBe('ERR_INVALID_ARG_VALUE');
  });

  test('signed and unsigned char are numbers', () => {
    for (const element of ['signed char', 'unsigned char', 'int8_t', 'uint8_t']) {
      const { pass } = blockFunctions(`${element} v[2]`);
      expect(errorOf(() => pass('ab')).code).toBe('ERR_INVALID_ARG_TYPE');
      expect(pass([97, 0])).toHaveLength(2);
    }
    expect(errorOf(() => blockFunctions('wchar_t v[2]').pass('ab')).code).toBe('ERR_INVALID_ARG_TYPE');
  });

  test('arrays of texts', () => {
    const { pass } = blockFunctions('char v[2][4]');
    expect(pass(['one', 'four'])).toEqual(['one', 'four']);
    expect(errorOf(() => pass(['one', 'three'])).message).toMatch('member v[1] must be a string of at most 4 bytes');
  });

  test('const char is char, qualified', () => expect(blockFunctions('const char v[4]').pass('abc')).toBe('abc'));
});
