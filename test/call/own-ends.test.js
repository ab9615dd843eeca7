// When owned memory is given back: each way in which its end can come is a process of its own.
'use strict';

const { outputOf, runNode } = require('../support/child.js');

/** The blocks of the fixtures. */
const blocks = `
  const ffi = load();
  const bind = (name, result, ...types) => ffi.getNativeFunction(fixtures, name, result, types);
  const make = bind('block_make', 'void *', 'int');
  const free = bind('block_free', 'void', 'void *');
  const print = bind('block_print', 'void', 'void *');
  const count = (name) => bind('blocks_' + name, 'int')();
  const { collect, collectNow, collectUntil, sleep, until } = require(root + '/test/support/waiting.js');
`;
const newestFirst = ['block 3', 'block 2', 'block 1', 'block 0'];
const own = 'const held = [0, 1, 2, 3].map((number) => ffi.own(make(number), print));';

describe('with the process, the newest first', () => {
  test.each([
    ['its natural end', '', 0],
    ['process.exit()', 'process.exit(3);', 3],
    ['process.exit() in a timer', 'setTimeout(() => process.exit(3));', 3],
    ['an uncaught error', "throw new Error('uncaught');", 1],
    ['an unhandled rejection', "Promise.reject(new Error('unhandled'));", 1],
    ['exit() of C, within a call', "ffi.getNativeFunction(null, 'exit', 'void', ['int'])(5);", 5],
  ])('%s', async (_, end, status) => {
    const result = await runNode(`${blocks} ${own} ${end}`);
    expect([result.stdout.trim().split('\n'), result.status]).toEqual([newestFirst, status]);
  });

  test.each([
    ['_exit() of C', "ffi.getNativeFunction(null, '_exit', 'void', ['int'])(5);", 5, null],
    ['a signal', "process.kill(process.pid, 'SIGKILL'); while (true);", null, 'SIGKILL'],
  ])('but for %s', async (_, end, status, signal) => {
    const result = await runNode(`${blocks} ${own} ${end}`);
    expect(result).toMatchObject({ stdout: '', status, signal });
  });

  test('after the listeners of exit, which still have it', async () => {
    const program = `${blocks} ${own}
      process.on('exit', () => console.log(ffi.read.i32(held[3], 4)));
      process.exit();`;
    expect((await outputOf(program)).split('\n')).toEqual(['3', ...newestFirst]);
  });

  test('but for what was closed or collected before', async () => {
    const program = `${blocks}
      let held = [0, 1, 2].map((number) => ffi.own(make(number), print));
      held[1].close();
      held = held.slice(2);
      collect().then(() => console.log('end'));`;
    expect((await outputOf(program)).split('\n')).toEqual(['block 1', 'block 0', 'end', 'block 2']);
  });
});

describe('with a worker, on its thread', () => {
  test.each([
    ['its natural end', ''],
    ['process.exit()', 'process.exit();'],
    ['an uncaught error', "throw new Error('uncaught');"],
    ['its termination', "require('node:worker_threads').parentPort.postMessage('ready'); while (true);"],
    [
      'its termination in C',
      "require('node:worker_threads').parentPort.postMessage('ready'); ffi.getNativeFunction(null, 'usleep', 'int', ['unsigned'])(20000); while (true);",
    ],
  ])('%s', async (_, end) => {
    const program = `${blocks}
      const { Worker } = require('node:worker_threads');
      const prologue = 'const root = ' + JSON.stringify(root) + ', fixtures = ' + JSON.stringify(fixtures) + ', load = () => require(root);';
      const worker = new Worker(prologue + ${JSON.stringify(blocks + own + end)}, { eval: true });
      worker.on('error', () => {});
      worker.on('message', () => worker.terminate());
      worker.on('exit', () => console.log('live', count('live'), 'foreign', count('foreign')));`;
    expect((await outputOf(program)).split('\n')).toEqual([...newestFirst, 'live 0 foreign 0']);
  });
});

describe('when nobody can reach it', () => {
  test('in a turn of the event loop, each once, on its thread', async () => {
    const program = `${blocks}
      (async () => {
        for (let i = 0; i < 5000; i++) ffi.own(make(i), free).cast('int').add(1);
        collectNow();
        const atOnce = count('live'); // nothing within a collection
        await collect();
        console.log(atOnce, count('live'), count('ended'), count('foreign'));
      })();`;
    expect(await outputOf(program)).toBe('5000 0 5000 0');
  });

  test('not while anything is that was made of it', async () => {
    const program = `${blocks}
      (async () => {
        let held = ffi.own(make(1), free).cast('int').add(1);
        await collect();
        const before = [count('live'), held.value];
        held = undefined;
        await collect();
        console.log(...before, count('live'));
      })();`;
    expect(await outputOf(program)).toBe('1 1 0');
  });

  test('a function that nobody else has is there to free it', async () => {
    const program = `${blocks}
      (async () => {
        let held = ffi.own(make(1), bind('block_free', 'void', 'void *'));
        await collect();
        held = undefined;
        await collect();
        console.log(count('live'), count('ended'));
      })();`;
    expect(await outputOf(program)).toBe('0 1');
  });

  test('in a loading of the module that has gone, too', async () => {
    const program = `${blocks}
      (async () => {
        function another() {
          for (const file of Object.keys(require.cache)) if (file.startsWith(root)) delete require.cache[file];
          const other = load();
          for (let i = 0; i < 100; i++) other.own(make(i), free.address);
        }
        another();
        for (const file of Object.keys(require.cache)) if (file.startsWith(root)) delete require.cache[file];
        module.children.length = 0;
        await collectUntil(() => count('live') === 0);
        console.log(count('live'), count('ended'));
      })();`;
    expect(await outputOf(program)).toBe('0 100');
  });
});

describe('within a call that was given it', () => {
  test('close() waits until C has returned', async () => {
    const program = `${blocks}
      const number = bind('block_number', 'int', 'void *', 'const struct { int a; } *');
      (async () => {
        const block = ffi.own(make(7), free);
        const address = block.address; // of which nothing is known
        let during;
        const result = number(address, { get a() { block.close(); during = count('live'); return 1; } });
        const after = count('live');
        await until(() => count('live') === 0);
        console.log(result, block.closed, during, after, count('live'));
      })();`;
    expect(await outputOf(program)).toBe('7 true 1 1 0');
  });

  // C returns when the flag is set.
  const slow = `${blocks}
    const { async: number } = bind('block_number_when', 'int', 'void *', 'int *');
    const flag = ffi.malloc(4);
    ffi.write.i32(flag, 0);`;

  test('close() waits for asynchronous calls that were under way', async () => {
    const program = `${slow}
      (async () => {
        const block = ffi.own(make(7), free);
        const calls = [number(block, flag), number(block.address, flag)];
        block.close();
        await sleep(5);
        const during = count('live');
        ffi.write.i32(flag, 1);
        const results = await Promise.all(calls);
        await until(() => count('live') === 0);
        console.log(...results, during, count('live'));
      })();`;
    expect(await outputOf(program)).toBe('7 7 1 0');
  });

  test('nobody collects what an asynchronous call has', async () => {
    const program = `${slow}
      (async () => {
        const call = number(ffi.own(make(7), free), flag);
        await collect();
        const during = count('live');
        ffi.write.i32(flag, 1);
        console.log(await call, during);
        await collect();
        console.log(count('live'));
      })();`;
    expect(await outputOf(program)).toBe('7 1\n0');
  });

  test('the end of the process does not free what C uses on another thread', async () => {
    const { stdout, status } = await runNode(`${slow}
      const held = ffi.own(make(8), print);
      number(held, flag);
      setTimeout(() => process.exit(3), 20);`);
    expect([stdout, status]).toEqual(['', 3]);
  });
});

describe('what is thrown while memory is freed', () => {
  // C++ throws by itself, and a callback throws by the function that calls it.
  const throwing = `${blocks}
    globalThis.callback = ffi.callback('void (void *)', () => { throw new Error('thrown by a callback'); });
    const frees = {
      exception: [bind('throw_number', 'int', 'void *'), 5n],
      callback: [
        { function: bind('call_with', 'void', 'void (*)(void *)', 'void *'), context: 0n },
        callback.address,
      ],
    };
    const own = (name) => ffi.own(frees[name][1], frees[name][0]);
    const words = (error) => error.code ?? error.message;`;
  const said = ['ERR_FFI_NATIVE_EXCEPTION', 'thrown by a callback'];

  test('is thrown by close(), which has closed it', async () => {
    const program = `${throwing}
      for (const name of Object.keys(frees)) {
        const memory = own(name);
        try { memory.close(); } catch (error) { console.log(words(error)); }
        memory.close();
        if (!memory.closed) console.log('not closed');
      }`;
    expect((await outputOf(program)).split('\n')).toEqual(said);
  });

  test('is uncaught where nobody closes it', async () => {
    const program = `${throwing}
      process.on('uncaughtException', (error) => console.log(words(error)));
      (async () => {
        for (const name of Object.keys(frees)) {
          own(name);
          await collect();
        }
      })();`;
    expect((await outputOf(program)).split('\n')).toEqual(said);
  });

  test("is nobody's at the end of the process, and keeps no other memory", async () => {
    for (const end of ['', 'process.exit();']) {
      const program = `${throwing}
        const held = [ffi.own(make(0), print), own('exception'), ffi.own(make(1), print)]; ${end}`;
      expect((await outputOf(program)).split('\n')).toEqual(['block 1', 'block 0']);
    }
  });
});

describe('the library of the function that frees', () => {
  const closed = `${blocks}
    const fs = require('node:fs');
    const path = require('node:path').join(fs.mkdtempSync(require('node:os').tmpdir() + '/ffi-native-'), 'copy.so');
    fs.copyFileSync(fixtures, path); // which nobody else has open
    const isThere = () => fs.readFileSync('/proc/self/maps', 'utf8').includes(path);
    const lib = ffi.dlopen(path, 'void *block_make(int); void block_free(void *); int blocks_live(void);');
    let order = [];
    lib.unloaded.then(() => order.push('unloaded'));
    const block = ffi.own(lib.functions.block_make(1), lib.functions.block_free, 'int');
    process.on('exit', () => fs.rmSync(require('node:path').dirname(path), { recursive: true }));
    lib.close();`;

  test('stays, although it has been closed, until that has been called', async () => {
    if (process.platform !== 'linux') return;
    const program = `${closed}
      (async () => {
        await sleep(20);
        const before = [isThere(), order.length, block.add(1).value];
        try { lib.functions.block_free(block); } catch (error) { before.push(error.code); }
        block.close();
        const after = isThere();
        await until(() => order.length > 0);
        console.log(...before, after, ...order);
      })();`;
    expect(await outputOf(program)).toBe('true 0 1 ERR_FFI_LIBRARY_CLOSED false unloaded');
  });

  test('at the end of the process, too', async () => {
    expect(await outputOf(`${closed} console.log('end');`)).toBe('end');
    expect(await outputOf(`${closed} console.log('end'); process.exit();`)).toBe('end');
  });

  test('cannot be closed before', async () => {
    const program = `${closed}
      block.close();
      try { ffi.own(16n, lib.functions.block_free); } catch (error) { console.log(error.code); }`;
    expect(await outputOf(program)).toBe('ERR_FFI_LIBRARY_CLOSED');
  });
});
