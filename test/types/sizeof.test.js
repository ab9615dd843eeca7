// sizeof and alignof: bytes, or undefined for what is no supported type or has no size. They never throw for a text.
'use strict';

const { alignof, sizeof, type } = require('../..');

test.each([
  ['char', 1, 1],
  ['_Bool', 1, 1],
  ['short', 2, 2],
  ['int', 4, 4],
  ['long long', 8, 8],
  ['float', 4, 4],
  ['double', 8, 8],
  ['double _Complex', 16, 8],
  ['pointer', 8, 8],
  ['string', 8, 8],
  ['char *', 8, 8],
  ['nobody *', 8, 8],
  ['void (*)(void)', 8, 8],
  ['int [3][5]', 60, 4],
  ['int [0]', 0, 4],
  ['struct {}', 0, 1],
  ['struct { char c; int i; }', 8, 4],
  ['struct s { char c; struct s *next; }', 16, 8],
  ['union { char c[5]; short s; }', 6, 2],
  ['enum { A }', 4, 4],
  ['const volatile unsigned', 4, 4],
  ['_Atomic(long)', 8, 8],
])('%s', (name, size, alignment) => {
  expect([sizeof(name), alignof(name)]).toEqual([size, alignment]);
  expect([sizeof(type(name)), alignof(type(name))]).toEqual([size, alignment]);
});

test.each([
  'void',
  'const void',
  'int (void)',
  'struct nobody',
  'union nobody',
  'enum nobody',
  'nobody',
  'unsigned nobody',
  'itn',
  '',
  ' ',
  '*',
  'int x',
  'int;',
  'void [3]',
  'int [-1]',
  'char [9223372036854775807]',
  'struct { struct nobody a; }',
  '\0',
  'int\0',
  '\ud800',
  'int \ud800',
  '\u{10ffff}',
  '('.repeat(100_000),
  '/*',
  '__int128',
  '__proto__',
  'constructor',
])('%j has neither', (name) => {
  expect(sizeof(name)).toBeUndefined();
  expect(alignof(name)).toBeUndefined();
});

test('an array without a length has an alignment only, as in C', () => {
  expect([sizeof('double []'), alignof('double []')]).toEqual([undefined, 8]);
});

test.each([
  undefined,
  null,
  0,
  NaN,
  1n,
  true,
  Symbol('int'),
  {},
  [],
  ['int'],
  Object('int'),
  () => 'int',
  Buffer.from('int'),
])('%p is an error: it is no text at all', (value) => {
  for (const ask of [sizeof, alignof]) {
    expect(() => ask(value)).toThrow(expect.objectContaining({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' }));
  }
});
