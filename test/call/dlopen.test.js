// dlopen: paths, declarations in their three forms, and the options of libraries. The loader's own refusals are in
// test/library/open.test.js; what an open library does is in library.test.js.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const { cdef, dlopen, getNativeFunction, type } = require('../..');
const { buildLibrary, temporaryFolder } = require('../support/compiler.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const folder = temporaryFolder();
const codeOf = (act) => errorOf(act).code;
const isLoaded = (file) => fs.readFileSync('/proc/self/maps', 'utf8').includes(file);

describe('path', () => {
  test('is a name, a path, or null for this process', () => {
    expect(dlopen('libm.so.6', 'double cos(double);').functions.cos(0)).toBe(1);
    expect(dlopen(fixtures, 'int add_i32(int, int);').functions.add_i32(1, 2)).toBe(3);
    const { path: opened, functions } = dlopen(null, 'int getpid(void);');
    expect([opened, functions.getpid()]).toEqual([null, process.pid]);
  });

  test('of several is the first that loads', () => {
    expect(dlopen(['libnone.so.1', 'libm.so.6', fixtures]).path).toBe('libm.so.6');
    expect(dlopen(['libnone.so.1', '/dev/null', null]).path).toBeNull();
    expect(dlopen(vm.runInNewContext("['libm.so.6']")).path).toBe('libm.so.6');
    expect(dlopen([fixtures, 'libnone.so.1']).path).toBe(fixtures);
  });

  test('of several, none of which loads: each reason is told', () => {
    const { code, message } = errorOf(() => dlopen(['libnone.so.1', '/dev/null']));
    expect(code).toBe('ERR_FFI_LIBRARY_LOAD_FAILED');
    expect(message.split('\n')).toEqual([
      expect.stringMatching(/'libnone.so.1'.*No such file or directory$/),
      expect.stringMatching(/'\/dev\/null'/),
    ]);
  });

  const notText = (received) => `path must be a string, or null for this process, received ${received}`;
  test.each([
    [undefined, 'ERR_INVALID_ARG_TYPE', notText('undefined')],
    [5, 'ERR_INVALID_ARG_TYPE', notText('5')],
    [new URL('file:///lib'), 'ERR_INVALID_ARG_TYPE', notText('an instance of URL')],
    [new Set(['libm.so.6']), 'ERR_INVALID_ARG_TYPE', notText('an instance of Set')],
    [['libm.so.6', 5], 'ERR_INVALID_ARG_TYPE', notText('5')],
    [new Array(1), 'ERR_INVALID_ARG_TYPE', notText('undefined')],
    [[['libm.so.6']], 'ERR_INVALID_ARG_TYPE', notText('an instance of Array')],
    ['', 'ERR_INVALID_ARG_VALUE', 'path must not be empty'],
    [['libm.so.6', ''], 'ERR_INVALID_ARG_VALUE', 'path must not be empty'],
    [[], 'ERR_INVALID_ARG_VALUE', 'path must name at least one library'],
    ['libm.so.6\0', 'ERR_INVALID_ARG_VALUE', expect.stringMatching(/^path must be without NUL/)],
  ])('%p is refused, behind one that loads, too', (wrong, code, message) => {
    expect(refusal(() => dlopen(wrong))).toEqual({ name: 'TypeError', code, message });
  });
});

describe('C text', () => {
  const text = `
    typedef struct { double x, y; } point;
    #define LIMIT 5
    enum { LOW = 1 };
    point point_swap(point);
    int add_i32(int, int);
    int aliased(int, int) __asm__("add_i32");
    int not_there(int);
    static int hidden(int);
    extern int shared_number;`;

  test('gives the functions that it declares, each bound when it is first used', () => {
    const { functions } = dlopen(fixtures, text);
    expect(Object.keys(functions)).toEqual(['point_swap', 'add_i32', 'aliased', 'not_there']);
    expect(functions.add_i32).toBe(functions.add_i32);
    expect([functions.add_i32(1, 2), functions.aliased(3, 4)]).toEqual([3, 7]);
    expect(functions.point_swap({ x: 1, y: 2 })).toEqual({ x: 2, y: 1 });
    expect(functions.toString).toBeUndefined();
    for (let i = 0; i < 2; i++) {
      expect(refusal(() => functions.not_there)).toMatchObject({
        code: 'ERR_FFI_SYMBOL_NOT_FOUND',
        message: expect.stringContaining(`'not_there' in the library '${fixtures}'`),
      });
    }
  });

  test('gives types and constants', () => {
    const lib = dlopen(fixtures, text);
    expect([lib.types.point.size, lib.type('point *').target, { ...lib.constants }]).toEqual([
      16,
      lib.types.point,
      { LIMIT: 5, LOW: 1 },
    ]);
  });

  test('may declare what cannot be called: only its use is an error', () => {
    const { functions } = dlopen(fixtures, 'struct later; int noop(struct later); int add_i32(int, int);');
    expect(functions.add_i32(1, 2)).toBe(3);
    expect(codeOf(() => functions.noop)).toBe('ERR_FFI_INCOMPLETE_TYPE');
  });

  test('what cdef made of it is the same', () => {
    const declarations = cdef(text);
    const lib = dlopen(fixtures, declarations);
    expect(Object.keys(lib.functions)).toEqual(Object.keys(declarations.functions));
    expect([lib.types.point, lib.functions.add_i32(1, 2)]).toEqual([declarations.types.point, 3]);
  });

  test('knows the names of other declarations', () => {
    const types = [cdef('typedef struct { double x, y; } pair;'), cdef('typedef int number;')];
    const lib = dlopen(fixtures, 'pair point_swap(pair); number add_i32(number, number);', { types });
    expect(lib.functions.point_swap({ x: 1, y: 2 })).toEqual({ x: 2, y: 1 });
    expect(Object.keys(lib.types)).toEqual([]);
    expect(lib.func('number add_i32(number, number)')(1, 2)).toBe(3);
    expect(dlopen(fixtures, { point_swap: 'pair (pair)' }, { types: types[0] }).functions.point_swap({ y: 3 }).x).toBe(
      3,
    );
    expect(refusal(() => dlopen(fixtures, cdef(text), { types })).message).toMatch(/Declarations know their types/);
  });
});

describe('an object', () => {
  test('binds at once, by types in each form', () => {
    const lib = dlopen(fixtures, {
      add_i32: 'int (int, int)',
      plus: { type: type('int (int, int)'), name: 'add_i32' },
      byPointer: { type: 'int (*)(int, int)', name: 'add_i32' },
    });
    for (const f of Object.values(lib.functions)) expect(f(1, 2)).toBe(3);
    expect(Object.entries(lib.functions).map(([key, { name }]) => [key, name])).toEqual([
      ['add_i32', 'add_i32'],
      ['plus', 'plus'],
      ['byPointer', 'byPointer'],
    ]);
  });

  test('names all symbols that are missing, versions among them, and leaves the library closed', () => {
    const copy = path.join(folder, 'copy.so');
    fs.copyFileSync(fixtures, copy);
    const { code, message } = errorOf(() =>
      dlopen(copy, {
        none: 'int (int)',
        add_i32: 'int (int, int)',
        renamed: { type: 'int (int)', name: 'neither' },
        noop: { type: 'void (void)', version: 'VERSION_9' },
        maybe: { type: 'int (int)', optional: true },
      }),
    );
    expect(code).toBe('ERR_FFI_SYMBOL_NOT_FOUND');
    expect(message.split('\n').map((line) => /the symbol (.*) in the library/.exec(line)?.[1])).toEqual([
      "'none'",
      "'neither'",
      "'noop' of version 'VERSION_9'",
    ]);
    expect(isLoaded(copy)).toBe(false);
  });

  test('may have optional ones: undefined where they are missing, but never of a wrong type', () => {
    const optional = true;
    const { functions } = dlopen(fixtures, {
      none: { type: 'int (int)', optional },
      add_i32: { type: 'int (int, int)', optional },
      none_of_version: { type: 'void (void)', name: 'noop', version: 'VERSION_9', optional },
    });
    expect(Object.keys(functions)).toEqual(['none', 'add_i32', 'none_of_version']);
    expect([functions.none, functions.add_i32(1, 2), functions.none_of_version]).toEqual([undefined, 3, undefined]);
    expect(codeOf(() => dlopen(fixtures, { none: { type: 'int (', optional } }))).toBe('ERR_FFI_UNSUPPORTED_TYPE');
    expect(codeOf(() => dlopen(fixtures, { add_i32: { type: 'int', optional } }))).toBe('ERR_FFI_INVALID_SIGNATURE');
  });

  test('may have any keys', () => {
    const named = JSON.parse('{"__proto__": {"type": "int (int, int)", "name": "add_i32"}, "toString": "void (void)"}');
    named.toString = { type: 'void (void)', name: 'noop' };
    const { functions } = dlopen(fixtures, named);
    expect(Object.keys(functions)).toEqual(['__proto__', 'toString']);
    expect(Object.getOwnPropertyDescriptor(functions, '__proto__').value(1, 2)).toBe(3);
    expect(dlopen(fixtures, Object.create(null)).functions.toString).toBeUndefined();
    expect(dlopen(fixtures, vm.runInNewContext("({ add_i32: 'int (int, int)' })")).functions.add_i32(1, 2)).toBe(3);
    expect(codeOf(() => dlopen(fixtures, { '': 'int (int)' }))).toBe('ERR_INVALID_ARG_VALUE');
    expect(codeOf(() => dlopen(fixtures, { 'a\0b': 'int (int)' }))).toBe('ERR_INVALID_ARG_VALUE');
  });

  test.each([
    [5, 'ERR_INVALID_ARG_TYPE', "the type of 'add_i32' must be a C type-name or a CType, received 5"],
    [
      {},
      'ERR_INVALID_ARG_TYPE',
      "the type of 'add_i32' must be a C type-name or a CType, received an instance of Object",
    ],
    [
      ['int', ['int']],
      'ERR_INVALID_ARG_TYPE',
      "the type of 'add_i32' must be a C type-name or a CType, received an instance of Array",
    ],
    [{ type: null }, 'ERR_INVALID_ARG_TYPE', "the type of 'add_i32' must be a C type-name or a CType, received null"],
    ['int', 'ERR_FFI_INVALID_SIGNATURE', "add_i32 cannot be called: 'int' is no function"],
    [
      { type: 'int (int, int)', optional: 1 },
      'ERR_INVALID_ARG_VALUE',
      'options.optional must be one of false, true, received 1',
    ],
    [{ type: 'int (int, int)', name: 5 }, 'ERR_INVALID_ARG_TYPE', 'options.name must be a string, received 5'],
    [{ type: 'int (int, int)', version: '' }, 'ERR_INVALID_ARG_VALUE', 'options.version must not be empty'],
    [
      { type: 'int (int, int)', nmae: 'noop' },
      'ERR_INVALID_ARG_VALUE',
      expect.stringMatching(/^options.nmae is no option/),
    ],
  ])('%p is no declaration', (entry, code, message) => {
    expect(refusal(() => dlopen(fixtures, { add_i32: entry }))).toEqual({ name: 'TypeError', code, message });
  });

  test.each([
    5,
    null,
    true,
    ['int abs(int);'],
    new Map([['abs', 'int (int)']]),
    () => 'int abs(int);',
    Buffer.from('int f();'),
  ])('%p is none', (declarations) => {
    const { code, message } = refusal(() => dlopen(null, declarations));
    expect(code).toBe('ERR_INVALID_ARG_TYPE');
    expect(message).toMatch(/^declarations must be C text, Declarations or a plain object, received /);
  });
});

describe('version', () => {
  // memcpy of 2.2.5 is memmove; the default is of 2.14. Other machines have one version only, their first.
  const first = { x64: 'GLIBC_2.2.5', arm64: 'GLIBC_2.17', s390x: 'GLIBC_2.2' }[process.arch];
  const prototype = 'void *memcpy(void *, const void *, size_t)';
  const lib = dlopen('libc.so.6');

  test('chooses one of several symbols of a name', () => {
    const old = lib.func(prototype, { version: first });
    expect(old.address === lib.symbol('memcpy')).toBe(process.arch !== 'x64');
    const bytes = Buffer.from('0123456789');
    if (process.arch === 'x64') old(bytes.subarray(1), bytes, 9n);
    expect(bytes.toString()).toBe(process.arch === 'x64' ? '0012345678' : '0123456789');
  });

  test('of a library is that of its functions; a wrong one is named', () => {
    const { memcpy } = dlopen(
      'libc.so.6',
      { memcpy: 'void *(void *, const void *, size_t)' },
      { version: first },
    ).functions;
    expect(memcpy.address).toBe(lib.func(prototype, { version: first }).address);
    const bind = (version) =>
      getNativeFunction('libc.so.6', 'memcpy', 'void *', ['void *', 'const void *', 'size_t'], { version });
    expect(bind(first).address).toBe(memcpy.address);
    for (const version of ['GLIBC_1.0', 'glibc_2.2.5', `${first} `, 'GLIBC_PRIVATE']) {
      expect(refusal(() => bind(version))).toMatchObject({
        code: 'ERR_FFI_SYMBOL_NOT_FOUND',
        message: expect.stringContaining(`'memcpy' of version '${version}' in the library 'libc.so.6'`),
      });
    }
  });
});

describe('options', () => {
  test.each([
    [{ resolve: 'Now' }, "options.resolve must be one of 'now', 'lazy', received 'Now'"],
    [{ scope: true }, "options.scope must be one of 'local', 'global', received true"],
    [{ symbols: '' }, "options.symbols must be one of 'auto', 'own', 'process', received ''"],
    [{ abi: 'fast' }, expect.stringMatching(/^options.abi must be one of 'default'/)],
    [{ name: 'f' }, expect.stringMatching(/^options.name is no option: there are symbols, /)],
    [{ optional: true }, expect.stringMatching(/^options.optional is no option/)],
    [{ free: 16n }, expect.stringMatching(/^options.free is no option/)],
    [JSON.parse('{"__proto__": 1}'), expect.stringMatching(/^options.__proto__ is no option/)],
  ])('%p is refused at once', (options, message) => {
    const refused = { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE', message };
    for (const declarations of ['int add_i32(int, int);', {}, undefined]) {
      expect(refusal(() => dlopen(fixtures, declarations, options))).toEqual(refused);
    }
  });

  test.each([5, null, 'lazy', true, () => ({})])('%p are none', (options) => {
    expect(refusal(() => dlopen(fixtures, '', options)).code).toBe('ERR_INVALID_ARG_TYPE');
  });

  test.each([5, {}, null, 'int', [cdef(''), 5]])('types: %p are none', (types) => {
    expect(refusal(() => dlopen(fixtures, '', { types })).message).toMatch(
      /^options.types(\[1\])? must be Declarations/,
    );
  });

  test("resolve: 'lazy' opens a library that lacks a function", () => {
    const library = buildLibrary(
      folder,
      'int nobody_has_this(void); int f(void) { return nobody_has_this(); } int g(void) { return 4; }',
    );
    expect(codeOf(() => dlopen(library, 'int g(void);'))).toBe('ERR_FFI_LIBRARY_LOAD_FAILED');
    expect(dlopen(library, 'int g(void);', { resolve: 'lazy' }).functions.g()).toBe(4);
  });
});
