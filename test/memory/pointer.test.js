// Pointer: elements, arithmetic, members, and the bounds of it all. Other types are in pointer-types.test.js; what ends
// with its memory is in arena.test.js.
'use strict';

const { inspect } = require('node:util');
const ffi = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const { alloc, pointer, type } = ffi;
const largest = 2n ** 64n - 1n;
const numbers = () => alloc('int', [10, 20, 30]);
const codeOf = (act) => errorOf(act).code;
const outOfBounds = (message) => ({ name: 'RangeError', code: 'ERR_FFI_OUT_OF_BOUNDS', message });

describe('elements', () => {
  test('are read and written where C sees them', () => {
    const p = numbers();
    expect([p.value, p.get(0), p.get(2), p.length, p.type]).toEqual([10, 10, 30, 3, type('int')]);
    p.value = -1;
    p.set(1, -2);
    expect(ffi.getNativeFunction(fixtures, 'ints_sum', 'int', ['const int *', 'int'])(p, 3)).toBe(27);
    ffi.getNativeFunction(fixtures, 'increment', 'int', ['int *', 'int'])(p, 3);
    expect([...p]).toEqual([0, -1, 31]);
    expect([...p]).toEqual([0, -1, 31]); // each iteration begins anew
  });

  test.each([-1, 3, 4, 2 ** 40, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])('there is none at %p', (i) => {
    const p = numbers();
    const refused = outOfBounds(`index ${i} is out of bounds: the pointer has 3 elements`);
    for (const act of [() => p.get(i), () => p.set(i, 0), () => p.at(i)]) expect(refusal(act)).toEqual(refused);
  });

  test.each([
    [1.5, 'ERR_OUT_OF_RANGE'],
    [NaN, 'ERR_OUT_OF_RANGE'],
    [Infinity, 'ERR_OUT_OF_RANGE'],
    [2 ** 53, 'ERR_OUT_OF_RANGE'],
    ...['0', 0n, true, null, undefined, [], {}, Symbol.iterator].map((i) => [i, 'ERR_INVALID_ARG_TYPE']),
  ])('%p is no index', (i, code) => {
    const p = numbers();
    for (const act of [() => p.get(i), () => p.set(i, 0), () => p.at(i), () => p.add(i), () => p.sub(i)]) {
      expect(codeOf(act)).toBe(code);
    }
  });

  test('-0 is the first', () => expect(numbers().get(-0)).toBe(10));

  test('what is refused is not written, not even a part', () => {
    const p = alloc('struct { int a, b; }', { a: 1, b: 2 });
    for (const value of [{ a: 5, b: 'x' }, { a: 5, c: 6 }, 5, null, undefined, [5, 6], { a: 5, b: 2 ** 31 }]) {
      expect(['ERR_INVALID_ARG_TYPE', 'ERR_INVALID_ARG_VALUE', 'ERR_OUT_OF_RANGE']).toContain(
        codeOf(() => p.set(0, value)),
      );
      expect(p.value).toEqual({ a: 1, b: 2 });
    }
  });

  test('are copies', () => {
    const p = alloc('struct { int list[2]; }');
    const copy = p.value;
    copy.list[0] = 9;
    expect(p.value).toEqual({ list: Int32Array.of(0, 0) });
    p.value = copy;
    expect(p.value.list[0]).toBe(9);
  });
});

describe('add, sub and at', () => {
  test('go by whole elements', () => {
    const p = alloc('struct { char text[3]; short s; }', 4);
    expect([p.add(3), p.at(3), p.add(4).sub(1)].map((q) => q.address - p.address)).toEqual([18n, 18n, 18n]);
    expect(p.add(3).length).toBe(1);
    expect(p.add(3).sub(3).equals(p)).toBe(true);
  });

  test('keep the bounds, before and behind', () => {
    const p = numbers().add(1);
    expect([p.get(0), p.add(1).value, p.sub(1).value, p.sub(1).get(2)]).toEqual([20, 30, 10, 30]);
    expect(refusal(() => p.add(3))).toEqual(
      outOfBounds('3 elements further is out of bounds: there are 1 elements before the pointer and 2 from there on'),
    );
    expect(codeOf(() => p.sub(2))).toBe('ERR_FFI_OUT_OF_BOUNDS');
    expect(codeOf(() => p.get(-1))).toBe('ERR_FFI_OUT_OF_BOUNDS');
  });

  test('reach just behind the last, where no element is', () => {
    const end = numbers().add(3);
    expect([end.length, [...end]]).toEqual([0, []]);
    expect(codeOf(() => end.value)).toBe('ERR_FFI_OUT_OF_BOUNDS');
    expect(codeOf(() => end.at(0))).toBe('ERR_FFI_OUT_OF_BOUNDS');
    expect([...end.sub(3)]).toEqual([10, 20, 30]);
  });

  test('do not go round the ends of the address space', () => {
    for (const act of [
      () => pointer(largest - 3n, 'int').add(1),
      () => pointer(largest - 3n, 'int').get(1),
      () => pointer(0n, 'int').sub(1),
      () => pointer(4n, 'int').get(-2),
    ]) {
      expect(codeOf(act)).toBe('ERR_OUT_OF_RANGE');
    }
    expect(codeOf(() => pointer(largest, 'int').value)).toBe('ERR_FFI_ACCESS_VIOLATION');
  });

  test('without known bounds go anywhere else', () => {
    const p = pointer(numbers().address, 'int');
    expect(p.length).toBeUndefined();
    expect(p.add(2 ** 40).sub(2 ** 40).address).toBe(p.address);
    expect(p.add(-5).address).toBe(p.address - 20n);
    expect(errorOf(() => [...p]).message).toMatch(/^a pointer of unknown length has no end/);
  });
});

describe('member', () => {
  const named = type(
    'struct { int a; struct { char b[4]; double c; } in[2]; union { int u; float v; }; int bits : 3; int *q; }',
  );

  test.each(['a', 'in', 'in[1]', 'in[1].b', 'in[1].b[2]', 'in[1].c', 'u', 'v', 'q'])(
    '%s is where offsetof says',
    (path) => {
      const record = alloc(named, 2);
      const part = record.at(1).member(path);
      expect(part.address - record.address).toBe(BigInt(named.size + ffi.offsetof(named, path)));
      expect(part.length).toBe({ in: 2, 'in[1].b': 4 }[path] ?? 1);
      expect(codeOf(() => part.get(part.length))).toBe('ERR_FFI_OUT_OF_BOUNDS');
    },
  );

  test('is written in place', () => {
    const record = alloc(named);
    record.member('in[1].c').value = 2.5;
    record.member('in[0].b').set(3, 0x21);
    record.member('v').value = 1;
    expect(record.value).toMatchObject({ in: [{ b: Uint8Array.of(0, 0, 0, 0x21) }, { c: 2.5 }], u: 0x3f800000 });
  });

  test.each([
    ['nobody', 'ERR_INVALID_ARG_VALUE'],
    ['', 'ERR_INVALID_ARG_VALUE'],
    ['bits', 'ERR_INVALID_ARG_VALUE'],
    ['q[0]', 'ERR_INVALID_ARG_VALUE'],
    ['in[', 'ERR_INVALID_ARG_VALUE'],
    ['in[-1]', 'ERR_INVALID_ARG_VALUE'],
    ['in[2]', 'ERR_OUT_OF_RANGE'],
    ['in[1].b[4]', 'ERR_OUT_OF_RANGE'],
    [5, 'ERR_INVALID_ARG_TYPE'],
    [undefined, 'ERR_INVALID_ARG_TYPE'],
  ])('%p is none', (path, code) => expect(codeOf(() => alloc(named).member(path))).toBe(code));
});

describe('pointer()', () => {
  test('has the bounds of a Pointer or a buffer, and can only have less', () => {
    for (const from of [numbers(), Int32Array.of(10, 20, 30), new DataView(Int32Array.of(10, 20, 30).buffer)]) {
      expect([...pointer(from, 'int')]).toEqual([10, 20, 30]);
      expect([...pointer(from, 'int', 2)]).toEqual([10, 20]);
      expect(codeOf(() => pointer(from, 'int', 4))).toBe('ERR_FFI_OUT_OF_BOUNDS');
      expect(codeOf(() => pointer(from, 'void').cast('char').get(12))).toBe('ERR_FFI_OUT_OF_BOUNDS');
    }
    for (const empty of [new ArrayBuffer(0), new SharedArrayBuffer(0), Buffer.alloc(0)]) {
      expect(pointer(empty, 'int').length).toBe(0);
    }
    expect([...pointer(Int32Array.of(10, 20, 30).subarray(1), 'int')]).toEqual([20, 30]);
    expect(pointer(new SharedArrayBuffer(8), 'int').length).toBe(2);
  });

  test('of an address has those that are given', () => {
    const kept = numbers();
    expect([...pointer(kept.address, 'int', 2)]).toEqual([10, 20]);
    expect(pointer(kept.address, 'int').get(2)).toBe(30);
    expect(codeOf(() => pointer(kept.address, 'int', 2).get(2))).toBe('ERR_FFI_OUT_OF_BOUNDS');
  });

  test.each([
    [-1n, 'ERR_OUT_OF_RANGE'],
    [largest + 1n, 'ERR_OUT_OF_RANGE'],
    ...[5, 'text', undefined, true, {}, [], () => 0, Symbol.iterator].map((value) => [value, 'ERR_INVALID_ARG_TYPE']),
  ])('%p is no address', (address, code) => expect(codeOf(() => pointer(address, 'int'))).toBe(code));

  test.each([undefined, null, 5, {}])('%p is no type', (typeName) => {
    expect(codeOf(() => pointer(16n, typeName))).toBe('ERR_INVALID_ARG_TYPE');
  });
});

test('NULL has no elements, is equal to NULL, and moves as a number does', () => {
  const nothing = pointer(null, 'struct { int a; }');
  for (const act of [
    () => nothing.value,
    () => nothing.set(0, {}),
    () => nothing.get(1),
    () => nothing.at(1),
    () => nothing.member('a'),
    () => nothing.cast('char').value,
  ]) {
    expect(refusal(act)).toEqual({ name: 'Error', code: 'ERR_FFI_INVALID_POINTER', message: 'the pointer is NULL' });
  }
  expect([nothing.equals(null), nothing.equals(0n), nothing.equals(nothing), nothing.add(2).address]).toEqual([
    true,
    true,
    true,
    8n,
  ]);
});

test('equals compares addresses, whatever has them', () => {
  const bytes = new Uint8Array(8);
  const p = pointer(bytes, 'int');
  for (const same of [p, p.cast('char'), p.add(1).sub(1), p.address, bytes, bytes.buffer]) {
    expect(p.equals(same)).toBe(true);
  }
  for (const other of [p.add(1), p.address + 1n, null, bytes.subarray(1)]) expect(p.equals(other)).toBe(false);
  for (const none of [undefined, 5, 'x', {}]) expect(codeOf(() => p.equals(none))).toBe('ERR_INVALID_ARG_TYPE');
});

test('the object is frozen, made by functions only, and no other takes its place', () => {
  const p = numbers();
  expect(Object.isFrozen(p)).toBe(true);
  expect(() => {
    p.address = 16n;
  }).toThrow(TypeError);
  expect(codeOf(() => new p.constructor())).toBe('ERR_INVALID_ARG_VALUE');
  expect(codeOf(() => new p.constructor(Symbol('made here'), 16n, type('int')))).toBe('ERR_INVALID_ARG_VALUE');
  for (const stranger of [{}, Object.create(p), new Proxy(p, {}), { address: 16n, type: type('int') }]) {
    for (const act of [
      () => p.get.call(stranger, 0),
      () => p.add.call(stranger, 1),
      () => p.cast.call(stranger, 'int'),
    ]) {
      expect(act).toThrow(TypeError);
    }
    expect(codeOf(() => ffi.read.i32(stranger))).toBe('ERR_INVALID_ARG_TYPE');
  }
});

test('it shows its type and its address', () => {
  expect(inspect(pointer(16n, 'const char'))).toBe('Pointer { (const char *) 0x10: not readable }');
  expect(inspect(pointer(16n, 'int[3]', 2))).toBe('Pointer { (int (*)[3]) 0x10, length 2: not readable }');
  expect(`${pointer(16n, 'char *')}`).toBe('(char **) 0x10');
});
