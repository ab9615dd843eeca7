// The option `abi`: functions of Microsoft's convention, which gcc compiled on this machine, called as such.
'use strict';

const { bind, dlopen, getNativeFunction, libffi, pointer, type, types } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { refusal } = require('../support/refusal.js');

const hasWin64 = libffi.defaultAbi === 'unix64';
const describeWin64 = hasWin64 ? describe : describe.skip;

/** Binds a function of the fixtures by Microsoft's convention. */
const bindMs = (name, returnType, argTypes, abi = 'win64') =>
  getNativeFunction(fixtures, name, returnType, argTypes, { abi });

const upTo12 = Array.from({ length: 13 }, (_, count) => count);

/** The sum of values, the first counted once, the second twice. */
const weighted = (values) => values.reduce((sum, value, i) => sum + (i + 1) * Number(value), 0);

describeWin64('scalars', () => {
  test.each(upTo12)('%i integers', (count) => {
    const values = upTo12.slice(0, count).map((i) => 10n ** BigInt(i));
    const f = bindMs(`ms_ints${count}`, 'int64_t', Array(count).fill('int64_t'));
    expect(f(...values)).toBe(count === 0 ? 42n : BigInt(weighted(values)));
  });

  test.each(upTo12)('%i floating-point numbers', (count) => {
    const values = upTo12.slice(0, count).map((i) => 2 ** i + 0.5);
    for (const [name, of] of [
      ['ms_doubles', 'double'],
      ['ms_floats', 'float'],
    ]) {
      const f = bindMs(`${name}${count}`, of, Array(count).fill(of));
      expect(f(...values)).toBe(count === 0 ? 4.25 : weighted(values));
    }
  });

  test.each(upTo12)('%i arguments of many types', (count) => {
    const all = {
      int: -70_000,
      double: 1.25,
      int64_t: -(2n ** 40n),
      float: 0.5,
      uint8_t: 200,
      'double ': 2.5,
      int16_t: -300,
      'float ': 8.25,
      'int ': 1,
      'double  ': 1e6,
      bool: true,
      'float  ': -4,
    };
    const f = bindMs(`ms_mixed${count}`, 'double', Object.keys(all).slice(0, count));
    const values = Object.values(all).slice(0, count);
    expect(f(...values)).toBe(count === 0 ? 4.5 : weighted(values));
  });

  test.each([
    ['int8', 'int8_t', [-128, -1, 0, 127]],
    ['uint8', 'uint8_t', [0, 127, 128, 255]],
    ['int16', 'int16_t', [-32_768, -1, 32_767]],
    ['uint16', 'uint16_t', [0, 32_768, 65_535]],
    ['int', 'int', [-(2 ** 31), -1, 2 ** 31 - 1]],
    ['unsigned', 'unsigned', [0, 2 ** 31, 2 ** 32 - 1]],
    ['bool', 'bool', [true, false]],
    ['pointer', 'void *', [0n, 1n, 2n ** 64n - 1n]],
  ])('%s comes back as it went', (name, of, values) => {
    const f = bindMs(`ms_${name}`, of, [of]);
    expect(values.map((value) => f(value))).toEqual(values);
  });

  test('long double, and complex numbers', () => {
    const f = bindMs('ms_long_doubles', 'long double', ['long double', 'int', 'long double', 'double', 'long double']);
    expect(f(0.5, 7, 1.25, -2, 1024)).toBe(0.5 + 14 + 3.75 - 8 + 5120);
    for (const of of ['float', 'double']) {
      const g = bindMs(`ms_complex_${of}`, `${of} _Complex`, ['int', `${of} _Complex`, `${of} _Complex`]);
      expect(g(3, { re: 1, im: 2 }, { re: -4, im: 0.5 })).toEqual({ re: -5, im: 7 });
    }
  });
});

describeWin64('structs and unions by value', () => {
  test.each([1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 24])('%i bytes', (size) => {
    const bytes = types.struct({ b: types.array('uint8_t', size) });
    const f = bindMs(`ms_bytes${size}`, bytes, ['double', bytes, 'int', bytes, bytes]);
    const [x, y, z] = [7, 11, 13].map((step) => ({ b: Uint8Array.from({ length: size }, (_, i) => i * step + 1) }));
    const expected = x.b.map((value, i) => value + 2 * y.b[i] + 3 * z.b[i] + 5 - 3);
    expect(f(5, x, -3, y, z)).toEqual({ b: expected });
    expect([x, y, z].map(({ b }) => b[0])).toEqual([1, 1, 1]);
  });

  test.each([
    ['ms_f', { a: 1.5 }, { a: -2.5 }, 'struct { float a; }'],
    ['ms_ff', { a: 1.5, b: 3 }, { a: -2.5, b: 9 }, 'struct { float a, b; }'],
    ['ms_fff', { a: 1.5, b: 3, c: 7 }, { a: -2.5, b: 9, c: 8 }, 'struct { float a, b, c; }'],
    ['ms_d', { a: 1e300 }, { a: -1e-300 }, 'struct { double a; }'],
    ['ms_dd', { a: 1e300, b: 2 }, { a: -1e-300, b: 3 }, 'struct { double a, b; }'],
    ['ms_fi', { a: 0.25, b: -1 }, { a: 0.5, b: 77 }, 'struct { float a; int b; }'],
    ['ms_long_double', { a: 0.25 }, { a: -1e200 }, 'struct { long double a; }'],
    ['ms_packed', { a: 1, b: -2 }, { a: 3, b: 4 }, 'struct __attribute__((packed)) { char a; int b; }'],
  ])('%s', (name, x, y, record) => {
    const f = bindMs(name, record, ['int', record, 'double', record]);
    expect(f(1, x, 0.5, y)).toEqual(x);
    expect(f(-1, x, 0.5, y)).toEqual(y);
  });

  test('a union', () => {
    const number = types.union({ a: 'int', b: 'float' });
    const f = bindMs('ms_number', number, ['int', number, 'double', number]);
    expect(f(1, { b: 1.5 }, 0, { a: 9 }).b).toBe(1.5);
    expect(f(-1, { b: 1.5 }, 0, { a: 9 }).a).toBe(9);
  });
});

describeWin64('variadic functions', () => {
  const bytes = (size, last) => ({ b: Uint8Array.from({ length: size }, (_, i) => (i === size - 1 ? last : 0)) });
  const tail = [
    ['i', 'int', -7],
    ['l', 'int64_t', 2n ** 40n],
    ['d', 'double', 0.75],
    ['d', 'float', 1.5],
    ['i', 'uint8_t', 200],
    ['s', 'struct { unsigned char b[8]; }', bytes(8, 9), 9],
    ['S', 'struct { unsigned char b[12]; }', bytes(12, 21), 21],
    ['L', 'long double', 1024.5],
  ];
  const kinds = tail.map(([kind]) => kind).join('');
  const expected = 0.5 * weighted(tail.map(([, , value, counted = value]) => counted));

  test('types with each call', () => {
    const f = bindMs('ms_variadic', 'double', ['const char *', 'double', '...']);
    expect(f('', 0.5)).toBe(0);
    expect(f(kinds, 0.5, ...tail.flatMap(([, of, value]) => [of, value]))).toBe(expected);
  });

  test('types fixed when bound', () => {
    const f = bindMs('ms_variadic', 'double', ['const char *', 'double', '...', ...tail.map(([, of]) => of)]);
    expect(f(kinds, 0.5, ...tail.map(([, , value]) => value))).toBe(expected);
  });
});

describeWin64('a convention in a type', () => {
  test('of a function pointer in a struct: an object with methods, as COM has them', () => {
    const object = types.struct('object', {
      add: types.pointer(types.func('int', ['void *', 'int'], { abi: 'win64' })),
      total: 'int',
    });
    const address = getNativeFunction(fixtures, 'ms_object', 'void *', [])();
    const self = pointer(address, object);
    const before = self.value.total;
    const add = bind(self.value.add, object.members[0].type);
    expect(add(address, 30)).toBe(before + 30);
    expect(add(address, 12)).toBe(before + 42);
    expect(self.value.total).toBe(before + 42);
  });

  test('of C text', () => {
    const lib = dlopen(fixtures, '__attribute__((ms_abi)) double ms_mixed3(int, double, int64_t);');
    expect(lib.functions.ms_mixed3(1, 2.5, 10n)).toBe(1 + 5 + 30);
    lib.close();
  });

  test('every name of it is the same type', () => {
    const f = types.func('int', ['int', 'double'], { abi: 'win64' });
    for (const abi of ['gnuw64', 'ms']) expect(types.func('int', ['int', 'double'], { abi })).toBe(f);
    expect(type('int __attribute__((ms_abi)) (int, double)')).toBe(f);
    expect(f.abi).toBe('win64');
    expect(f).not.toBe(type('int (int, double)'));
  });

  test('reads back from its spelling', () => {
    const f = types.func('char *', ['int'], { abi: 'win64' });
    const nested = types.func(types.pointer(f), [types.pointer(f), '...'], { abi: 'win64' });
    for (const made of [f, types.pointer(f), nested, types.array(types.pointer(nested), 2)]) {
      expect(type(String(made))).toBe(made);
    }
    expect(String(types.pointer(f))).toBe('char *(__attribute__((ms_abi)) *)(int)');
  });
});

describe('names', () => {
  test("each of libffi's, and 'default', can be asked for", () => {
    for (const abi of ['default', ...libffi.abis]) {
      expect(types.func('int', ['int'], { abi }).kind).toBe('function');
      expect(getNativeFunction(null, 'abs', 'int', ['int'], { abi }).name).toBe('abs');
    }
    expect(getNativeFunction(null, 'abs', 'int', ['int'], { abi: libffi.defaultAbi })(-5)).toBe(5);
    expect(types.func('int', ['int'], { abi: libffi.defaultAbi })).toBe(type('int (int)'));
    expect(type('int (int)').abi).toBe('default');
    expect(type('int (*)(int)').abi).toBeUndefined();
  });

  test.each(['stdcall', 'UNIX64', '', null, 2])('%p is none', (abi) => {
    for (const act of [
      () => types.func('int', [], { abi }),
      () => getNativeFunction(null, 'abs', 'int', ['int'], { abi }),
    ]) {
      const { code, message } = refusal(act);
      expect(code).toBe('ERR_INVALID_ARG_VALUE');
      for (const name of libffi.abis) expect(message).toContain(`'${name}'`);
    }
  });
});
