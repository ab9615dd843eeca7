// Library.variable: the variables that a library exports, as Pointers.
'use strict';

const { alloc, dlopen, getNativeFunction, readString, readStrings } = require('../..');
const { outputOf } = require('../support/child.js');
const { buildLibrary, temporaryFolder } = require('../support/compiler.js');
const { fixtures } = require('../support/fixtures.js');
const { isSanitized } = require('../library/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const lib = dlopen(fixtures, 'typedef struct { double x, y; } point; int sum_shared(void);');
const codeOf = (act) => errorOf(act).code;

test('C and JavaScript see the same', () => {
  const number = lib.variable('extern int shared_number');
  const list = lib.variable('int shared_list[3];');
  expect([number.value, number.length, [...list], lib.functions.sum_shared()]).toEqual([3, 1, [1, 2, 3], 9]);
  number.value = 100;
  list.set(2, -3);
  expect(lib.functions.sum_shared()).toBe(100);
  expect(lib.variable('extern int shared_number').value).toBe(100);
  number.value = 3;
  list.set(2, 3);
});

test('of all kinds', () => {
  expect(lib.variable('extern point shared_point').value).toEqual({ x: 1, y: 2 });
  expect(readString(lib.variable('extern const char shared_name[7]'))).toBe('a name');
  expect(readString(lib.variable('extern const char shared_name[]'))).toBe('a name');
  expect(readString(lib.variable('extern const char *shared_text').value)).toBe('a text');
  expect(String(lib.variable('extern int (*box_methods[3])(void)').type)).toBe('int (*)(void)');
});

test('bounds are those of the declaration', () => {
  const list = lib.variable('extern int shared_list[3]');
  expect(codeOf(() => list.get(3))).toBe('ERR_FFI_OUT_OF_BOUNDS');
  expect(codeOf(() => lib.variable('extern int shared_number').get(1))).toBe('ERR_FFI_OUT_OF_BOUNDS');
  const unknown = lib.variable('extern int shared_list[]');
  expect([unknown.length, unknown.get(2)]).toEqual([undefined, 3]);
});

test('one of an unknown type can be passed on, and not read', () => {
  const opaque = lib.variable('extern struct something shared_point');
  expect(codeOf(() => opaque.value)).toBe('ERR_FFI_INCOMPLETE_TYPE');
  expect(opaque.cast('double', 2).get(1)).toBe(2);
});

test('pointers are set to what lives on', () => {
  const text = alloc('char[]', 'another text');
  const pointer = lib.variable('extern const char *shared_text');
  const before = pointer.value;
  pointer.value = text;
  expect(readString(dlopen(fixtures).variable('extern const char *shared_text').value)).toBe('another text');
  pointer.value = before;
  expect(refusal(() => pointer.set(0, 'a string')).message).toMatch(/^The value cannot be a string: memory keeps/);
});

describe('where the process has a copy of a variable, it is this one', () => {
  const setenv = getNativeFunction(null, 'setenv', 'int', ['const char *', 'const char *', 'int']);

  test.each([null, 'libc.so.6', fixtures])('environ of %p, right after setenv', (library) => {
    const environ = dlopen(library).variable('extern char **environ');
    for (const value of ['one', 'another']) {
      expect(setenv('FFI_NATIVE_VARIABLE', value, 1)).toBe(0);
      expect(readStrings(environ.value)).toContain(`FFI_NATIVE_VARIABLE=${value}`);
    }
  });

  test('environ, right after process.env', async () => {
    const program = `
      const { dlopen, readStrings } = load();
      const environ = dlopen('libc.so.6').variable('extern char **environ');
      process.env.FFI_NATIVE_VARIABLE = 'grüß';
      const texts = readStrings(environ.value);
      console.log(texts.includes('FFI_NATIVE_VARIABLE=grüß'), texts.length === Object.keys(process.env).length);`;
    expect(await outputOf(program)).toBe('true true');
  });

  test('optind of libc is what getopt moves', () => {
    const { getopt } = dlopen(null, 'int getopt(int, char *const *, const char *);').functions;
    const optind = dlopen('libc.so.6').variable('extern int optind');
    const texts = ['program', '-a', 'rest'].map((word) => alloc('char[]', word));
    const words = alloc('char *', [...texts, null]);
    optind.value = 1;
    expect([getopt(3, words, 'a'), optind.value, getopt(3, words, 'a')]).toEqual(['a'.charCodeAt(0), 2, -1]);
    expect(texts.map((text) => readString(text))).toEqual(['program', '-a', 'rest']); // they had to live until here
  });
});

describe('where Node has a variable of the same name, it is the one that the library uses', () => {
  const folder = temporaryFolder();
  const source = `
    int optind = 42, environ_of_ours = 5, list[3] = {1, 2, 3};
    unsigned DES_SPtrans = 7;
    int *second = &list[1];
    int *get_optind(void) { return &optind; }
    unsigned *get_DES_SPtrans(void) { return &DES_SPtrans; }
    int *get_environ_of_ours(void) { return &environ_of_ours; }
    int *get_list(void) { return list; }`;
  const names = ['optind', 'DES_SPtrans', 'environ_of_ours', 'list'];
  const scopes = ['auto', 'process', ...(isSanitized ? [] : ['own'])];

  test.each([[], ['-Wl,-Bsymbolic']])('linked with %p', (...options) => {
    for (const symbols of scopes) {
      const file = buildLibrary(folder, source, options);
      const library = dlopen(file, undefined, { symbols });
      const used = names.map((name) => library.func(`void *get_${name}(void)`)());
      expect(names.map((name) => library.variable(`extern int ${name}`).address)).toEqual(used);
      library.close();
    }
  });
});

test.each([
  ['extern int not_there', 'ERR_FFI_SYMBOL_NOT_FOUND'],
  ['int add_i32(int, int)', 'ERR_INVALID_ARG_VALUE'],
  ['extern int shared_number, shared_list[3]', 'ERR_INVALID_ARG_VALUE'],
  ['extern int shared_number; int sum_shared(void)', 'ERR_INVALID_ARG_VALUE'],
  ['typedef int shared_number', 'ERR_INVALID_ARG_VALUE'],
  ['static int shared_number', 'ERR_INVALID_ARG_VALUE'],
  ['#define shared_number 3', 'ERR_INVALID_ARG_VALUE'],
  ['shared_number', 'ERR_FFI_UNSUPPORTED_TYPE'],
  ['extern void shared_number', 'ERR_FFI_UNSUPPORTED_TYPE'],
  ['extern nobody shared_number', 'ERR_FFI_UNSUPPORTED_TYPE'],
  ['int', 'ERR_FFI_UNSUPPORTED_TYPE'],
  ['', 'ERR_INVALID_ARG_VALUE'],
  ['extern int shared_number\0', 'ERR_INVALID_ARG_VALUE'],
  [undefined, 'ERR_INVALID_ARG_TYPE'],
  [5, 'ERR_INVALID_ARG_TYPE'],
])('%p declares no variable', (text, code) => expect(codeOf(() => lib.variable(text))).toBe(code));
