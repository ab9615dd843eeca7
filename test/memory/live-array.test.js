// Live arrays: arrays of C in place, as members and as all of what a Pointer points to.
'use strict';

const { inspect } = require('node:util');
const { markAsUntransferable } = require('node:worker_threads');
const ffi = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');
const { origins, spot } = require('./scenes.js');

const int = ffi.type('int');
const holder = ffi.type('struct { int v[5]; }');
const byteAt = ffi.getNativeFunction(fixtures, 'byte_at', 'size_t', ['const uint8_t *', 'size_t']);

describe.each(Object.entries(origins))('of ints in memory of %s', (_, allocate) => {
  const live = (...values) => {
    const p = allocate(holder, 1);
    p.value = { v: values };
    return [p.view().v, p];
  };

  test('elements are read and written in place', () => {
    const [v, p] = live(1, 2, 3, 4, 5);
    expect([v[0], v[4], v.length, v.at(-1)]).toEqual([1, 5, 5, 5]);
    v[3] = -7;
    v[0]++;
    expect(p.value.v).toEqual(Int32Array.of(2, 2, 3, -7, 5));
    p.value = { v: [9, 0x08080808, 7, 6, 5] };
    expect([...v]).toEqual([9, 0x08080808, 7, 6, 5]);
    expect(byteAt(v, 4n)).toBe(8n);
  });

  test('it is an Array to all who ask', () => {
    const [v] = live(1, 2, 3, 4, 5);
    expect(Array.isArray(v)).toBe(true);
    expect(v).toEqual([1, 2, 3, 4, 5]);
    expect(JSON.stringify({ v })).toBe('{"v":[1,2,3,4,5]}');
    expect(inspect(v)).toBe('[ 1, 2, 3, 4, 5 ]');
    expect(Object.keys(v)).toEqual(['0', '1', '2', '3', '4']);
    expect({ ...v }).toEqual({ 0: 1, 1: 2, 2: 3, 3: 4, 4: 5 });
    expect(v.map((x) => x * 2)).toEqual([2, 4, 6, 8, 10]);
    expect([v.indexOf(3), v.includes(6), v.join('-'), v.reduce((a, b) => a + b)]).toEqual([2, false, '1-2-3-4-5', 15]);
    expect(v.slice(1, 3)).toEqual([2, 3]);
    expect([0, ...v.concat([6])]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(3 in v && !(5 in v)).toBe(true);
    expect(Object.getOwnPropertyDescriptor(v, 1)).toMatchObject({ value: 2, writable: true, enumerable: true });
    expect(Object.getOwnPropertyDescriptor(v, 5)).toBe(undefined);
    expect([...v.entries()][1]).toEqual([1, 2]);
  });

  test('what moves elements', () => {
    const [v, p] = live(3, 1, 2, 5, 4);
    expect(v.sort()).toBe(v);
    expect([...v]).toEqual([1, 2, 3, 4, 5]);
    expect([...v.reverse()]).toEqual([5, 4, 3, 2, 1]);
    expect([...v.copyWithin(0, 3)]).toEqual([2, 1, 3, 2, 1]);
    expect([...v.fill(7, 1, 3)]).toEqual([2, 7, 7, 2, 1]);
    v.set([1, 2], 3);
    v.set(v.slice(3));
    expect(p.value.v).toEqual(Int32Array.of(1, 2, 7, 1, 2));
  });

  test.each([-1, 5, 2 ** 32, 1.5, -0.5])('index %p is out of bounds', (index) => {
    const [v, p] = live(1, 2, 3, 4, 5);
    expect(errorOf(() => v[index]).code).toBe('ERR_FFI_OUT_OF_BOUNDS');
    expect(errorOf(() => Object.assign(v, { [index]: 1 })).code).toBe('ERR_FFI_OUT_OF_BOUNDS');
    expect(p.value.v).toEqual(Int32Array.of(1, 2, 3, 4, 5));
  });

  test('the length is that of C', () => {
    const [v, p] = live(1, 2, 3, 4, 5);
    const acts = [
      () => v.push(1),
      () => v.pop(),
      () => v.shift(),
      () => v.unshift(1),
      () => v.splice(0, 1),
      () => Object.assign(v, { length: 3 }),
      () => Object.assign(v, { name: 1 }),
      () => Reflect.apply(Array.prototype.push, v, [1]),
      () => Object.defineProperty(v, 5, { value: 1 }),
      () => Object.defineProperty(v, 0, { get: () => 1 }),
      () => Object.freeze(v),
      () => Object.setPrototypeOf(v, null),
      () => v.set([1, 2], 4),
      () => v.set([1], -1),
    ];
    for (const act of acts) expect(errorOf(act)).toBeInstanceOf(Error);
    expect(Reflect.deleteProperty(v, 0)).toBe(false);
    expect(p.value.v).toEqual(Int32Array.of(1, 2, 3, 4, 5));
  });

  test('what is no element is refused', () => {
    const [v] = live(1, 2, 3, 4, 5);
    for (const value of [1.5, 2 ** 31, '1', null, undefined, 1n, {}]) {
      expect(errorOf(() => Object.assign(v, [value])).code).toMatch(/^ERR_(OUT_OF_RANGE|INVALID_ARG_TYPE)$/);
    }
    expect([...v]).toEqual([1, 2, 3, 4, 5]);
  });
});

describe.each(Object.entries(origins))('of structs in memory of %s', (_, allocate) => {
  const live = () => {
    const p = allocate(spot, 4);
    for (let i = 0; i < 4; i++) p.set(i, { x: i, y: -i });
    return [p.viewAll(), p];
  };

  test('elements are views', () => {
    const [all, p] = live();
    all[2].x = 20;
    expect(p.get(2)).toEqual({ x: 20, y: -2 });
    expect(all[2]).toBe(all[2]);
    expect(all.map(({ x }) => x)).toEqual([0, 1, 20, 3]);
    for (const each of all) each.y = 1;
    expect(p.toArray().map(({ y }) => y)).toEqual([1, 1, 1, 1]);
    all[0] = { x: 5 };
    all[1] = all[0];
    expect(p.get(1)).toEqual({ x: 5, y: 0 });
    expect(JSON.stringify(all)).toBe('[{"x":5,"y":0},{"x":5,"y":0},{"x":20,"y":1},{"x":3,"y":1}]');
  });

  test('they are moved by copies, so that none is lost', () => {
    const [all, p] = live();
    all.reverse();
    expect(p.toArray().map(({ x }) => x)).toEqual([3, 2, 1, 0]);
    all.sort((a, b) => a.x - b.x);
    expect(p.toArray().map(({ x }) => x)).toEqual([0, 1, 2, 3]);
    all.copyWithin(1, 0);
    expect(p.toArray().map(({ x }) => x)).toEqual([0, 0, 1, 2]);
    all.set(p.at(1).viewAll());
    expect(p.toArray().map(({ x }) => x)).toEqual([0, 1, 2, 2]);
  });
});

test('of many elements: each view is made anew, and inspection reads only what it shows', () => {
  const p = ffi.alloc(spot, 5000);
  const all = p.viewAll();
  all[4999].x = 5;
  expect(p.get(4999).x).toBe(5);
  expect(inspect(ffi.alloc('_Bool', 1e6).viewAll())).toMatch(/999900 more items/);
});

describe('viewAll', () => {
  test.each([
    ['signed char', Int8Array],
    ['unsigned char', Uint8Array],
    ['short', Int16Array],
    ['uint16_t', Uint16Array],
    ['int', Int32Array],
    ['unsigned', Uint32Array],
    ['long', BigInt64Array],
    ['size_t', BigUint64Array],
    ['float', Float32Array],
    ['double', Float64Array],
    ['enum { A = -1 }', Int32Array],
  ])('of %s in memory of ours is a %p', (type, Typed) => {
    for (const make of [() => ffi.alloc(type, 3), () => ffi.arena().alloc(type, 3)]) {
      const p = make();
      const all = p.viewAll();
      expect(all).toBeInstanceOf(Typed);
      const one = typeof all[0] === 'bigint' ? 1n : 1;
      p.set(2, one);
      all[1] = one;
      expect(p.toArray().map(Number)).toEqual([0, 1, 1]);
      expect(all[2]).toBe(one);
      expect(ffi.getBufferPointer(all)).toBe(p.address);
    }
  });

  test.each([
    ['_Bool', false],
    ['void *', null],
    ['long double', 0],
    ['float _Complex', { re: 0, im: 0 }],
    ['int[2]', [0, 0]],
    ['char[4]', ''],
  ])('of %s is an array of %p', (type, zero) => {
    const p = ffi.pointer(ffi.alloc(ffi.types.array(type, 2)), ffi.type(type), 2);
    expect(p.viewAll()).toEqual([zero, zero]);
    p.viewAll()[1] = p.viewAll()[0];
    expect(p.viewAll()).toEqual([zero, zero]);
  });

  test('of a buffer it shares the buffer', () => {
    const buffer = new Uint8Array(new ArrayBuffer(32), 8, 16);
    const all = ffi.pointer(buffer, int, 4).viewAll();
    expect([all.buffer, all.byteOffset]).toEqual([buffer.buffer, 8]);
  });

  test('of memory of C it is live too, and no typed array', () => {
    const p = origins.C(int, 4);
    const all = p.viewAll();
    expect([Array.isArray(all), ArrayBuffer.isView(all)]).toEqual([true, false]);
    all[3] = 5;
    expect(p.get(3)).toBe(5);
  });

  test('asks for a length, and for alignment', () => {
    expect(refusal(() => ffi.pointer(16n, int).viewAll())).toMatchObject({ code: 'ERR_FFI_OUT_OF_BOUNDS' });
    const bytes = new Uint8Array(new ArrayBuffer(24), 1);
    const odd = ffi.pointer(bytes, int, 2);
    odd.set(1, 5);
    expect([odd.get(1), ffi.pointer(bytes, holder).view().v[1]]).toEqual([5, 5]);
    expect(refusal(() => odd.viewAll())).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message:
        "a typed array of 'int' must begin at a multiple of 4 bytes of its buffer, and the pointer is at 1: " +
        'use get() and set(), or toArray()',
    });
    expect(ffi.alloc(int, 0).viewAll()).toHaveLength(0);
    expect(errorOf(() => ffi.pointer(0n, int, 2).viewAll()).code).toBe('ERR_FFI_INVALID_POINTER');
    expect(errorOf(() => ffi.pointer(16n, int, 2 ** 40).viewAll()).code).toBe('ERR_OUT_OF_RANGE');
    expect(errorOf(() => ffi.pointer(16n, 'void').viewAll()).code).toBe('ERR_FFI_OUT_OF_BOUNDS');
  });
});

describe('typed arrays of an arena', () => {
  test('are empty when it has been closed', () => {
    const arena = ffi.arena();
    const all = [arena.alloc(int, [1, 2]).viewAll(), arena.alloc('double', [3]).viewAll()];
    const large = arena.alloc('char', 1 << 21).viewAll();
    arena.close();
    expect([...all, large].map(({ length }) => length)).toEqual([0, 0, 0]);
  });

  test('that may not be detached keep bytes that nobody else uses', () => {
    const arena = ffi.arena();
    const p = arena.alloc(int, [1, 2]);
    const all = p.viewAll();
    markAsUntransferable(all.buffer);
    arena.close();
    expect([[0, 2].includes(all.length), arena.closed]).toEqual([true, true]);
    expect(errorOf(() => p.value).code).toBe('ERR_FFI_USE_AFTER_FREE');
  });

  test('whose buffer a user transfers take the arena with them', () => {
    const arena = ffi.arena();
    const p = arena.alloc(int, [1, 2]);
    const view = arena.alloc(spot, { x: 1 }).view();
    const { buffer, byteOffset } = p.viewAll();
    const taken = structuredClone(buffer, { transfer: [buffer] });
    expect(new Int32Array(taken, byteOffset, 1)[0]).toBe(1);
    for (const use of [() => p.value, () => view.x, () => byteAt(p, 0n), () => arena.alloc(int), () => p.viewAll()]) {
      expect(errorOf(use).code).toBe('ERR_FFI_USE_AFTER_FREE');
    }
    arena.close();
  });
});
