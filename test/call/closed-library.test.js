// What is left of a library that has been closed: nothing of it may be entered, by whatever way its address came.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const ffi = require('../..');
const { outputOf } = require('../support/child.js');
const { temporaryFolder } = require('../support/compiler.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const folder = temporaryFolder();
let copies = 0;
/** A library of its own that nobody else has open: it is unloaded when it is closed. */
function copyOfFixtures() {
  const file = path.join(folder, `copy-${copies++}.so`);
  fs.copyFileSync(fixtures, file);
  return file;
}

const isLoaded = (file) => fs.readFileSync('/proc/self/maps', 'utf8').includes(file);
const gone = (file) => ({
  name: 'Error',
  code: 'ERR_FFI_LIBRARY_CLOSED',
  message: `the library '${file}' has been closed`,
});
const add = 'int add_i32(int, int);';

describe('its functions', () => {
  const uses = {
    'a call': ({ f }) => f(1, 2),
    'a function bound to one of them': ({ again }) => again(1, 2),
    'a function bound to a Pointer to one of them': ({ ofPointer }) => ofPointer(1, 2),
    'another binding': ({ f }) => ffi.bind(f, 'int (int, int)'),
    'another binding by a Pointer': ({ p }) => ffi.bind(p),
    'an argument': ({ f }) => ffi.getNativeFunction(fixtures, 'identity_pointer', 'void *', ['void *'])(f),
    'an argument as a Pointer': ({ p }) => ffi.getNativeFunction(fixtures, 'identity_pointer', 'void *', ['void *'])(p),
    'an argument in a struct': ({ f }) =>
      ffi.getNativeFunction(null, 'free', 'void', ['const struct { void *p; } *'])({ p: f }),
    'memory that keeps it': ({ f }) => ffi.alloc('void *', [f]),
    'a read of its code': ({ p }) => ffi.read.u8(p),
    'a Pointer to it': ({ f }) => ffi.pointer(f, 'char'),
    'a Pointer of it further on': ({ p }) => ffi.read.u8(p.cast('char').add(1)),
    'a comparison': ({ f }) => ffi.pointer(1n, 'char').equals(f),
    'free of a text': ({ text }) => text('a text'),
    'free of another function': ({ f }) =>
      ffi.getNativeFunction(fixtures, 'make_text', 'string', ['const char *'], { free: f }),
    func: ({ lib }) => lib.func(add),
    'func by types': ({ lib }) => lib.func('add_i32', 'int', ['int', 'int']),
    'func of an optional one': ({ lib }) => lib.func(add, { optional: true }),
    symbol: ({ lib }) => lib.symbol('add_i32'),
    has: ({ lib }) => lib.has('add_i32'),
    variable: ({ lib }) => lib.variable('extern int no_matter'),
    'a function of the text that was not used before': ({ lib }) => lib.functions.count_frees,
  };

  test.each(Object.entries(uses))('%s', (_, use) => {
    const file = copyOfFixtures();
    const lib = ffi.dlopen(file, `${add} int count_frees(void);`);
    const f = lib.functions.add_i32;
    const p = ffi.pointer(f, 'int (int, int)');
    const free = lib.func('void free_text(void *)');
    const text = ffi.getNativeFunction(fixtures, 'make_text', 'string', ['const char *'], { free });
    const of = {
      lib,
      f,
      p,
      text,
      again: ffi.bind(ffi.bind(f, 'int (int, int)'), 'int (int, int)'),
      ofPointer: ffi.bind(p),
    };
    expect([of.f, of.again, of.ofPointer].map((each) => each(1, 2))).toEqual([3, 3, 3]);
    expect(text('a text')).toBe('a text');
    lib.close();
    expect(refusal(() => use(of))).toEqual(gone(file));
    expect(isLoaded(file)).toBe(false);
  });

  test('what was known of them stays', () => {
    const lib = ffi.dlopen(copyOfFixtures(), 'typedef int number; enum { TWO = 2 }; number add_i32(number, number);');
    const { add_i32: f } = lib.functions;
    const { address } = f;
    lib.close();
    expect([f.address, f.name, f.length, String(f.type)]).toEqual([address, 'add_i32', 2, 'int (int, int)']);
    expect([lib.closed, lib.functions.add_i32, lib.type('number').size, lib.constants.TWO]).toEqual([true, f, 4, 2]);
  });
});

describe('its variables', () => {
  test('are gone, as is what was made of their Pointers', () => {
    const lib = ffi.dlopen(copyOfFixtures());
    const p = lib.variable('extern int shared_number');
    const parts = [p, p.cast('char'), p.add(0), p.cast('struct { int a; }').member('a')];
    p.value = 4;
    expect(p.value).toBe(4);
    lib.close();
    for (const part of parts) {
      expect(refusal(() => part.value)).toMatchObject({
        code: 'ERR_FFI_USE_AFTER_FREE',
        message: 'the memory is gone: the library has been closed',
      });
    }
  });
});

describe('in the middle of a call', () => {
  test('code of the user closes it: C is not entered', async () => {
    const file = copyOfFixtures();
    const lib = ffi.dlopen(file, 'struct pair { double x, y; }; struct pair point_swap(struct pair);');
    const { point_swap: swap } = lib.functions;
    const value = {
      x: 1,
      get y() {
        lib.close();
        return 2;
      },
    };
    expect(refusal(() => swap(value))).toEqual(gone(file));
    expect(await lib.unloaded).toBeUndefined();
    expect(isLoaded(file)).toBe(false);
  });

  test('code of the user closes that of an argument', () => {
    const file = copyOfFixtures();
    const lib = ffi.dlopen(file, add);
    const call = ffi.getNativeFunction(fixtures, 'identity_pointer', 'void *', ['const struct { void *f, *other; } *']);
    const f = lib.functions.add_i32;
    const value = {
      f,
      get other() {
        lib.close();
        return null;
      },
    };
    expect(refusal(() => call(value))).toEqual(gone(file));
  });

  test('code of the user closes that of `free`: it stays until the text is freed', async () => {
    const file = copyOfFixtures();
    const lib = ffi.dlopen(file);
    const free = lib.func('void free_text(void *)');
    const make = ffi.getNativeFunction(fixtures, 'make_text', 'string', ['const struct { char text[8]; } *'], { free });
    const value = {
      get text() {
        lib.close();
        return 'x';
      },
    };
    expect(make(value)).toBe('x');
    await lib.unloaded;
    expect(isLoaded(file)).toBe(false);
  });
});

test('in a hot loop, after V8 has optimised it', () => {
  const file = copyOfFixtures();
  const lib = ffi.dlopen(file, add);
  const { add_i32: f } = lib.functions;
  let sum = 0;
  const error = errorOf(() => {
    for (let i = 0; i < 300_000; i++) {
      if (i === 250_000) lib.close();
      sum = f(sum, 1);
    }
  });
  expect([sum, error.code]).toEqual([250_000, 'ERR_FFI_LIBRARY_CLOSED']);
});

test('in worker threads, one closes what another goes on using', async () => {
  const program = `
    const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
    const run = \`
      const { parentPort, workerData } = require('node:worker_threads');
      const ffi = require(workerData.root);
      const lib = ffi.dlopen(workerData.fixtures, 'int add_i32(int, int);');
      const { add_i32: f } = lib.functions;
      let sum = 0;
      for (let i = 0; i < 100000; i++) sum = f(sum, 1);
      if (workerData.closes) lib.close();
      let code;
      try { f(1, 2); } catch (error) { code = error.code; }
      parentPort.postMessage(sum + ' ' + code);\`;
    const start = (closes) => new Promise((resolve, reject) => {
      new Worker(run, { eval: true, workerData: { root, fixtures, closes } }).once('message', resolve).once('error', reject);
    });
    Promise.all([true, false, true, false].map(start)).then((lines) => console.log(lines.join(', ')));`;
  const closed = '100000 ERR_FFI_LIBRARY_CLOSED';
  const open = '100000 undefined';
  expect(await outputOf(program)).toBe([closed, open, closed, open].join(', '));
});

test('a Pointer to a callback ends with it, as one to a function ends with its library', () => {
  const callback = ffi.callback('int (int)', (n) => n + 1);
  const p = ffi.pointer(callback, 'int (int)');
  expect([ffi.bind(p)(4), p.address]).toEqual([5, callback.address]);
  callback.close();
  for (const act of [() => ffi.bind(p), () => ffi.read.u8(p), () => p.cast('char').value]) {
    expect(errorOf(act).code).toBe('ERR_FFI_CALLBACK_CLOSED');
  }
});
