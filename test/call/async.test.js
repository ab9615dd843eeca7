// fn.async: the same values and errors as a call that waits, by a Promise; order, contexts, one thread for a library.
'use strict';

const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
const os = require('node:os');
const { alloc, bind, callback, configure, dlopen, errno, getNativeFunction, read } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { Gate } = require('../support/gate.js');
const { errorOf, refusal } = require('../support/refusal.js');
const { turn } = require('../support/waiting.js');

const { EINVAL, ENOENT } = os.constants.errno;
const native = (name, returnType, argTypes, options) =>
  getNativeFunction(fixtures, name, returnType, argTypes, options);
const add = native('add_i32', 'int', ['int', 'int']);
const gateWait = native('gate_wait', 'void', ['struct gate *']);

/** What a Promise is rejected with. */
const rejection = async (promise) => {
  const [outcome] = await Promise.allSettled([promise]);
  if (outcome.status === 'rejected') return outcome.reason;
  throw new Error(`it was fulfilled, with ${String(outcome.value)}`);
};

afterEach(() => configure({ threads: os.availableParallelism() }));

describe('the function', () => {
  test('is one, with the name and the count of arguments of the bound one', () => {
    expect(add.async).toBe(add.async);
    expect({ name: add.async.name, length: add.async.length }).toEqual({ name: 'add_i32', length: 2 });
    expect(Object.keys(add)).toContain('async');
  });

  test('belongs to any function: of bind, of a library, of text', async () => {
    const lib = dlopen(fixtures, 'int add_i32(int, int);');
    const bound = bind(lib.symbol('add_i32'), 'int (int, int)');
    const functions = [lib.functions.add_i32, lib.func('int add_i32(int, int)'), bound];
    expect(await Promise.all(functions.map((f) => f.async(1, 2)))).toEqual([3, 3, 3]);
  });

  test('is a property of bound functions only', () => {
    const { get } = Object.getOwnPropertyDescriptor(native('add_i32', 'int', ['int', 'int']), 'async');
    expect(refusal(() => get.call(() => {}))).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
    expect(refusal(() => get.call(Object.create(add)))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
  });

  test('gives a Promise at once, and C runs elsewhere', async () => {
    const gate = new Gate();
    const waiting = gateWait.async(gate.pointer);
    expect(waiting).toBeInstanceOf(Promise);
    await gate.hasBegun();
    expect(gate.passed).toBe(0);
    gate.open();
    expect(await waiting).toBe(undefined);
    expect(gate.passed).toBe(1);
  });
});

describe('values', () => {
  const point = 'struct { double x, y; }';

  test.each([
    ['a BigInt', native('add_i64', 'int64_t', ['int64_t', 'int64_t']), [2n ** 62n, 1n], 2n ** 62n + 1n],
    ['a struct by value', native('point_swap', point, [point]), [{ x: 1, y: 2 }], { x: 2, y: 1 }],
    ['text in and out', native('identity_pointer', 'string', ['const char *']), ['Grüße'], 'Grüße'],
    ['a pointer', native('identity_pointer', 'void *', ['void *']), [null], 0n],
    ['a 64-bit Number', native('add_i64', 'int64_t', ['int64_t', 'int64_t'], { int64: 'number' }), [2, 3], 5],
  ])('%s', async (_, f, args, result) => {
    expect(await f.async(...args)).toEqual(result);
  });

  test('a variadic call, by pairs', async () => {
    const snprintf = getNativeFunction(null, 'snprintf', 'int', ['char *', 'size_t', 'const char *', '...']);
    const text = Buffer.alloc(64);
    const sizes = await Promise.all([
      snprintf.async(text, 64n, '%d %s %.1f', 'int', 7, 'const char *', 'seven', 'double', 7.5),
      snprintf.async(null, 0n, '%d', 'int', 123),
    ]);
    expect([...sizes, text.toString('latin1', 0, sizes[0])]).toEqual([11, 3, '7 seven 7.5']);
  });

  test('what C writes is copied back when it has returned', async () => {
    const failInt = native('fail_int', 'int', ['int', '_Out_ int *']);
    const frexp = getNativeFunction('libm.so.6', 'frexp', 'double', ['double', '_Out_ int *']);
    const [error, exponent] = [[0], [0]];
    expect(await Promise.all([failInt.async(5, error), frexp.async(40, exponent)])).toEqual([-1, 0.625]);
    expect([error, exponent]).toEqual([[5], [6]]);
    const refused = Object.freeze([0]);
    expect(await rejection(failInt.async(5, refused))).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
  });

  test('C sees arguments as they were when the call was made', async () => {
    const gate = new Gate();
    const sum = native('gate_sum_spans', 'uint64_t', [
      'struct gate *',
      'const struct { const uint8_t *bytes; size_t size; } *',
      'size_t',
    ]);
    const spans = [{ bytes: new Uint8Array([1, 2, 3]), size: 3n }];
    const summed = sum.async(gate.pointer, spans, 1n);
    spans[0].size = 1000n;
    spans.length = 0;
    gate.open();
    expect(await summed).toBe(6n);
  });

  test('memory is shared: C sees what JavaScript writes, and the other way round', async () => {
    const gate = new Gate();
    const number = alloc('int', [1]);
    const followed = native('gate_follow', 'int', ['struct gate *', 'int ***']).async(
      gate.pointer,
      alloc('int **', [alloc('int *', [number])]),
    );
    await gate.hasBegun();
    number.value = 42;
    gate.open();
    expect(await followed).toBe(42);
  });

  test('text that C allocated is read, and freed once', async () => {
    const frees = native('count_frees', 'int', []);
    const make = native('make_text', 'string', ['const char *'], { free: native('free_text', 'void', ['void *']) });
    const before = frees();
    expect(await make.async('made')).toBe('made');
    expect(frees()).toBe(before + 1);
  });
});

describe('errors are rejections', () => {
  const codeOf = async (promise) => (await rejection(promise)).code;

  test('of a wrong argument, with the message of a call that waits', async () => {
    for (const args of [['x', 1], [1.5, 1], [2 ** 31, 1], [1], [1, 2, 3], []]) {
      const { name, code, message } = await rejection(add.async(...args));
      expect({ name, code, message }).toEqual(refusal(() => add(...args)));
    }
  });

  test('of what a getter throws', async () => {
    const mine = new Error('mine');
    const swap = native('point_swap', 'struct { double x, y; }', ['struct { double x, y; }']);
    const hostile = {
      get x() {
        throw mine;
      },
    };
    expect(await rejection(swap.async(hostile))).toBe(mine);
  });

  test('of a result that cannot be read', async () => {
    const textAt = native('identity_pointer', 'string', ['pointer']);
    expect(await codeOf(textAt.async(16n))).toBe('ERR_FFI_ACCESS_VIOLATION');
  });

  test('of a library that is closed', async () => {
    const lib = dlopen(fixtures, 'int add_i32(int, int);');
    const { async } = lib.functions.add_i32;
    lib.close();
    expect(await codeOf(async(1, 2))).toBe('ERR_FFI_LIBRARY_CLOSED');
  });

  test('of a callback, by what it has thrown', async () => {
    const gate = new Gate();
    gate.open();
    const call = native('gate_call', 'int', ['struct gate *', 'int (*)(int)', 'int']);
    const mine = new Error('mine');
    const thrower = callback('int (int)', () => {
      throw mine;
    });
    expect(await rejection(call.async(gate.pointer, thrower, 1))).toBe(mine);
    expect(await codeOf(call.async(gate.pointer, () => 'no number', 1))).toBe('ERR_INVALID_ARG_TYPE');
    thrower.close();
  });

  test('of a C++ exception', async () => {
    const throwError = native('throw_error', 'int', ['int'], { errno: true });
    expect(await rejection(throwError.async(1))).toMatchObject({
      code: 'ERR_FFI_NATIVE_EXCEPTION',
      message: 'throw_error has thrown a C++ exception: n is not 0',
    });
    expect(await throwError.async(0)).toEqual({ value: 1, errno: 0 });
    expect(await codeOf(native('throw_number', 'string', ['int']).async(1))).toBe('ERR_FFI_NATIVE_EXCEPTION');
    const through = native('throw_through', 'int', ['int (*)(int)', 'int']);
    const mine = new Error('mine');
    const thrower = () => {
      throw mine;
    };
    expect(await rejection(through.async(thrower, 1))).toBe(mine);
  });

  test('and nothing is thrown at once', () => {
    const refused = add.async(Symbol('x'));
    refused.catch(() => {});
    expect(refused).toBeInstanceOf(Promise);
  });
});

describe('errno', () => {
  test('true: the result comes with it, and errno() knows nothing of it', async () => {
    const open = getNativeFunction(null, 'open', 'int', ['const char *', 'int'], { errno: true });
    errno(5);
    expect(await open.async('/no/such/file', 0)).toEqual({ value: -1, errno: ENOENT });
    expect(errno()).toBe(5);
  });

  test('true: C finds what was kept when the call was made', async () => {
    const getErrno = native('get_errno', 'int', [], { errno: true });
    errno(11);
    const first = getErrno.async();
    errno(22);
    const second = getErrno.async();
    errno(0);
    expect(await Promise.all([first, second])).toEqual([
      { value: 11, errno: 11 },
      { value: 22, errno: 22 },
    ]);
  });

  test('each call has its own', async () => {
    const setErrno = native('set_errno', 'int', ['int'], { errno: true });
    const outcomes = await Promise.all(Array.from({ length: 200 }, (_, i) => setErrno.async(i)));
    expect(outcomes).toEqual(Array.from({ length: 200 }, (_, i) => ({ value: i, errno: i })));
  });

  test("'throw': -1 and NULL are rejections", async () => {
    const fail = native('fail_int', 'int', ['int', 'int *'], { errno: 'throw' });
    expect(await rejection(fail.async(EINVAL, null))).toMatchObject({ code: 'EINVAL', syscall: 'fail_int' });
    expect(await native('succeed', 'int', ['int'], { errno: 'throw' }).async(EINVAL)).toBe(0);
  });

  test("'throw' of a library: functions that cannot fail give their results alone", async () => {
    const lib = dlopen(fixtures, 'void gate_wait(struct gate *); int add_i32(int, int);', { errno: 'throw' });
    const gate = new Gate();
    gate.open();
    expect(await lib.functions.gate_wait.async(gate.pointer)).toBe(undefined);
    expect(await lib.functions.add_i32.async(1, 2)).toBe(3);
  });
});

describe('many at once', () => {
  test('on one thread they begin in the order in which they were made', async () => {
    configure({ threads: 1 });
    const gate = new Gate();
    const order = native('gate_add', 'void', ['struct gate *', 'uint8_t *', 'size_t', 'int']);
    const ended = [];
    const calls = Array.from({ length: 50 }, (_, i) =>
      order.async(gate.pointer, null, 0n, i).then(() => ended.push(i)),
    );
    gate.open();
    await Promise.all(calls);
    expect(ended).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  test('long calls of others do not stop what has a thread', async () => {
    configure({ threads: 3 });
    const gate = new Gate();
    const long = [1, 2].map(() => gateWait.async(gate.pointer));
    await gate.hasBegun(2);
    expect(await add.async(1, 2)).toBe(3);
    gate.open();
    await Promise.all(long);
  });

  test('JavaScript makes calls that wait meanwhile, and C calls JavaScript from both', async () => {
    const gate = new Gate();
    const call = native('gate_call', 'int', ['struct gate *', 'int (*)(int)', 'int']);
    const calls = Array.from({ length: 20 }, (_, i) => call.async(gate.pointer, (value) => add(value, 1), i));
    gate.open();
    expect(call(gate.pointer, (value) => value * 2, 21)).toBe(42);
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });
});

describe('contexts follow', () => {
  test('of AsyncLocalStorage', async () => {
    const storage = new AsyncLocalStorage();
    const seen = await Promise.all(
      ['a', 'b'].map((name) => storage.run(name, () => add.async(1, 2).then(() => storage.getStore()))),
    );
    expect(seen).toEqual(['a', 'b']);
    await storage.run('c', async () => {
      await add.async(1, 2);
      await rejection(add.async('x'));
      expect(storage.getStore()).toBe('c');
    });
  });

  test('of an AsyncResource', async () => {
    const storage = new AsyncLocalStorage();
    const resource = storage.run('resource', () => new AsyncResource('test'));
    const seen = resource.runInAsyncScope(() => add.async(1, 2).then(() => storage.getStore()));
    expect(await seen).toBe('resource');
  });

  test('what a call has put off runs before the next turn', async () => {
    const log = [];
    const called = add.async(1, 2).then(() => {
      log.push('then');
      process.nextTick(() => log.push('tick'));
      queueMicrotask(() => log.push('microtask'));
    });
    await called;
    await turn();
    expect(log).toEqual(['then', 'microtask', 'tick']);
  });
});

describe("the option thread: 'same' of a library", () => {
  const text = 'int gate_thread(void); int thread_calls(void); void gate_wait(struct gate *);';
  const open = (options) => dlopen(fixtures, text, options);

  test('all of its calls run on one thread of its own', async () => {
    const [one, other] = [open({ thread: 'same' }), open({ thread: 'same' })];
    const threadsOf = async ({ functions: { gate_thread } }) =>
      new Set(await Promise.all(Array.from({ length: 50 }, () => gate_thread.async())));
    const [first, second] = await Promise.all([threadsOf(one), threadsOf(other)]);
    expect([first.size, second.size]).toEqual([1, 1]);
    expect(first).not.toEqual(second);
    expect(await threadsOf(one)).toEqual(first);
    expect(first).not.toContain(one.functions.gate_thread());
  });

  test('so what C keeps for a thread stays', async () => {
    const { thread_calls } = open({ thread: 'same' }).functions;
    for (let i = 1; i <= 5; i++) expect(await thread_calls.async()).toBe(i);
  });

  test('a call that stays holds up its library, and no other', async () => {
    const gate = new Gate();
    const lib = open({ thread: 'same' });
    const waiting = lib.functions.gate_wait.async(gate.pointer);
    await gate.hasBegun();
    const behind = lib.functions.thread_calls.async();
    expect(await add.async(1, 2)).toBe(3);
    gate.open();
    expect(await Promise.all([waiting, behind])).toEqual([undefined, 1]);
  });

  test('other values are refused', () => {
    expect(refusal(() => open({ thread: 'any' }))).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: "options.thread must be one of undefined, 'same', received 'any'",
    });
    expect(errorOf(() => native('add_i32', 'int', ['int', 'int'], { thread: 'same' })).code).toBe(
      'ERR_INVALID_ARG_VALUE',
    );
  });
});

test('read.i32 of an argument within a callback on the thread of JavaScript', async () => {
  const qsort = getNativeFunction(null, 'qsort', 'void', [
    'void *',
    'size_t',
    'size_t',
    'int (*)(const int *, const int *)',
  ]);
  const numbers = new Int32Array([5, 3, 9, 1, 7]);
  await qsort.async(numbers, 5n, 4n, (a, b) => read.i32(a) - read.i32(b));
  expect(Array.from(numbers)).toEqual([1, 3, 5, 7, 9]);
});
