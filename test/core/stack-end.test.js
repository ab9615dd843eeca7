// At the end of the stack everything either does what it does, or is the RangeError of JavaScript: nothing is lost.
'use strict';

const ffi = require('../..');
const { fixtures } = require('../support/fixtures.js');

const libc = (name, result, ...types) => ffi.getNativeFunction(null, name, result, types);
const abs = libc('abs', 'int', 'int');
const div = libc('div', 'struct { int quot, rem; }', 'int', 'int');
const strlen = libc('strlen', 'size_t', 'const char *');
const callInt = ffi.getNativeFunction(fixtures, 'call_int', 'int', ['int (*)(int)', 'int']);
const record = ffi.alloc('struct { int a; double b; }');
const view = record.view();

const acts = {
  'a call': () => abs(1),
  'a call that is refused': () => abs('x'),
  'a call with text': () => strlen('abc'),
  'a call that gives a struct': () => div(7, 2),
  'a call that calls back': () => callInt((x) => x, 1),
  'a call that calls back to an error': () => {
    callInt(() => {
      throw null; // as terminated threads look to Node-API
    }, 1);
  },
  'a read of what is not there': () => ffi.read.i32(16n),
  'a struct': () => record.value,
  'a field': () => view.a,
  'a struct that is refused': () => record.set(0, { a: 'x' }),
  'a type': () => ffi.sizeof('int[3]'),
  'a type that is none': () => ffi.type('nope nope'),
  'a callback': () => ffi.callback('int (int)', (x) => x).close(),
};

/** What an act ends in: a kind of value, or an error. */
function endOf(act) {
  try {
    return typeof act();
  } catch (error) {
    return error === null ? 'null' : `${error.name}: ${error.message}`;
  }
}

/** What an act ends in at the last frames of the stack, begun from some depth. */
function endsAtDepth(act, depth) {
  const ends = new Set();
  let frames = 0;
  const fill = () => {
    try {
      fill();
    } catch (error) {
      if (frames++ < 200) ends.add(endOf(act));
      throw error;
    }
  };
  const descend = (n) => (n === 0 ? fill() : descend(n - 1));
  expect(endOf(() => descend(depth))).toBe('RangeError: Maximum call stack size exceeded');
  return ends;
}

test.each(Object.entries(acts))('%s', (_, act) => {
  const possible = [endOf(act), 'RangeError: Maximum call stack size exceeded'];
  for (let depth = 0; depth < 20; depth++) {
    for (const end of endsAtDepth(act, depth)) expect(possible).toContain(end);
  }
});

test('callbacks within each other, from any depth', () => {
  const descend = (n) => (n === 0 ? callInt((x) => descend(0) + x, 0) : descend(n - 1));
  for (let depth = 0; depth < 50; depth++) {
    expect(endOf(() => descend(depth))).toBe('RangeError: Maximum call stack size exceeded');
  }
});
