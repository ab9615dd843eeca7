// Callbacks of a library: in its words, by its options, for as long as it is open.
'use strict';

const { dlopen } = require('../..');
const { outputOf } = require('../support/child.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf } = require('../support/refusal.js');

const declarations = `typedef int (*handler)(int); typedef int64_t (*wide)(int64_t);
  int call_int(handler f, int value); int64_t through_i64(wide f, int64_t value);`;

test("the type has the library's names, the values its options", () => {
  const lib = dlopen(fixtures, declarations, { int64: 'number' });
  const cb = lib.callback('handler', (x) => x + 1);
  expect(lib.functions.call_int(cb, 4)).toBe(5);
  expect(
    lib.functions.through_i64(
      lib.callback('wide', (x) => 2 * x),
      21,
    ),
  ).toBe(42);
  const seen = [];
  const exact = lib.callback('wide', (x) => seen.push(typeof x) && x, { int64: 'bigint' });
  expect(lib.functions.through_i64(exact, 21)).toBe(21);
  expect(seen).toEqual(['bigint']);
});

test('it is closed when the library is unloaded, not before a running call has ended', async () => {
  const lib = dlopen(fixtures, declarations);
  const cb = lib.callback('handler', (x) => {
    lib.close();
    return lib.closed && !cb.closed ? x : -1;
  });
  expect(lib.functions.call_int(cb, 7)).toBe(7);
  await lib.unloaded;
  expect(cb.closed).toBe(true);
  expect(errorOf(() => lib.callback('handler', () => 1)).code).toBe('ERR_FFI_LIBRARY_CLOSED');
});

test('the library keeps it', async () => {
  const program = `
    const { dlopen } = load();
    const { collect } = require(root + '/test/support/waiting.js');
    const lib = dlopen(fixtures, 'int call_int(int (*)(int), int);');
    const { address } = lib.callback('int (int)', (x) => x);
    (async () => {
      await collect();
      console.log(lib.functions.call_int(address, 5));
    })();`;
  expect(await outputOf(program)).toBe('5');
});

test.each([
  [(lib) => lib.callback('nobody', () => 1), 'ERR_FFI_INVALID_SIGNATURE'],
  [(lib) => lib.callback('handler'), 'ERR_INVALID_ARG_TYPE'],
  [(lib) => lib.callback('handler', () => 1, 5), 'ERR_INVALID_ARG_TYPE'],
  [(lib) => lib.callback('handler', () => 1, { free: 1n }), 'ERR_INVALID_ARG_VALUE'],
])('refused: %p', (act, code) => expect(errorOf(() => act(dlopen(fixtures, declarations))).code).toBe(code));
