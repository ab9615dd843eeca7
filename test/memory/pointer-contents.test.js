// What a Pointer gives of all that it points to: copies, text, and how it looks to those who inspect it.
'use strict';

const { inspect } = require('node:util');
const ffi = require('../..');
const { errorOf, refusal } = require('../support/refusal.js');
const { PAGE, freedPage, mapBeforeGap } = require('./pages.js');

const hex = (p) => `0x${p.address.toString(16)}`;

describe('toArray', () => {
  test.each([
    ['int', [1, -2, 3]],
    ['double', [0.1, -0, NaN]],
    ['long', [1n, -1n]],
    ['char', [65, -1]],
    ['_Bool', [true, false]],
    ['void *', [0n, 5n]],
    ['struct { int a; char b[2]; }', [{ a: 1, b: 'x' }]],
    ['int[2]', [Int32Array.of(1, 2), Int32Array.of(3, 4)]],
  ])('of %s', (type, values) => {
    expect(ffi.alloc(ffi.types.array(type, values.length), values).toArray()).toEqual(values);
  });

  test('is a copy', () => {
    const p = ffi.alloc('int', [1, 2]);
    const copy = p.toArray();
    expect(Array.isArray(copy)).toBe(true);
    copy[0] = 5;
    expect(p.get(0)).toBe(1);
  });

  test('ends where the bounds do, and not before', () => {
    expect(ffi.alloc('int', 0).toArray()).toEqual([]);
    expect(refusal(() => ffi.pointer(16n, 'int').toArray())).toEqual({
      name: 'RangeError',
      code: 'ERR_FFI_OUT_OF_BOUNDS',
      message: 'a pointer of unknown length has no end: cast it to tell its length',
    });
    const end = mapBeforeGap(PAGE) + BigInt(PAGE);
    expect(ffi.pointer(end - 8n, 'int', 2).toArray()).toEqual([0, 0]);
    expect(errorOf(() => ffi.pointer(end - 8n, 'int', 3).toArray()).code).toBe('ERR_FFI_ACCESS_VIOLATION');
    expect(errorOf(() => ffi.pointer(0n, 'int', 3).toArray()).code).toBe('ERR_FFI_INVALID_POINTER');
    expect(errorOf(() => ffi.pointer(16n, 'int', 2 ** 45).toArray()).code).toBe('ERR_OUT_OF_RANGE');
  });
});

describe('toBuffer', () => {
  test('is a copy of all bytes', () => {
    const p = ffi.alloc('uint16_t', [1, 0x203]);
    const bytes = p.toBuffer();
    expect(bytes).toEqual(Buffer.from(Uint16Array.of(1, 0x203).buffer));
    bytes[0] = 9;
    expect(p.get(0)).toBe(1);
  });

  test.each([
    [() => ffi.pointer(16n, 'int').toBuffer(), 'ERR_FFI_OUT_OF_BOUNDS'],
    [() => ffi.pointer(16n, 'void', 5).toBuffer(), 'ERR_FFI_INCOMPLETE_TYPE'],
    [() => ffi.pointer(16n, 'int', 5).toBuffer(), 'ERR_FFI_ACCESS_VIOLATION'],
  ])('%p is refused', (act, code) => expect(errorOf(act).code).toBe(code));

  test('of more bytes than any buffer has', () => {
    const { code } = errorOf(() => ffi.pointer(16n, 'int', 2 ** 48).toBuffer());
    expect(['ERR_OUT_OF_RANGE', 'ERR_MEMORY_ALLOCATION_FAILED']).toContain(code); // Nodes differ in what they allow
  });
});

describe('readString and writeString', () => {
  test.each([
    ['char', 'größe', 8],
    ['unsigned char', 'größe', 8],
    ['char16_t', 'größe 😀', 18],
    ['char32_t', 'größe 😀', 32],
    ['wchar_t', 'größe 😀', 32],
  ])('text of %s has its encoding', (type, text, bytes) => {
    const p = ffi.alloc(type, 40);
    expect(p.writeString(text)).toBe(bytes);
    expect(p.readString()).toBe(text);
  });

  test('another encoding, and a length', () => {
    const p = ffi.alloc('char', 40);
    p.writeString('text', 'utf16');
    expect([p.readString(undefined, 'utf16'), p.readString(4, 'utf16'), p.readString()]).toEqual(['text', 'te', 't']);
    expect(p.at(2).readString(undefined, 'utf16')).toBe('ext');
  });

  test('what does not fit is not written', () => {
    const p = ffi.alloc('char', 4);
    expect(errorOf(() => p.writeString('four')).code).toBe('ERR_FFI_OUT_OF_BOUNDS');
    expect(p.toArray()).toEqual([0, 0, 0, 0]);
    expect(p.writeString('abc')).toBe(4);
    expect(errorOf(() => p.readString(5)).code).toBe('ERR_FFI_OUT_OF_BOUNDS');
    expect(errorOf(() => ffi.pointer(p.address, 'char').writeString('a')).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(errorOf(() => p.writeString('a\0b')).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(errorOf(() => p.writeString('a', 'latin1')).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(errorOf(() => ffi.pointer(16n, 'char').readString()).code).toBe('ERR_FFI_ACCESS_VIOLATION');
  });
});

describe('view', () => {
  test.each(['int', 'double', 'void *', 'enum { A }', 'long double', 'string'])('of %s there is none', (type) => {
    const { code, message } = errorOf(() => ffi.alloc(type).view());
    expect({ code, start: message.split(' has')[0] }).toEqual({
      code: 'ERR_FFI_UNSUPPORTED_TYPE',
      start: `'${ffi.type(type)}'`,
    });
  });

  test.each([
    [-1, 'ERR_FFI_OUT_OF_BOUNDS'],
    [2, 'ERR_FFI_OUT_OF_BOUNDS'],
    [1.5, 'ERR_OUT_OF_RANGE'],
    ['0', 'ERR_INVALID_ARG_TYPE'],
    [2 ** 53, 'ERR_OUT_OF_RANGE'],
    [null, 'ERR_INVALID_ARG_TYPE'],
  ])('view(%p) of two is refused', (i, code) => {
    expect(errorOf(() => ffi.alloc('struct { int a; }', 2).view(i)).code).toBe(code);
  });

  test('of NULL, of what has no size, and beyond all addresses', () => {
    expect(errorOf(() => ffi.pointer(0n, 'struct { int a; }').view()).code).toBe('ERR_FFI_INVALID_POINTER');
    expect(errorOf(() => ffi.pointer(16n, 'struct nobody').view()).code).toBe('ERR_FFI_INCOMPLETE_TYPE');
    expect(errorOf(() => ffi.pointer(2n ** 64n - 4n, 'int[2]').view(2 ** 50)).code).toBe('ERR_OUT_OF_RANGE');
    expect(errorOf(() => ffi.pointer(16n, 'int[2]').view()[0]).code).toBe('ERR_FFI_ACCESS_VIOLATION');
  });

  test('of an address beyond the memory of its owner', () => {
    const p = ffi.alloc('int', 4);
    const Pair = ffi.viewClass('struct { int a, b; }');
    expect(Pair.at(p.address + 8n, p)).toEqual({ a: 0, b: 0 });
    const far = Pair.at(2n ** 63n, p);
    expect(errorOf(() => far.a).code).toBe('ERR_FFI_ACCESS_VIOLATION');
    expect(errorOf(() => Object.assign(far, { a: 1 })).code).toBe('ERR_FFI_ACCESS_VIOLATION');
  });
});

describe('inspect', () => {
  test.each([
    [() => ffi.alloc('int', [1, 2, 3]), (p) => `(int *) ${hex(p)}, length 3: 1, 2, 3`],
    [() => ffi.alloc('int', 1000), (p) => `(int *) ${hex(p)}, length 1000: 0, 0, 0, 0, 0, 0, ...`],
    [() => ffi.pointer(ffi.alloc('int', [7]).address, 'int'), (p) => `(int *) ${hex(p)}: `],
    [() => ffi.alloc('char[]', 'größe'), (p) => `(char *) ${hex(p)}, length 8: 'größe'`],
    [() => ffi.alloc('char[]', 'x'.repeat(90)), (p) => `(char *) ${hex(p)}, length 91: '${'x'.repeat(40)}'...`],
    [() => ffi.alloc('struct { int a; }', { a: 5 }), (p) => `(struct { int a; } *) ${hex(p)}, length 1: { a: 5 }`],
    [() => ffi.alloc('int', 0), (p) => `(int *) ${hex(p)}, length 0`],
    [() => ffi.pointer(0n, 'int'), () => '(int *) NULL'],
    [() => ffi.pointer(16n, 'int'), () => '(int *) 0x10: not readable'],
    [() => ffi.pointer(16n, 'char', 9), () => '(char *) 0x10, length 9: not readable'],
    [() => ffi.pointer(16n, 'void'), () => '(void *) 0x10'],
    [() => ffi.pointer(16n, 'struct nobody'), () => '(struct nobody *) 0x10'],
    [() => ffi.pointer(16n, 'int (int)'), () => '(int (*)(int)) 0x10'],
    [() => ffi.pointer(2n ** 64n - 1n, 'int'), () => '(int *) 0xffffffffffffffff: not readable'],
    [() => ffi.pointer(freedPage(), 'int', 3), (p) => `(int *) ${hex(p)}, length 3: not readable`],
  ])('%p', (make, expected) => {
    const p = make();
    expect(inspect(p).startsWith(`Pointer { ${expected(p)}`)).toBe(true);
    expect(inspect([p], { compact: true })).toContain('Pointer {');
  });

  test('of what is gone', () => {
    const arena = ffi.arena();
    const p = arena.alloc('int', [1]);
    arena.close();
    const buffer = new ArrayBuffer(8);
    const q = ffi.pointer(buffer, 'int', 2);
    structuredClone(buffer, { transfer: [buffer] });
    expect(inspect(p)).toBe(`Pointer { (int *) ${hex(p)}, length 1: freed }`);
    expect(inspect(q)).toBe(`Pointer { (int *) ${hex(q)}, length 2: freed }`);
  });

  test('of text that ends where memory does', () => {
    const end = mapBeforeGap(PAGE) + BigInt(PAGE);
    ffi.fill(end - 10n, 0x61, 9);
    expect(inspect(ffi.pointer(end - 10n, 'char'))).toContain("'aaaaaaaaa' }");
    ffi.write.u8(end - 1n, 0x61);
    expect(inspect(ffi.pointer(end - 10n, 'char'))).toContain('not readable }');
  });
});
