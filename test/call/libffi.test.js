// ffi.libffi: what libffi is and can, as its own header and functions say.
'use strict';

const { capabilities, libffi, type, types } = require('../..');
const { runProgram, temporaryFolder } = require('../support/compiler.js');
const { Random, seed } = require('../support/random.js');
const { refusal } = require('../support/refusal.js');

const folder = temporaryFolder();

test('the version is that of the capabilities', () => {
  expect(libffi.version).toMatch(/^\d+\.\d+/);
  expect(libffi.version).toBe(capabilities.libffi);
});

test("the size of a closure is the header's", () => {
  const source = '#include <ffi.h>\n#include <stdio.h>\nint main(void) { printf("%zu", sizeof(ffi_closure)); }';
  expect(libffi.closureSize).toBe(Number(runProgram('cc', folder, source)));
});

test('the default is the first of the calling conventions', () => {
  expect(libffi.abis.length).toBeGreaterThan(0);
  expect(libffi.defaultAbi).toBe(libffi.abis[0]);
  expect(new Set(libffi.abis).size).toBe(libffi.abis.length);
  if (process.arch === 'x64' && process.platform !== 'win32') {
    expect(libffi.abis).toEqual(['unix64', 'win64', 'gnuw64']);
  }
});

test('nothing of it can be changed', () => {
  expect(Object.isFrozen(libffi)).toBe(true);
  expect(Object.isFrozen(libffi.abis)).toBe(true);
});

describe('structOffsets', () => {
  test('of every kind of member', () => {
    const text = `struct {
      char c; double d; int list[3]; struct { char a; long b; } inner; union { short s; void *p; } either; float f;
      long double wide; double _Complex z; enum { A } e; char text[5]; int (*f2)(int);
    }`;
    const offsets = libffi.structOffsets(text);
    expect(offsets).toEqual(type(text).members.map(({ offset }) => offset));
    expect(offsets[1]).toBe(8);
  });

  test('of random structs it is what our layout has', () => {
    const random = new Random(seed);
    const scalars = [
      'char',
      'short',
      'int',
      'long',
      'float',
      'double',
      'long double',
      'void *',
      'bool',
      'float _Complex',
    ];
    for (let i = 0; i < 200; i++) {
      const fields = Array.from({ length: 1 + random.below(8) }, (_, k) => {
        const scalar = random.pick(scalars);
        return [`m${k}`, random.chance(30) ? types.array(scalar, 1 + random.below(9)) : scalar];
      });
      const struct = types.struct(fields);
      expect([seed, String(struct), libffi.structOffsets(struct)]).toEqual([
        seed,
        String(struct),
        struct.members.map(({ offset }) => offset),
      ]);
    }
  });

  test.each([
    ['struct { int a : 3; }', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['struct __attribute__((packed)) { char a; int b; }', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['struct { char a; int b __attribute__((packed)); }', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['struct { char a; _Alignas(16) int b; }', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['struct { char a; _Atomic(struct { char c[8]; }) b; }', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['struct { int a; struct __attribute__((aligned(65536))) { int b; } c; }', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['struct { int a; int b[]; }', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['struct { int a; int b[0]; }', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['struct { }', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['union { int a; }', 'ERR_INVALID_ARG_VALUE'],
    ['int', 'ERR_INVALID_ARG_VALUE'],
    ['struct unknown', 'ERR_FFI_INCOMPLETE_TYPE'],
    ['struct {', 'ERR_FFI_UNSUPPORTED_TYPE'],
    [undefined, 'ERR_INVALID_ARG_TYPE'],
  ])('refuses %p', (given, code) => expect(refusal(() => libffi.structOffsets(given)).code).toBe(code));
});
