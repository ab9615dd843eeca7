// The JavaScript that is written for a struct which is used often, where there are structs, arrays and other things in it.
// See record-code.test.js.
'use strict';

const { getNativeFunction } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { warmUp, block, bind, bindWarm, expectSame, logged, withGetters } = require('../support/outcomes.js');

describe('structs and arrays within', () => {
  const type = block('int32_t a; struct { double x; int32_t v[3]; struct { int16_t m, n; } in; } s; uint8_t last[24];');
  const bytes = Uint8Array.from({ length: 24 }, (_, i) => i);
  const whole = { a: 1, s: { x: 0.5, v: Int32Array.of(1, 2, 3), in: { m: 4, n: 5 } }, last: bytes };
  const warm = bindWarm(type, whole);
  const detached = new Int32Array(3);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  const inner = (members) => () => ({ a: 1, s: members, last: bytes });

  test('go through, whole and in part', () => {
    expect(expectSame(type, warm, () => whole).result).toEqual(whole);
    for (const members of [{ x: 1 }, { v: [7, 8, 9] }, { in: { n: 1 } }, {}, { in: {} }]) {
      expect(expectSame(type, warm, inner(members)).result).toBeDefined();
    }
  });

  test.each([
    ['no object', 5],
    ['null', null],
    ['undefined', undefined],
    ['an unknown member', { x: 1, z: 2 }],
    ['another order', { in: { m: 1 }, v: [1, 2, 3] }],
    ['a wrong number', { x: '1' }],
    ['a short array', { x: 1, v: [1, 2] }],
    ['a long typed array', { v: new Int32Array(4) }],
    ['another typed array', { v: Float64Array.of(1, 2, 3) }],
    ['one with a wrong element', { v: Float64Array.of(1, 2.5, 3) }],
    ['unsigned elements', { v: Uint32Array.of(1, 2, 2 ** 31) }],
    [
      'a typed array under another name',
      { v: Object.defineProperty(new Int8Array(3), Symbol.toStringTag, { value: 'Int32Array' }) },
    ],
    ['a detached one', { v: detached }],
    ['a wrong element', { v: [1, 2, 'x'] }],
    ['a hole', { v: Object.assign(new Array(3), { 0: 1, 2: 3 }) }],
    ['a proxy of an array', { v: new Proxy([1, 2, 3], {}) }],
    ['what is like an array', { v: { 0: 1, 1: 2, 2: 3, length: 3 } }],
    ['text', { v: '123' }],
    ['a wrong number in the innermost', { x: 1, in: { m: 1, n: 40_000 } }],
    ['an unknown member in the innermost', { x: 1, in: { m: 1, o: 1 } }],
  ])('%s', (_, members) => {
    expectSame(type, warm, inner(members));
  });

  test('each element and member is asked for once', () => {
    const elements = (log, values) => {
      const array = [0, 0, 0];
      values.forEach((value, i) => {
        Object.defineProperty(array, i, logged(log, i, value));
      });
      return array;
    };
    const nested = (log, x, values, m) =>
      withGetters(log, {
        a: 1,
        s: withGetters(log, { x, v: elements(log, values), in: withGetters(log, { m, n: 1 }) }),
        last: bytes,
      });
    const all = ['a', 's', 'x', 'v', 0, 1, 2, 'in', 'm', 'n', 'last'];
    expect(expectSame(type, warm, (log) => nested(log, 1, [1, 2, 3], 4)).log).toEqual(all);
    expect(expectSame(type, warm, (log) => nested(log, 1, [1, 'x', 3], 4)).log).toEqual(all.slice(0, 6));
    expect(expectSame(type, warm, (log) => nested(log, 1, [1, 2, 3], 'x')).log).toEqual(all.slice(0, 9));
    expect(expectSame(type, warm, (log) => nested(log, null, [1, 2, 3], 4)).log).toEqual(all.slice(0, 3));
  });

  test('typed arrays are copied when their turn comes, and come out as copies', () => {
    const v = Int32Array.of(1, 2, 3);
    const late = (log) => ({
      a: 1,
      s: Object.defineProperties({ v }, { in: logged(log, 'in', () => v.fill(9) && { m: 1 }) }),
      last: bytes,
    });
    v.set([1, 2, 3]);
    expect(warm(late([])).s.v).toEqual(Int32Array.of(1, 2, 3));
    const [first, second] = [warm(whole), warm({ ...whole, a: 2, s: {} })];
    expect([...first.s.v, ...second.s.v]).toEqual([1, 2, 3, 0, 0, 0]);
    expect(first.last).toEqual(bytes);
  });

  test('padding and what is omitted are zero', () => {
    const text = 'struct tag { int8_t a; int b; int8_t c; uint8_t filler[52]; }';
    const write = getNativeFunction(fixtures, 'block_write', 'void', [text, 'uint8_t *']);
    const out = new Uint8Array(64);
    for (let i = 0; i < warmUp; i++) {
      warm({ a: -1, s: { x: NaN, v: [-1, -1, -1] }, last: new Uint8Array(24).fill(255) });
      write(i % 2 ? { a: -1, b: -1, c: -1 } : { a: -1, c: -1 }, out);
      expect(Buffer.from(out.subarray(0, 12)).toString('hex')).toBe(
        i % 2 ? 'ff000000ffffffffff000000' : 'ff00000000000000ff000000',
      );
    }
  });
});

test('members that JavaScript does not read, beside those that it does', () => {
  const type = block(
    'char text[8]; struct { unsigned low : 3, high : 5; int n; } in; union { int i; float f; } u; int k;',
  );
  const filled = block(`${type.text.slice(type.text.indexOf('{') + 1, -1)} uint8_t filler[36];`);
  const value = { text: 'text', in: { low: 5, high: 17, n: -3 }, u: { f: 0.5 }, k: 7 };
  const warm = bindWarm(filled, value);
  const shown = ({ u, filler: _, ...rest }) => ({ ...rest, f: u.f });
  expect(shown(warm(value))).toEqual({ text: 'text', in: { low: 5, high: 17, n: -3 }, f: 0.5, k: 7 });
  expect(shown(bind(filled)(value))).toEqual(shown(warm(value)));
  expectSame(filled, warm, () => ({ ...value, text: 'too long to be there' }));
});

test('names that every object has', () => {
  const type = block('int __proto__, constructor, toString, length; uint8_t filler[48];');
  const given = Object.assign(Object.create(null), { constructor: 2, toString: 3, length: 4 });
  const value = Object.defineProperty({ ...given }, '__proto__', { value: 1, enumerable: true });
  const warm = bindWarm(type, value);
  const names = ['__proto__', 'constructor', 'toString', 'length', 'filler'];
  expect(Object.keys(warm(value))).toEqual(names);
  expect(Object.getOwnPropertyDescriptor(warm(value), 'length').value).toBe(4);
  expect(Object.getPrototypeOf(warm(value))).toBe(Object.getPrototypeOf(warm(value)));
});
