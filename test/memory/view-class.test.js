// Views of structs and unions: what C wrote is read in place, what is written in place C reads.
'use strict';

const os = require('node:os');
const { inspect } = require('node:util');
const ffi = require('../..');
const { outputOf } = require('../support/child.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');
const scenes = require('./scenes.js');

const { scene, spot, link, origins } = scenes;

class Spot extends ffi.viewClass(spot) {
  get norm() {
    return Math.hypot(this.x, this.y);
  }
}

// Where the bytes and halves of a number are is the machine's matter.
const isLittle = os.endianness() === 'LE';
const inOrder = (...lowestFirst) => (isLittle ? lowestFirst : lowestFirst.reverse());
const [low, high] = inOrder(1, 2);

/** What scene_fill writes, but for the pointers. */
const written = {
  i8: -8,
  u8: 200,
  i16: -1600,
  u16: 61600,
  i32: -320000,
  u32: 3200000000,
  i64: -(2n ** 63n) + 64n,
  u64: 2n ** 64n - 65n,
  f32: 0.5,
  f64: 0.1,
  yes: true,
  mood: -3,
  a: 5,
  b: -9,
  c: 0x123456789an,
  d: true,
  name: 'scene',
  v: [-5, 5, 15],
  at: { x: 1.5, y: 2.5 },
  corners: [
    { x: 0, y: 0 },
    { x: 3.5, y: 4.5 },
  ],
  grid: [
    [1, 2, 3],
    [4, 5, 6],
  ],
  u: { i: 0x3f800000, f: 1, bytes: inOrder(0, 0, 0x80, 0x3f) },
  whole: 0x20001,
  low,
  high,
  wide: 0.25,
  z: { re: 1, im: 2 },
};

describe.each(Object.entries(origins))('in memory of %s', (_, allocate) => {
  test('every member is what C wrote', () => {
    const p = allocate(scene, 1);
    scenes.scene_fill(p);
    const { next, label, call, ...others } = p.view();
    expect(others).toEqual(written);
    expect(JSON.stringify({ ...others, i64: 0, u64: 0, c: 0 })).toBe(
      JSON.stringify({ ...written, i64: 0, u64: 0, c: 0 }),
    );
    expect(next.equals(p)).toBe(true);
    expect(next.view().at.x).toBe(1.5);
    expect(label.readString()).toBe('a label');
    expect(ffi.bind(call)(41)).toBe(42);
  });

  test('every member that is written is what C reads', () => {
    const expected = allocate(scene, 1);
    scenes.scene_fill(expected);
    const p = allocate(scene, 2).at(1);
    const view = p.view();
    const order = Object.keys(view).filter((name) => !['low', 'high'].includes(name));
    for (const [i, name] of order.entries()) {
      expect([name, scenes.scene_differs(expected, p)]).toEqual([name, i + 1]);
      if (name === 'd') view.d = 1;
      else view[name] = name === 'u' ? { f: 1 } : expected.view()[name];
    }
    expect(scenes.scene_differs(expected, p)).toBe(0);
  });

  test('nested members are written in place', () => {
    const p = allocate(scene, 1);
    const view = p.view();
    view.at.y = 5;
    view.corners[1].x = 6;
    view.grid[1][2] = 7;
    view.v[2] = 8;
    view.u.bytes[isLittle ? 3 : 0] = 0x40;
    view[isLittle ? 'high' : 'low'] = 9;
    expect(p.value).toMatchObject({
      at: { x: 0, y: 5 },
      corners: [
        { x: 0, y: 0 },
        { x: 6, y: 0 },
      ],
      grid: [Int16Array.of(0, 0, 0), Int16Array.of(0, 0, 7)],
      v: Int32Array.of(0, 0, 8),
      u: { f: 2 },
      whole: 9 << 16,
    });
    p.set(0, { at: { x: 1 } });
    expect(view.at).toEqual({ x: 1, y: 0 });
    expect(view.at).toBe(view.at);
    expect(view.corners[0]).toBe(view.corners[0]);
  });

  test('bit-fields leave their neighbours alone', () => {
    const p = allocate(scene, 1);
    const view = p.view();
    Object.assign(view, { a: 7, b: -1, c: 2n ** 40n - 1n, d: true });
    for (const [name, value, others] of [
      ['a', 2, { b: -1, c: 2n ** 40n - 1n, d: true }],
      ['b', 0, { a: 2, c: 2n ** 40n - 1n, d: true }],
      ['c', 0n, { a: 2, b: 0, d: true }],
      ['d', false, { a: 2, b: 0, c: 0n }],
    ]) {
      view[name] = value;
      expect(p.value).toMatchObject({ [name]: value, ...others });
    }
  });

  test('a view is the struct where C takes it by value, and its address where C takes a pointer', () => {
    const view = allocate(spot, 3).view(2);
    Object.assign(view, { x: 1, y: 2 });
    for (let i = 0; i < 100; i++) expect(scenes.spot_sum(view)).toBe(3); // from the 50th call on by code of its own
    scenes.spot_swap(view);
    expect({ ...view }).toEqual({ x: 2, y: 1 });
    const [first] = allocate(scene, 1).viewAll();
    scenes.scene_fill(first);
    const copies = allocate(scene, 1);
    copies.value = first;
    expect(scenes.scene_differs(first, copies)).toBe(0);
  });

  test('what is no value of a member is refused, and nothing is written', () => {
    const p = allocate(scene, 1);
    scenes.scene_fill(p);
    const view = p.view();
    const refused = [
      ['i8', 128, 'ERR_OUT_OF_RANGE'],
      ['u8', -1, 'ERR_OUT_OF_RANGE'],
      ['i32', 1.5, 'ERR_OUT_OF_RANGE'],
      ['u32', 5n, 'ERR_INVALID_ARG_TYPE'],
      ['i64', 5, 'ERR_INVALID_ARG_TYPE'],
      ['u64', -1n, 'ERR_OUT_OF_RANGE'],
      ['f32', 1e39, 'ERR_OUT_OF_RANGE'],
      ['f64', '1', 'ERR_INVALID_ARG_TYPE'],
      ['yes', 2, 'ERR_OUT_OF_RANGE'],
      ['mood', undefined, 'ERR_INVALID_ARG_TYPE'],
      ['a', 8, 'ERR_OUT_OF_RANGE'],
      ['b', -17, 'ERR_OUT_OF_RANGE'],
      ['name', 'much too long', 'ERR_INVALID_ARG_VALUE'],
      ['v', [1, 2], 'ERR_INVALID_ARG_VALUE'],
      ['at', { x: 1, z: 2 }, 'ERR_INVALID_ARG_VALUE'],
      ['u', {}, 'ERR_INVALID_ARG_VALUE'],
      ['next', 'text', 'ERR_INVALID_ARG_TYPE'],
      ['label', 'text', 'ERR_INVALID_ARG_TYPE'],
    ];
    const before = p.toBuffer();
    for (const [name, value, code] of refused) {
      expect([name, errorOf(() => Object.assign(view, { [name]: value })).code]).toEqual([name, code]);
    }
    expect(p.toBuffer().equals(before)).toBe(true);
  });
});

describe('as an object', () => {
  const view = ffi.alloc(spot, { x: 1, y: 2 }).view();

  test('it is like a plain one', () => {
    expect(Object.keys(view)).toEqual(['x', 'y']);
    expect({ ...view }).toEqual({ x: 1, y: 2 });
    expect(Object.entries(view)).toEqual([
      ['x', 1],
      ['y', 2],
    ]);
    expect(JSON.stringify({ view })).toBe('{"view":{"x":1,"y":2}}');
    expect(inspect(view)).toBe('{ x: 1, y: 2 }');
    expect(structuredClone(view)).toEqual({ x: 1, y: 2 });
    expect(view).toEqual({ x: 1, y: 2 });
    expect('x' in view && Object.hasOwn(view, 'x')).toBe(true);
  });

  test('a misspelled member is an error, and members cannot go', () => {
    expect(errorOf(() => Object.assign(view, { z: 1 }))).toBeInstanceOf(TypeError);
    expect(errorOf(() => Object.defineProperty(view, 'x', { value: 1 })).name).toBe('TypeError');
    expect(Reflect.deleteProperty(view, 'x')).toBe(false);
  });

  test('members may have any name', () => {
    const names = ['constructor', '__proto__', 'toString', 'valueOf', 'then', 'get', 'at', 'prototype'];
    const type = ffi.types.struct(names.map((name) => [name, 'int']));
    const p = ffi.alloc(type);
    const odd = p.view();
    for (const [i, name] of names.entries()) odd[name] = i + 1;
    expect(p.toArray()[0]).toEqual(odd);
    expect(Object.keys(odd)).toEqual(names);
    expect([...new Int32Array(p.toBuffer().buffer)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(inspect(odd)).toContain("['__proto__']: 2");
  });

  test('accessors work on their own views only', () => {
    const { get, set } = Object.getOwnPropertyDescriptor(view, 'x');
    for (const other of [{}, null, ffi.alloc('struct { double a; }').view(), new Proxy(view, {})]) {
      expect(errorOf(() => get.call(other)).name).toBe('TypeError');
      expect(errorOf(() => set.call(other, 1)).name).toBe('TypeError');
    }
  });

  test('packed members need no alignment', () => {
    const p = ffi.alloc('struct __attribute__((packed)) { char c; int i; double d; short s[2]; }');
    const packed = p.view();
    Object.assign(packed, { c: 1, i: -2, d: 0.1, s: [3, 4] });
    expect(p.value).toEqual({ c: 1, i: -2, d: 0.1, s: Int16Array.of(3, 4) });
    expect([packed.i, packed.d, packed.s[1]]).toEqual([-2, 0.1, 4]);
  });

  test('an empty struct, and a flexible array, which has its own address', () => {
    expect(ffi.alloc('struct { }').view()).toEqual({});
    const p = ffi.pointer(ffi.alloc('int', [2, 3, 4]), 'struct { int n; int more[]; }', 1);
    expect({ ...p.view() }).toEqual({ n: 2 });
    expect(p.value).toEqual({ n: 2 });
    expect(refusal(() => p.set(0, { n: 1, more: [1] })).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(p.member('more').get(1)).toBe(4);
  });

  test('text that is no text is live bytes', () => {
    const p = ffi.alloc('struct { char name[4]; }');
    const named = p.view();
    named.name = 'abc';
    expect(named.name).toBe('abc');
    named.name = Uint8Array.of(0xff, 0, 1, 2);
    expect([...named.name]).toEqual([255, 0, 1, 2]);
    named.name[0] = 65;
    expect(p.toBuffer()).toEqual(Buffer.from([65, 0, 1, 2]));
  });
});

describe('unions', () => {
  const type = 'union { int i; float f; struct { short low, high; } s; }';

  test('are read and written by member', () => {
    const u = ffi.alloc(type).view();
    const [least, most] = inOrder('low', 'high');
    u.f = 1;
    expect(u).toEqual({ i: 0x3f800000, f: 1, s: { [least]: 0, [most]: 0x3f80 } });
    u.s[most] = 0x4000;
    expect(u.f).toBe(2);
  });

  test('are copied whole', () => {
    const [a, b] = ffi.alloc(type, 2).viewAll();
    a.i = 0x7fa00001; // a float that reading it as one would change
    const holder = ffi.alloc(`struct { ${type} u; }`);
    holder.value = { u: a };
    expect(holder.view().u.i).toBe(0x7fa00001);
    holder.view().u = b;
    expect(holder.view().u.i).toBe(0);
  });
});

describe('lifetimes', () => {
  test('of an arena', () => {
    const arena = ffi.arena();
    const p = arena.alloc(scene, 2);
    const view = p.view(1);
    const { at, v, corners, u } = view;
    const corner = corners[1];
    arena.close();
    const uses = [
      () => view.i32,
      () => Object.assign(view, { i32: 1 }),
      () => view.c,
      () => Object.assign(view, { c: 1n }),
      () => view.name,
      () => view.next,
      () => view.label,
      () => ({ ...view }),
      () => JSON.stringify(at),
      () => at.x,
      () => v[0],
      () => [...v],
      () => corners[0].x,
      () => corner.x,
      () => u.f,
      () => p.view(),
      () => p.viewAll(),
      () => scenes.spot_sum(at),
      () => scenes.spot_swap(at),
      () => scenes.spot_swap(corner),
      () => ffi.read.i32(view),
    ];
    for (const [i, use] of uses.entries()) expect([i, errorOf(use).code]).toEqual([i, 'ERR_FFI_USE_AFTER_FREE']);
    expect(inspect(view)).toContain('the memory is gone: its arena has been closed');
  });

  test('of a buffer', () => {
    const buffer = new ArrayBuffer(64);
    const view = ffi.pointer(buffer, spot).view();
    view.x = 5;
    expect(new Float64Array(buffer)[0]).toBe(5);
    structuredClone(buffer, { transfer: [buffer] });
    expect(errorOf(() => view.x).code).toBe('ERR_FFI_USE_AFTER_FREE');
    expect(errorOf(() => Object.assign(view, { x: 1 })).code).toBe('ERR_FFI_USE_AFTER_FREE');
  });

  test('of a WebAssembly memory that grows', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 100 });
    const view = ffi.pointer(memory.buffer, spot).view();
    view.x = 5;
    memory.grow(50);
    expect(errorOf(() => view.x).code).toBe('ERR_FFI_USE_AFTER_FREE');
  });

  test('of a library', () => {
    const lib = ffi.dlopen(fixtures);
    const p = lib.variable('extern struct { double x, y; } origin');
    const views = [p.view(), Spot.at(p), Spot.at(p.address, lib)];
    views[0].x++;
    expect(views[2].x).toBe(2);
    views[1].x = 1;
    lib.close();
    for (const view of views) expect(errorOf(() => view.x).code).toBe('ERR_FFI_USE_AFTER_FREE');
  });

  test('a view keeps memory alive that nobody else does', async () => {
    const program = `
      const ffi = load();
      const views = Array.from({ length: 1000 }, (_, i) => ffi.alloc('struct { int a[100]; int i; }', { i }).view());
      const made = Array.from({ length: 1000 }, (_, i) => new (ffi.viewClass('struct { int a[100]; int i; }'))({ i }));
      const arrays = Array.from({ length: 1000 }, (_, i) => ffi.alloc('int', Array(100).fill(i)).viewAll());
      gc(); for (let i = 0; i < 1e5; i++) ffi.alloc('int', 100); gc();
      console.log(views.every((view, i) => view.i === i), made.every((view, i) => view.i === i), arrays.every((a, i) => a[99] === i));`;
    expect(await outputOf(program, { flags: ['--expose-gc'] })).toBe('true true true');
  });
});

describe('viewClass', () => {
  test('makes views with memory of their own', () => {
    const made = new Spot({ x: 3, y: 4 });
    expect([made.norm, scenes.spot_sum(made)]).toEqual([5, 7]);
    made.x = 0;
    expect(made.norm).toBe(4);
    expect(new Spot()).toEqual({ x: 0, y: 0 });
    expect(new Spot(made)).toEqual({ x: 0, y: 4 });
    for (const alignment of [1, 32, 4096]) {
      const Aligned = ffi.viewClass(`struct __attribute__((aligned(${alignment}))) { char c; }`);
      const view = new Aligned({ c: 5 });
      expect(ffi.pointer(view, 'char').address % BigInt(alignment)).toBe(0n);
      expect(view.c).toBe(5);
    }
  });

  test.each([[5], ['text'], [null], [[]], [{ z: 1 }], [new Map()]])('new Spot(%p) is refused', (contents) => {
    expect(errorOf(() => new Spot(contents)).code).toMatch(/^ERR_INVALID_ARG_(TYPE|VALUE)$/);
  });

  test('at() looks at memory that is there', () => {
    const p = ffi.alloc(spot, [{ x: 3, y: 4 }, { x: 6 }]);
    for (const address of [p, p.address, p.view(), new Spot(p.value)]) expect(Spot.at(address).norm).toBe(5);
    expect(Spot.at(p)).toBeInstanceOf(Spot);
    Spot.at(p.at(1)).y = 8;
    expect(p.get(1)).toEqual({ x: 6, y: 8 });
    const doubles = new Float64Array(2);
    Spot.at(doubles).y = 1;
    expect(doubles[1]).toBe(1);
  });

  test('at() asks for an address, and for room', () => {
    for (const [address, code] of [
      [null, 'ERR_FFI_INVALID_POINTER'],
      [0n, 'ERR_FFI_INVALID_POINTER'],
      [5, 'ERR_INVALID_ARG_TYPE'],
      ['text', 'ERR_INVALID_ARG_TYPE'],
      [{ x: 1, y: 2 }, 'ERR_INVALID_ARG_TYPE'],
      [-1n, 'ERR_OUT_OF_RANGE'],
      [Buffer.alloc(15), 'ERR_FFI_OUT_OF_BOUNDS'],
      [ffi.alloc('double'), 'ERR_FFI_OUT_OF_BOUNDS'],
    ]) {
      expect(errorOf(() => Spot.at(address)).code).toBe(code);
    }
    expect(errorOf(() => Spot.at(16n).x).code).toBe('ERR_FFI_ACCESS_VIOLATION');
  });

  test('an owner ends the view, or only keeps the memory', async () => {
    const arena = ffi.arena();
    const p = arena.alloc(spot);
    const [byPointer, byArena] = [Spot.at(p.address, p), Spot.at(p.address, arena)];
    arena.close();
    for (const view of [byPointer, byArena]) expect(errorOf(() => view.x).code).toBe('ERR_FFI_USE_AFTER_FREE');
    const program = `
      const ffi = load();
      const Int = ffi.viewClass('struct { int i; }');
      const views = Array.from({ length: 1000 }, (_, i) => { const p = ffi.alloc('int', [i]); return Int.at(p.address, { p }); });
      gc(); for (let i = 0; i < 1e5; i++) ffi.alloc('int'); gc();
      console.log(views.every((view, i) => view.i === i));`;
    expect(await outputOf(program, { flags: ['--expose-gc'] })).toBe('true');
  });

  test('is one for a type, and the class of its views', () => {
    expect(ffi.viewClass(spot)).toBe(ffi.viewClass(spot));
    expect(ffi.alloc(spot).view()).toBeInstanceOf(ffi.viewClass(spot));
    expect(ffi.viewClass(scene).name).toBe('scene');
  });

  test('classes may have fields and methods, but no members of their own', () => {
    class Counted extends ffi.viewClass(spot) {
      count = 1;
      constructor(x) {
        super({ x });
        this.count++;
      }
    }
    expect(new Counted(5)).toMatchObject({ x: 5, y: 0, count: 2 });
    class Hidden extends ffi.viewClass(spot) {
      get x() {
        return 1;
      }
    }
    expect(refusal(() => new Hidden())).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: "class Hidden has a 'x' of its own, which the member of that name would hide",
    });
  });

  test.each([
    ['int', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['int[3]', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['struct nobody', 'ERR_FFI_INCOMPLETE_TYPE'],
    ['no type', 'ERR_FFI_UNSUPPORTED_TYPE'],
    [5, 'ERR_INVALID_ARG_TYPE'],
  ])('viewClass(%p) is refused', (type, code) => expect(errorOf(() => ffi.viewClass(type)).code).toBe(code));
});

test('a list of C is walked in place', () => {
  const first = scenes.links_make(1000);
  let sum = 0;
  for (let each = ffi.pointer(first, link); each !== null; each = each.view().next) {
    sum += each.view().value;
    each.view().value *= 2;
  }
  expect(sum).toBe(499500);
  expect(scenes.links_sum(first)).toBe(999000n);
  scenes.links_free(first);
});

test('where no code may be written all is as before', async () => {
  const program = `
    const ffi = load();
    const p = ffi.alloc('struct { int i; unsigned b : 3; struct { double x; } in; short v[2]; _Bool yes; }');
    const view = p.view();
    view.i = 5; view.b = 6; view.in.x = 0.5; view.v[1] = 7; view.yes = true;
    class Derived extends ffi.viewClass(p.type) { get twice() { return 2 * this.i; } }
    const codes = [['i', 1.5], ['b', 8], ['in', 5]].map(([name, value]) => {
      try { view[name] = value; } catch (error) { return error.code; }
    });
    console.log(JSON.stringify([view, p.toArray(), Derived.at(p).twice, new Derived({ i: 2 }).twice, view.in === view.in, codes]));`;
  const plain = '{"i":5,"b":6,"in":{"x":0.5},"v":[0,7],"yes":true}';
  const copy = '{"i":5,"b":6,"in":{"x":0.5},"v":{"0":0,"1":7},"yes":true}';
  const codes = '["ERR_OUT_OF_RANGE","ERR_OUT_OF_RANGE","ERR_INVALID_ARG_TYPE"]';
  for (const flags of [[], ['--disallow-code-generation-from-strings']]) {
    expect(await outputOf(program, { flags })).toBe(`[${plain},[${copy}],10,4,true,${codes}]`);
  }
});
