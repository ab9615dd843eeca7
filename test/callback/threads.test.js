// Callbacks that C calls on threads of its own.
'use strict';

const ffi = require('../..');
const { outputOf, runNode } = require('../support/child.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf } = require('../support/refusal.js');
const { turn, until } = require('../support/waiting.js');

const { callback, getNativeFunction } = ffi;
const INT = 'int (*)(int)';
const onThread = getNativeFunction(fixtures, 'call_on_thread', 'int', [INT, 'int', 'int']);
const start = getNativeFunction(fixtures, 'start_call', 'void *', [INT, 'int', 'int', 'int']);
const finish = getNativeFunction(fixtures, 'finish_call', 'int', ['void *']);
const notify = getNativeFunction(fixtures, 'notify_on_thread', 'void', ['void (*)(int)', 'int']);

describe('while the event loop is free', () => {
  test('C waits for the value', async () => {
    const seen = [];
    const double = (x) => seen.push(x) && 2 * x;
    const cb = callback('int (int)', double);
    const call = start(cb, 10, 3, 0);
    await until(() => seen.length === 3);
    expect(finish(call)).toBe(66);
    expect(seen).toEqual([10, 11, 12]);
    cb.close();
  });

  test('many threads take turns', async () => {
    let sum = 0;
    const cb = callback('int (int)', (x) => {
      sum += x;
      return 1;
    });
    const started = Array.from({ length: 20 }, (_, i) => start(cb, 100 * i, 50, 0));
    await until(() => sum === 50 * 100 * 190 + 20 * (49 * 25));
    expect(started.map((call) => finish(call))).toEqual(Array(20).fill(50));
    cb.close();
  });

  test('a thread that is busy in JavaScript is waited for, however long', async () => {
    const seen = [];
    const cb = callback('int (int)', (x) => seen.push(x) && 5, { grace: 200 });
    const call = start(cb, 1, 1, 0);
    const end = Date.now() + 600; // thrice the grace, which runs within C only
    while (Date.now() < end);
    expect(seen).toEqual([]);
    await until(() => seen.length === 1);
    expect(finish(call)).toBe(5);
    cb.close();
  });
});

describe('while JavaScript waits for the thread', () => {
  test('C gets the default return, and the call is an error that says how to call', () => {
    const never = jest.fn();
    const cb = callback('int (int)', never, { grace: 20, defaultReturn: 4 });
    const error = errorOf(() => onThread(cb, 1, 3));
    expect(error.code).toBe('ERR_FFI_CALLBACK_DEADLOCK');
    expect(error.message).toBe(
      'the callback mockConstructor was called on another thread while call_on_thread kept the thread of JavaScript ' +
        'waiting, so C got its default return: call call_on_thread.async()',
    );
    expect(error.result).toBe(12);
    expect(never).not.toHaveBeenCalled();
    cb.close();
  });

  test('the next call is as any other', () => {
    const cb = callback('int (int)', (x) => x, { grace: 20 });
    expect(errorOf(() => onThread(cb, 1, 1)).code).toBe('ERR_FFI_CALLBACK_DEADLOCK');
    expect(getNativeFunction(fixtures, 'call_int', 'int', [INT, 'int'])(cb, 7)).toBe(7);
    cb.close();
  });

  test('a function that is an argument has the usual grace', () => {
    const error = errorOf(() => onThread(() => 1, 1, 1));
    expect(error.code).toBe('ERR_FFI_CALLBACK_DEADLOCK');
    expect(error.message).toMatch(/^Argument 0 of call_on_thread was called on another thread/);
  });

  test('what was queued when JavaScript went into C is cancelled, too', async () => {
    const seen = [];
    const cb = callback('int (int)', (x) => seen.push(x), { grace: 20, defaultReturn: 9 });
    const call = start(cb, 1, 1, 0);
    const error = errorOf(() => finish(call));
    // The thread may have asked before or after: both ways it has not been answered.
    expect(error.code).toBe('ERR_FFI_CALLBACK_DEADLOCK');
    expect(error.result).toBe(9);
    await turn();
    expect(seen).toEqual([]);
    cb.close();
  });
});

describe('wait: false', () => {
  test('takes the arguments along, and C goes on', async () => {
    const seen = [];
    const cb = callback('void (int)', (x) => seen.push(x), { wait: false });
    notify(cb, 1000);
    expect(seen).toEqual([]);
    await until(() => seen.length === 1000);
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    cb.close();
  });

  test('an error is an uncaughtException', async () => {
    const program = `
      const { callback, getNativeFunction } = load();
      const notify = getNativeFunction(fixtures, 'notify_on_thread', 'void', ['void (*)(int)', 'int']);
      const cb = callback('void (int)', function note(x) { throw new Error('mine ' + x); }, { wait: false }).ref();
      process.on('uncaughtException', ({ message, callback: name }) => {
        console.log(message, name);
        if (message === 'mine 2') cb.close();
      });
      notify(cb, 3);`;
    const name = 'the callback note';
    expect(await outputOf(program)).toBe([0, 1, 2].map((i) => `mine ${i} ${name}`).join('\n'));
  });
});

test('on a thread of C, microtasks and the next ticks run after each call', async () => {
  const program = `
    const { callback, getNativeFunction } = load();
    const start = getNativeFunction(fixtures, 'start_call', 'void *', ['int (*)(int)', 'int', 'int', 'int']);
    const finish = getNativeFunction(fixtures, 'finish_call', 'int', ['void *']);
    const log = [];
    const cb = callback('int (int)', (x) => {
      log.push('call ' + x);
      queueMicrotask(() => log.push('microtask ' + x));
      process.nextTick(() => log.push('tick ' + x));
      if (x === 2) setImmediate(() => { finish(call); cb.close(); console.log(log.join()); });
      return 0;
    }).ref();
    const call = start(cb, 1, 2, 0);`;
  expect(await outputOf(program)).toBe('call 1,tick 1,microtask 1,call 2,tick 2,microtask 2');
});

describe('the process', () => {
  test('lives while a callback is held, and no longer', async () => {
    const program = `
      const { callback } = load();
      const cb = callback('int (int)', (x) => x).ref().ref();
      callback('int (int)', (x) => x);
      setTimeout(() => { console.log('alive'); cb.unref(); }, 50).unref();`;
    expect(await outputOf(program)).toBe('alive');
  });

  // Threads of C's call all the while, also when there is nobody left to answer.
  const calling = `
    const { callback, getNativeFunction } = load();
    const forEver = getNativeFunction(fixtures, 'call_for_ever', 'void', ['int (*)(int)', 'int']);
    let count = 0;
    const cb = callback('int (int)', (x) => { act(++count); return x; }).ref();
    forEver(cb, 4);`;

  test.each([
    ['process.exit() within a callback', 'const act = (n) => { if (n === 200) process.exit(7); };', 7],
    ['process.exit() between callbacks', 'const act = () => {}; setTimeout(() => process.exit(8), 50);', 8],
    ['its natural end', 'const act = (n) => { if (n === 200) cb.unref(); };', 0],
    ['an uncaught error', "const act = (n) => { if (n === 200) throw new Error('mine'); };", 1],
    ['a close', 'const act = (n) => { if (n === 200) { cb.close(); setTimeout(() => process.exit(9), 20); } };', 9],
  ])('ends well by %s', async (_, act, expected) => {
    const { status, signal } = await runNode(act + calling);
    expect({ status, signal }).toEqual({ status: expected, signal: null });
  });
});
