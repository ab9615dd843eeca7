// The life of callbacks: closed, collected, within themselves, in workers. Workers that end are in test/hostile.
'use strict';

const ffi = require('../..');
const { outputOf, runNode } = require('../support/child.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf } = require('../support/refusal.js');

const { bind, callback, getNativeFunction } = ffi;
const INT = 'int (*)(int)';
const callInt = getNativeFunction(fixtures, 'call_int', 'int', [INT, 'int']);
const callAddress = getNativeFunction(fixtures, 'call_int', 'int', ['void *', 'int']);

test('it tells address, type and whether it is closed', () => {
  const cb = callback('int (*)(int)', (x) => x + 1);
  expect(cb.type).toBe(ffi.type('int (int)'));
  expect(typeof cb.address).toBe('bigint');
  expect(cb.closed).toBe(false);
  for (const value of [cb, cb.address]) expect(callInt(value, 1)).toBe(2);
  expect(bind(cb.address, 'int (int)')(5)).toBe(6);
  cb.close();
  cb.close();
  expect(cb.closed).toBe(true);
});

test('nobody passes a closed one to C any more', () => {
  const cb = callback('int (int)', (x) => x);
  cb.close();
  expect(errorOf(() => callInt(cb, 1)).code).toBe('ERR_FFI_CALLBACK_CLOSED');
  expect(errorOf(() => bind(cb, 'int (int)')).code).toBe('ERR_FFI_CALLBACK_CLOSED');
});

test('Symbol.dispose closes', () => {
  const cb = callback('int (int)', (x) => x);
  cb[Symbol.dispose ?? Symbol.for('nodejs.dispose')]();
  expect(cb.closed).toBe(true);
});

test('C that calls a closed one gets the default return, and the user one warning', async () => {
  const program = `
    const { callback, getNativeFunction } = load();
    const call = getNativeFunction(fixtures, 'call_int', 'int', ['void *', 'int']);
    const cb = callback('int (int)', function onData(x) { return x; }, { defaultReturn: -1 });
    cb.close();
    console.log(call(cb.address, 5), call(cb.address, 5));
    process.on('warning', ({ code, message }) => console.log(code, message.slice(0, 50)));
    setTimeout(() => {}, 50);`;
  expect(await outputOf(program, { flags: ['--no-warnings'] })).toBe(
    '-1 -1\nERR_FFI_CALLBACK_CLOSED C has called the callback onData after it was clos',
  );
});

test('a closed one that C goes on calling stays what it is, however many others are made', () => {
  const closed = callback('int (int)', () => 1, { defaultReturn: -1 });
  closed.close();
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < 40_000; i++) callback('int (int)', () => 2).close();
    expect(callAddress(closed.address, 1)).toBe(-1);
  }
});

test('one that nobody can reach is collected; ref() and whoever holds it keep it', async () => {
  const program = `
    const { callback, getNativeFunction } = load();
    const { collect } = require(root + '/test/support/waiting.js');
    const call = getNativeFunction(fixtures, 'call_int', 'int', ['void *', 'int']);
    let cb;
    const make = () => callback('int (int)', function self(x) { return cb && x; });
    const address = make().address;
    const held = make();
    const referenced = make().ref().address;
    cb = held;
    (async () => {
      await collect();
      console.log(call(address, 5), call(held, 5), call(referenced, 5));
      process.exit();
    })();`;
  expect(await outputOf(program, { flags: ['--no-warnings'] })).toBe('0 5 5');
});

test('a function that is an argument lives for the call only', () => {
  const keep = getNativeFunction(fixtures, 'keep_int', 'void', [INT]);
  const callKept = getNativeFunction(fixtures, 'call_kept', 'int', ['int']);
  keep((x) => x);
  expect(callKept(5)).toBe(0);
});

describe('within itself', () => {
  test('it can be closed', () => {
    const closing = callback('int (int)', (x) => {
      closing.close();
      return x + 1;
    });
    expect(callInt(closing, 1)).toBe(2);
    expect(closing.closed).toBe(true);
  });

  test('its slot is not taken before it has returned, though all others are', () => {
    const closing = callback('int (int)', (x) => {
      closing.close();
      for (let i = 0; i < 70_000; i++) callback('int (int)', () => 1).close();
      return x + 1;
    });
    expect(callInt(closing, 1)).toBe(2);
    expect(callAddress(closing.address, 1)).toBe(0);
  });

  test('its library can be closed', async () => {
    const library = ffi.dlopen(fixtures, { call_int: 'int (int (*)(int), int)' });
    const { call_int: call } = library.functions;
    const result = call((x) => {
      library.close();
      return x + 1;
    }, 1);
    expect(result).toBe(2);
    expect(errorOf(() => call(() => 1, 1)).code).toBe('ERR_FFI_LIBRARY_CLOSED');
    await library.unloaded;
  });

  test('it can be called to the end of the stack', () => {
    let depth = 0;
    const deeper = (x) => {
      depth = x;
      return callInt(deeper, x + 1);
    };
    const error = errorOf(() => callInt(deeper, 0));
    expect(error.name).toBe('RangeError');
    expect(depth).toBeGreaterThan(20);
    expect(callInt((x) => x, 3)).toBe(3);
  });
});

test('tens of thousands at once', () => {
  const made = Array.from({ length: 30_000 }, (_, i) => callback('int (int)', (x) => x + i));
  expect(new Set(made.map(({ address }) => address)).size).toBe(made.length);
  for (const i of [0, 1, 15_000, 29_999]) expect(callInt(made[i], 1)).toBe(1 + i);
  for (const cb of made) cb.close();
});

test('making and closing them leaves nothing behind', async () => {
  const program = `
    const { callback } = load();
    const { collect } = require(root + '/test/support/waiting.js');
    const round = async () => {
      for (let i = 0; i < 70_000; i++) callback('int (int, double)', (x) => x).close();
      await collect();
      return process.memoryUsage().rss;
    };
    (async () => {
      await round();
      const before = await round();
      await round();
      console.log(await round() - before < 1 << 26);
    })();`;
  expect(await outputOf(program)).toBe('true');
});

describe('in workers', () => {
  const inWorker = (body) => `
    const { Worker } = require('node:worker_threads');
    const start = () => new Worker(\`
      const root = \${JSON.stringify(root)}, fixtures = \${JSON.stringify(fixtures)};
      const { callback, getNativeFunction } = require(root);
      const { parentPort } = require('node:worker_threads');
      const INT = 'int (*)(int)';
      const callInt = getNativeFunction(fixtures, 'call_int', 'int', [INT, 'int']);
      ${body}\`, { eval: true });`;

  test('many at once, each with its own', async () => {
    const program = `${inWorker(`
      let sum = 0;
      for (let i = 0; i < 1000; i++) sum += callInt((x) => x, i);
      parentPort.postMessage(sum);`)}
      for (let i = 0; i < 8; i++) start().on('message', (sum) => console.log(sum));`;
    expect(await outputOf(program)).toBe(Array(8).fill('499500').join('\n'));
  });

  test('callbacks of the main thread are called there', async () => {
    const program = `
      const { Worker, isMainThread, threadId } = require('node:worker_threads');
      const { callback } = load();
      const cb = callback('int (int)', (x) => x + 1000 * (isMainThread ? 1 : 0)).ref();
      const worker = new Worker(\`
        const { workerData, parentPort } = require('node:worker_threads');
        const { getNativeFunction } = require(workerData.root);
        const call = getNativeFunction(workerData.fixtures, 'call_int', 'int', ['void *', 'int']);
        parentPort.postMessage(call(workerData.address, 7));\`, { eval: true, workerData: { root, fixtures, address: cb.address } });
      worker.on('message', (result) => { console.log(result); cb.close(); });`;
    expect(await outputOf(program)).toBe('1007');
  });
});

test('a callback of another instance of the module', () => {
  jest.isolateModules(() => {
    const other = require('../..');
    expect(other).not.toBe(ffi);
    const cb = other.callback('int (int)', () => {
      throw new other.Error();
    });
    expect(() => callAddress(cb.address, 1)).toThrow(TypeError);
    cb.close();
  });
});

test('a program that calls all the while may exit at any time', async () => {
  const { status, signal } = await runNode(`
    const { callback, getNativeFunction } = load();
    const call = getNativeFunction(fixtures, 'call_times', 'int', ['int (*)(int)', 'int']);
    setImmediate(() => call((i) => { if (i === 1000) process.exit(5); return i; }, 1e9));`);
  expect({ status, signal }).toEqual({ status: 5, signal: null });
});
