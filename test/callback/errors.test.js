// What callbacks throw, and what they return that is no C value: the call that C was called by throws it, and C has got the
// default return.
'use strict';

const ffi = require('../..');
const { runNode } = require('../support/child.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf } = require('../support/refusal.js');

const { callback, getNativeFunction } = ffi;
const INT = 'int (*)(int)';
const callInt = getNativeFunction(fixtures, 'call_int', 'int', [INT, 'int']);
const callVoid = getNativeFunction(fixtures, 'call_void', 'void', ['void (*)(int)', 'int']);
const callTimes = getNativeFunction(fixtures, 'call_times', 'int', [INT, 'int']);
const keepSum = () => getNativeFunction(fixtures, 'call_times', 'int', [INT, 'int']);

test('the very error is thrown, once, and JavaScript is not entered again by that call', () => {
  const mine = new RangeError('mine');
  const seen = [];
  const act = (i) => {
    seen.push(i);
    if (i === 2) throw mine;
    return i;
  };
  expect(errorOf(() => callTimes(act, 10))).toBe(mine);
  expect(seen).toEqual([0, 1, 2]);
});

test.each([5, 'text', null, undefined, Symbol.iterator, 7n])('%p can be thrown, too', (thrown) => {
  let caught = 'nothing';
  try {
    callInt(() => {
      throw thrown;
    }, 1);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBe(thrown);
});

test.each([
  [1.5, 'ERR_OUT_OF_RANGE'],
  [2 ** 31, 'ERR_OUT_OF_RANGE'],
  [NaN, 'ERR_OUT_OF_RANGE'],
  [undefined, 'ERR_INVALID_ARG_TYPE'],
  ['1', 'ERR_INVALID_ARG_TYPE'],
  [1n, 'ERR_INVALID_ARG_TYPE'],
  [{}, 'ERR_INVALID_ARG_TYPE'],
  [true, 'ERR_INVALID_ARG_TYPE'],
])('the result %p is an error, with the name of the callback', (result, code) => {
  const answer = () => result;
  const error = errorOf(() => callInt(callback('int (int)', answer), 1));
  expect(error.code).toBe(code);
  expect(error.message).toMatch(/^The result of the callback answer must be an integer/);
});

test('a Promise is no result', () => {
  const error = errorOf(() => callInt(async () => 1, 1));
  expect(error).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
  expect(error.message).toBe('The result of Argument 0 of call_int must not be a Promise: C does not wait for it');
});

test('of a void callback anything is', () => {
  for (const result of [1, 'x', {}, Promise.resolve(1), undefined]) expect(callVoid(() => result, 1)).toBe(undefined);
});

test('errors go through calls within calls, and can be caught on the way', () => {
  const inner = () => {
    throw new Error('inner');
  };
  const outer = () => callInt(inner, 1);
  expect(errorOf(() => callInt(outer, 1)).message).toBe('inner');
  const careful = () => {
    try {
      return callInt(inner, 1);
    } catch {
      return 42;
    }
  };
  expect(callInt(careful, 1)).toBe(42);
  expect(callTimes(careful, 3)).toBe(126);
});

test('what C wrote is copied back all the same', () => {
  const sort = getNativeFunction(null, 'qsort', 'void', [
    '_Inout_ int *',
    'size_t',
    'size_t',
    'int (*)(void *, void *)',
  ]);
  const numbers = [3, 2, 1];
  const error = errorOf(() =>
    sort(numbers, 3n, 4n, () => {
      throw new Error('mine');
    }),
  );
  expect(error.message).toBe('mine');
  expect([...numbers].sort()).toEqual([1, 2, 3]);
});

describe('defaultReturn', () => {
  const fail = () => {
    throw new Error('mine');
  };
  // C adds up what it gets, which is seen where onError has made the error harmless.
  const sumWith = (options) => keepSum()(callback('int (int)', fail, { onError: () => undefined, ...options }), 3);

  test('is zero, or what is said', () => {
    expect(sumWith({})).toBe(0);
    expect(sumWith({ defaultReturn: -7 })).toBe(-21);
  });

  test.each([
    ['int (int)', 1.5, 'ERR_OUT_OF_RANGE'],
    ['int (int)', '1', 'ERR_INVALID_ARG_TYPE'],
    ['void (int)', 1, 'ERR_INVALID_ARG_VALUE'],
    ['const char *(int)', 'text', 'ERR_INVALID_ARG_TYPE'],
  ])('for %s is not %p', (type, defaultReturn, code) => {
    expect(errorOf(() => callback(type, fail, { defaultReturn })).code).toBe(code);
  });
});

describe('onError', () => {
  const mine = new Error('mine');
  const fail = () => {
    throw mine;
  };

  test('is told the error and the name', () => {
    const calls = [];
    const onError = (...args) => calls.push(args) && 5;
    expect(callInt(callback('int (int)', fail, { onError }), 1)).toBe(5);
    expect(calls).toEqual([[mine, { callback: 'the callback fail' }]]);
  });

  test('gives a value; undefined is the default return', () => {
    const values = [4, undefined, 5];
    const cb = callback('int (int)', fail, { onError: () => values.shift(), defaultReturn: 100 });
    expect(callTimes(cb, 3)).toBe(109);
  });

  test('may throw another error, or the same', () => {
    const other = new TypeError('other');
    const replace = () => {
      throw other;
    };
    expect(errorOf(() => callInt(callback('int (int)', fail, { onError: replace }), 1))).toBe(other);
    const same = (error) => {
      throw error;
    };
    expect(errorOf(() => callInt(callback('int (int)', fail, { onError: same }), 1))).toBe(mine);
  });

  test('that gives no C value is an error', () => {
    const error = errorOf(() => callInt(callback('int (int)', fail, { onError: () => 'x' }), 1));
    expect(error.message).toMatch(/^The result of onError of the callback fail must be an integer/);
  });

  test('is asked about results, too', () => {
    expect(
      callInt(
        callback('int (int)', () => 'x', { onError: (error) => error.message.length }),
        1,
      ),
    ).toBeGreaterThan(9);
  });
});

test('with no call of ours below, the error is an uncaughtException that names the callback', async () => {
  // The pthread calls while JavaScript does nothing.
  const program = `
    const { callback, getNativeFunction } = load();
    const start = getNativeFunction(fixtures, 'start_call', 'void *', ['int (*)(int)', 'int', 'int', 'int']);
    const finish = getNativeFunction(fixtures, 'finish_call', 'int', ['void *']);
    const cb = callback('int (int)', function onData() { throw new Error('mine'); }, { defaultReturn: 9 }).ref();
    process.on('uncaughtException', (error, origin) => {
      console.log(error.message, error.callback, origin);
      setImmediate(() => { // not within the callback, for which C still waits
        console.log(finish(call));
        cb.close();
      });
    });
    const call = start(cb, 1, 1, 0);`;
  const { status, stdout, stderr } = await runNode(program);
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: 'mine the callback onData uncaughtException\n9\n',
    stderr: '',
  });
});

test.each([
  [() => callback('int (int)'), 'ERR_INVALID_ARG_TYPE'],
  [() => callback('int (int)', {}), 'ERR_INVALID_ARG_TYPE'],
  [() => callback('int', () => 1), 'ERR_FFI_INVALID_SIGNATURE'],
  [() => callback('int *', () => 1), 'ERR_FFI_INVALID_SIGNATURE'],
  [() => callback('nobody (int)', () => 1), 'ERR_FFI_UNSUPPORTED_TYPE'],
  [() => callback('int (const char *, ...)', () => 1), 'ERR_FFI_INVALID_SIGNATURE'],
  [() => callback('struct nobody (int)', () => 1), 'ERR_FFI_INCOMPLETE_TYPE'],
  [() => callback('int (int)', () => 1, { waits: true }), 'ERR_INVALID_ARG_VALUE'],
  [() => callback('int (int)', () => 1, { wait: 1 }), 'ERR_INVALID_ARG_VALUE'],
  [() => callback('int (int)', () => 1, { wait: false }), 'ERR_INVALID_ARG_VALUE'],
  [() => callback('int (int)', () => 1, { grace: '1' }), 'ERR_INVALID_ARG_TYPE'],
  [() => callback('int (int)', () => 1, { grace: -1 }), 'ERR_OUT_OF_RANGE'],
  [() => callback('int (int)', () => 1, { grace: NaN }), 'ERR_OUT_OF_RANGE'],
  [() => callback('int (int)', () => 1, { onError: 1 }), 'ERR_INVALID_ARG_TYPE'],
  [() => callback('int (int)', () => 1, 5), 'ERR_INVALID_ARG_TYPE'],
  [() => new (callback('int (int)', () => 1).constructor)(), 'ERR_INVALID_ARG_VALUE'],
])('refused: %p', (act, code) => expect(errorOf(act).code).toBe(code));
