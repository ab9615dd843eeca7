// toBuffer and toArrayBuffer with options: memory of C's that is shared, and that is freed when nobody has it any more.
'use strict';

const os = require('node:os');
const { constants } = require('node:buffer');
const ffi = require('../..');
const { outputOf, runNode } = require('../support/child.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');
const { PAGE, deniedPage, freedPage, mapBeforeGap, readOnlyPage } = require('../memory/pages.js');

const bind = (name, result, ...types) => ffi.getNativeFunction(fixtures, name, result, types);
const make = bind('block_make', 'void *', 'int');
const end = bind('block_end', 'void', 'void *');
const ended = bind('blocks_ended', 'int');
const SIZE = 56;
const readInt = `readInt32${os.endianness()}`; // of a Buffer, as C does
const shared = { copy: false };

describe('shared memory', () => {
  test('is that of C, in both directions', () => {
    const address = ffi.malloc(16);
    const buffer = ffi.toBuffer(address, 16, shared);
    ffi.write.i32(address, 0x01020304);
    expect(buffer[readInt](0)).toBe(0x01020304);
    buffer[15] = 0x7f;
    expect([ffi.read.u8(address, 15), ffi.getBufferPointer(buffer)]).toEqual([0x7f, address]);
    expect(Buffer.isBuffer(buffer)).toBe(true);
    const bytes = new Uint8Array(ffi.toArrayBuffer(ffi.pointer(address, 'int', 4), 16, shared));
    expect([bytes.length, bytes[15]]).toEqual([16, 0x7f]);
    ffi.free(address);
  });

  test('begins within a page, and ends at its last byte', () => {
    const page = mapBeforeGap(PAGE);
    const last = ffi.toBuffer(page + BigInt(PAGE - 3), 3, shared);
    last.fill(9);
    expect(ffi.read.u8(page, PAGE - 1)).toBe(9);
    expect(errorOf(() => ffi.toBuffer(page + BigInt(PAGE - 3), 4, shared))).toMatchObject({
      code: 'ERR_FFI_ACCESS_VIOLATION',
      address: page + BigInt(PAGE),
    });
    expect(errorOf(() => ffi.toBuffer(page, 64 * PAGE, shared)).code).toBe('ERR_FFI_ACCESS_VIOLATION');
  });

  test('is not changed by being looked at', () => {
    const page = mapBeforeGap(4 * PAGE);
    ffi.fill(page, 0xa5, 4 * PAGE);
    expect(ffi.toBuffer(page, 4 * PAGE, shared).every((byte) => byte === 0xa5)).toBe(true);
  });

  test.each([
    ['NULL', () => 0n, 'ERR_FFI_INVALID_POINTER'],
    ['a small number', () => 16n, 'ERR_FFI_ACCESS_VIOLATION'],
    ['the last address', () => 2n ** 64n - 1n, 'ERR_FFI_ACCESS_VIOLATION'],
    ['an address that no machine has', () => 2n ** 63n, 'ERR_FFI_ACCESS_VIOLATION'],
    ['memory that is gone', freedPage, 'ERR_FFI_ACCESS_VIOLATION'],
    ['memory for nobody', deniedPage, 'ERR_FFI_ACCESS_VIOLATION'],
    ['memory to be read only', readOnlyPage, 'ERR_FFI_ACCESS_VIOLATION'],
    ['the code of a function', () => make.address, 'ERR_FFI_ACCESS_VIOLATION'],
    ['a function', () => make, 'ERR_INVALID_ARG_TYPE'],
    ['a buffer', () => Buffer.alloc(8), 'ERR_INVALID_ARG_TYPE'],
    ['null', () => null, 'ERR_INVALID_ARG_TYPE'],
    ['a Number', () => 4096, 'ERR_INVALID_ARG_TYPE'],
    ['memory of alloc', () => ffi.alloc('char', 64), 'ERR_INVALID_ARG_VALUE'],
    ['memory of an arena', () => ffi.arena().alloc('char', 64), 'ERR_INVALID_ARG_VALUE'],
    ['a pointer to a buffer', () => ffi.pointer(Buffer.alloc(64), 'char'), 'ERR_INVALID_ARG_VALUE'],
    ['a variable of a library', () => ffi.dlopen(null).variable('extern char **environ'), 'ERR_INVALID_ARG_VALUE'],
    ['too few elements', () => ffi.pointer(4096n, 'char', 7), 'ERR_FFI_OUT_OF_BOUNDS'],
  ])('is not %s', (_, address, code) => {
    const free = ended();
    expect(refusal(() => ffi.toBuffer(address(), 8, shared)).code).toBe(code);
    expect(refusal(() => ffi.toArrayBuffer(address(), 8, { copy: false, free: end })).code).toBe(code);
    expect(ended()).toBe(free);
  });

  test.each([
    [-1, 'ERR_OUT_OF_RANGE'],
    [1.5, 'ERR_OUT_OF_RANGE'],
    [2 ** 53, 'ERR_OUT_OF_RANGE'],
    [2 ** 53 - 1, constants.MAX_LENGTH < 2 ** 53 - 1 ? 'ERR_OUT_OF_RANGE' : 'ERR_FFI_ACCESS_VIOLATION'],
    [8n, 'ERR_INVALID_ARG_TYPE'],
    [undefined, 'ERR_INVALID_ARG_TYPE'],
  ])('is not of %p bytes', (length, code) => {
    const block = ffi.own(make(1), end);
    expect(refusal(() => ffi.toBuffer(block, length, shared)).code).toBe(code);
    block.close();
  });

  test.each([{ copy: 0 }, { copy: 'no' }, { copies: false }, { free: 5 }, { copy: false, free: null }, 5, null])(
    'has no options %p',
    (options) => {
      const before = ended();
      const block = make(1);
      expect(errorOf(() => ffi.toBuffer(block, 8, options)).code).toMatch(/^ERR_INVALID_ARG_(TYPE|VALUE)$/);
      expect(ended()).toBe(before);
      end(block);
    },
  );

  test('goes to no other thread', () => {
    const buffer = ffi.toArrayBuffer(make(1), SIZE, { copy: false, free: end });
    const { port1 } = new MessageChannel();
    for (const act of [
      () => structuredClone(buffer, { transfer: [buffer] }),
      () => port1.postMessage(buffer, [buffer]),
    ]) {
      try {
        act(); // refused by newer Nodes; older ones copy
      } catch (error) {
        expect(error.name).toBe('DataCloneError');
      }
      expect(buffer.byteLength).toBe(SIZE);
    }
    port1.close();
  });
});

describe('the same memory again', () => {
  test('is the same buffer, or a part of it', () => {
    const address = make(1);
    const first = ffi.toArrayBuffer(address, SIZE, { copy: false, free: end });
    expect(ffi.toArrayBuffer(address, SIZE, shared)).toBe(first);
    expect(ffi.toBuffer(address, 8, shared).buffer).toBe(first);
    expect(ffi.toBuffer(address, 8, shared).length).toBe(8);
    const shorter = ffi.toArrayBuffer(address, 8, shared);
    expect([shorter === first, shorter.byteLength]).toEqual([false, 8]);
  });

  test('has one owner', () => {
    const address = make(1);
    const first = ffi.toArrayBuffer(address, SIZE, { copy: false, free: end });
    for (const options of [{ copy: false, free: end }, { free: end }]) {
      expect(refusal(() => ffi.toBuffer(address, SIZE, options)).code).toBe('ERR_INVALID_ARG_VALUE');
    }
    const owned = ffi.own(make(2), end);
    for (const place of [owned, owned.address]) {
      expect(refusal(() => ffi.toBuffer(place, SIZE, { copy: false, free: end })).code).toBe('ERR_INVALID_ARG_VALUE');
    }
    expect(first.byteLength).toBe(SIZE);
    owned.close();
  });

  test('as often as one likes, with any lengths, through collections', async () => {
    const program = `
      const ffi = load();
      const address = ffi.malloc(4096);
      let buffers = [];
      for (let i = 0; i < 3000; i++) {
        buffers.push(ffi.toArrayBuffer(address, 1 + (i * 7) % 4096, { copy: false }));
        if (i % 500 === 0) { buffers = []; gc(); }
      }
      new Uint8Array(buffers[5]).fill(3);
      if (typeof buffers[7].transfer === 'function') buffers[7].transfer();
      buffers = [];
      gc();
      setTimeout(() => { gc(); console.log(ffi.read.u8(address)); ffi.free(address); }, 5);`;
    expect(await outputOf(program, { flags: ['--expose-gc'] })).toBe('3');
  });
});

test('a copy frees at once what it was made of', () => {
  const before = ended();
  const copy = ffi.toBuffer(make(258), 8, { free: end });
  expect([copy[readInt](4), ended()]).toEqual([258, before + 1]);
  const count = new BigInt64Array(1);
  const free = { function: bind('block_end_with', 'int', 'void *', 'int64_t *'), context: ffi.getBufferPointer(count) };
  ffi.toArrayBuffer(make(1), 8, { copy: true, free });
  expect([count[0], ended()]).toEqual([1n, before + 2]);
});

test('what could not be copied is not freed', () => {
  const before = ended();
  expect(errorOf(() => ffi.toBuffer(16n, 8, { free: end })).code).toBe('ERR_FFI_ACCESS_VIOLATION');
  const block = make(1);
  expect(errorOf(() => ffi.toBuffer(block, -1, { free: end })).code).toBe('ERR_OUT_OF_RANGE');
  expect(ended()).toBe(before);
  end(block);
});

describe('freeing', () => {
  const blocks = `
    const ffi = load();
    const bind = (name, result, ...types) => ffi.getNativeFunction(fixtures, name, result, types);
    const make = bind('block_make', 'void *', 'int');
    const free = bind('block_free', 'void', 'void *');
    const count = (name) => bind('blocks_' + name, 'int')();
    const { collect } = require(root + '/test/support/waiting.js');
    const options = { copy: false, free };`;
  const output = (program) => outputOf(`${blocks} (async () => { ${program} })();`);

  test('is done once for each, on the thread that shared it', async () => {
    const program = `
      for (let i = 0; i < 3000; i++) ffi.toBuffer(make(i), ${SIZE}, options)[0];
      await collect();
      console.log(count('live'), count('ended'), count('foreign'));`;
    expect(await output(program)).toBe('0 3000 0');
  });

  test('of no bytes is done, too', async () => {
    const program = `
      for (let i = 0; i < 10; i++) ffi.toBuffer(make(i), 0, options);
      await collect();
      console.log(count('live'), count('ended'));`;
    expect(await output(program)).toBe('0 10');
  });

  test('waits for all that share the memory, by whatever name', async () => {
    const program = `
      const there = [];
      let address = make(1);
      let buffers = [ffi.toArrayBuffer(address, ${SIZE}, options)];
      buffers.push(ffi.toArrayBuffer(address, 8, { copy: false }), ffi.toBuffer(address, 4, { copy: false }).subarray(2));
      while (buffers.length > 0) {
        await collect();
        there.push(count('live'));
        buffers.shift();
      }
      await collect();
      console.log(...there, count('live'));`;
    expect(await output(program)).toBe('1 1 1 0');
  });

  test('waits for what the memory was transferred to', async () => {
    const program = `
      let buffer = ffi.toArrayBuffer(make(1), ${SIZE}, options);
      if (typeof buffer.transfer === 'function') buffer = buffer.transfer();
      await collect();
      const before = count('live');
      buffer = undefined;
      await collect();
      console.log(before, count('live'), count('ended'));`;
    expect(await output(program)).toBe('1 0 1');
  });

  test('of an owned Pointer that is closed waits for its buffers', async () => {
    const program = `
      const pointer = ffi.own(make(1), free, 'int');
      let buffer = ffi.toBuffer(pointer, ${SIZE}, { copy: false });
      pointer.close();
      await collect();
      const before = [count('live'), buffer.${readInt}(4)];
      try { ffi.toBuffer(pointer, 8, { copy: false }); } catch (error) { before.push(error.code); }
      buffer = undefined;
      await collect();
      console.log(...before, count('live'), count('ended'));`;
    expect(await output(program)).toBe('1 1 ERR_FFI_USE_AFTER_FREE 0 1');
  });

  test.each([
    ['the process', ''],
    ['the process, by process.exit()', 'process.exit();'],
  ])('is done at the end of %s', async (_, exit) => {
    const program = `${blocks}
      const print = bind('block_print', 'void', 'void *');
      const held = [0, 1, 2].map((i) => ffi.toBuffer(make(i), ${SIZE}, { copy: false, free: print }));
      process.on('exit', () => console.log(held[2].${readInt}(4)));
      ${exit}`;
    const { stdout, status } = await runNode(program);
    expect([stdout.trim().split('\n'), status]).toEqual([['2', 'block 2', 'block 1', 'block 0'], 0]);
  });

  test('is done at the end of a worker', async () => {
    const program = `${blocks}
      const { Worker } = require('node:worker_threads');
      const worker = new Worker('const root = ' + JSON.stringify(root) + ', fixtures = ' + JSON.stringify(fixtures) + ', load = () => require(root);' +
        ${JSON.stringify(`${blocks} const held = [0, 1, 2].map((i) => ffi.toBuffer(make(i), ${SIZE}, options));`)}, { eval: true });
      worker.on('exit', () => console.log(count('live'), count('ended'), count('foreign')));`;
    expect(await outputOf(program)).toBe('0 3 0');
  });
});
