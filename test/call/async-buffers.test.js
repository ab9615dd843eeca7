// Buffers under asynchronous calls: whatever JavaScript does to them meanwhile, C finds the bytes where they were. What goes
// wrong ends the process, so each case has one of its own.
'use strict';

const { outputOf } = require('../support/child.js');

const prologue = `
  const ffi = load();
  const { Gate } = require(root + '/test/support/gate.js');
  const bind = (...declared) => ffi.getNativeFunction(fixtures, ...declared);
  const gateAdd = bind('gate_add', 'void', ['struct gate *', 'uint8_t *', 'size_t', 'int']);
  const gateSum = bind('gate_sum', 'uint64_t', ['struct gate *', 'const uint8_t *', 'size_t']);
  const { reuse } = require(root + '/test/support/waiting.js');
  const MIB = 2 ** 20;
  const gate = new Gate();
  const main = async () => {`;
const epilogue = '}; main().catch((error) => { console.error(error); process.exit(1); });';

const run = (program, options) => outputOf(prologue + program + epilogue, options);

const transfers = {
  'a transfer by structuredClone': 'structuredClone(bytes.buffer, { transfer: [bytes.buffer] })',
  'a transfer by postMessage': `(() => {
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(bytes.buffer, [bytes.buffer]);
    port1.close();
    port2.close();
  })()`,
  'transfer()': 'bytes.buffer.transfer?.()',
  'transfer() to another size': 'bytes.buffer.transfer?.(16)',
};
const hasTransfer = typeof ArrayBuffer.prototype.transfer === 'function';

describe.each(Object.entries(transfers))('%s', (name, transfer) => {
  const possible = hasTransfer || !name.startsWith('transfer()');
  const when = possible ? test : test.skip;

  when('leaves C the bytes that it reads', async () => {
    const program = `
      let bytes = new Uint8Array(4 * MIB).fill(1);
      const sum = gateSum.async(gate.pointer, bytes, BigInt(bytes.length));
      await gate.hasBegun();
      ${transfer};
      console.log(bytes.length);
      bytes = undefined;
      await reuse(4 * MIB);
      gate.open();
      console.log(await sum);`;
    expect(await run(program)).toBe(`0\n${4 * 2 ** 20}n`);
  });

  when('leaves C the bytes that it writes', async () => {
    const program = `
      let bytes = new Uint8Array(4 * MIB);
      const added = gateAdd.async(gate.pointer, bytes, BigInt(bytes.length), 3);
      await gate.hasBegun();
      ${transfer};
      bytes = undefined;
      await reuse(4 * MIB);
      const others = Array.from({ length: 4 }, () => new Uint8Array(4 * MIB));
      gate.open();
      await added;
      console.log(others.every((other) => other.every((byte) => byte === 0)));`;
    expect(await run(program)).toBe('true');
  });
});

const whenTransfer = hasTransfer ? test : test.skip;

whenTransfer('a transfer to another size gives the copy that it should, during a call and after it', async () => {
  const program = `
    const buffer = () => Uint8Array.of(1, 2, 3, 4).buffer;
    const outcome = (act) => { try { return act(); } catch (error) { return error.name; } };
    const show = (made) => (made instanceof ArrayBuffer ? [...new Uint8Array(made)].join() : made);
    for (const name of ['transfer', 'transferToFixedLength']) {
      for (const args of [[], [undefined], [2], [6], ['3'], [-1], [1.5], [4], [2 ** 60]]) {
        const [used, fresh] = [buffer(), buffer()];
        const sum = gateSum.async(gate.pointer, used, 4n);
        const results = [used, fresh].map((each) => show(outcome(() => each[name](...args))) + ' ' + each.byteLength);
        if (results[0] !== results[1]) console.log(name, args, results);
        const again = [used, fresh].map((each) => show(outcome(() => each[name](1))));
        if (again[0] !== again[1]) console.log(name, args, again);
        gate.open();
        if (await sum !== 10n) console.log('sum');
      }
    }
    console.log('done');`;
  expect(await run(program)).toBe('done');
});

test('who gets the bytes by a transfer sees what C writes', async () => {
  const program = `
    const bytes = new Uint8Array(MIB);
    const added = gateAdd.async(gate.pointer, bytes, BigInt(bytes.length), 3);
    await gate.hasBegun();
    const moved = new Uint8Array(structuredClone(bytes.buffer, { transfer: [bytes.buffer] }));
    gate.open();
    await added;
    console.log(moved.every((byte) => byte === 3), bytes.length);`;
  expect(await run(program)).toBe('true 0');
});

test.each([
  ['a small typed array', 'new Uint8Array(16)'],
  ['a large one', 'new Uint8Array(MIB)'],
  ['a Buffer of the pool', "Buffer.from('sixteen bytes of')"],
  ['a DataView', 'new DataView(new ArrayBuffer(16))'],
  ['an ArrayBuffer', 'new ArrayBuffer(16)'],
  ['a SharedArrayBuffer', 'new SharedArrayBuffer(16)'],
  ['a view of one', 'new Uint8Array(new SharedArrayBuffer(64), 3, 16)'],
])('%s that nobody refers to is not collected', async (_, made) => {
  const program = `
    const calls = Array.from({ length: 8 }, () => {
      const buffer = ${made};
      const bytes = new Uint8Array(buffer.buffer ?? buffer, buffer.byteOffset ?? 0, buffer.byteLength).fill(1);
      const size = BigInt(bytes.length);
      return gateSum.async(gate.pointer, buffer, size).then((sum) => sum === size);
    });
    ffi.configure({ threads: 8 });
    await gate.hasBegun(8);
    await reuse(16);
    await reuse(MIB);
    gate.open();
    console.log(await Promise.all(calls));`;
  expect(await run(program)).toBe('[\n  true, true, true,\n  true, true, true,\n  true, true\n]');
});

test('two calls over one buffer at once both work', async () => {
  const program = `
    const bytes = new Uint8Array(MIB);
    const calls = [1, 2].map((k) => gateAdd.async(gate.pointer, bytes.subarray((k - 1) * MIB / 2), BigInt(MIB / 2), k));
    await gate.hasBegun(2);
    gate.open();
    await Promise.all(calls);
    console.log(bytes[0], bytes[MIB / 2 - 1], bytes[MIB / 2], bytes[MIB - 1], bytes.length);`;
  expect(await run(program)).toBe(`1 1 2 2 ${2 ** 20}`);
});

test('after the call a buffer can be transferred as before', async () => {
  const program = `
    gate.open();
    const bytes = new Uint8Array(64);
    await gateAdd.async(gate.pointer, bytes, 64n, 1);
    const moved = structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    console.log(moved.byteLength, bytes.length);`;
  expect(await run(program)).toBe('64 0');
});

describe('buffers within objects', () => {
  const spans =
    "bind('gate_sum_spans', 'uint64_t', ['struct gate *', 'const struct { const uint8_t *bytes; size_t size; } *', 'size_t'])";

  test('are held although the object lets them go', async () => {
    const program = `
      const objects = [1, 2].map((byte) => ({ bytes: new Uint8Array(MIB).fill(byte), size: BigInt(MIB) }));
      const sum = ${spans}.async(gate.pointer, objects, 2n);
      await gate.hasBegun();
      for (const object of objects) {
        structuredClone(object.bytes.buffer, { transfer: [object.bytes.buffer] });
        object.bytes = null;
      }
      await reuse(MIB);
      gate.open();
      console.log(await sum === BigInt(3 * MIB));`;
    expect(await run(program)).toBe('true');
  });

  test('that can be resized are refused by their place', async () => {
    const program = `
      const bytes = new Uint8Array(new ArrayBuffer(8, { maxByteLength: 16 }));
      await ${spans}.async(gate.pointer, [{ bytes, size: 8n }], 1n).catch((error) => console.log(error.code, error.message));`;
    expect(await run(program)).toBe(
      'ERR_INVALID_ARG_VALUE Argument 1 of gate_sum_spans: element [0].bytes cannot be used: ' +
        'its buffer could be resized while C runs',
    );
  });
});

test.each([
  ['a resizable ArrayBuffer', 'new ArrayBuffer(8, { maxByteLength: 16 })'],
  ['a view of one', 'new Uint8Array(new ArrayBuffer(8, { maxByteLength: 16 }))'],
  ['a DataView of one', 'new DataView(new ArrayBuffer(8, { maxByteLength: 16 }))'],
  ['a Pointer into one', "ffi.pointer(new ArrayBuffer(8, { maxByteLength: 16 }), 'uint8_t')"],
])('%s is refused', async (_, made) => {
  const program = `
    await gateSum.async(gate.pointer, ${made}, 8n).catch((error) => console.log(error.code, error.message));
    console.log(gate.begun);`;
  expect(await run(program)).toBe(
    'ERR_INVALID_ARG_VALUE Argument 1 of gate_sum cannot be used: its buffer could be resized while C runs\n0',
  );
});

test('a SharedArrayBuffer that can grow is taken: it does not move', async () => {
  const program = `
    const shared = new SharedArrayBuffer(64, { maxByteLength: MIB });
    new Uint8Array(shared).fill(1);
    const sum = gateSum.async(gate.pointer, shared, 64n);
    await gate.hasBegun();
    shared.grow(MIB);
    gate.open();
    console.log(await sum);`;
  expect(await run(program)).toBe('64n');
});

test('a WebAssembly memory that grows meanwhile', async () => {
  const program = `
    const memory = new WebAssembly.Memory({ initial: 16 });
    const bytes = new Uint8Array(memory.buffer).fill(1);
    const sum = gateSum.async(gate.pointer, bytes, BigInt(MIB));
    await gate.hasBegun();
    memory.grow(64);
    gate.open();
    console.log(await sum, bytes.length);`;
  expect(await run(program)).toBe(`${2 ** 20}n 0`);
});

test('a detached one is refused as in a call that waits', async () => {
  const program = `
    const bytes = new Uint8Array(8);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    await gateSum.async(gate.pointer, bytes, 8n).catch((error) => console.log(error.code));`;
  expect(await run(program)).toBe('ERR_INVALID_ARG_VALUE');
});

test('what a getter detaches is not what C gets', async () => {
  const program = `
    const bytes = new Uint8Array(8);
    const f = bind('gate_sum_spans', 'uint64_t', ['const uint8_t *', 'const struct { const uint8_t *bytes; size_t size; } *', 'size_t']);
    const span = { get bytes() { structuredClone(bytes.buffer, { transfer: [bytes.buffer] }); return null; }, size: 0n };
    await f.async(bytes, [span], 1n).catch((error) => console.log(error.code));`;
  expect(await run(program)).toBe('ERR_INVALID_ARG_VALUE');
});
