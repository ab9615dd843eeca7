// offsetof: what the compiler of the machine says, and an error for every path that leads nowhere.
'use strict';

const { alloc, offsetof, sizeof, type, types } = require('../..');
const { runProgram, temporaryFolder } = require('../support/compiler.js');
const { refusal } = require('../support/refusal.js');

const folder = temporaryFolder();

const text = `struct outer {
  char first;
  struct { short x; union { int y; double z[2]; }; struct { char a, b; long c[2][3]; } deep[4]; } inner;
  unsigned bits : 3, : 0;
  struct { unsigned in_it : 5; } holder;
  const volatile int qualified[2];
  _Atomic(long long) atomic;
  struct { char c; int i; } __attribute__((packed)) tight[3];
  void *pointer;
  struct outer *next;
  int (*function)(int);
  char naïve;
  struct { int key; char value; } tail[];
}`;
const outer = type(text);

test('as the C compiler has it', () => {
  const paths = [
    'first',
    'inner',
    'inner.x',
    'inner.y',
    'inner.z',
    'inner.z[1]',
    'inner.deep',
    'inner.deep[3]',
    'inner.deep[2].b',
    'inner.deep[1].c[1]',
    'inner.deep[1].c[1][2]',
    'qualified[1]',
    'atomic',
    'tight[2].i',
    'pointer',
    'next',
    'function',
    'naïve',
    'tail',
    'tail[7].value',
  ];
  const print = paths.map((path) => `printf("%zu\\n", offsetof(struct outer, ${path}));`).join('\n');
  const source = `#include <stddef.h>\n#include <stdio.h>\n${text};\nint main(void) { ${print} }`;
  const expected = runProgram('cc', folder, source).trim().split('\n').map(Number);
  expect(paths.map((path) => offsetof(outer, path))).toEqual(expected);
});

test('a type-name, a CType, a union, and what types.struct() made', () => {
  expect(offsetof('struct { char c; double d; }', 'd')).toBe(8);
  expect(offsetof(type('union { int a; struct { int b, c; }; }'), 'c')).toBe(4);
  expect(offsetof(types.struct({ a: 'int', b: 'char [3]' }), 'b[2]')).toBe(6);
});

test('elements of an array', () => {
  expect(offsetof('int [3][4]', '[2][1]')).toBe(36);
  expect(offsetof(types.array(outer.members[1].type, 3), '[2].x')).toBe(2 * outer.members[1].type.size);
});

test('blanks and comments are as in C', () => {
  expect(offsetof(outer, ' inner . deep /* the last */ [ 3 ]\n. b ')).toBe(offsetof(outer, 'inner.deep[3].b'));
});

test('room for a struct with a flexible array', () => {
  const list = type('struct { size_t length; double items[]; }');
  expect(offsetof(list, 'items[10]')).toBe(sizeof(list) + 80);
  expect(alloc('char', offsetof(list, 'items[10]')).length).toBe(88);
});

describe('refused', () => {
  test.each([
    ['missing', 'ERR_INVALID_ARG_VALUE', /'struct outer' has no member 'missing'/],
    ['inner.missing', 'ERR_INVALID_ARG_VALUE', /has no member 'missing'/],
    ['first.x', 'ERR_INVALID_ARG_VALUE', /'char' has no member 'x'/],
    ['first[0]', 'ERR_INVALID_ARG_VALUE', /'char' has no element 0/],
    ['inner.deep.a', 'ERR_INVALID_ARG_VALUE', /has no member 'a'/],
    ['[0]', 'ERR_INVALID_ARG_VALUE', /'struct outer' has no element 0/],
    ['bits', 'ERR_INVALID_ARG_VALUE', /bit-field/],
    ['holder.in_it', 'ERR_INVALID_ARG_VALUE', /bit-field/],
    ['bits.x', 'ERR_INVALID_ARG_VALUE', /bit-field/],
    ['bits[0]', 'ERR_INVALID_ARG_VALUE', /bit-field/],
    ['next.first', 'ERR_INVALID_ARG_VALUE', /'struct outer \*' is a pointer/],
    ['next[0]', 'ERR_INVALID_ARG_VALUE', /is a pointer/],
    ['pointer.x', 'ERR_INVALID_ARG_VALUE', /is a pointer/],
    ['function[0]', 'ERR_INVALID_ARG_VALUE', /is a pointer/],
    ['next->first', 'ERR_INVALID_ARG_VALUE', /a\.b\[2\]\.c/],
    ['inner.z[2]', 'ERR_OUT_OF_RANGE', /'double \[2\]' has no element 2/],
    ['inner.deep[4].a', 'ERR_OUT_OF_RANGE', /has no element 4/],
    ['inner.deep[1].c[0][3]', 'ERR_OUT_OF_RANGE', /'long \[3\]' has no element 3/],
    ['tail[9999999999999999]', 'ERR_OUT_OF_RANGE', /has no element/],
    ['inner.z[-1]', 'ERR_INVALID_ARG_VALUE', /a\.b\[2\]\.c/],
    ['inner.z[0x1]', 'ERR_INVALID_ARG_VALUE', /'0x1'/],
    ['inner.z[99999999999999999999]', 'ERR_INVALID_ARG_VALUE', /index/],
    ['inner.z[x]', 'ERR_INVALID_ARG_VALUE', /index/],
    ['inner.z[]', 'ERR_INVALID_ARG_VALUE', /a\.b/],
    ['inner.z[1', 'ERR_INVALID_ARG_VALUE', /a\.b/],
    ['inner.', 'ERR_INVALID_ARG_VALUE', /a\.b/],
    ['.inner', 'ERR_INVALID_ARG_VALUE', /a\.b/],
    ['inner..x', 'ERR_INVALID_ARG_VALUE', /a\.b/],
    ['inner x', 'ERR_INVALID_ARG_VALUE', /a\.b/],
    [' ', 'ERR_INVALID_ARG_VALUE', /a\.b/],
    ['/*', 'ERR_INVALID_ARG_VALUE', /comment/],
    ['inner@', 'ERR_INVALID_ARG_VALUE', /character/],
    ['', 'ERR_INVALID_ARG_VALUE', /path must not be empty/],
    ['a\0', 'ERR_INVALID_ARG_VALUE', /NUL/],
    ['\udc00', 'ERR_INVALID_ARG_VALUE', /surrogate/],
    ['__proto__', 'ERR_INVALID_ARG_VALUE', /has no member/],
    [undefined, 'ERR_INVALID_ARG_TYPE', /path must be a string/],
    [['inner'], 'ERR_INVALID_ARG_TYPE', /path must be a string/],
  ])('the path %j', (path, code, words) => {
    const thrown = refusal(() => offsetof(outer, path));
    expect(thrown).toMatchObject({ code, message: expect.stringMatching(words) });
    expect(thrown.name).toBe(code === 'ERR_OUT_OF_RANGE' ? 'RangeError' : 'TypeError');
  });

  test.each([
    ['struct unknown', 'ERR_FFI_INCOMPLETE_TYPE'],
    ['struct unknown *', 'ERR_INVALID_ARG_VALUE'],
    ['FILE', 'ERR_INVALID_ARG_VALUE'],
    ['int', 'ERR_INVALID_ARG_VALUE'],
    ['void', 'ERR_INVALID_ARG_VALUE'],
    ['int (int)', 'ERR_INVALID_ARG_VALUE'],
    ['enum { x }', 'ERR_INVALID_ARG_VALUE'],
    ['strct {', 'ERR_FFI_UNSUPPORTED_TYPE'],
    [undefined, 'ERR_INVALID_ARG_TYPE'],
    [8, 'ERR_INVALID_ARG_TYPE'],
  ])('the type %p', (given, code) => expect(refusal(() => offsetof(given, 'x')).code).toBe(code));
});
