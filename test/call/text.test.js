// JavaScript strings as arguments: every encoding, every length at which a copy is made in another way, and what is no
// text. What C sees is read by memcpy.
'use strict';

const { getNativeFunction, sizeof } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { Random, seed } = require('../support/random.js');
const { refusal } = require('../support/refusal.js');

const unitArrays = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array };

/** The units of a text with its NUL, as C has them in each encoding. */
function unitsOf(text, size) {
  if (size === 1) return new Uint8Array(Buffer.from(`${text}\0`));
  if (size === 2) return Uint16Array.from({ length: text.length + 1 }, (_, i) => text.charCodeAt(i) || 0);
  return Uint32Array.from([...text, '\0'], (character) => character.codePointAt(0));
}

/** The units that C sees where a string is given for a pointer to `target`. */
function unitsSeen(pointer, text, count, size) {
  const copy = getNativeFunction(null, 'memcpy', 'pointer', ['void *', pointer, 'size_t']);
  const seen = new unitArrays[size](count);
  copy(seen, text, BigInt(count * size));
  return seen;
}

const pointers = [
  ['char *', 1],
  ['const char *', 1],
  ['string', 1],
  ['volatile char *', 1],
  ['const char * const', 1],
  ['const char []', 1],
  ['char [3]', 1],
  ['char16_t *', 2],
  ['const char16_t *', 2],
  ['char32_t *', 4],
  ['const char32_t *', 4],
  ['wchar_t *', sizeof('wchar_t')],
  ['const wchar_t *', sizeof('wchar_t')],
];

describe.each(pointers)('%s', (pointer, size) => {
  const check = (text) => {
    const expected = unitsOf(text, size);
    expect(unitsSeen(pointer, text, expected.length, size)).toEqual(expected);
  };

  test('characters of one to four bytes', () => {
    for (const text of [
      '',
      'a',
      'ASCII ~\x01\x7f',
      'é\x80ÿ',
      'ÿ'.repeat(5),
      '€漢字',
      '😀🎉',
      'aé€😀',
      '😀é',
      '\u{10ffff}',
    ]) {
      check(text);
    }
  });

  test('strings of every kind that V8 has', () => {
    const long = 'The quick brown fox jumps over the lazy dog, again and again. '.repeat(3);
    check(long.slice(7, 150)); // a slice
    check(`${long}${long}é`); // a cons-string
    check(long.split('').join('')); // flat
    check(JSON.parse('"\\u20ac\\u0041"'));
    check(`${long}\u{1F600}`.slice(10));
  });

  test('U+FFFD is a character like others', () => {
    for (const text of ['\ufffd', 'a\ufffdb', '\ufffd😀\ufffd', '\ufffd'.repeat(300)]) check(text);
  });

  test('a byte order mark stays', () => check('\ufeffabc'));

  test('NUL characters are refused', () => {
    for (const text of ['\0', 'a\0', '\0a', `${'a'.repeat(600)}\0b`, 'é\0', '€\0€']) {
      expect(refusal(() => unitsSeen(pointer, text, 1, size))).toEqual({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_VALUE',
        message: 'Argument 1 of memcpy must be a string without a NUL character: C would take it for the end',
      });
    }
  });

  test('lone surrogates', () => {
    const texts = [
      '\ud800',
      '\udfff',
      'a\ud83d',
      '\ude00\ud83d',
      '\ud83d\ud83d\ude00',
      '\ufffd\ud800',
      `${'a'.repeat(600)}\udc00`,
    ];
    for (const text of texts) {
      if (size !== 1) {
        check(text); // these encodings have room for them, as JavaScript has
      } else {
        expect(refusal(() => unitsSeen(pointer, text, 1, size))).toEqual({
          name: 'TypeError',
          code: 'ERR_INVALID_ARG_VALUE',
          message: 'Argument 1 of memcpy must be a string without lone surrogates: they have no UTF-8 form',
        });
      }
    }
  });
});

describe('lengths', () => {
  const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const lengths = [...range(0, 20), ...range(240, 264), ...range(500, 524), ...range(1015, 1030), 65534, 65535, 65536];

  test.each(['a', 'é', '€', '😀'])('of UTF-8 text that ends in %s', (last) => {
    const size = Buffer.byteLength(last);
    for (const length of lengths.filter((bytes) => bytes >= size)) {
      const text = 'x'.repeat(length - size) + last;
      const seen = unitsSeen('const char *', text, length + 1, 1);
      expect(Buffer.compare(seen, unitsOf(text, 1))).toBe(0);
    }
  });

  test.each(['é', '€', '😀'])('of UTF-8 text of %s only', (character) => {
    for (const length of range(100, 270)) {
      const text = character.repeat(length);
      const expected = unitsOf(text, 1);
      expect(Buffer.compare(unitsSeen('const char *', text, expected.length, 1), expected)).toBe(0);
    }
  });

  test.each([
    ['const char16_t *', 2],
    ['const char32_t *', 4],
  ])('of %s', (pointer, size) => {
    for (const length of lengths) {
      const text = 'x'.repeat(Math.max(0, length - 2)) + '😀'.slice(0, length);
      const expected = unitsOf(text, size);
      expect(unitsSeen(pointer, text, expected.length, size)).toEqual(expected);
    }
  });

  test('of ten megabytes', () => {
    const length = getNativeFunction(null, 'strlen', 'size_t', ['const char *']);
    expect(length('a'.repeat(10 * 2 ** 20))).toBe(10n * 2n ** 20n);
    expect(length('€'.repeat(2 ** 20))).toBe(3n * 2n ** 20n);
    const seen = unitsSeen('const char32_t *', '😀'.repeat(2 ** 20), 2 ** 20 + 1, 4);
    expect(seen.every((unit, i) => unit === (i < 2 ** 20 ? 0x1f600 : 0))).toBe(true);
  });
});

test('several strings in one call, each with a copy of its own', () => {
  const join = getNativeFunction(fixtures, 'join_texts', 'size_t', ['char *', ...Array(5).fill('const char *')]);
  const random = new Random(seed);
  const text = () => random.pick(['a', 'é', '€', '😀', 'ab€']).repeat(random.below(random.pick([4, 130, 700])));
  for (let i = 0; i < 300; i++) {
    const texts = Array.from({ length: 5 }, text);
    const expected = Buffer.from(`${texts.join('\0')}\0`);
    const out = Buffer.alloc(expected.length);
    const size = join(out, ...texts);
    expect({ seed, size, same: out.equals(expected) }).toEqual({ seed, size: BigInt(expected.length), same: true });
  }
});

test('strings of several encodings in one call', () => {
  const parameters = ['size_t *', 'const char *', 'const char16_t *', 'const char32_t *', 'const wchar_t *'];
  const measure = getNativeFunction(fixtures, 'measure_texts', 'void', parameters);
  for (const count of [0, 1, 30, 63, 64, 65, 127, 128, 300]) {
    const text = '😀'.repeat(count);
    const lengths = new BigUint64Array(4);
    measure(lengths, text, text, text, text);
    const wide = sizeof('wchar_t') === 2 ? count * 2 : count;
    expect([...lengths]).toEqual([count * 4, count * 2, count, wide].map(BigInt));
  }
});

test('C writes into a copy, which JavaScript never sees', () => {
  const shout = getNativeFunction(fixtures, 'shout', 'string', ['char *']);
  const text = 'quiet words';
  expect(shout(text)).toBe('QUIET WORDS');
  expect(text).toBe('quiet words');
  const long = 'quiet '.repeat(200);
  expect(shout(long)).toBe(long.toUpperCase());
  const buffer = Buffer.from('quiet\0');
  expect(shout(buffer)).toBe('QUIET');
  expect(buffer.toString()).toBe('QUIET\0');
});

describe('what is no text', () => {
  const others = [
    'signed char *',
    'unsigned char *',
    'uint8_t *',
    'int8_t *',
    'void *',
    'pointer',
    'bool *',
    'char **',
  ];
  test.each([...others, 'uint16_t *', 'uint32_t *', 'int *', 'const char (*)[4]', 'int (*)(void)'])('%s', (pointer) => {
    const contents = pointer.startsWith('const') ? "an array of 'const char [4]', " : '';
    const expected = `null, a BigInt address, a Pointer, ${contents}a Buffer, a typed array, a DataView or an ArrayBuffer`;
    const length = getNativeFunction(null, 'strlen', 'size_t', [pointer]);
    expect(refusal(() => length('abc'))).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message: `Argument 0 of strlen must be ${expected}, received 'abc'`,
    });
    expect(length(Buffer.from('abc\0'))).toBe(3n);
  });

  test.each([
    [1, '1'],
    [true, 'true'],
    [undefined, 'undefined'],
    [Object('abc'), 'an instance of String'],
  ])('%p for const char *', (value, received) => {
    const contents = "a string, an array of 'char', a Buffer, a typed array, a DataView or an ArrayBuffer";
    const expected = `null, a BigInt address, a Pointer, ${contents}`;
    const length = getNativeFunction(null, 'strlen', 'size_t', ['const char *']);
    expect(refusal(() => length(value))).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message: `Argument 0 of strlen must be ${expected}, received ${received}`,
    });
  });
});
