// Reads and writes at any address: what is there is exact, what is not there is an error.
'use strict';

const { MAX_LENGTH } = require('node:buffer').constants;
const ffi = require('../..');
const { isSlow } = require('../support/machine.js');
const { outputOf } = require('../support/child.js');
const { errorOf, refusal } = require('../support/refusal.js');
const { PAGE, deniedPage, freedPage, mapBeforeGap, readOnlyPage } = require('./pages.js');

const { read, write, fill, copy, compare, alloc, toBuffer } = ffi;

const nowhere = {
  'address 16': () => 16n,
  'a freed page': freedPage,
  'a page without permissions': deniedPage,
  'the last address': () => 2n ** 64n - 1n,
  'an address that the processor refuses': () => 0x8000_0000_0000_0000n,
};

/** Every act that touches memory, at an address. */
const reads = {
  'read of an int': (address) => read(address, 'int'),
  'read of a struct': (address) => read(address, 'struct { char a[300]; double b; }'),
  'read.u8': (address) => read.u8(address),
  'read.f64': (address) => read.f64(address),
  'read.ptr': (address) => read.ptr(address),
  readString: (address) => ffi.readString(address),
  'readString of a length': (address) => ffi.readString(address, 10),
  'readString in UTF-16': (address) => ffi.readString(address, undefined, 'utf16'),
  'readString in UTF-32': (address) => ffi.readString(address, undefined, 'utf32'),
  readStrings: (address) => ffi.readStrings(address),
  compare: (address) => compare(address, Buffer.alloc(8), 8),
  'copy from there': (address) => copy(Buffer.alloc(8), address, 8),
  toBuffer: (address) => toBuffer(address, 8),
  toArrayBuffer: (address) => ffi.toArrayBuffer(address, 8),
  'the value of a Pointer': (address) => ffi.pointer(address, 'int').value,
};
const writes = {
  'write of an int': (address) => write(address, 'int', 1),
  'write of a struct': (address) => write(address, 'struct { char a[300]; double b; }', { b: 1 }),
  'write.u8': (address) => write.u8(address, 1),
  'write.f64': (address) => write.f64(address, 1),
  'write.ptr': (address) => write.ptr(address, null),
  writeString: (address) => ffi.writeString(address, 'text', 10),
  fill: (address) => fill(address, 1, 8),
  'copy to there': (address) => copy(address, Buffer.alloc(8), 8),
  'the value of a Pointer': (address) => {
    ffi.pointer(address, 'int').value = 1;
  },
};

describe.each(Object.entries(nowhere))('at %s', (_, find) => {
  test.each(Object.entries({ ...reads, ...writes }))('%s is ERR_FFI_ACCESS_VIOLATION', (_name, act) => {
    const address = find();
    const error = errorOf(() => act(address));
    expect({ name: error.name, code: error.code }).toEqual({ name: 'Error', code: 'ERR_FFI_ACCESS_VIOLATION' });
    expect(error.address).toBeGreaterThanOrEqual(address);
    expect(error.message).toContain(`0x${error.address.toString(16)}`);
  });
});

describe('at NULL', () => {
  test.each(Object.entries({ ...reads, ...writes }))('%s is ERR_FFI_INVALID_POINTER', (_, act) => {
    expect(errorOf(() => act(0n)).code).toBe('ERR_FFI_INVALID_POINTER');
  });

  test('null is NULL', () => {
    expect(errorOf(() => read(null, 'int')).code).toBe('ERR_FFI_INVALID_POINTER');
    expect(errorOf(() => read.i32(null)).code).toBe('ERR_FFI_INVALID_POINTER');
  });
});

describe('on a page that is read-only', () => {
  const page = readOnlyPage();

  test.each(Object.entries(writes))('%s is refused', (_, act) => {
    const error = errorOf(() => act(page));
    expect(error.code).toBe('ERR_FFI_ACCESS_VIOLATION');
    expect(error.message).toMatch(/cannot be written$/);
  });

  test('reads are not', () => {
    for (const [name, act] of Object.entries(reads)) if (name !== 'compare') expect(() => act(page)).not.toThrow();
    expect(compare(page, Buffer.alloc(8), 8)).toBe(0);
  });
});

describe('at the end of what is there', () => {
  const start = mapBeforeGap(PAGE);
  const end = start + BigInt(PAGE);

  test('the last byte can be read and written', () => {
    write.u8(end - 1n, 200);
    expect(read.u8(end - 1n)).toBe(200);
    write.f64(end - 8n, 0.1);
    expect(read.f64(end - 8n)).toBe(0.1);
    expect(toBuffer(end - 8n, 8)).toEqual(Buffer.from(Float64Array.of(0.1).buffer));
  });

  test('what reaches beyond is an error at the byte that is not there', () => {
    for (const act of [() => read.i32(end - 2n), () => toBuffer(end - 4n, 8), () => read(end - 4n, 'char[8]')]) {
      expect(errorOf(act)).toMatchObject({ code: 'ERR_FFI_ACCESS_VIOLATION', address: end });
    }
  });

  test('text without a NUL before the end', () => {
    fill(end - 100n, 0x61, 100);
    expect(errorOf(() => ffi.readString(end - 100n)).code).toBe('ERR_FFI_ACCESS_VIOLATION');
    write.u8(end - 1n, 0);
    expect(ffi.readString(end - 100n)).toBe('a'.repeat(99));
    expect(ffi.readString(end - 100n, 5)).toBe('aaaaa');
  });

  test.each([
    ['fill', () => fill(end - 100n, 7, 200), 100],
    ['copy', () => copy(end - 10n, Buffer.alloc(20, 7), 20), 10],
    ['write', () => write(end - 300n, 'char[400]', 'x'.repeat(400)), 300],
    ['writeString', () => ffi.writeString(end - 3n, 'text', 5), 3],
  ])('%s says how much of it was written', (_, act, written) => {
    fill(end - 300n, 0, 300);
    expect(errorOf(act)).toMatchObject({ code: 'ERR_FFI_ACCESS_VIOLATION', written, address: end });
    const bytes = [...toBuffer(end - BigInt(written), written)];
    expect(bytes.every((byte) => byte !== 0)).toBe(true);
  });

  test('a copy from beyond the end says how much arrived', () => {
    const target = Buffer.alloc(8, 1);
    const error = errorOf(() => copy(target, end - 4n, 8));
    expect(error).toMatchObject({ code: 'ERR_FFI_ACCESS_VIOLATION', address: end });
    expect([...target].slice(error.written)).toEqual(Array(8 - error.written).fill(1));
  });
});

describe('scalars', () => {
  const memory = mapBeforeGap(PAGE);
  const kinds = {
    i8: ['int8_t', [0, -1, 127, -128]],
    u8: ['uint8_t', [0, 255]],
    i16: ['int16_t', [-1, 32767, -32768]],
    u16: ['uint16_t', [0, 65535]],
    i32: ['int32_t', [-1, 2 ** 31 - 1, -(2 ** 31)]],
    u32: ['uint32_t', [0, 2 ** 32 - 1]],
    i64: ['int64_t', [-1n, 2n ** 63n - 1n, -(2n ** 63n)]],
    u64: ['uint64_t', [0n, 2n ** 64n - 1n]],
    f32: ['float', [0.5, -1.25, Infinity, NaN, -0]],
    f64: ['double', [0.1, -1e308, NaN, -0]],
    ptr: ['void *', [0n, 2n ** 64n - 1n]],
  };

  test.each(Object.entries(kinds))('%s, at any alignment', (name, [type, values]) => {
    for (const value of values) {
      for (const offset of [0, 1, 3, 8]) {
        write[name](memory + BigInt(offset), value);
        expect(read[name](memory + BigInt(offset))).toBe(value);
        expect(read[name](memory, offset)).toBe(value);
        expect(read(memory, type, offset)).toBe(value);
        write[name](memory, value, offset + 16);
        expect(read(memory + 16n, type, offset)).toBe(value);
        write(memory, type, value, 40);
        expect(read[name](memory, 40)).toBe(value);
      }
    }
  });

  test('refuse what calls refuse', () => {
    expect(refusal(() => write.i8(memory, 128))).toEqual({
      name: 'RangeError',
      code: 'ERR_OUT_OF_RANGE',
      message: 'The value must be an integer from -128 to 127, received 128',
    });
    expect(errorOf(() => write.i64(memory, 1)).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(errorOf(() => write.i32(memory, 1n)).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(errorOf(() => write.i32(memory)).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(errorOf(() => write.ptr(memory, 'text')).code).toBe('ERR_INVALID_ARG_TYPE');
  });

  test('structs, unions and arrays as in calls', () => {
    const type = 'struct { int n; union { float f; unsigned u; } v; char name[8]; short s[2]; unsigned a : 3, b : 5; }';
    write(memory, type, { n: -1, v: { f: 1 }, name: 'abc', s: [1, 2], a: 5, b: 9 });
    const value = read(memory, type);
    expect({ ...value, v: value.v.u }).toEqual({
      n: -1,
      v: 0x3f800000,
      name: 'abc',
      s: Int16Array.of(1, 2),
      a: 5,
      b: 9,
    });
    expect(errorOf(() => write(memory, type, { n: 1, m: 2 })).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(read(memory, type).n).toBe(-1);
  });
});

describe('bounds', () => {
  const buffers = {
    'a Pointer': () => alloc('char', 8),
    'a Buffer': () => Buffer.alloc(8),
    'a typed array within its buffer': () => new Int16Array(new ArrayBuffer(64), 8, 4),
    'a DataView': () => new DataView(new ArrayBuffer(64), 8, 8),
    'an ArrayBuffer': () => new ArrayBuffer(8),
    'a SharedArrayBuffer': () => new SharedArrayBuffer(8),
  };

  test.each(Object.entries(buffers))('of %s', (_, make) => {
    const memory = make();
    write.i32(memory, 7, 4);
    expect(read.i32(memory, 4)).toBe(7);
    expect(compare(memory, Buffer.from([0, 0, 0, 0]), 4)).toBe(0);
    const beyond = [
      () => read.i32(memory, 5),
      () => read.u8(memory, -1),
      () => read.u8(memory, 8),
      () => write.i32(memory, 1, 5),
      () => read(memory, 'long', 1),
      () => write(memory, 'int[3]', [1, 2, 3]),
      () => fill(memory, 0, 9),
      () => copy(memory, alloc('char', 9), 9),
      () => copy(alloc('char', 9), memory, 9),
      () => compare(memory, alloc('char', 9), 9),
      () => toBuffer(memory, 9),
      () => read.u8(memory, Number.MAX_SAFE_INTEGER),
      () => ffi.readString(memory, 9),
      () => ffi.writeString(memory, '12345678'),
    ];
    for (const act of beyond) {
      expect(refusal(act)).toMatchObject({ name: 'RangeError', code: 'ERR_FFI_OUT_OF_BOUNDS' });
    }
    expect(read.i32(memory, 4)).toBe(7);
  });

  test('a detached buffer is an error', () => {
    const view = new Uint8Array(8);
    structuredClone(view.buffer, { transfer: [view.buffer] });
    for (const memory of [view, view.buffer]) {
      expect(errorOf(() => read.u8(memory)).code).toBe('ERR_INVALID_ARG_VALUE');
      expect(errorOf(() => fill(memory, 0, 0)).code).toBe('ERR_INVALID_ARG_VALUE');
    }
  });

  test('an own property does not make a buffer longer', () => {
    const view = new Uint8Array(8);
    Object.defineProperty(view, 'byteLength', { value: 1000 });
    expect(errorOf(() => read.u8(view, 8)).code).toBe('ERR_FFI_OUT_OF_BOUNDS');
  });
});

describe('wrong arguments', () => {
  test.each([undefined, 1, 'text', true, Symbol('s'), {}, [], () => {}])('%p is no address', (address) => {
    for (const act of [() => read(address, 'int'), () => read.i32(address), () => toBuffer(address, 1)]) {
      expect(errorOf(act).code).toBe('ERR_INVALID_ARG_TYPE');
    }
  });

  test.each([-1n, 2n ** 64n, 2n ** 100n, -(2n ** 63n)])('%p is beyond all addresses', (address) => {
    for (const act of [() => read(address, 'int'), () => read.i32(address), () => fill(address, 0, 1)]) {
      expect(errorOf(act).code).toBe('ERR_OUT_OF_RANGE');
    }
  });

  // From Node 22 on a buffer may have any length for which there is memory.
  const tooLong = MAX_LENGTH < Number.MAX_SAFE_INTEGER ? 'ERR_OUT_OF_RANGE' : 'ERR_MEMORY_ALLOCATION_FAILED';

  test('an address and an offset that pass the last address', () => {
    expect(errorOf(() => read.i32(2n ** 64n - 1n, 8)).code).toBe('ERR_OUT_OF_RANGE');
    expect(errorOf(() => read.i32(8n, -9)).code).toBe('ERR_OUT_OF_RANGE');
    expect(errorOf(() => fill(2n ** 64n - 8n, 0, 100)).code).toBe('ERR_FFI_ACCESS_VIOLATION');
  });

  test.each([
    [() => read(16n, 'int', 1.5), 'ERR_OUT_OF_RANGE'],
    [() => read(16n, 'int', '1'), 'ERR_INVALID_ARG_TYPE'],
    [() => read(16n, 'void'), 'ERR_FFI_INCOMPLETE_TYPE'],
    [() => read(16n, 'struct nobody'), 'ERR_FFI_INCOMPLETE_TYPE'],
    [() => read(16n, 'no type at all'), 'ERR_FFI_UNSUPPORTED_TYPE'],
    [() => fill(16n, 256, 1), 'ERR_OUT_OF_RANGE'],
    [() => fill(16n, -1, 1), 'ERR_OUT_OF_RANGE'],
    [() => fill(16n, 1, -1), 'ERR_OUT_OF_RANGE'],
    [() => toBuffer(16n, -1), 'ERR_OUT_OF_RANGE'],
    [() => toBuffer(16n, 2 ** 53), 'ERR_OUT_OF_RANGE'],
    [() => toBuffer(16n, Number.MAX_SAFE_INTEGER), tooLong],
    [() => toBuffer(16n), 'ERR_INVALID_ARG_TYPE'],
    [() => copy(16n, 16n, NaN), 'ERR_OUT_OF_RANGE'],
  ])('%p', (act, code) => expect(errorOf(act).code).toBe(code));

  test('nothing is touched where no byte is asked for', () => {
    fill(16n, 0, 0);
    copy(16n, 16n, 0);
    expect(compare(16n, 32n, 0)).toBe(0);
    expect(toBuffer(16n, 0)).toHaveLength(0);
  });
});

describe('copy', () => {
  const memory = mapBeforeGap(4 * PAGE);
  const size = 3 * 4096 + 123;
  const bytes = Buffer.from({ length: size }, (_, i) => (i * 31 + (i >> 8)) % 256);

  test.each([0, 1, 100, 4095, 4096, 4097, 9000, 20_000])('to %i bytes further on and back', (distance) => {
    const there = memory + 5000n;
    const further = there + BigInt(distance);
    copy(there, bytes, size);
    copy(further, there, size);
    expect(toBuffer(further, size).equals(bytes)).toBe(true);
    copy(there, further, size);
    expect(toBuffer(there, size).equals(bytes)).toBe(true);
  });

  test('compare orders as memcmp does', () => {
    expect(compare(Buffer.from([1, 2]), Buffer.from([1, 3]), 2)).toBe(-1);
    expect(compare(Buffer.from([1, 200]), Buffer.from([1, 3]), 2)).toBe(1);
    expect(compare(Buffer.from([1, 200]), Buffer.from([1, 3]), 1)).toBe(0);
  });
});

describe('the process lives', () => {
  const program = `
    const { read, write } = load();
    let faults = 0;
    const attempt = (act) => { try { act(); } catch (error) {
      if (error.code !== 'ERR_FFI_ACCESS_VIOLATION' && error.code !== 'ERR_FFI_INVALID_POINTER') throw error;
      faults++;
    } };
    let seed = 1n;
    for (let i = 0; i < count; i++) {
      seed = BigInt.asUintN(64, seed * 6364136223846793005n + 1442695040888963407n);
      attempt(() => read.u8(seed));
    }
    for (let i = 0; i < 1000; i++) attempt(() => write.i32(16n, 1));`;

  const count = isSlow ? 20_000 : 1_000_000;

  test(`${count} random addresses`, async () => {
    const output = await outputOf(`const count = ${count}; ${program} console.log(faults > 0.9 * count);`);
    expect(output).toBe('true');
  });

  test('in a worker thread too', async () => {
    const worker = `
      const { Worker } = require('node:worker_threads');
      const text = ${JSON.stringify(program)} + 'require("node:worker_threads").parentPort.postMessage(faults);';
      const prologue = 'const root = ' + JSON.stringify(root) + '; const load = () => require(root); const count = 10000;';
      new Worker(prologue + text, { eval: true }).on('message', (faults) => console.log(faults > 10_000));`;
    expect(await outputOf(worker)).toBe('true');
  });
});
