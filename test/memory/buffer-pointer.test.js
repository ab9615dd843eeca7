// Addresses of buffers of every kind: that C reads and writes the very bytes, and what is no buffer, or one no longer.
'use strict';

const vm = require('node:vm');
const { getBufferPointer, getNativeFunction } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const copy = getNativeFunction(null, 'memcpy', 'pointer', ['pointer', 'pointer', 'size_t']);
const fill = getNativeFunction(null, 'memset', 'pointer', ['pointer', 'int', 'size_t']);
const identity = getNativeFunction(fixtures, 'identity_pointer', 'pointer', ['pointer']);

/** The bytes at an address, as C reads them. */
function bytesAt(address, length) {
  const seen = Buffer.alloc(length);
  copy(seen, address, BigInt(length));
  return seen;
}

/** The bytes of a view or a buffer, as JavaScript has them. */
function bytesOf(buffer) {
  const { buffer: memory, byteOffset } = ArrayBuffer.isView(buffer) ? buffer : { buffer, byteOffset: 0 };
  return Buffer.from(memory, byteOffset, buffer.byteLength);
}

/** Checks that C and JavaScript mean the same memory, and that a call takes the buffer for the same address. */
function checkShared(buffer) {
  const address = getBufferPointer(buffer);
  expect(typeof address).toBe('bigint');
  const bytes = bytesOf(buffer);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 37 + 11) % 256;
  expect(bytesAt(address, bytes.length).equals(bytes)).toBe(true);
  fill(address, 0xa5, BigInt(bytes.length));
  expect(bytes.equals(Buffer.alloc(bytes.length, 0xa5))).toBe(true);
  expect(getBufferPointer(buffer)).toBe(address);
  expect(identity(buffer)).toBe(address);
}

const kinds = `Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array
  Float64Array BigInt64Array BigUint64Array Float16Array`
  .split(/\s+/)
  .filter((name) => name in globalThis);

describe.each(kinds)('%s', (name) => {
  const TypedArray = globalThis[name];
  const size = TypedArray.BYTES_PER_ELEMENT;

  test('small and large ones', () => {
    for (const length of [1, 3, 8, 9, 64, 65, 1000]) checkShared(new TypedArray(length));
  });

  test('a part of one', () => {
    const whole = new TypedArray(20);
    checkShared(whole.subarray(3, 9));
    expect(getBufferPointer(whole.subarray(3))).toBe(getBufferPointer(whole) + BigInt(3 * size));
    checkShared(new TypedArray(new ArrayBuffer(100 * size), 5 * size, 7));
    checkShared(new TypedArray(new SharedArrayBuffer(100 * size), 5 * size, 7));
  });

  test('of another realm, and of a subclass', () => {
    checkShared(vm.runInNewContext(`new ${name}(7)`));
    checkShared(new (class extends TypedArray {})(7));
  });

  test('an empty one', () => {
    expect(typeof getBufferPointer(new TypedArray(0))).toBe('bigint');
    expect(typeof identity(new TypedArray(8).subarray(3, 3))).toBe('bigint');
  });
});

describe('Buffer', () => {
  test('pooled, not pooled, of parts', () => {
    const pooled = Buffer.from('in the pool');
    expect(pooled.byteLength).toBeLessThan(pooled.buffer.byteLength);
    for (const buffer of [
      pooled,
      Buffer.alloc(10),
      Buffer.allocUnsafe(10),
      Buffer.allocUnsafeSlow(10),
      Buffer.alloc(1e5),
    ]) {
      checkShared(buffer);
    }
    checkShared(Buffer.alloc(50).subarray(7, 30));
    checkShared(Buffer.from(new ArrayBuffer(40), 8, 8));
    checkShared(Buffer.from(new SharedArrayBuffer(40), 8, 8));
  });
});

describe('ArrayBuffer, SharedArrayBuffer and DataView', () => {
  test('of any length and offset', () => {
    for (const length of [1, 7, 64, 4096, 100_000]) {
      checkShared(new ArrayBuffer(length));
      checkShared(new SharedArrayBuffer(length));
      checkShared(new DataView(new ArrayBuffer(length + 3), 3));
      checkShared(new DataView(new SharedArrayBuffer(length + 3), 3, length));
    }
    const buffer = new ArrayBuffer(16);
    expect(getBufferPointer(new DataView(buffer, 5, 2))).toBe(getBufferPointer(buffer) + 5n);
  });

  test('of another realm', () => {
    for (const text of ['new ArrayBuffer(9)', 'new SharedArrayBuffer(9)', 'new DataView(new ArrayBuffer(9), 2)']) {
      checkShared(vm.runInNewContext(text));
    }
  });

  test('empty ones', () => {
    const empty = [
      new ArrayBuffer(0),
      new SharedArrayBuffer(0),
      new DataView(new ArrayBuffer(0)),
      new DataView(new ArrayBuffer(4), 4),
    ];
    for (const buffer of [...empty, Buffer.alloc(0)]) expect(typeof getBufferPointer(buffer)).toBe('bigint');
  });

  test('no Symbol.toStringTag makes them anything else', () => {
    const tagged = (object, tag) => Object.defineProperty(object, Symbol.toStringTag, { value: tag });
    for (const length of [0, 8]) {
      const buffers = [
        tagged(new DataView(new ArrayBuffer(length)), 'Uint8Array'),
        tagged(new Uint8Array(length), 'DataView'),
        tagged(new ArrayBuffer(length), 'SharedArrayBuffer'),
        tagged(new SharedArrayBuffer(length), 'Uint8Array'),
      ];
      for (const buffer of buffers) expect(typeof getBufferPointer(buffer)).toBe('bigint');
    }
  });
});

describe('buffers whose length changes', () => {
  test('resizable: the address stays, views go by what is left', () => {
    const buffer = new ArrayBuffer(16, { maxByteLength: 64 });
    const views = {
      tracking: new Uint8Array(buffer),
      fixed: new Uint8Array(buffer, 8, 8),
      offset: new Uint8Array(buffer, 12),
      data: new DataView(buffer, 8, 8),
      dataTracking: new DataView(buffer, 12),
    };
    const address = getBufferPointer(buffer);
    for (const view of Object.values(views)) checkShared(view);
    buffer.resize(4);
    expect(getBufferPointer(buffer)).toBe(address);
    checkShared(views.tracking);
    for (const name of ['fixed', 'offset', 'data', 'dataTracking']) {
      expect(errorOf(() => getBufferPointer(views[name]))).toMatchObject({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_VALUE',
      });
      expect(errorOf(() => identity(views[name]))).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' });
    }
    buffer.resize(12);
    expect(getBufferPointer(views.offset)).toBe(address + 12n); // it has no bytes, but a place
    buffer.resize(64);
    for (const view of Object.values(views)) checkShared(view);
    buffer.resize(0);
    expect(typeof getBufferPointer(views.tracking)).toBe('bigint');
    expect(errorOf(() => getBufferPointer(views.fixed)).code).toBe('ERR_INVALID_ARG_VALUE');
  });

  test('growable and shared', () => {
    const buffer = new SharedArrayBuffer(8, { maxByteLength: 64 });
    checkShared(buffer);
    const address = getBufferPointer(buffer);
    buffer.grow(40);
    checkShared(buffer);
    expect(getBufferPointer(new Uint8Array(buffer, 20))).toBe(address + 20n);
  });

  test('memory of WebAssembly', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 3 });
    const before = memory.buffer;
    const view = new Uint8Array(before);
    expect(getBufferPointer(view)).toBe(getBufferPointer(before));
    fill(view, 7, 3n);
    memory.grow(1);
    for (const gone of [before, view]) expect(errorOf(() => identity(gone)).code).toBe('ERR_INVALID_ARG_VALUE');
    expect([...bytesAt(getBufferPointer(memory.buffer), 4)]).toEqual([7, 7, 7, 0]);
    const shared = new WebAssembly.Memory({ initial: 1, maximum: 3, shared: true });
    checkShared(new Uint8Array(shared.buffer, 100, 50));
    expect(getBufferPointer(shared.buffer)).toBe(getBufferPointer(new Uint8Array(shared.buffer)));
  });
});

describe('detached', () => {
  const transfers = { structuredClone: (buffer) => structuredClone(buffer, { transfer: [buffer] }) };
  if (ArrayBuffer.prototype.transfer) transfers.transfer = (buffer) => buffer.transfer();

  test.each(Object.keys(transfers))('by %s', (way) => {
    for (const length of [0, 8, 100_000]) {
      const buffer = new ArrayBuffer(length);
      const views = [new Uint8Array(buffer), new BigInt64Array(buffer), new DataView(buffer), Buffer.from(buffer)];
      transfers[way](buffer);
      for (const gone of [buffer, ...views]) {
        expect(refusal(() => getBufferPointer(gone))).toMatchObject({
          name: 'TypeError',
          code: 'ERR_INVALID_ARG_VALUE',
        });
        expect(errorOf(() => getBufferPointer(gone)).message).toMatch(/^buffer cannot be used: .*detached/);
        expect(errorOf(() => identity(gone)).message).toMatch(/^Argument 0 of identity_pointer cannot be used: /);
      }
    }
  });
});

describe('what is no buffer', () => {
  const received = [
    [undefined, 'undefined'],
    [null, 'null'],
    [1, '1'],
    [1n, '1n'],
    ['text', "'text'"],
    [Symbol('s'), 'Symbol(s)'],
    [() => {}, 'a function'],
    [{}, 'an instance of Object'],
    [[1, 2], 'an instance of Array'],
    [{ buffer: new ArrayBuffer(8), byteOffset: 0, byteLength: 8, length: 8 }, 'an instance of Object'],
    [Object.create(Uint8Array.prototype), 'an instance of Uint8Array'],
    [Object.create(ArrayBuffer.prototype), 'an instance of ArrayBuffer'],
    [Object.create(SharedArrayBuffer.prototype), 'an instance of SharedArrayBuffer'],
    [Object.create(DataView.prototype), 'an instance of DataView'],
    [Object.create(Buffer.prototype), 'an instance of Buffer'],
    [new Proxy(new Uint8Array(4), {}), 'a Proxy'],
    [new Proxy(new ArrayBuffer(4), {}), 'a Proxy'],
    [new Proxy(new SharedArrayBuffer(4), {}), 'a Proxy'],
    [new WebAssembly.Memory({ initial: 1 }), 'an instance of Memory'],
    [Uint8Array, 'a function'],
  ];

  test.each(received.map(([value, description]) => [description, value]))('%s', (description, value) => {
    const expected = 'a Buffer, a typed array, a DataView, an ArrayBuffer or a SharedArrayBuffer';
    expect(refusal(() => getBufferPointer(value))).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message: `buffer must be ${expected}, received ${description}`,
    });
  });

  test('nothing at all', () => expect(errorOf(() => getBufferPointer()).code).toBe('ERR_INVALID_ARG_TYPE'));
});
