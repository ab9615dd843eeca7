// One conversion of a struct by a type that has been used often, for which JavaScript has been written, and by one that is
// new. Both must have one outcome.
'use strict';

const { getNativeFunction } = require('../..');
const { fixtures } = require('./fixtures.js');

const warmUp = 100;

// A tagged struct is a type of its own wherever it is written.
const point = { symbol: 'point_swap', text: 'struct tag { double x, y; }' };
const block = (members) => ({ symbol: 'block_identity', text: `struct tag { ${members} }` });

const bind = ({ symbol, text }, options) => getNativeFunction(fixtures, symbol, text, [text], options);

function bindWarm(type, value, options) {
  const f = bind(type, options);
  for (let i = 0; i < warmUp; i++) f(value);
  return f;
}

/** What a call gives or throws; `log` is what the value has noted about its treatment. */
function outcomeOf(f, makeValue) {
  const log = [];
  try {
    return { result: f(makeValue(log, f)), log };
  } catch (error) {
    const { name, code, message } = error;
    return { name, code, message, log };
  }
}

/** Expects one outcome of a warm type and of a new one, and gives it. */
function expectSame(type, warm, makeValue, options) {
  const expected = outcomeOf(bind(type, options), makeValue);
  const received = Array.from({ length: 3 }, () => outcomeOf(warm, makeValue));
  for (const outcome of received) expect(outcome).toEqual(expected);
  return expected;
}

const logged = (log, name, value) => ({
  enumerable: true,
  configurable: true,
  get() {
    log.push(name);
    return typeof value === 'function' ? value(this) : value;
  },
});
const withGetters = (log, members) =>
  Object.defineProperties(
    {},
    Object.fromEntries(Object.entries(members).map(([name, value]) => [name, logged(log, name, value)])),
  );

module.exports = { warmUp, point, block, bind, bindWarm, expectSame, logged, withGetters };
