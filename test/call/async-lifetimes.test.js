// What must live as long as C runs on another thread, and what must not keep anything alive: memory, libraries, functions,
// workers, the process. What goes wrong ends the process, so each case has one of its own.
'use strict';

const { buildLibrary, temporaryFolder } = require('../support/compiler.js');
const { outputOf, runNode } = require('../support/child.js');

jest.setTimeout(300_000);

const prologue = `
  const ffi = load();
  const { Worker } = require('node:worker_threads');
  const { Gate } = require(root + '/test/support/gate.js');
  const { collect, reuse, turn, until } = require(root + '/test/support/waiting.js');
  const bind = (...declared) => ffi.getNativeFunction(fixtures, ...declared);
  const gateWait = bind('gate_wait', 'void', ['struct gate *']);
  const gateSum = bind('gate_sum', 'uint64_t', ['struct gate *', 'const uint8_t *', 'size_t']);
  const gate = new Gate();
  const main = async () => {`;
const epilogue = '}; main().catch((error) => { console.error(error); process.exit(1); });';

const run = (program, options) => outputOf(prologue + program + epilogue, options);

describe('memory', () => {
  test('of a Pointer that nobody has any more', async () => {
    const program = `
      const sum = gateSum.async(gate.pointer, ffi.alloc('uint8_t', new Uint8Array(4096).fill(1)), 4096n);
      await gate.hasBegun();
      await reuse(4096);
      gate.open();
      console.log(await sum);`;
    expect(await run(program)).toBe('4096n');
  });

  test('of an arena that is closed meanwhile, with all that it refers to', async () => {
    const program = `
      const follow = bind('gate_follow', 'int', ['struct gate *', 'int ***']);
      const arenas = Array.from({ length: 3 }, () => ffi.arena());
      const number = arenas[0].alloc('int', [42]);
      const inner = arenas[1].alloc('int *', [number]);
      const outer = arenas[2].alloc('int **', [inner]);
      const followed = follow.async(gate.pointer, outer);
      await gate.hasBegun();
      for (const arena of arenas) arena.close();
      await reuse(4096);
      gate.open();
      console.log(await followed, arenas.every((arena) => arena.closed));`;
    expect(await run(program)).toBe('42 true');
  });

  test('of closed arenas is released when the calls have ended that were under way, not later', async () => {
    const program = `
      const gates = [gate, new Gate(), new Gate()];
      ffi.configure({ threads: 3 });
      const close = () => {
        const arena = ffi.arena();
        arena.alloc('char', 32 * 2 ** 20);
        arena.close();
      };
      const used = () => process.memoryUsage().arrayBuffers / 2 ** 20;
      const calls = [];
      await collect();
      const before = used();
      for (let i = 0; i < 3; i++) {
        calls.push(gateWait.async(gates[i].pointer));
        await gates[i].hasBegun();
        close();
      }
      const held = [];
      for (const i of [2, 0, 1]) {
        await collect();
        held.push(Math.round((used() - before) / 32));
        gates[i].open();
        await calls[i];
      }
      await collect();
      held.push(Math.round((used() - before) / 32));
      console.log(held.join());`;
    // The first block needs call 0, the second calls 0 and 1, the third all three.
    expect(await run(program)).toBe('3,3,2,0');
  });

  test('of text', async () => {
    const program = `
      const length = bind('gate_length', 'size_t', ['struct gate *', 'const char *']);
      const lengths = [5, 100_000].map((size) => length.async(gate.pointer, 'x'.repeat(size)));
      await gate.hasBegun(2);
      await reuse(100_000);
      gate.open();
      console.log(await Promise.all(lengths));`;
    expect(await run(program)).toBe('[ 5n, 100000n ]');
  });

  test('a JavaScript function is callable until C has returned', async () => {
    const program = `
      const call = bind('gate_call', 'int', ['struct gate *', 'int (*)(int)', 'int']);
      const called = call.async(gate.pointer, (value) => value + 1, 41);
      await gate.hasBegun();
      await reuse(64);
      gate.open();
      console.log(await called);
      const failed = call.async(gate.pointer, () => { throw new RangeError('mine'); }, 41);
      await failed.catch((error) => console.log(error instanceof RangeError, error.message));`;
    expect(await run(program)).toBe('42\ntrue mine');
  });
});

test('a function that nobody has any more', async () => {
  const program = `
    let sum = bind('gate_sum', 'uint64_t', ['struct gate *', 'const uint8_t *', 'size_t']).async(gate.pointer, null, 0n);
    await gate.hasBegun();
    for (let i = 0; i < 1000; i++) bind('gate_sum', 'uint64_t', ['struct gate *', 'const uint8_t *', 'size_t']);
    await reuse(64);
    gate.open();
    console.log(await sum);`;
  expect(await run(program)).toBe('0n');
});

test('a loading of the module in a context that nobody has any more', async () => {
  const program = `
    const vm = require('node:vm');
    const { createRequire } = require('node:module');
    const sums = [];
    for (let i = 0; i < 3; i++) {
      for (const file of Object.keys(require.cache)) if (file.startsWith(root + '/lib')) delete require.cache[file];
      sums.push(load().getNativeFunction(fixtures, 'gate_sum', 'uint64_t',
        ['struct gate *', 'const uint8_t *', 'size_t']).async(gate.pointer, new Uint8Array(8).fill(1), 8n));
    }
    await gate.hasBegun(1);
    await reuse(64);
    gate.open();
    console.log(await Promise.all(sums));`;
  expect(await run(program)).toBe('[ 8n, 8n, 8n ]');
});

describe('a library that is closed meanwhile', () => {
  const source = `
    #include <unistd.h>
    int answer = 42;
    int wait(volatile int *gate) { gate[0] = 1; while (!gate[1]) usleep(100); return answer; }`;
  const library = buildLibrary(temporaryFolder(), source);
  const opened = `
    ffi.configure({ threads: 1 });
    const lib = ffi.dlopen(${JSON.stringify(library)}, 'int wait(volatile int *gate);');
    const { wait } = lib.functions;
    const calls = [1, 2, 3].map(() => wait.async(gate.pointer));
    await gate.hasBegun();
    lib.close();`;

  test('stays until all of its calls have ended, those that had not begun too', async () => {
    const program = `${opened}
      let unloaded = false;
      lib.unloaded.then(() => { unloaded = true; });
      await wait.async(gate.pointer).catch((error) => console.log(error.code));
      for (let i = 0; i < 10; i++) await turn();
      console.log(unloaded, require('node:fs').readFileSync('/proc/self/maps', 'utf8').includes(lib.path));
      gate.open();
      console.log(await Promise.all(calls));
      await lib.unloaded;
      console.log(require('node:fs').readFileSync('/proc/self/maps', 'utf8').includes(lib.path));`;
    expect(await run(program)).toBe('ERR_FFI_LIBRARY_CLOSED\nfalse true\n[ 42, 42, 42 ]\nfalse');
  });

  test('a getter that closes it: the call is refused', async () => {
    const program = `
      const lib = ffi.dlopen(${JSON.stringify(library)});
      const f = lib.func('wait', 'int (const struct { int a, b; } *)');
      await f.async({ get a() { lib.close(); return 1; } }).catch((error) => console.log(error.code));
      await lib.unloaded;
      console.log('unloaded');`;
    expect(await run(program)).toBe('ERR_FFI_LIBRARY_CLOSED\nunloaded');
  });
});

describe('the process', () => {
  test('stays until the calls have ended', async () => {
    const program = `
      gateWait.async(gate.pointer).then(() => console.log('ended'));
      setTimeout(() => gate.open(), 100);`;
    expect(await run(program)).toBe('ended');
  });

  test('ends when they have', async () => {
    expect(await run(`gate.open(); await gateWait.async(gate.pointer); console.log('ended');`)).toBe('ended');
  });

  test.each([
    ['running', 'await gate.hasBegun();'],
    ['queued', ''],
  ])('process.exit() with %s calls does not wait for them', async (_, wait) => {
    const program = `
      for (let i = 0; i < 50; i++) gateWait.async(gate.pointer);
      ${wait}
      console.log('exits');
      process.exit(7);`;
    expect(await runNode(prologue + program + epilogue)).toMatchObject({ status: 7, stdout: 'exits\n', stderr: '' });
  });

  test('process.exit() while calls end all the time', async () => {
    const program = `
      const add = bind('add_i32', 'int', ['int', 'int']);
      let ended = 0;
      const again = () => add.async(1, 2).then(() => { ended++; again(); });
      for (let i = 0; i < 100; i++) again();
      await until(() => ended >= 1000);
      process.exit(7);`;
    for (let i = 0; i < 5; i++) {
      expect(await runNode(prologue + program + epilogue)).toMatchObject({ status: 7, stderr: '' });
    }
  });

  test('an uncaught error with running calls ends it as ever', async () => {
    const program = `gateWait.async(gate.pointer); await gate.hasBegun(); setImmediate(() => { throw new Error('mine'); });`;
    expect(await runNode(prologue + program + epilogue)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Error: mine'),
    });
  });
});

describe('a worker that is terminated', () => {
  const inWorker = (code) => `
    const worker = new Worker(${JSON.stringify(`
      const { workerData } = require('node:worker_threads');
      const { root, fixtures, numbers, parentPort } = { ...workerData, ...require('node:worker_threads') };
      const ffi = require(root);
      const bind = (...declared) => ffi.getNativeFunction(fixtures, ...declared);
      ${code}`)}, { eval: true, workerData: { root, fixtures, numbers: gate.pointer } });
    const exited = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));`;

  test('while C runs: C ends undisturbed, with its memory and its buffers', async () => {
    const program = `
      ${inWorker(`
        ffi.configure({ threads: 4 });
        const add = bind('gate_add', 'void', ['struct gate *', 'uint8_t *', 'size_t', 'int']);
        for (const memory of [
          new Uint8Array(2 ** 20), new Uint8Array(16), ffi.alloc('uint8_t', 2 ** 20), ffi.arena().alloc('uint8_t', 2 ** 20),
        ]) add.async(numbers, memory, BigInt(memory.length), 1);`)}
      await gate.hasBegun(4);
      await worker.terminate();
      await reuse(2 ** 20);
      const others = Array.from({ length: 8 }, () => new Uint8Array(2 ** 20));
      gate.open();
      await until(() => gate.passed >= 4);
      console.log(others.every((other) => other.every((byte) => byte === 0)));
      gateWait(gate.pointer);
      await gateWait.async(gate.pointer);
      console.log('lives');`;
    expect(await run(program)).toBe('true\nlives');
  });

  test('with calls that wait: they are never made', async () => {
    const program = `
      ffi.configure({ threads: 1 });
      ${inWorker(`
        const wait = bind('gate_wait', 'void', ['struct gate *']);
        for (let i = 0; i < 300; i++) wait.async(numbers);`)}
      await gate.hasBegun(1);
      await worker.terminate();
      gate.open();
      await gateWait.async(gate.pointer);
      console.log(gate.begun);`;
    expect(await run(program)).toBe('2');
  });

  test('while C calls JavaScript of it, and waits for it', async () => {
    const program = `
      ${inWorker(`
        const call = bind('gate_call', 'int', ['struct gate *', 'int (*)(int)', 'int']);
        call.async(numbers, (value) => { for (;;) Atomics.add(numbers, 2, 1); }, 1);
        call.async(numbers, (value) => value, 1);`)}
      await gate.hasBegun(2);
      gate.open();
      await until(() => gate.passed > 0);
      await worker.terminate();
      await gateWait.async(gate.pointer);
      console.log('lives');`;
    expect(await run(program)).toBe('lives');
  });

  test('in a library that it has closed', async () => {
    const program = `
      ${inWorker(`
        const lib = ffi.dlopen(fixtures, 'void gate_wait(struct gate *);', { thread: 'same' });
        lib.functions.gate_wait.async(numbers);
        lib.close();`)}
      await gate.hasBegun();
      await worker.terminate();
      gate.open();
      await until(() => gate.passed > 0);
      console.log('lives');`;
    expect(await run(program)).toBe('lives');
  });

  test('over and over, while calls end', async () => {
    const program = `
      gate.open();
      for (let i = 0; i < 20; i++) {
        ${inWorker(`
          const add = bind('gate_add', 'void', ['struct gate *', 'uint8_t *', 'size_t', 'int']);
          const again = () => add.async(numbers, new Uint8Array(100), 100n, 1).then(again);
          for (let i = 0; i < 20; i++) again();`)}
        const before = gate.passed;
        await until(() => gate.passed >= before + 100);
        await worker.terminate();
      }
      console.log('lives');`;
    expect(await run(program)).toBe('lives');
  });

  test('process.exit() in a worker while C runs', async () => {
    const program = `
      ${inWorker(`
        bind('gate_wait', 'void', ['struct gate *']).async(numbers);
        while (Atomics.load(numbers, 0) < 1);
        process.exit(5);`)}
      console.log(await exited);
      gate.open();
      await until(() => gate.passed > 0);`;
    expect(await run(program)).toBe('5');
  });

  test('the process exits although a worker has calls that never end', async () => {
    const program = `
      ${inWorker(`bind('gate_wait', 'void', ['struct gate *']).async(numbers);`)}
      await gate.hasBegun();
      process.exit(7);`;
    expect(await runNode(prologue + program + epilogue)).toMatchObject({ status: 7, stderr: '' });
  });
});

describe('where the system gives no thread', () => {
  const source = `
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <errno.h>
    #include <pthread.h>
    static int refuses;
    void refuse_threads(int yes) { refuses = yes; }
    int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *given) {
      int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *) = dlsym(RTLD_NEXT, "pthread_create");
      return refuses ? EAGAIN : real(thread, attributes, run, given);
    }`;
  const library = buildLibrary(temporaryFolder(), source);
  const program = `
    const refuse = ffi.getNativeFunction(null, 'refuse_threads', 'void', ['int']);
    gate.open();
    refuse(1);
    await gateWait.async(gate.pointer).catch((error) => console.log(error.code, error.message));
    refuse(0);
    await gateWait.async(gate.pointer);
    refuse(1);
    await Promise.all([1, 2, 3].map(() => gateWait.async(gate.pointer))); // the thread that is there does them all
    console.log(gate.passed);`;
  const preload = [process.env.LD_PRELOAD, library].filter(Boolean).join(' '); // sanitizers want to be the first

  test('the call is refused, and one is tried again for the next', async () => {
    expect(await run(program, { env: { LD_PRELOAD: preload } })).toBe(
      'ERR_MEMORY_ALLOCATION_FAILED the system gives no thread: Resource temporarily unavailable\n4',
    );
  });
});
