// Libraries that are opened and closed while calls run. The copies of the fixtures are the soak's alone, so that they are
// unloaded in earnest.
'use strict';

const fs = require('node:fs');
const { setImmediate: turn } = require('node:timers/promises');
const ffi = require('../../..');
const { hasCode, holds, refused, same, settled } = require('../allowed.js');

const CLOSED = 'ERR_FFI_LIBRARY_CLOSED';
const text = `
  int add_i32(int, int);
  int call_int(int (*)(int), int);
  int call_on_thread(int (*)(int), int, int);
  const char *make_text(const char *);
  extern int shared_number;`;

const open = ({ random, copies }, options = {}) =>
  ffi.dlopen(random.pick(copies), text, random.chance(30) ? { ...options, thread: 'same' } : options);

/** Those that were made before the end have their results; those after it are refused. */
async function closedMeanwhile(scene) {
  const { random } = scene;
  const lib = open(scene);
  const { add_i32: add, call_on_thread: onThread } = lib.functions;
  const count = random.below(20);
  const sums = Array.from({ length: count }, (_, i) => add.async(i, 1));
  const answered = onThread.async((x) => x, 5, 3);
  for (let i = random.below(5); i > 0; i--) await turn();
  lib.close();
  const { error } = await settled(add.async(1, 1));
  hasCode(error, CLOSED);
  refused(() => add(1, 1), CLOSED);
  same(
    await Promise.all(sums),
    Array.from({ length: count }, (_, i) => i + 1),
    'sums of a library that was closed meanwhile',
  );
  same(await answered, 18, 'what a thread was answered in a library that was closed meanwhile');
  await lib.unloaded;
}

async function closedWithin(scene) {
  const lib = open(scene);
  const { call_int: call } = lib.functions;
  const result = call((x) => {
    lib.close();
    return x + 1;
  }, 1);
  same(result, 2, 'what a call gives that closes its library');
  refused(() => call((x) => x, 1), CLOSED);
  await lib.unloaded;
}

async function callbacksOf(scene) {
  const { random } = scene;
  const lib = open(scene);
  const made = Array.from({ length: random.below(10) }, (_, i) => lib.callback('int (int)', (x) => x + i));
  const call = lib.functions.call_int;
  for (const [i, cb] of made.entries()) same(call(cb, 1), 1 + i, "a library's callback");
  const late = made.length > 0 ? settled(call.async(made[0], 7)) : undefined;
  lib.close();
  const outcome = await late;
  holds(outcome === undefined || outcome.value === 7, 'a callback that a call was given before the end');
  await lib.unloaded;
  holds(
    made.every((cb) => cb.closed),
    'a library ends its callbacks',
  );
}

async function usesAll(scene) {
  const lib = open(scene, { symbols: scene.random.pick(['auto', 'process']) });
  same([lib.has('add_i32'), lib.has('no_such')], [true, false], 'what a library has');
  const number = lib.variable('extern int shared_number');
  number.value = 5;
  same(number.value, 5, 'a variable');
  refused(() => lib.func('int no_such(void)'), 'ERR_FFI_SYMBOL_NOT_FOUND');
  refused(() => ffi.dlopen(__filename), 'ERR_FFI_LIBRARY_LOAD_FAILED');
  lib.close();
  refused(() => number.value, 'ERR_FFI_USE_AFTER_FREE');
  await lib.unloaded;
}

/** As many as there are at the same time. */
async function openedOften(scene) {
  const libraries = Array.from({ length: 1 + scene.random.below(10) }, () => open(scene));
  for (const [i, lib] of libraries.entries()) same(lib.functions.add_i32(i, 1), i + 1, 'a sum of one of many');
  for (const lib of scene.random.shuffle(libraries)) if (scene.random.chance(80)) lib.close();
  await Promise.all(libraries.filter((lib) => lib.closed).map((lib) => lib.unloaded));
}

/** @param {string} folder @param {string} library gives paths of copies of it */
function copy(folder, library) {
  return Array.from({ length: 4 }, (_, i) => {
    const file = `${folder}/copy-${i}.so`;
    fs.copyFileSync(library, file);
    return file;
  });
}

module.exports = { copy, acts: { closedMeanwhile, closedWithin, callbacksOf, usesAll, openedOften } };
