// fn.async.with({signal}): a call that has not begun can be taken back.
'use strict';

const os = require('node:os');
const { configure, getNativeFunction } = require('../..');
const { outputOf } = require('../support/child.js');
const { fixtures } = require('../support/fixtures.js');
const { Gate } = require('../support/gate.js');
const { refusal } = require('../support/refusal.js');
const { turn } = require('../support/waiting.js');

const gateWait = getNativeFunction(fixtures, 'gate_wait', 'void', ['struct gate *']);
const add = getNativeFunction(fixtures, 'add_i32', 'int', ['int', 'int']);

beforeEach(() => configure({ threads: 1 }));
afterEach(() => configure({ threads: os.availableParallelism() }));

test('what waits is taken back, and rejected with the reason; what runs goes on, with its result', async () => {
  const gate = new Gate();
  const controller = new AbortController();
  const { signal } = controller;
  const running = gateWait.async.with({ signal })(gate.pointer);
  const waiting = [gateWait.async.with({ signal })(gate.pointer), add.async.with({ signal })(1, 2)];
  const other = add.async(3, 4);
  await gate.hasBegun();
  const reason = new Error('enough');
  controller.abort(reason);
  expect(await Promise.allSettled(waiting)).toEqual(waiting.map(() => ({ status: 'rejected', reason })));
  gate.open();
  expect(await Promise.all([running, other])).toEqual([undefined, 7]);
  expect(gate.begun).toBe(1);
});

test('a signal that is aborted already: C is not called, whatever the arguments', async () => {
  const gate = new Gate();
  gate.open();
  const reason = { any: 'value' };
  const call = gateWait.async.with({ signal: AbortSignal.abort(reason) });
  await expect(call(gate.pointer)).rejects.toBe(reason);
  await expect(call('wrong', 'and', 'too many')).rejects.toBe(reason);
  await turn();
  expect(gate.begun).toBe(0);
});

test('one that is aborted by a getter of an argument', async () => {
  const sum = getNativeFunction(fixtures, 'gate_sum_spans', 'uint64_t', [
    'struct gate *',
    'const struct { const uint8_t *bytes; size_t size; } *',
    'size_t',
  ]);
  const gates = [new Gate(), new Gate()];
  const first = gateWait.async(gates[0].pointer);
  await gates[0].hasBegun();
  const controller = new AbortController();
  const span = {
    get size() {
      controller.abort();
      return 0n;
    },
  };
  const call = sum.async.with({ signal: controller.signal })(gates[1].pointer, [span], 1n);
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  gates[0].open();
  await first;
  expect(gates[1].begun).toBe(0);
});

test('an abort after the end changes nothing', async () => {
  const controller = new AbortController();
  const call = add.async.with({ signal: controller.signal })(1, 2);
  expect(await call).toBe(3);
  controller.abort();
  expect(await call).toBe(3);
});

test('a refused argument is a rejection, and nobody listens to the signal any more', async () => {
  const controller = new AbortController();
  await expect(add.async.with({ signal: controller.signal })('x', 1)).rejects.toMatchObject({
    code: 'ERR_INVALID_ARG_TYPE',
  });
  controller.abort();
});

test('what was taken back no longer keeps the process, its memory, or its library', async () => {
  const program = `
    const ffi = load();
    const { Gate } = require(root + '/test/support/gate.js');
    ffi.configure({ threads: 1 });
    const gate = new Gate();
    const lib = ffi.dlopen(fixtures, 'void gate_wait(struct gate *); int add_i32(int, int);');
    (async () => {
      const first = ffi.getNativeFunction(fixtures, 'gate_wait', 'void', ['struct gate *']).async(gate.pointer);
      await gate.hasBegun();
      const controller = new AbortController();
      const call = lib.functions.add_i32.async.with({ signal: controller.signal })(1, 2);
      lib.close();
      controller.abort();
      await call.catch((error) => console.log(error.name));
      await lib.unloaded;
      console.log('unloaded', gate.passed);
      gate.open();
      await first;
    })();`;
  expect(await outputOf(program)).toBe('AbortError\nunloaded 0');
});

test('one signal for hundreds of calls: no warning, and no listener is left', async () => {
  const program = `
    const ffi = load();
    const { getEventListeners } = require('node:events');
    const add = ffi.getNativeFunction(fixtures, 'add_i32', 'int', ['int', 'int']);
    const { signal } = new AbortController();
    process.on('warning', (warning) => console.log(warning.name));
    (async () => {
      const call = add.async.with({ signal });
      const calls = Array.from({ length: 300 }, (_, i) => call(i, 1));
      await Promise.all(calls);
      console.log(getEventListeners(signal, 'abort').length);
    })();`;
  expect(await outputOf(program)).toBe('0');
});

test('the function is as the other, and its options are checked at once', () => {
  const call = add.async.with({ signal: new AbortController().signal });
  expect({ name: call.name, length: call.length }).toEqual({ name: 'add_i32', length: 2 });
  expect(add.async.with()).toBe(add.async);
  expect(add.async.with({ signal: undefined })).toBe(add.async);
  expect(refusal(() => add.async.with({ signal: 'stop' }))).toEqual({
    name: 'TypeError',
    code: 'ERR_INVALID_ARG_TYPE',
    message: "options.signal must be an AbortSignal, received 'stop'",
  });
  expect(refusal(() => add.async.with({ timeout: 1 }))).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
  expect(refusal(() => add.async.with(null))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
});
