// Structs that are used often are read and made by JavaScript that is written for them. Whatever the value, the outcome is
// that of a struct that has been used once: each test has the same done by one type that is warm and by one that is new.
'use strict';

const { getNativeFunction } = require('../..');
const { outputOf } = require('../support/child.js');
const { fixtures } = require('../support/fixtures.js');
const { warmUp, point, block, bind, bindWarm, expectSame, withGetters } = require('../support/outcomes.js');

const proxyOf = (log, target) =>
  new Proxy(target, {
    get(object, name, receiver) {
      log.push(name);
      return Reflect.get(object, name, receiver);
    },
  });

describe('a struct of two doubles', () => {
  const warm = bindWarm(point, { x: 1, y: 2 });

  const numbers = [0, -0, 1.5, -1e308, NaN, Infinity, -Infinity, 5e-324];
  test.each(numbers)('%p', (number) => {
    const { result } = expectSame(point, warm, () => ({ x: number, y: 7 }));
    expect(result).toEqual({ x: 7, y: number });
  });

  const odd = [undefined, null, true, '1', 1n, {}, [], Symbol('s'), new Number(1), () => 1];
  test.each(odd)('a member that is %p', (value) => {
    const { code } = expectSame(point, warm, () => ({ x: 1, y: value }));
    expect(code).toBe('ERR_INVALID_ARG_TYPE');
    expectSame(point, warm, () => ({ x: value, y: 1 }));
  });

  test.each([
    ['in another order', { y: 1, x: 2 }],
    ['without the first', { y: 1 }],
    ['without the second', { x: 1 }],
    ['of none', {}],
    ['with another', { x: 1, y: 2, z: 3 }],
    ['with another between', { x: 1, a: 2, y: 3 }],
    ['with another alone', { z: 3 }],
    ['with a symbol', { x: 1, y: 2, [Symbol('s')]: 3 }],
    ['with one that is hidden', Object.defineProperty({ x: 1, y: 2 }, 'z', { value: 1 })],
    ['of which one is hidden', Object.defineProperty({ y: 2 }, 'x', { value: 1 })],
    ['that are inherited', Object.create({ x: 1, y: 2 })],
    ['of which one is inherited', Object.assign(Object.create({ x: 1 }), { y: 2 })],
    ['without a prototype', Object.assign(Object.create(null), { x: 1, y: 2 })],
    ['in a typed array', Float64Array.of(1, 2)],
    ['in an array', [1, 2]],
    ['in a Map', new Map([['x', 1]])],
  ])('members %s', (_, value) => {
    expectSame(point, warm, () => value);
  });

  test.each([undefined, null, 1, 'xy', 5n, () => 1])('%p', (value) => {
    expect(expectSame(point, warm, () => value).code).toBe('ERR_INVALID_ARG_TYPE');
  });

  test('names that the prototype of all arrays has are no members', () => {
    Object.defineProperty(Array.prototype, 0, { value: 'x', writable: true, configurable: true });
    try {
      expect(expectSame(point, warm, () => ({})).result).toEqual({ x: 0, y: 0 });
    } finally {
      delete Array.prototype[0];
    }
  });

  test('getters and proxies are asked once, in their order', () => {
    const good = expectSame(point, warm, (log) => withGetters(log, { x: 1, y: 2 }));
    expect(good).toEqual({ result: { x: 2, y: 1 }, log: ['x', 'y'] });
    const bad = expectSame(point, warm, (log) => withGetters(log, { x: '1', y: 2 }));
    expect(bad.log).toEqual(['x']);
    expect(expectSame(point, warm, (log) => withGetters(log, { x: 1, y: '2' })).log).toEqual(['x', 'y']);
    expect(expectSame(point, warm, (log) => withGetters(log, { y: 1, x: 2 })).log).toEqual(['y', 'x']);
    expect(expectSame(point, warm, (log) => proxyOf(log, { x: 1, y: 2 })).log).toEqual(['x', 'y']);
    expect(expectSame(point, warm, (log) => proxyOf(log, { x: 1, y: null })).log).toEqual(['x', 'y']);
  });

  test('a getter may throw, change the object, or call', () => {
    const thrown = () => {
      throw new RangeError('mine');
    };
    expect(expectSame(point, warm, (log) => withGetters(log, { x: 1, y: thrown })).message).toBe('mine');
    const remover = (object) => delete object.y && 1;
    expect(expectSame(point, warm, (log) => withGetters(log, { x: remover, y: 2 })).message).toMatch(/undefined$/);
    const adder = (object) => Object.assign(object, { z: 1 }) && 1;
    expect(expectSame(point, warm, (log) => withGetters(log, { x: adder, y: 2 })).result).toEqual({ x: 2, y: 1 });
    const again = expectSame(point, warm, (log, f) => withGetters(log, { x: 5, y: () => f({ x: 7, y: 8 }).x }));
    expect(again.result).toEqual({ x: 8, y: 5 });
    const deep = (log, f, depth) =>
      withGetters(log, { x: depth, y: () => (depth === 0 ? 0.5 : f(deep(log, f, depth - 1)).y) });
    expect(expectSame(point, warm, (log, f) => deep(log, f, 20)).result).toEqual({ x: 19, y: 20 });
  });

  test('the code is there', () => {
    const stackOf = (f) => {
      let seen;
      const look = () => {
        seen = new Error('here').stack;
        return 1;
      };
      f(withGetters([], { x: look, y: 2 }));
      return seen;
    };
    expect(stackOf(bind(point))).not.toMatch('record-code.js');
    expect(stackOf(warm)).toMatch('record-code.js');
  });

  test('what comes out is plain, and an object of its own', () => {
    const [a, b] = [warm({ x: 1, y: 2 }), warm({ x: 3, y: 4 })];
    expect([a, b]).toEqual([
      { x: 2, y: 1 },
      { x: 4, y: 3 },
    ]);
    expect(Object.getOwnPropertyDescriptors(a)).toEqual(Object.getOwnPropertyDescriptors(bind(point)({ x: 1, y: 2 })));
    expect(Object.getPrototypeOf(a)).toBe(Object.getPrototypeOf(b));
  });
});

describe('every kind of number', () => {
  const type = block(`bool t; int8_t b; uint8_t ub; int16_t h; uint16_t uh; int32_t i; uint32_t ui;
    int64_t l; uint64_t u; void *p; float f; double d; int32_t filler[2];`);
  const plain = { t: true, b: -128, ub: 255, h: -32768, uh: 65535, i: -(2 ** 31), ui: 2 ** 32 - 1 };
  const rest = { l: -(2n ** 63n), u: 2n ** 64n - 1n, p: 0xffff_ffff_ffff_ffffn, f: 0.5, d: 0.1 };
  const whole = { ...plain, ...rest, filler: Int32Array.of(1, 2) };
  const warm = bindWarm(type, whole);

  test('goes through', () => {
    expect(expectSame(type, warm, () => whole).result).toEqual(whole);
  });

  const limits = [
    0,
    -0,
    1,
    -1,
    127,
    128,
    -129,
    255,
    256,
    32767,
    32768,
    65535,
    65536,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32 - 1,
  ];
  const values = [
    ...[...limits, 2 ** 32, -(2 ** 31) - 1, 2 ** 53, 0.5, 3.4028234663852886e38, 3.4028235e38, 1e39, -1e39],
    ...[NaN, Infinity, -Infinity, 0n, 1n, -1n, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n) - 1n, 2n ** 64n - 1n, 2n ** 64n],
    ...[true, false, null, undefined, '1', {}, [1]],
  ];
  test.each(Object.keys({ ...plain, ...rest }))('member %s, whatever the value', (name) => {
    for (const value of values) expectSame(type, warm, () => ({ [name]: value }));
    for (const value of values) expectSame(type, warm, () => ({ ...whole, [name]: value }));
  });

  test('a buffer for a pointer, behind members that have been read', () => {
    const span = 'struct tag { int64_t unused; const uint8_t *bytes; char filler[48]; }';
    const take = getNativeFunction(fixtures, 'block_identity', span, [span]);
    const bytes = Uint8Array.of(1, 2, 3);
    for (let i = 0; i < warmUp; i++) expect(take({ unused: 5n, bytes }).bytes).not.toBe(0n);
    expect(take({ unused: 5n, bytes: null })).toMatchObject({ unused: 5n, bytes: 0n });
  });

  test('64 bits as the options say', () => {
    const options = { int64: 'number' };
    const numbers = { ...whole, l: -5, u: 7 };
    const warmNumbers = bindWarm(type, numbers, options);
    expect(expectSame(type, warmNumbers, () => numbers, options).result).toEqual(numbers);
    expect(expectSame(type, warmNumbers, () => whole, options).code).toBe('ERR_OUT_OF_RANGE');
    expect(warm(whole)).toEqual(whole);
  });
});

test('types that come and go keep to their own code', () => {
  let last;
  for (let i = 0; i < 4000; i++) {
    const names = [`a${i % 7}`, `b${i % 11}`];
    const f = bind({ symbol: 'point_swap', text: `struct tag { double ${names}; }` });
    for (let j = 0; j < 30; j++) last = f({ [names[0]]: i, [names[1]]: j });
    expect(last).toEqual({ [names[0]]: 29, [names[1]]: i });
  }
});

test('where no code may be written all is as before', async () => {
  const program = `
    const { getNativeFunction } = load();
    const point = 'struct { double x, y; }';
    const swap = getNativeFunction(fixtures, 'point_swap', point, [point]);
    let sum = 0;
    for (let i = 0; i < 200; i++) sum += swap({ x: i, y: 1 }).y;
    try { swap({ x: 1, z: 1 }); } catch (error) { console.log(sum, error.code); }`;
  const flags = ['--disallow-code-generation-from-strings'];
  expect(await outputOf(program, { flags })).toBe('19900 ERR_INVALID_ARG_VALUE');
});
