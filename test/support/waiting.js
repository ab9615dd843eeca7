// How tests wait for other threads and for the garbage collector: for what must come without an end, and for what must not
// come a few rounds long. Programs in other processes load it, too: `require(root + '/test/support/waiting.js')`.
'use strict';

const { setImmediate: turn, setTimeout: sleep } = require('node:timers/promises');
const v8 = require('node:v8');
const vm = require('node:vm');

/** Lets the event loop turn until something is so. @param {() => boolean} isSo */
async function until(isSo) {
  while (!isSo()) await turn();
}

/** @type {(() => void) | undefined} */
let gc;

/** Collects garbage at once; what follows from that in the event loop comes later. */
function collectNow() {
  if (gc === undefined) {
    v8.setFlagsFromString('--expose-gc');
    gc = vm.runInNewContext('gc');
  }
  gc();
}

// What a WeakRef has given is held until its turn of the event loop ends. A collection is followed by work of V8's threads and
// by further turns, which may make more garbage.
async function collectOnce() {
  await turn();
  collectNow();
  await sleep(3);
}

/** Collects garbage until something is so. @param {() => boolean} isSo */
async function collectUntil(isSo) {
  while (!isSo()) await collectOnce();
}

/** Collects garbage so often that everything has gone which nothing holds. */
async function collect() {
  for (let i = 0; i < 10; i++) await collectOnce();
}

/**
 * Lets others have the memory that is free, so that who still reads it finds something else.
 * @param {number} size of the blocks that are looked for
 */
async function reuse(size) {
  for (let i = 0; i < 3; i++) await collectOnce();
  for (let i = 0; i < 200; i++) new Uint8Array(size).fill(0xee);
  collectNow();
}

module.exports = { turn, sleep, until, collectNow, collectUntil, collect, reuse };
