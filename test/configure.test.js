// configure(): what is set for all calls at once.
'use strict';

const os = require('node:os');
const { configure, getNativeFunction } = require('..');
const { outputOf } = require('./support/child.js');
const { fixtures } = require('./support/fixtures.js');
const { Gate } = require('./support/gate.js');
const { refusal } = require('./support/refusal.js');

const gateWait = getNativeFunction(fixtures, 'gate_wait', 'void', ['struct gate *']);
const threadOf = getNativeFunction(fixtures, 'gate_thread', 'int', []);

afterEach(() => configure({ threads: os.availableParallelism() }));

describe('threads', () => {
  test('so many calls run at once', async () => {
    configure({ threads: 5 });
    const gate = new Gate();
    const calls = Array.from({ length: 12 }, () => gateWait.async(gate.pointer));
    await gate.hasBegun(5);
    gate.open();
    await Promise.all(calls);
    expect(gate.passed).toBe(12);
  });

  test('more of them help with what waits already', async () => {
    configure({ threads: 1 });
    const gate = new Gate();
    const calls = Array.from({ length: 4 }, () => gateWait.async(gate.pointer));
    await gate.hasBegun(1);
    configure({ threads: 4 });
    await gate.hasBegun(4);
    gate.open();
    await Promise.all(calls);
  });

  test('fewer of them end as they become free', async () => {
    configure({ threads: 4 });
    const gate = new Gate();
    const calls = Array.from({ length: 4 }, () => gateWait.async(gate.pointer));
    await gate.hasBegun(4);
    configure({ threads: 1 });
    gate.open();
    await Promise.all(calls);
    const seen = new Set();
    for (let i = 0; i < 20; i++) {
      for (const thread of await Promise.all(Array.from({ length: 4 }, () => threadOf.async()))) seen.add(thread);
    }
    expect(seen.size).toBe(1);
  });

  test('are as many as processors unless it is set, and one for all workers', async () => {
    const program = `
      const ffi = load();
      const os = require('node:os');
      const { Worker } = require('node:worker_threads');
      const { Gate } = require(root + '/test/support/gate.js');
      const wait = ffi.getNativeFunction(fixtures, 'gate_wait', 'void', ['struct gate *']);
      const atOnce = async () => {
        const gate = new Gate();
        const calls = Array.from({ length: 40 }, () => wait.async(gate.pointer));
        await gate.hasBegun();
        await new Promise((resolve) => setTimeout(resolve, 200));
        const begun = gate.begun;
        gate.open();
        await Promise.all(calls);
        return begun;
      };
      (async () => {
        console.log(await atOnce() === os.availableParallelism());
        const worker = new Worker('require(' + JSON.stringify(root) + ').configure({ threads: 3 })', { eval: true });
        await new Promise((resolve) => worker.once('exit', resolve));
        console.log(await atOnce());
      })();`;
    expect(await outputOf(program)).toBe('true\n3');
  });
});

test.each([
  [{ threads: 0 }, 'ERR_OUT_OF_RANGE', 'options.threads must be an integer from 1 to 1024, received 0'],
  [{ threads: 1025 }, 'ERR_OUT_OF_RANGE', 'options.threads must be an integer from 1 to 1024, received 1025'],
  [{ threads: 1.5 }, 'ERR_OUT_OF_RANGE', 'options.threads must be a safe integer, received 1.5'],
  [{ threads: '4' }, 'ERR_INVALID_ARG_TYPE', "options.threads must be an integer, received '4'"],
  [{ threads: null }, 'ERR_INVALID_ARG_TYPE', 'options.threads must be an integer, received null'],
  [{ callbackGrace: -1 }, 'ERR_OUT_OF_RANGE', expect.stringContaining('options.callbackGrace')],
  [{ callbackGrace: '1' }, 'ERR_INVALID_ARG_TYPE', expect.stringContaining('options.callbackGrace')],
  [{ thread: 4 }, 'ERR_INVALID_ARG_VALUE', expect.stringContaining('options.thread is no option')],
  [4, 'ERR_INVALID_ARG_TYPE', 'options must be an object, received 4'],
])('%j is refused', (options, code, message) => {
  expect(refusal(() => configure(options))).toMatchObject({ code, message });
});

test('nothing is set unless all of it can be', async () => {
  configure({ threads: 1 });
  expect(refusal(() => configure({ threads: 4, callbackGrace: 'long' })).code).toBe('ERR_INVALID_ARG_TYPE');
  const threads = await Promise.all(Array.from({ length: 100 }, () => threadOf.async()));
  expect(new Set(threads).size).toBe(1);
});
