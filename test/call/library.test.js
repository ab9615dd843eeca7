// Library: what an open library gives, and how it ends. What is refused when it has ended is in closed-library.test.js.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { inspect } = require('node:util');
const { bind, cdef, dlopen, getNativeFunction, type } = require('../..');
const { outputOf } = require('../support/child.js');
const { temporaryFolder } = require('../support/compiler.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const folder = temporaryFolder();
const codeOf = (act) => errorOf(act).code;
const isLoaded = (file) => fs.readFileSync('/proc/self/maps', 'utf8').includes(file);
let copies = 0;
/** A library of its own that nobody else has open. */
function copyOfFixtures() {
  const file = path.join(folder, `copy-${copies++}.so`);
  fs.copyFileSync(fixtures, file);
  return file;
}

describe('func', () => {
  const lib = dlopen(
    fixtures,
    'typedef int number; typedef number (*adder)(number, number); typedef number pair_of(number, number);',
  );

  test.each([
    ['a prototype', ['int add_i32(int, int)']],
    ['with names and a semicolon', ['extern int add_i32(int a, int b);']],
    ['in the words of the library', ['number add_i32(number, number)']],
    ['in brackets', ['int (add_i32)(int, int)']],
    ['with its body', ['int add_i32(int a, int b) { return a + b; }']],
    ['with another symbol', ['int plus(int, int) __asm__("add_i32")']],
    ['a name and a type', ['add_i32', 'int (int, int)']],
    ['a name and a pointer type', ['add_i32', 'int (*)(int, int)']],
    ['a name and a name of a type', ['add_i32', 'pair_of']],
    ['a name and a name of a pointer', ['add_i32', 'adder']],
    ['a name and a CType', ['add_i32', type('int (int, int)')]],
    ['a name, a result and parameters', ['add_i32', 'int', ['int', 'number']]],
    ['the same by CTypes', ['add_i32', type('int'), [type('int'), 'int']]],
  ])('%s', (_, args) => {
    const f = lib.func(...args);
    expect([f(2, 3), f.length, String(f.type)]).toEqual([5, 2, 'int (int, int)']);
    const named = lib.func(...args, { name: 'add_i32', optional: true });
    expect([named(2, 3), named.name]).toEqual([5, f.name]);
  });

  test('another symbol by `name`, another type each time', () => {
    expect(lib.func('double mine(double, double)', { name: 'add_f64' })(0.5, 1)).toBe(1.5);
    expect(lib.func('mine', 'double (double, double)', { name: 'add_f64' }).name).toBe('mine');
    expect(lib.func('mine', 'unsigned', ['unsigned', 'int'], { name: 'add_i32' })(2 ** 31, 5)).toBe(2 ** 31 + 5);
  });

  test('variadic in all forms', () => {
    for (const sum of [
      lib.func('int sum_ints(int, ...)'),
      lib.func('sum_ints', 'int (int, ...)'),
      lib.func('sum_ints', 'int', ['int', '...']),
    ]) {
      expect(sum(2, 'int', 3, 'int', 4)).toBe(7);
    }
    expect(lib.func('sum_ints', 'int', ['int', '...', 'int'])(1, 5)).toBe(5);
  });

  test('optional: undefined where it is missing, and only then', () => {
    const optional = true;
    expect(lib.func('int not_there(int)', { optional })).toBeUndefined();
    expect(lib.func('not_there', 'int (int)', { optional })).toBeUndefined();
    expect(lib.func('not_there', 'int', ['int'], { optional })).toBeUndefined();
    expect(codeOf(() => lib.func('int not_there(int)'))).toBe('ERR_FFI_SYMBOL_NOT_FOUND');
    expect(codeOf(() => lib.func('not_there', 'int (', { optional }))).toBe('ERR_FFI_UNSUPPORTED_TYPE');
    expect(codeOf(() => lib.func('not there(', { optional }))).toBe('ERR_FFI_UNSUPPORTED_TYPE');
  });

  test.each([
    ['add_i32', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['int add_i32(int', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['int add_i32(int, int), noop(void)', 'ERR_INVALID_ARG_VALUE'],
    ['int add_i32(int, int); int noop(void)', 'ERR_INVALID_ARG_VALUE'],
    ['int add_i32(int, int); extern int shared_number', 'ERR_INVALID_ARG_VALUE'],
    ['static int add_i32(int, int)', 'ERR_INVALID_ARG_VALUE'],
    ['typedef int add_i32(int, int)', 'ERR_INVALID_ARG_VALUE'],
    ['int (*add_i32)(int, int)', 'ERR_INVALID_ARG_VALUE'],
    ['int add_i32', 'ERR_INVALID_ARG_VALUE'],
    ['struct add_i32 { int a; }', 'ERR_INVALID_ARG_VALUE'],
    ['#define add_i32 5', 'ERR_INVALID_ARG_VALUE'],
    ['', 'ERR_INVALID_ARG_VALUE'],
    [';', 'ERR_INVALID_ARG_VALUE'],
    [undefined, 'ERR_INVALID_ARG_TYPE'],
    [5, 'ERR_INVALID_ARG_TYPE'],
    [['int add_i32(int, int)'], 'ERR_INVALID_ARG_TYPE'],
  ])('%p is no prototype', (text, code) => expect(codeOf(() => lib.func(text))).toBe(code));

  test.each([
    [['add_i32', 'int'], 'ERR_FFI_INVALID_SIGNATURE'],
    [['add_i32', 'nobody'], 'ERR_FFI_INVALID_SIGNATURE'],
    [['add_i32', 'int', 'int'], 'ERR_INVALID_ARG_TYPE'],
    [['add_i32', 'int (int, int)', 5], 'ERR_INVALID_ARG_TYPE'],
    [['add_i32', 'int', [5]], 'ERR_INVALID_ARG_TYPE'],
    [['add_i32', 'int', ['...']], 'ERR_FFI_INVALID_SIGNATURE'],
    [['add_i32', 'int', ['void']], 'ERR_FFI_INCOMPLETE_TYPE'],
    [['add_i32', 'int', ['int', 'int'], null], 'ERR_INVALID_ARG_TYPE'],
    [['add_i32', 'int', ['int', 'int'], { nmae: 'x' }], 'ERR_INVALID_ARG_VALUE'],
    [['int add_i32(int, int)', 5], 'ERR_INVALID_ARG_TYPE'],
    [['int add_i32(int, int)', null], 'ERR_INVALID_ARG_TYPE'],
    [['int add_i32(int, int)', { optional: 'yes' }], 'ERR_INVALID_ARG_VALUE'],
    [['int add_i32(int, int)', { name: '' }], 'ERR_INVALID_ARG_VALUE'],
  ])('%p are no arguments', (args, code) => expect(codeOf(() => lib.func(...args))).toBe(code));

  test('what a text declares besides stays its own', () => {
    expect(lib.func('struct own { int a; } *identity_pointer(struct own *)')(null)).toBe(0n);
    expect(lib.types.own).toBeUndefined();
  });
});

describe('symbol and has', () => {
  const lib = dlopen(fixtures);

  test('find functions and variables of the library, and of those that it needs', () => {
    expect(lib.symbol('add_i32')).toBe(lib.func('int add_i32(int, int)').address);
    expect(lib.has('add_i32') && lib.has('shared_number') && lib.has('strlen')).toBe(true);
    expect(bind(dlopen(null).symbol('abs'), 'int (int)')(-3)).toBe(3);
  });

  test('what is not there', () => {
    expect(lib.has('not_there')).toBe(false);
    expect(lib.has('uv_version_string')).toBe(false); // it is Node's
    expect(refusal(() => lib.symbol('not_there'))).toMatchObject({
      code: 'ERR_FFI_SYMBOL_NOT_FOUND',
      message: expect.stringContaining(`'not_there' in the library '${fixtures}'`),
    });
  });

  test.each([
    ['', 'ERR_INVALID_ARG_VALUE'],
    ['add_i32\0', 'ERR_INVALID_ARG_VALUE'],
    ['\ud800', 'ERR_INVALID_ARG_VALUE'],
    [5, 'ERR_INVALID_ARG_TYPE'],
    [undefined, 'ERR_INVALID_ARG_TYPE'],
    [null, 'ERR_INVALID_ARG_TYPE'],
  ])('%p is no name', (name, code) => {
    for (const act of [() => lib.symbol(name), () => lib.has(name)]) expect(codeOf(act)).toBe(code);
  });
});

test('an open library shows what it is, and cannot be changed', () => {
  const lib = dlopen(fixtures, cdef('typedef struct { int a; } own; enum { ONE = 1 }; int add_i32(int, int);'));
  expect([lib.path, lib.closed, lib.type('own[2]').size, lib.constants.ONE]).toEqual([fixtures, false, 8, 1]);
  expect(lib.type(type('int'))).toBe(type('int'));
  expect(codeOf(() => lib.type('own ['))).toBe('ERR_FFI_UNSUPPORTED_TYPE');
  expect(Object.isFrozen(lib) && Object.isFrozen(lib.functions)).toBe(true);
  expect(inspect(lib)).toBe(`Library { '${fixtures}' }`);
  expect(inspect(dlopen(null))).toBe('Library { this process }');
  expect(codeOf(() => new lib.constructor())).toBe('ERR_INVALID_ARG_VALUE');
  expect(() => lib.func.call(Object.create(lib), 'int add_i32(int, int)')).toThrow(TypeError);
});

describe('close', () => {
  test('unloads the library, once; `unloaded` tells when', async () => {
    const file = copyOfFixtures();
    const lib = dlopen(file, 'int add_i32(int, int);');
    expect(lib.functions.add_i32(1, 2)).toBe(3);
    expect([lib.closed, isLoaded(file)]).toEqual([false, true]);
    const none = Symbol('not yet');
    expect(await Promise.race([lib.unloaded, Promise.resolve(none)])).toBe(none);
    expect(lib.close()).toBeUndefined();
    lib.close();
    expect([lib.closed, isLoaded(file), inspect(lib)]).toEqual([true, false, `Library { '${file}', closed }`]);
    expect(await lib.unloaded).toBeUndefined();
    lib.close();
  });

  test('by Symbol.dispose', async () => {
    const lib = dlopen(copyOfFixtures());
    lib[Symbol.dispose ?? Symbol.for('nodejs.dispose')]();
    expect(lib.closed).toBe(true);
    await lib.unloaded;
  });

  test('of one of two leaves the other open, and they share variables', async () => {
    const file = copyOfFixtures();
    const [one, two] = [dlopen(file, 'int add_i32(int, int);'), dlopen(file, 'int add_i32(int, int);')];
    expect(one.functions.add_i32.address).toBe(two.functions.add_i32.address);
    one.variable('int shared_number').value = 40;
    one.close();
    await one.unloaded;
    expect(codeOf(() => one.functions.add_i32(1, 2))).toBe('ERR_FFI_LIBRARY_CLOSED');
    expect([two.functions.add_i32(1, 2), two.variable('int shared_number').value, isLoaded(file)]).toEqual([
      3,
      40,
      true,
    ]);
    two.close();
    expect(isLoaded(file)).toBe(false);
    const again = dlopen(file);
    expect(again.variable('int shared_number').value).toBe(3);
    again.close();
  });

  test('leaves what getNativeFunction has opened', () => {
    const file = copyOfFixtures();
    const forever = getNativeFunction(file, 'add_i32', 'int', ['int', 'int']);
    const lib = dlopen(file);
    lib.close();
    expect([forever(1, 2), isLoaded(file)]).toEqual([3, true]);
  });

  test('of this process takes nothing away', () => {
    const lib = dlopen(null, 'int getpid(void);');
    lib.close();
    expect(codeOf(() => lib.func('int getpid(void)'))).toBe('ERR_FFI_LIBRARY_CLOSED');
    expect(dlopen(null, 'int getpid(void);').functions.getpid()).toBe(process.pid);
  });

  test('a thousand times leaves nothing behind; a library that nobody closes stays', async () => {
    const file = copyOfFixtures();
    for (let i = 0; i < 1000; i++) {
      const lib = dlopen(file, { add_i32: 'int (int, int)' });
      if (lib.functions.add_i32(i, 1) !== i + 1) throw new Error(`at ${i}`);
      lib.close();
      if (i % 100 === 0) await lib.unloaded;
    }
    expect(isLoaded(file)).toBe(false);
    const program = `
      const ffi = load();
      const { add_i32: f } = ffi.dlopen(fixtures, 'int add_i32(int, int);').functions;
      const { collect } = require(root + '/test/support/waiting.js');
      collect().then(() => console.log(f(1, 2)));`;
    expect(await outputOf(program)).toBe('3');
  });
});
