// The option `free`: what becomes of memory whose text has been read.
'use strict';

const ffi = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const bind = (name, returnType, argTypes, options) =>
  ffi.getNativeFunction(fixtures, name, returnType, argTypes, options);
const free = bind('free_text', 'void', ['void *']);
const countFrees = bind('count_frees', 'int', []);
const freedLastMade = bind('freed_last_made', 'int', []);
/** How often an act frees. */
function freesOf(act) {
  const before = countFrees();
  act();
  return countFrees() - before;
}

describe('frees the result once, when it has been read', () => {
  test.each([
    ['a bound function', free],
    ['its address', free.address],
    ['a Pointer to it', ffi.pointer(free, 'void (void *)')],
    ['its address by the library', ffi.dlopen(fixtures).symbol('free_text')],
  ])('by %s', (_, how) => {
    for (const [type, options] of [
      ['string', {}],
      ['const char *', { strings: true }],
    ]) {
      const make = bind('make_text', type, ['const char *'], { ...options, free: how });
      expect(freesOf(() => expect(make('größe')).toBe('größe'))).toBe(1);
      expect(freedLastMade()).toBe(1);
    }
  });

  test('of a prototype, an object of declarations and a bound address', () => {
    const lib = ffi.dlopen(fixtures, { make_text: { type: 'string (const char *)', free } });
    const makers = [
      lib.functions.make_text,
      lib.func('string make_text(const char *)', { free: lib.func('void free_text(void *)') }),
      ffi.bind(lib.symbol('make_text'), 'string (const char *)', { free }),
    ];
    for (const make of makers) expect(freesOf(() => expect(make('text')).toBe('text'))).toBe(1);
  });

  test('real memory, again and again', () => {
    const strdup = ffi.getNativeFunction(null, 'strdup', 'string', ['const char *'], {
      free: ffi.getNativeFunction(null, 'free', 'void', ['void *']),
    });
    const text = 'x'.repeat(100_000);
    for (let i = 0; i < 2000; i++) if (strdup(text) !== text) throw new Error(`at ${i}`);
    expect(strdup('')).toBe('');
  });
});

test('the function need not be kept', () => {
  const make = (() => {
    const options = { free: bind('free_text', 'void', ['void *']) };
    return bind('make_text', 'string', ['const char *'], options);
  })();
  for (let i = 0; i < 50; i++) Buffer.alloc(1 << 20);
  expect(freesOf(() => make('text'))).toBe(1);
});

test('errno is that of the function, and not of the one that frees', () => {
  ffi.errno(5);
  expect(bind('make_text', 'string', ['const char *'], { free, errno: true })('text')).toBe('text');
  expect(ffi.errno()).toBe(5);
});

describe('frees nothing', () => {
  test('where the result is NULL', () => {
    const make = bind('make_nothing', 'const wchar_t *', [], { free, strings: true });
    expect(freesOf(() => expect(make()).toBeNull())).toBe(0);
  });

  test('where the function has failed', () => {
    const fail = bind('fail_text', 'string', ['int'], { free, errno: 'throw' });
    expect(freesOf(() => expect(errorOf(() => fail(2)).code).toBe('ENOENT'))).toBe(0);
  });

  test('where the result is no text after all', () => {
    const make = bind('make_unreadable', 'string', [], { free });
    expect(freesOf(() => expect(errorOf(make).code).toBe('ERR_FFI_ACCESS_VIOLATION'))).toBe(0);
  });

  test('where an argument is refused', () => {
    const make = bind('make_text', 'string', ['const char *'], { free });
    expect(freesOf(() => expect(errorOf(() => make(5)).code).toBe('ERR_INVALID_ARG_TYPE'))).toBe(0);
  });
});

describe('is refused', () => {
  test.each([
    ['void *', {}],
    ['char *', { strings: true }],
    ['const char *', {}],
    ['const unsigned char *', { strings: true }],
    ['int', {}],
    ['void', {}],
    ['struct { const char *text; }', { strings: true }],
  ])('for a result %s with %p: nobody has read it', (type, options) => {
    const { code, message } = refusal(() => bind('make_text', type, ['const char *'], { ...options, free }));
    expect(code).toBe('ERR_INVALID_ARG_VALUE');
    expect(message).toContain(
      `not for the '${String(ffi.type(type))}' of make_text: return 'string', or set options.strings`,
    );
  });

  test.each([
    ['free', 'ERR_INVALID_ARG_TYPE'],
    [5, 'ERR_INVALID_ARG_TYPE'],
    [null, 'ERR_INVALID_ARG_TYPE'],
    [true, 'ERR_INVALID_ARG_TYPE'],
    [() => {}, 'ERR_INVALID_ARG_TYPE'],
    [{ address: 16n }, 'ERR_INVALID_ARG_TYPE'],
    [Symbol.iterator, 'ERR_INVALID_ARG_TYPE'],
    [0n, 'ERR_FFI_INVALID_POINTER'],
    [ffi.pointer(0n, 'void (void *)'), 'ERR_FFI_INVALID_POINTER'],
    [-1n, 'ERR_OUT_OF_RANGE'],
    [2n ** 64n, 'ERR_OUT_OF_RANGE'],
  ])('where it is %p', (how, code) => {
    expect(errorOf(() => bind('make_text', 'string', ['const char *'], { free: how })).code).toBe(code);
  });

  test('for all functions of a library: each frees in its own way', () => {
    expect(refusal(() => ffi.dlopen(fixtures, '', { free })).message).toMatch(/^options.free is no option/);
  });
});
