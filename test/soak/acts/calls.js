// Calls, most of them asynchronous: with numbers, buffers, text, structs and callbacks, taken back or not.
'use strict';

const { setImmediate: turn } = require('node:timers/promises');
const ffi = require('../../..');
const { Gate } = require('../../support/gate.js');
const native = require('../native.js');
const { hasCode, holds, refused, same, settled } = require('../allowed.js');

const bytesOf = (random) => new Uint8Array(1 + random.below(5000)).fill(1 + random.below(200));
const textOf = (random) => random.pick(['', 'short', 'größe', 'long '.repeat(random.below(400))]);

/** A gate: of a worker, which may end at any time, it is open from the first. */
function gateFor({ isWorker, random }) {
  const gate = new Gate();
  if (isWorker || random.chance(30)) gate.open();
  return gate;
}

/** Turns of the event loop, and perhaps a collection, and then C may go on. */
async function letGo(gate, { random, collect }) {
  for (let i = random.below(4); i > 0; i--) await turn();
  if (random.chance(30)) collect();
  gate.open();
}

async function numbers({ random }) {
  const pairs = Array.from({ length: 1 + random.below(60) }, () => [random.below(1e9), random.below(1e9)]);
  const sums = await Promise.all(pairs.map(([a, b]) => native.add.async(a, b)));
  same(
    sums,
    pairs.map(([a, b]) => a + b),
    'sums',
  );
  const long = BigInt(random.next()) << 20n;
  same(native.addLong(long, 5n), long + 5n, 'a sum');
}

async function buffers(scene) {
  const { random } = scene;
  const gate = gateFor(scene);
  let bytes = bytesOf(random);
  const [size, first] = [bytes.length, bytes[0]];
  const kind = random.pick(['kept', 'dropped', 'transferred']);
  const added = native.gateAdd.async(gate.pointer, bytes, BigInt(size), 3);
  const summed = native.gateSpans.async(
    gate.pointer,
    [{ bytes: new Uint8Array(size).fill(2), size: BigInt(size) }],
    1n,
  );
  if (kind === 'transferred') bytes = structuredClone(bytes, { transfer: [bytes.buffer] });
  if (kind === 'dropped') bytes = undefined;
  await letGo(gate, scene);
  await added;
  same(await summed, BigInt(2 * size), 'the sum of a span');
  if (bytes)
    holds(bytes.length === size && bytes.every((byte) => byte === ((first + 3) & 255)), 'C has added to bytes');
}

async function texts(scene) {
  const { random } = scene;
  const gate = gateFor(scene);
  const text = textOf(random);
  const size = BigInt(Buffer.byteLength(text));
  const lengths = [native.gateLength.async(gate.pointer, text), native.length.async(text)];
  const made = native.makeText.async(text);
  await letGo(gate, scene);
  same(await Promise.all(lengths), [size, size], 'lengths');
  same([await made, native.makeText(text), native.length(text)], [text, text, size], 'texts that C has made');
}

async function structs({ random }) {
  const [x, y] = [random.next(), random.next() / 3];
  same(native.swap({ x, y }), { x: y, y: x }, 'a struct');
  same(await native.swap.async({ x, y }), { x: y, y: x }, 'a struct');
  const [a, b] = [random.below(1e6), 1 + random.below(100)];
  const [quotient, remainder] = [[0], [0]];
  await native.divide.async(a, b, quotient, remainder);
  same([quotient, remainder], [[Math.floor(a / b)], [a % b]], 'what C has copied out');
}

async function takenBack(scene) {
  const { random } = scene;
  const gate = gateFor(scene);
  const controller = new AbortController();
  const reason = random.chance(50) ? new Error('taken back') : 'any value';
  const sum = native.gateSum.async.with({ signal: controller.signal });
  const ends = Array.from({ length: 1 + random.below(20) }, () =>
    settled(sum(gate.pointer, new Uint8Array(100).fill(1), 100n)),
  );
  for (let i = random.below(3); i > 0; i--) await turn();
  controller.abort(reason);
  const late = await settled(sum(gate.pointer, null, 0n));
  holds(late.error === reason, 'a signal that is aborted takes back at once');
  await letGo(gate, scene);
  for (const { value, error } of await Promise.all(ends)) {
    holds(value === 100n || (value === undefined && error === reason), 'a call has its value, or was taken back');
  }
}

async function callsBack(scene) {
  const { random } = scene;
  const gate = gateFor(scene);
  const [value, fails] = [random.below(1000), random.chance(30)];
  const mine = new Error('mine');
  const called = settled(
    native.gateCall.async(
      gate.pointer,
      (x) => {
        if (fails) throw mine;
        return native.callInt((y) => y + 1, x);
      },
      value,
    ),
  );
  await letGo(gate, scene);
  const outcome = await called;
  if (fails) holds(outcome.error === mine, 'a call is rejected with what its callback has thrown');
  else same(outcome, { value: value + 1 }, 'what a callback has answered');
}

async function keepsErrno({ random }) {
  const number = 1 + random.below(100);
  const out = [0];
  same(await native.failInt.async(number, out), { value: -1, errno: number }, 'a failure and its errno');
  same(out, [number], 'what C has copied out');
}

async function refuses({ random }) {
  const wrong = random.pick(['1', 1.5, 2 ** 40, {}, 1n, undefined]);
  const { error } = await settled(native.add.async(1, wrong));
  hasCode(error, 'ERR_INVALID_ARG_TYPE', 'ERR_OUT_OF_RANGE');
  refused(() => native.add(wrong, 1), 'ERR_INVALID_ARG_TYPE', 'ERR_OUT_OF_RANGE');
  refused(() => native.add(1), 'ERR_INVALID_ARG_VALUE');
  refused(() => native.length('a\0b'), 'ERR_INVALID_ARG_VALUE');
}

async function inArena(scene) {
  const { random } = scene;
  const gate = gateFor(scene);
  const arena = ffi.arena();
  const size = 1 + random.below(10_000);
  const words = arena.alloc('uint8_t', new Uint8Array(size).fill(3));
  const sum = native.gateSum.async(gate.pointer, words, BigInt(size));
  arena.close();
  refused(() => words.value, 'ERR_FFI_USE_AFTER_FREE');
  const { error } = await settled(native.gateSum.async(gate.pointer, words, 1n));
  hasCode(error, 'ERR_FFI_USE_AFTER_FREE');
  await letGo(gate, scene);
  same(await sum, BigInt(3 * size), 'the sum of what an arena had');
}

/** Memory that C gets at by itself, of arenas that are closed meanwhile. */
async function throughArenas(scene) {
  const { random } = scene;
  const gate = gateFor(scene);
  const arenas = Array.from({ length: 3 }, () => ffi.arena());
  const [value, size] = [random.below(1e6), 1 + random.below(3000)];
  const inner = arenas[1].alloc('int *', size);
  inner.set(0, arenas[0].alloc('int', Array(size).fill(value)));
  const followed = native.gateFollow.async(gate.pointer, arenas[2].alloc('int **', [inner]));
  for (const arena of random.shuffle(arenas)) arena.close();
  await letGo(gate, scene);
  same(await followed, value, 'what C has found through arenas');
}

/** Set for the process: other lanes and workers have calls under way. */
function otherThreads({ random }) {
  ffi.configure({ threads: 2 + random.below(14) });
}

module.exports = {
  numbers,
  buffers,
  texts,
  structs,
  takenBack,
  callsBack,
  keepsErrno,
  refuses,
  inArena,
  throughArenas,
  otherThreads,
};
