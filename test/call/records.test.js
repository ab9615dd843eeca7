// Structs and the arrays in them: what goes in, what comes out, and what is refused.
'use strict';

const vm = require('node:vm');
const { getNativeFunction, type } = require('../..');
const { blockFunctions, intBytes } = require('../support/blocks.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const bind = (name, returnType, argTypes) => getNativeFunction(fixtures, name, returnType, argTypes);
const point = 'struct { double x, y; }';
const swap = bind('point_swap', point, [point]);
const record = 'struct { char name[12]; int v[3]; struct { double x, y; } p; const char *label; }';
const identity = bind('record_identity', record, [record]);

const invalid = (name, code, message) => ({ name, code, message });
const typeError = (message) => invalid('TypeError', 'ERR_INVALID_ARG_TYPE', message);
const valueError = (message) => invalid('TypeError', 'ERR_INVALID_ARG_VALUE', message);
const rangeError = (message) => invalid('RangeError', 'ERR_OUT_OF_RANGE', message);

describe('objects', () => {
  test('go in by their members, in any order', () => {
    expect(swap({ x: 1, y: 2 })).toEqual({ x: 2, y: 1 });
    expect(swap({ y: 2, x: 1 })).toEqual({ x: 2, y: 1 });
  });

  test('come out plain, with the members in the order of C', () => {
    const result = swap({ y: 2, x: -0 });
    expect(Object.entries(result)).toEqual([
      ['x', 2],
      ['y', -0],
    ]);
    expect(Object.getPrototypeOf(result).constructor.name).toBe('Object');
    expect(Object.getOwnPropertyDescriptor(result, 'x')).toEqual({
      value: 2,
      writable: true,
      enumerable: true,
      configurable: true,
    });
    expect(swap(swap({ x: 1, y: 2 }))).toEqual({ x: 1, y: 2 });
  });

  test('omitted members are zero, as in a C initialiser', () => {
    expect(swap({ x: 1 })).toEqual({ x: 0, y: 1 });
    expect(swap({})).toEqual({ x: 0, y: 0 });
    expect(identity({})).toEqual({ name: '', v: Int32Array.of(0, 0, 0), p: { x: 0, y: 0 }, label: 0n });
    expect(identity({ p: { y: 3 } }).p).toEqual({ x: 0, y: 3 });
  });

  test('padding is zero', () => {
    const { pack } = blockFunctions('struct { signed char a; int b; signed char c; } v');
    for (let i = 0; i < 100; i++)
      expect(pack({ a: -1, b: -1, c: -1 }).toString('hex')).toBe('ff000000ffffffffff000000');
  });

  test('unknown members are errors', () => {
    expect(refusal(() => swap({ x: 1, z: 2 }))).toEqual(
      valueError(
        "Argument 0 of point_swap has 'z', which is no member of 'struct { double x; double y; }': there are x, y",
      ),
    );
    expect(refusal(() => identity({ p: { X: 1 } }))).toEqual(
      valueError(
        "Argument 0 of record_identity: member p has 'X', which is no member of 'struct { double x; double y; }': " +
          'there are x, y',
      ),
    );
    for (const object of [{ x: 1, 0: 1 }, { ' x': 1 }, { 'x\0': 1 }, { '': 1 }, { 'p.x': 1 }, [1, 2], 'xy'.split('')]) {
      expect(errorOf(() => swap(object)).code).toBe('ERR_INVALID_ARG_VALUE');
    }
  });

  test('an undefined value is an error, not an omission', () => {
    expect(refusal(() => swap({ x: undefined }))).toEqual(
      typeError('Argument 0 of point_swap: member x must be a number, received undefined'),
    );
    expect(errorOf(() => identity({ p: undefined })).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(errorOf(() => identity({ label: undefined })).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(errorOf(() => identity({ v: undefined })).code).toBe('ERR_INVALID_ARG_TYPE');
  });

  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [1, '1'],
    [1n, '1n'],
    ['x', "'x'"],
    [true, 'true'],
    [Symbol('s'), 'Symbol(s)'],
    [() => 1, 'a function'],
    [[], 'an instance of Array'],
    [Promise.resolve({ x: 1 }), 'an instance of Promise'],
    [new Map([['x', 1]]), 'an instance of Map'],
    [new Date(), 'an instance of Date'],
    [new ArrayBuffer(16), 'an instance of ArrayBuffer'],
    [Object.create({ x: 1, y: 2 }), 'an instance of Object'],
  ])('%p is no struct', (value, shown) => {
    expect(refusal(() => swap(value))).toEqual(
      typeError(
        "Argument 0 of point_swap must be an object with members of 'struct { double x; double y; }' (x, y), " +
          `received ${shown}`,
      ),
    );
  });

  test('only own, enumerable, named properties count', () => {
    class Point {
      constructor(x, y) {
        this.x = x;
        this.y = y;
      }
      get norm() {
        return Math.hypot(this.x, this.y);
      }
    }
    expect(swap(new Point(1, 2))).toEqual({ x: 2, y: 1 });
    expect(swap(Object.assign(Object.create({ y: 5, z: 1 }), { x: 1 }))).toEqual({ x: 0, y: 1 });
    expect(swap(Object.defineProperty({ x: 1 }, 'hidden', { value: 1 }))).toEqual({ x: 0, y: 1 });
    expect(swap({ x: 1, [Symbol('y')]: 2 })).toEqual({ x: 0, y: 1 });
    expect(swap(Object.assign(Object.create(null), { x: 1, y: 2 }))).toEqual({ x: 2, y: 1 });
    expect(swap(Object.freeze({ x: 1, y: 2 }))).toEqual({ x: 2, y: 1 });
    expect(swap(Object.create(null))).toEqual({ x: 0, y: 0 });
  });

  test('of other realms are objects, too', () => {
    expect(swap(vm.runInNewContext('({ x: 1, y: 2 })'))).toEqual({ x: 2, y: 1 });
    expect(swap(vm.runInNewContext('({})'))).toEqual({ x: 0, y: 0 });
    expect(errorOf(() => swap(vm.runInNewContext('[]'))).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(identity({ v: vm.runInNewContext('[1, 2, 3]') }).v).toEqual(Int32Array.of(1, 2, 3));
    expect(identity({ v: vm.runInNewContext('Int32Array.of(1, 2, 3)') }).v).toEqual(Int32Array.of(1, 2, 3));
  });

  test('members may have the names of what every object has', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'then', 'toJSON', 'contentOf'];
    const { pass } = blockFunctions(`struct { ${names.map((name) => `int ${name};`).join(' ')} } v`);
    const given = Object.create(null);
    names.forEach((name, i) => {
      given[name] = i + 1;
    });
    const result = pass(given);
    expect(Object.keys(result)).toEqual(names);
    names.forEach((name, i) => {
      expect(Object.getOwnPropertyDescriptor(result, name).value).toBe(i + 1);
    });
    expect(pass(result)).toEqual(result);
    // What an object literal calls __proto__ is its prototype.
    expect(errorOf(() => pass({ __proto__: { length: 5 } })).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(Object.getOwnPropertyDescriptor(pass(JSON.parse('{"__proto__": 7}')), '__proto__').value).toBe(7);
  });

  test('names beyond ASCII', () => {
    const { pass } = blockFunctions('struct { int größe, 長さ; } v');
    expect(pass({ größe: 1, 長さ: 2 })).toEqual({ größe: 1, 長さ: 2 });
  });
});

describe('nested records', () => {
  test('messages name the path', () => {
    const deep = 'struct { struct { struct { float x; int *p; } in[2][3]; } v[4]; }';
    const f = bind('block_identity', deep, [deep]);
    const wrong = (value) => ({
      v: [
        {},
        {},
        {},
        {
          in: [
            [{}, {}, {}],
            [{}, value, {}],
          ],
        },
      ],
    });
    expect(refusal(() => f(wrong({ x: '1' })))).toEqual(
      typeError("Argument 0 of block_identity: member v[3].in[1][1].x must be a number, received '1'"),
    );
    expect(refusal(() => f(wrong({ x: 1e39 })))).toEqual(
      rangeError(
        'Argument 0 of block_identity: member v[3].in[1][1].x must be a number that a float can hold, received 1e+39',
      ),
    );
    expect(errorOf(() => f(wrong(null))).message).toMatch('Argument 0 of block_identity: member v[3].in[1][1] must be');
    expect(errorOf(() => f(wrong({ p: 5 }))).message).toMatch('member v[3].in[1][1].p must be null, a BigInt address');
    expect(errorOf(() => f({ v: [{}, {}, {}, { in: [[], []] }] })).message).toMatch(
      'member v[3].in[0] must have exactly 3',
    );
  });

  test('members of anonymous structs stand among the others', () => {
    const { bytesOf, contentOf } = blockFunctions('int a; struct { int b; struct { int c; }; }; int d');
    expect(bytesOf({ d: 4, c: 3, b: 2, a: 1 })).toEqual(intBytes(1, 2, 3, 4));
    expect(contentOf(intBytes(1, 2, 3, 4))).toEqual({ a: 1, b: 2, c: 3, d: 4 });
    expect(refusal(() => bytesOf({ c: 'x' })).message).toBe(
      "Argument 0 of block_write: member c must be an integer from -2147483648 to 2147483647, received 'x'",
    );
  });

  test('a value within itself ends where the type does', () => {
    const node = 'struct { struct node *next; int value; }';
    const { pass } = blockFunctions(`${node} v`);
    const cyclic = { value: 1 };
    cyclic.next = cyclic;
    expect(errorOf(() => pass(cyclic)).message).toMatch('member v.next must be null, a BigInt address');
    cyclic.p = cyclic;
    delete cyclic.next;
    expect(errorOf(() => pass(cyclic)).code).toBe('ERR_INVALID_ARG_VALUE');
    const list = { v: [1, 2, 3] };
    list.v[1] = list;
    expect(errorOf(() => identity(list)).message).toMatch('member v[1] must be an integer');
  });

  test('as deep as types go', () => {
    const depth = 200;
    const text = `${'struct { '.repeat(depth)}int x;${' } a;'.repeat(depth - 1)} } v`;
    const { pass } = blockFunctions(text);
    let value = { x: 7 };
    for (let i = 1; i < depth; i++) value = { a: value };
    expect(pass(value)).toEqual(value);
  });
});

describe('pointers in records', () => {
  const span = 'struct { const uint8_t *bytes; int count; }';
  const sum = bind('span_sum', 'int', [span]);

  test('take what pointers take', () => {
    expect(sum({ bytes: Uint8Array.of(1, 2, 3), count: 3 })).toBe(6);
    expect(sum({ bytes: Buffer.from([4, 5]).subarray(1), count: 1 })).toBe(5);
    expect(sum({ bytes: new DataView(Uint8Array.of(1, 2, 3).buffer, 1), count: 2 })).toBe(5);
    expect(sum({ bytes: Uint8Array.of(1, 2).buffer, count: 2 })).toBe(3);
    expect(sum({ bytes: null, count: 0 })).toBe(0);
    expect(identity({ label: 5n }).label).toBe(5n);
  });

  test('text is there for as long as the call', () => {
    const text = 'struct { const char *bytes; int count; }';
    const sumText = bind('span_sum', 'int', [text]);
    expect(sumText({ bytes: 'abc', count: 4 })).toBe(97 + 98 + 99);
    const long = 'x'.repeat(100_000);
    expect(sumText({ bytes: long, count: 100_001 })).toBe(100_000 * 120);
    expect(refusal(() => sumText({ bytes: 'a\0b' }))).toEqual(
      valueError(
        'Argument 0 of span_sum: member bytes must be a string without a NUL character: C would take it for the end',
      ),
    );
    const strings = blockFunctions('string v; int w');
    expect(strings.contentOf(Buffer.alloc(16))).toEqual({ v: null, w: 0 });
    expect(strings.pass('text')).toBe('text');
    expect(errorOf(() => strings.unpack([5])).code).toBe('ERR_FFI_ACCESS_VIOLATION');
  });
});

describe('limits', () => {
  const bytes = (count) => `struct { unsigned char bytes[${count}]; }`;
  const tooMuch = (signature) =>
    invalid(
      'TypeError',
      'ERR_FFI_INVALID_SIGNATURE',
      `'${signature}' passes more than 65536 bytes by value: pass pointers`,
    );

  test('64 KiB go by value, result and arguments together', () => {
    expect(() => bind('noop', 'void', [bytes(65_536 - 16)])).not.toThrow();
    expect(() => bind('noop', bytes(65_536), [])).not.toThrow();
    expect(refusal(() => bind('noop', 'void', [bytes(65_537)]))).toEqual(
      tooMuch('void (struct { unsigned char bytes[65537]; })'),
    );
    expect(refusal(() => bind('noop', bytes(65_537), []))).toEqual(
      tooMuch('struct { unsigned char bytes[65537]; } (void)'),
    );
    expect(errorOf(() => bind('noop', bytes(40_000), [bytes(40_000)])).code).toBe('ERR_FFI_INVALID_SIGNATURE');
    expect(errorOf(() => bind('noop', 'void', Array(3).fill(bytes(30_000)))).code).toBe('ERR_FFI_INVALID_SIGNATURE');
  });

  test('sums of sizes do not wrap', () => {
    const largest = bytes(2 ** 53 - 8);
    const wrapping = [...Array(2048).fill(largest), bytes(16_400)];
    expect(errorOf(() => bind('noop', 'void', wrapping)).code).toBe('ERR_FFI_INVALID_SIGNATURE');
  });

  test('what takes no space takes no time', () => {
    for (const nothing of ['struct {} a[0x7fffffffffff]', 'int a[0x7fffffffffff][0]', 'union {} a[1L << 50][3]']) {
      expect(() => bind('noop', 'void', [`struct { ${nothing}; int b; }`])).not.toThrow();
    }
  });

  test('30,000 elements and more', () => {
    const list = 'struct { int values[7500]; }';
    const f = bind('list_next', list, [list]);
    const values = Int32Array.from({ length: 7500 }, (_, i) => i);
    const expected = values.map((value) => value + 1);
    for (const given of [values, Array.from(values)]) expect(f({ values: given })).toEqual({ values: expected });
  });

  test.each([
    ['void', "'void' has no size, so it cannot be a parameter", 'ERR_FFI_INCOMPLETE_TYPE'],
    ['struct nobody', "'struct nobody' has no size, so it has no value", 'ERR_FFI_INCOMPLETE_TYPE'],
    ['struct {}', "'struct { }' cannot be passed by value: it is empty", 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['union {}', "'union { }' cannot be passed by value: it is empty", 'ERR_FFI_UNSUPPORTED_TYPE'],
    [
      'struct { int a[0]; }',
      "'struct { int a[0]; }' cannot be passed by value: it is empty",
      'ERR_FFI_UNSUPPORTED_TYPE',
    ],
    [
      'struct { int n; char a[]; }',
      "'struct { int n; char a[]; }' cannot be passed by value: it ends in a flexible array member",
      'ERR_FFI_UNSUPPORTED_TYPE',
    ],
  ])('%s has no value to pass', (text, why, code) => {
    expect(refusal(() => bind('noop', 'void', ['int', text]))).toEqual(
      invalid('TypeError', code, `argTypes[1]: ${why}`),
    );
    if (text !== 'void') expect(errorOf(() => bind('noop', text, [])).message).toMatch(/^returnType: /);
  });

  test('a CType goes where a type-name does', () => {
    expect(bind('point_swap', type(point), [type(point)])({ x: 1, y: 2 })).toEqual({ x: 2, y: 1 });
  });
});
