// Callbacks that C calls on the thread of JavaScript.
'use strict';

const ffi = require('../../..');
const native = require('../native.js');
const { hasCode, holds, same, refused } = require('../allowed.js');
const { errorOf } = require('../../support/refusal.js');

const TYPE = 'int (int)';

/** A callback that is done with is closed, or left to the collector. */
function leave(random, cb) {
  if (random.chance(70)) cb.close();
}

const sumBelow = (count) => (count * (count - 1)) / 2;

function returns({ random }) {
  const [more, times] = [random.below(1000), random.below(50)];
  let calls = 0;
  const cb = ffi.callback(TYPE, (x) => {
    calls++;
    return x + more;
  });
  same(native.callTimes(cb, times), times * more + sumBelow(times), 'the sum of what a callback returned');
  same(calls, times, 'its calls');
  leave(random, cb);
}

function throws({ random }) {
  const times = 1 + random.below(20);
  const at = random.below(times);
  const mine = random.pick([new RangeError('mine'), { no: 'error' }, 'text']);
  let calls = 0;
  const cb = ffi.callback(TYPE, (x) => {
    calls++;
    if (x === at) throw mine;
    return 1;
  });
  holds(errorOf(() => native.callTimes(cb, times)) === mine, 'a call throws what its callback has thrown');
  same(calls, at + 1, 'calls of a callback until it throws');
  leave(random, cb);
}

function decides({ random }) {
  const other = new Error('of onError');
  const [times, kind] = [1 + random.below(20), random.pick(['value', 'default', 'other'])];
  const onError = () => {
    if (kind === 'other') throw other;
    return kind === 'value' ? 7 : undefined;
  };
  const cb = ffi.callback(
    TYPE,
    (x) => {
      if (x === 0) throw new Error('mine');
      return 1;
    },
    { onError, defaultReturn: 3 },
  );
  const call = () => native.callTimes(cb, times);
  if (kind === 'other') holds(errorOf(call) === other, "a call throws its onError's error");
  else same(call(), times - 1 + (kind === 'value' ? 7 : 3), 'the sum with what onError gave');
  leave(random, cb);
}

function returnsWrong({ random }) {
  const wrong = random.pick(['text', 1.5, 2 ** 40, {}, 5n, null, Promise.resolve(1)]);
  const error = errorOf(() => native.callInt(() => wrong, 1));
  hasCode(error, 'ERR_INVALID_ARG_TYPE', 'ERR_OUT_OF_RANGE');
}

function nests({ random }) {
  const depth = 1 + random.below(12);
  const mine = random.chance(30) ? new Error('at the bottom') : undefined;
  const down = (x) => {
    if (x < depth) return native.callInt(down, x + 1) + 1;
    if (mine) throw mine;
    return x;
  };
  if (mine) holds(errorOf(() => native.callInt(down, 1)) === mine, 'an error comes up through all calls');
  else same(native.callInt(down, 1), 2 * depth - 1, 'what came up through all calls');
}

function closesItself({ random }) {
  const defaultReturn = random.below(100);
  const cb = ffi.callback(
    TYPE,
    (x) => {
      cb.close();
      return x + 1;
    },
    { defaultReturn },
  );
  const { address } = cb;
  same(native.callTimes(cb, 3), 1 + 2 * defaultReturn, 'a callback that closes itself, and is called again');
  same(native.callAddress(address, 1), defaultReturn, 'a late call');
  refused(() => native.callInt(cb, 1), 'ERR_FFI_CALLBACK_CLOSED');
}

/** So many that the entries of those before them come to be used again. */
function changes({ random }) {
  const types = ['int (int)', 'double (double, const char *)', 'void (struct { long a[9]; })', 'string (string)'];
  const [first, count] = [random.pick(types), random.below(1500)];
  for (let i = 0; i < count; i++) ffi.callback(i % 2 ? first : random.pick(types), () => null).close();
  const made = Array.from({ length: random.below(60) }, (_, i) => ffi.callback(TYPE, (x) => x + i));
  for (const i of random.shuffle([...made.keys()])) {
    same(native.callInt(made[i], 1), 1 + i, 'one of many callbacks');
    leave(random, made[i]);
  }
}

/** Addresses of closed callbacks that C goes on calling, far oftener than their entries could come to be used again. */
const ended = [];
function goesOnCalling({ random }) {
  const defaultReturn = 1 + random.below(100);
  const cb = ffi.callback(TYPE, () => 0, { defaultReturn });
  ended.push({ address: cb.address, defaultReturn });
  cb.close();
  if (ended.length > 20) ended.shift();
  for (const { address, defaultReturn: expected } of ended) {
    same(native.callAddress(address, 1), expected, 'a call of what was closed long ago');
  }
}

function sorts({ random }) {
  const numbers = Int32Array.from({ length: random.below(200) }, () => random.next());
  const expected = numbers.slice().sort();
  const mine = random.chance(20) && numbers.length > 1 ? new Error('enough') : undefined;
  const compare = (a, b) => {
    if (mine) throw mine;
    return Math.sign(ffi.read.i32(a) - ffi.read.i32(b));
  };
  const sort = () => native.sort(numbers, BigInt(numbers.length), 4n, compare);
  if (mine) holds(errorOf(sort) === mine, 'qsort throws what its callback has thrown');
  else {
    sort();
    same(numbers, expected, 'what qsort has sorted');
  }
}

module.exports = { returns, throws, decides, returnsWrong, nests, closesItself, changes, goesOnCalling, sorts };
