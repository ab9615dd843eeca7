// What cannot be passed by value is refused when a function is bound, as an argument, as a result and in a tail; what only
// looks like it goes.
'use strict';

const { getNativeFunction, alignof, sizeof } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const bind = (returnType, argTypes) => getNativeFunction(fixtures, 'noop', returnType, argTypes);

const aligned = [
  'struct __attribute__((aligned(32))) { int a; }',
  'struct { _Alignas(32) char a; }',
  'struct { int a __attribute__((aligned(64))); }',
  'struct { _Alignas(128) char a; char b[300]; }',
  'union { _Alignas(32) char a; long b; }',
  'struct { struct { _Alignas(32) int a; } inner; }',
  'struct { struct { _Alignas(32) int a; }; }',
  'struct { struct { _Alignas(32) int a; } inner[2]; }',
  'struct { int a : 3 __attribute__((aligned(32))); }',
  'struct __attribute__((packed, aligned(32))) { char a; }',
];

const refused = [
  ...aligned.map((text) => [
    text,
    'ERR_FFI_UNSUPPORTED_TYPE',
    'cannot be passed by value: it is aligned to more than 16 bytes',
  ]),
  ...['struct {}', 'union {}', 'struct { struct {} a; }', 'struct { int a[0]; }', 'struct { int : 0; }'].map((text) => [
    text,
    'ERR_FFI_UNSUPPORTED_TYPE',
    'cannot be passed by value: it is empty',
  ]),
  ...['struct { int n; char a[]; }', 'struct { int n; long a[]; }'].map((text) => [
    text,
    'ERR_FFI_UNSUPPORTED_TYPE',
    'cannot be passed by value: it ends in a flexible array member',
  ]),
  ['struct nobody', 'ERR_FFI_INCOMPLETE_TYPE', 'has no size'],
  ['union nobody', 'ERR_FFI_INCOMPLETE_TYPE', 'has no size'],
];

describe.each(refused)('%s', (text, code, why) => {
  test('as an argument', () => {
    const { code: actual, message } = errorOf(() => bind('void', ['int', text]));
    expect(actual).toBe(code);
    expect(message).toMatch(/^argTypes\[1\]: '/);
    expect(message).toMatch(why);
  });

  test('as a result', () => {
    const { code: actual, message } = errorOf(() => bind(text, []));
    expect(actual).toBe(code);
    expect(message).toMatch(/^returnType: '/);
    expect(message).toMatch(why);
  });

  test('in a tail', () => {
    expect(errorOf(() => bind('void', ['int', '...', text])).message).toMatch(/^argTypes\[2\]: '/);
    const { code: actual, message } = errorOf(() => bind('void', ['int', '...'])(1, text, {}));
    expect(actual).toBe(code);
    expect(message).toMatch(/^Argument 1 of noop: '/);
  });

  test('a pointer to it can be passed', () => {
    expect(bind('void', [`${text} *`])(null)).toBeUndefined();
    expect(bind('void', [`${text} **`])(null)).toBeUndefined();
  });
});

test('an array has no value of its own', () => {
  for (const text of ['int [3]', 'char [1]', 'int [2][2]']) {
    expect(refusal(() => bind(text, []))).toMatchObject({ name: 'TypeError' });
    expect(() => bind('void', [text])).not.toThrow(); // an address, as in C
  }
});

// That of long double is 16 on some machines, and 8 on others.
test.each([
  'struct __attribute__((aligned(16))) { int a; }',
  'struct { _Alignas(16) char a; }',
  'struct { long double a; }',
  'struct { char c; long double _Complex z; }',
  'union { _Alignas(16) char a[32]; }',
])('up to 16 bytes of alignment can be passed: %s', (text) => {
  expect(alignof(text)).toBe(text.includes('16') ? 16 : alignof('long double'));
  expect(sizeof(text) % alignof(text)).toBe(0);
  expect(() => bind(text, [text, 'int', text])).not.toThrow();
});
