// Callbacks that C calls on threads of its own, while JavaScript is free, while it waits for C, and after their end.
'use strict';

const { setImmediate: turn } = require('node:timers/promises');
const ffi = require('../../..');
const native = require('../native.js');
const { hasCode, holds, mineUncaught, same, settled, unclaimed } = require('../allowed.js');
const { errorOf } = require('../../support/refusal.js');

const TYPE = 'int (int)';
// Told apart in a sum of both.
const [VALUE, DEFAULT] = [1000, 1];
/** Ever so long: what other lanes do must not look like a deadlock. */
const grace = 600_000;

async function answers({ random }) {
  const [threads, times] = [1 + random.below(4), random.below(20)];
  let sum = 0;
  const cb = ffi.callback(
    TYPE,
    (x) => {
      sum += x;
      return x;
    },
    { grace: Number.POSITIVE_INFINITY },
  );
  const calls = Array.from({ length: threads }, (_, i) => native.callOnThread.async(cb, 100 * i, times));
  const results = await Promise.all(calls);
  same(
    results,
    results.map((_, i) => times * 100 * i + (times * (times - 1)) / 2),
    'what threads of C were answered',
  );
  same(
    sum,
    results.reduce((a, b) => a + b, 0),
    'what they have asked',
  );
  if (random.chance(70)) cb.close();
}

/** Whoever finds it closed, and whoever is told so while JavaScript waits for C elsewhere, gets the default. */
async function closedMeanwhile({ random }) {
  const times = 1 + random.below(30);
  const end = random.below(times + 10);
  let ran = 0;
  const fn = () => {
    if (++ran === end) cb.close();
    return VALUE;
  };
  const cb = ffi.callback(TYPE, fn, { defaultReturn: DEFAULT, grace });
  const called = native.callOnThread.async(cb, 1, times);
  for (let i = random.below(20); i > 0; i--) await turn();
  if (random.chance(50)) cb.close();
  same(await called, VALUE * ran + DEFAULT * (times - ran), 'what a thread got of a callback that was closed');
  cb.close();
}

async function throwsThere({ random }) {
  const times = 1 + random.below(10);
  const at = random.below(times);
  const mine = mineUncaught();
  const fn = (x) => {
    if (x === at) throw mine;
    return VALUE;
  };
  const cb = ffi.callback(TYPE, fn, { defaultReturn: DEFAULT, grace: Number.POSITIVE_INFINITY });
  same(await native.callOnThread.async(cb, 0, times), VALUE * (times - 1) + DEFAULT, 'what a thread got of an error');
  holds(!unclaimed.has(mine), 'an error on a thread of C is an uncaughtException');
  cb.close();
}

function waitsForItself({ random }) {
  const times = 1 + random.below(5);
  let ran = 0;
  const cb = ffi.callback(TYPE, () => ++ran, { defaultReturn: DEFAULT, grace: 1 + random.below(5) });
  const error = errorOf(() => native.callOnThread(cb, 1, times));
  hasCode(error, 'ERR_FFI_CALLBACK_DEADLOCK');
  same([error.result, ran], [DEFAULT * times, 0], 'what C got while JavaScript waited for it');
  cb.close();
}

async function tells({ random }) {
  const times = random.below(100);
  const end = random.chance(30) ? random.below(times + 1) : Number.POSITIVE_INFINITY;
  const mine = random.chance(20) && times > 0 ? mineUncaught() : undefined;
  const seen = [];
  const fn = (x) => {
    seen.push(x);
    if (seen.length === end) cb.close();
    if (x === 0 && mine) throw mine;
  };
  const cb = ffi.callback('void (int)', fn, { wait: false });
  if (random.chance(50)) native.notifyOnThread(cb, times);
  else await native.notifyOnThread.async(cb, times);
  while (seen.length < times && !cb.closed) await turn();
  same(seen, [...Array(cb.closed ? seen.length : times).keys()], 'what was told without waiting, in order');
  if (cb.closed) same(seen.length, end, 'what was told before the end');
  holds(!mine || !unclaimed.has(mine), 'an error of what was told is an uncaughtException');
  cb.close();
}

/** C that calls later, when the callback may be closed, collected, or answered by nobody for a while. */
async function calledLater({ random, collect }) {
  const times = 1 + random.below(10);
  let ran = 0;
  let cb = ffi.callback(TYPE, () => ++ran && VALUE, { defaultReturn: DEFAULT, grace });
  const started = native.startCall(cb, 1, times, random.below(20));
  const kind = random.pick(['kept', 'closed', 'collected']);
  if (kind === 'closed') cb.close();
  if (kind === 'collected') {
    cb = undefined;
    collect();
  }
  const { value, error } = await settled(native.finishCall.async(started));
  if (error) throw error;
  same(value, VALUE * ran + DEFAULT * (times - ran), `what C got later of a callback that was ${kind}`);
  if (kind === 'closed') same(ran, 0, 'calls after the end');
  cb?.close();
}

module.exports = { answers, closedMeanwhile, throwsThere, waitsForItself, tells, calledLater };
