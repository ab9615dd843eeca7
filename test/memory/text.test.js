// Text in C's memory, read and written.
'use strict';

const ffi = require('../..');
const { errorOf } = require('../support/refusal.js');

const { alloc, readString, readStrings, writeString } = ffi;
const texts = ['', 'text', 'größe €', '😀 a', 'x'.repeat(1000), `${'é'.repeat(300)}😀`, '\u{10ffff}\ufeff'];
const lengthOf = { utf8: 'strlen', utf32: 'wcslen' };
const libc = (name, result, ...types) => ffi.getNativeFunction(null, name, result, types);

describe.each(['utf8', 'utf16', 'utf32'])('%s', (encoding) => {
  test.each(texts)('%p goes in and comes out', (text) => {
    const memory = alloc('char', 5000);
    const size = writeString(memory, text, undefined, encoding);
    for (const from of [memory, memory.address, ffi.toBuffer(memory, 5000)]) {
      expect(readString(from, undefined, encoding)).toBe(text);
    }
    const unit = { utf8: 1, utf16: 2, utf32: 4 }[encoding];
    expect(readString(memory, size - unit, encoding)).toBe(text);
    expect(readString(memory, size, encoding)).toBe(`${text}\0`);
    if (lengthOf[encoding]) {
      expect(libc(lengthOf[encoding], 'size_t', 'const void *')(memory)).toBe(BigInt(size / unit - 1));
    }
  });

  test('exactly fits, or is not written', () => {
    const size = writeString(alloc('char', 100), 'größe', undefined, encoding);
    const memory = alloc('char', size);
    expect(writeString(memory, 'größe', size, encoding)).toBe(size);
    const small = ffi.pointer(memory, 'char', size - 1);
    ffi.fill(memory, 0x2a, size);
    expect(errorOf(() => writeString(small, 'größe', undefined, encoding))).toMatchObject({
      code: 'ERR_FFI_OUT_OF_BOUNDS',
      message: `the text needs ${size} bytes with its NUL: there are ${size - 1}`,
    });
    expect(ffi.toBuffer(memory, size).every((byte) => byte === 0x2a)).toBe(true);
  });
});

test('what is no character is U+FFFD', () => {
  expect(readString(Buffer.from([0x61, 0xff, 0x62, 0]))).toBe('a\ufffdb');
  const invalid = Uint32Array.of(0x61, 0x110000, 0);
  expect(readString(invalid, undefined, 'utf32')).toBe('a\ufffd');
  expect(readString(ffi.getBufferPointer(invalid), undefined, 'utf32')).toBe('a\ufffd');
});

test('bounds end a text that has no NUL within them', () => {
  expect(readString(Buffer.from('abc'))).toBe('abc');
  expect(readString(Buffer.from('ab\0c'))).toBe('ab');
  expect(readString(Buffer.from('ab\0c'), 4)).toBe('ab\0c');
  expect(readString(Buffer.alloc(0))).toBe('');
});

test('lists of texts', () => {
  const words = ['one', 'zwei', 'größe'].map((text) => alloc('char[]', text));
  const list = alloc('char *', [...words, null]);
  expect(readStrings(list)).toEqual(['one', 'zwei', 'größe']);
  expect(readStrings(list.address)).toEqual(['one', 'zwei', 'größe']);
  expect(readStrings(list, 2)).toEqual(['one', 'zwei']);
  expect(readStrings(list, 4)).toEqual(['one', 'zwei', 'größe', null]);
  expect(readStrings(list, 0)).toEqual([]);
  expect(errorOf(() => readStrings(list, 5)).code).toBe('ERR_FFI_OUT_OF_BOUNDS');
  const open = alloc('char *', words); // no NULL
  expect(errorOf(() => readStrings(open)).code).toBe('ERR_FFI_OUT_OF_BOUNDS');
  const wrong = alloc('char *', [words[0], 16n, null]);
  expect(errorOf(() => readStrings(wrong)).code).toBe('ERR_FFI_ACCESS_VIOLATION');
});

test.each([
  [() => writeString(alloc('char', 9), 'a\0b'), 'ERR_INVALID_ARG_VALUE'],
  [() => writeString(alloc('char', 9), '\ud800'), 'ERR_INVALID_ARG_VALUE'],
  [() => writeString(alloc('char', 9), 5), 'ERR_INVALID_ARG_TYPE'],
  [() => writeString(alloc('char', 9), 'a', undefined, 'latin'), 'ERR_INVALID_ARG_VALUE'],
  [() => writeString(alloc('char', 9).address, 'a'), 'ERR_INVALID_ARG_VALUE'],
  [() => writeString(alloc('char', 9), 'a', -1), 'ERR_OUT_OF_RANGE'],
  [() => writeString(alloc('char', 9), 'ten bytes!', 20), 'ERR_FFI_OUT_OF_BOUNDS'],
  [() => readString(alloc('char', 9), 1.5), 'ERR_OUT_OF_RANGE'],
  [() => readString(alloc('char', 9), 3, 'utf16'), 'ERR_INVALID_ARG_VALUE'],
  [() => readString(alloc('char', 9), 3, 'UTF8'), 'ERR_INVALID_ARG_VALUE'],
  [() => readString('text'), 'ERR_INVALID_ARG_TYPE'],
])('%p is refused', (act, code) => expect(errorOf(act).code).toBe(code));
