// keep: what lives as long as an owner, and no longer.
'use strict';

const ffi = require('../..');
const { outputOf } = require('../support/child.js');
const { refusal } = require('../support/refusal.js');

test.each([1, 'text', 1n, true, null, undefined, Symbol('s')])('not for %p', (owner) => {
  expect(refusal(() => ffi.keep(owner, {})).code).toBe('ERR_INVALID_ARG_TYPE');
});

test('gives nothing, and takes any values, none and several', () => {
  const owner = () => {};
  expect([ffi.keep(owner), ffi.keep(owner, 1, null, {}), ffi.keep(owner, owner)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

/** Says which values are there while the owner is, and after it. */
const observe = (makeOwner, rest = 'owner') => `
  const ffi = load();
  const { collect } = require(root + '/test/support/waiting.js');
  const there = [];
  // In a function of its own, whose variables end with it.
  function make() {
    const owner = ${makeOwner};
    for (let i = 0; i < 3; i++) {
      const value = { i };
      there.push(new WeakRef(value));
      ffi.keep(owner, value);
    }
    return { held: ${rest} };
  }
  (async () => {
    const made = make();
    await collect();
    const kept = there.filter((ref) => ref.deref() !== undefined).length;
    made.held = undefined;
    await collect();
    console.log(kept, there.filter((ref) => ref.deref() !== undefined).length);
  })();`;

test.each([
  ['an object', '{}'],
  ['a function', '() => {}'],
  ['a bound function', "ffi.getNativeFunction(null, 'abs', 'int', ['int'])"],
  ['a Pointer without an owner', "ffi.pointer(16n, 'int')"],
  ['memory of alloc', "ffi.alloc('int', 3)"],
])('while %s is', async (_, owner) => {
  expect(await outputOf(observe(owner))).toBe('3 0');
});

test.each([
  ['memory of alloc', "ffi.alloc('int', 3)"],
  ['owned memory', 'ffi.own(ffi.malloc(8), ffi.free)'],
])('%s: while anything is that was made of it', async (_, owner) => {
  expect(await outputOf(observe(owner, "owner.cast('char')"))).toBe('3 0');
});
