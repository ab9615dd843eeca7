// Variadic functions: pairs of a type and a value with each call, or types fixed when the function is bound.
'use strict';

const { getNativeFunction, getBufferPointer, type } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const ranges = require('../support/ranges.js');
const { errorOf, refusal } = require('../support/refusal.js');

const bind = (name, returnType, argTypes) => getNativeFunction(fixtures, name, returnType, argTypes);
const sumInts = bind('sum_ints', 'int', ['int', '...']);
const describeTail = bind('describe_tail', 'int', ['char *', 'size_t', 'const char *', '...']);

const small = 'struct { int16_t a; double b; }';
const large = 'struct { int64_t values[3]; }';
const union = 'union { float f; uint32_t bits; }';

const typeError = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message });
const valueError = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE', message });

/** What C sees of a tail. */
function seen(kinds, ...pairs) {
  const text = Buffer.alloc(4096);
  const length = describeTail(text, 4096n, kinds, ...pairs);
  return text.toString('utf8', 0, length).trim();
}

describe('printf', () => {
  const snprintf = getNativeFunction(null, 'snprintf', 'int', ['char *', 'size_t', 'const char *', '...']);
  const format = (text, ...pairs) => {
    const buffer = Buffer.alloc(1024);
    const length = snprintf(buffer, 1024n, text, ...pairs);
    return buffer.toString('utf8', 0, length);
  };

  test.each([
    ['plain', [], 'plain'],
    ['%d', ['int', -5], '-5'],
    ['%u', ['unsigned', 2 ** 32 - 1], '4294967295'],
    ['%hhd %hd', ['signed char', -128, 'short', -32768], '-128 -32768'],
    ['%hhu %hu', ['unsigned char', 255, 'unsigned short', 65535], '255 65535'],
    ['%ld %lu', ['long', -(2n ** 63n), 'unsigned long', 2n ** 64n - 1n], '-9223372036854775808 18446744073709551615'],
    ['%zu %jd', ['size_t', 7n, 'intmax_t', -7n], '7 -7'],
    ['%g %g', ['double', 0.1, 'float', 0.5], '0.1 0.5'],
    ['%.20f', ['float', 0.1], '0.10000000149011611938'],
    ['%Lg', ['long double', 2.5], '2.5'],
    ['%s and %s', ['const char *', 'grün', 'char *', '€'], 'grün and €'],
    ['%s', ['string', 'text'], 'text'],
    ['%ls', ['const wchar_t *', 'wide'], 'wide'],
    ['%c%c', ['char', 65, 'int', 66], 'AB'],
    ['%p', ['void *', 0x1234n], '0x1234'],
    ['%d %d', ['bool', true, '_Bool', 0], '1 0'],
    ['%d', ['enum { A = -3 }', -3], '-3'],
    ['%*.*f|', ['int', 8, 'int', 2, 'double', Math.PI], '    3.14|'],
    ['%2$s %1$d', ['int', 5, 'const char *', 'x'], 'x 5'],
    ['%.3s', ['const char *', Buffer.from('abc!')], 'abc'],
  ])('%s', (text, pairs, expected) => expect(format(text, ...pairs)).toBe(expected));

  test('integers and numbers take turns', () => {
    const pairs = Array.from({ length: 30 }, (_, i) => (i % 2 ? ['double', i + 0.5] : ['int', i])).flat();
    const text = Array.from({ length: 30 }, (_, i) => (i % 2 ? '%g' : '%d')).join(' ');
    expect(format(text, ...pairs)).toBe(Array.from({ length: 30 }, (_, i) => (i % 2 ? i + 0.5 : i)).join(' '));
  });

  test('a result that is an int is a Number, what is written counts', () => {
    expect(snprintf(null, 0n, '%d', 'int', 12345)).toBe(5);
    expect(
      getNativeFunction(null, 'sscanf', 'int', ['const char *', 'const char *', '...'])('x', '%d', 'int *', null),
    ).toBe(0);
  });

  test('what C writes through a tail is there', () => {
    const sscanf = getNativeFunction(null, 'sscanf', 'int', ['const char *', 'const char *', '...']);
    const [number, real] = [new Int32Array(1), new Float64Array(1)];
    expect(sscanf('12 0.5', '%d %lf', 'int *', number, 'double *', real)).toBe(2);
    expect([number[0], real[0]]).toEqual([12, 0.5]);
  });
});

describe('type-names that a function has seen', () => {
  const snprintf = getNativeFunction(null, 'snprintf', 'int', ['char *', 'size_t', 'const char *', '...']);
  const format = (text, ...pairs) => {
    const buffer = Buffer.alloc(100);
    return buffer.toString('utf8', 0, snprintf(buffer, 100n, text, ...pairs));
  };

  test('mean the same again, however many come between', () => {
    for (let i = 0; i < 300; i++) {
      const spaces = ' '.repeat(i % 150);
      expect(format('%d %g', `int${spaces}`, i, 'double', 0.5)).toBe(`${i} 0.5`);
      expect(format('%d %g', type('int'), i, `${spaces}double`, 0.5)).toBe(`${i} 0.5`);
      expect(format('plain')).toBe('plain');
    }
    expect(format('%d', `int${' '.repeat(1000)}`, 5)).toBe('5');
  });

  test('are no other names', () => {
    expect(format('%d %g', 'int', 5, 'double', 0.5)).toBe('5 0.5');
    for (const name of ['int\0', 'int\0double', 'intdouble', '', 'int double']) {
      expect(errorOf(() => format('%d', name, 5)).code).toMatch(/^ERR_(INVALID_ARG_VALUE|FFI_UNSUPPORTED_TYPE)$/);
    }
    expect(errorOf(() => format('%d', 'double', 5, 'int', 0.5)).code).toBe('ERR_OUT_OF_RANGE');
    expect(format('%p', 'struct größe *', 0x10n)).toBe('0x10');
    expect(format('%p', 'struct a\ufffd *', 0x10n)).toBe('0x10');
    expect(errorOf(() => format('%p', 'struct a\ud800 *', 0x10n)).code).toBe('ERR_INVALID_ARG_VALUE');
  });
});

describe('what a tail is made of', () => {
  test('small integers are ints, floats are doubles', () => {
    const types = {
      char: ranges.char,
      'signed char': [-128, 127],
      'unsigned char': [0, 255],
      short: [-32768, 32767],
      'unsigned short': [0, 65535],
      char16_t: [0, 65535],
      int: [-(2 ** 31), 2 ** 31 - 1],
      'enum __attribute__((packed)) { A = -1 }': [-128, 127],
    };
    for (const [name, values] of Object.entries(types)) {
      for (const value of values) {
        expect(sumInts(1, name, value)).toBe(value);
        expect(seen('ii', name, value, 'int', 1)).toBe(`${value} 1`);
      }
    }
    expect(sumInts(2, 'bool', true, '_Bool', 1)).toBe(2);
    const sum = bind('sum_doubles', 'double', ['int', '...']);
    for (const value of [0.5, -0, 2 ** -149, 2 ** 127, Infinity]) expect(sum(1, 'float', value)).toBe(value + 0);
    expect(seen('dd', 'float', 0.1, 'double', 0.1)).toBe('0.10000000149011612 0.10000000000000001');
  });

  test('wide ones are what they are', () => {
    expect(seen('ul', 'unsigned', 2 ** 32 - 1, 'long', -(2n ** 63n))).toBe('4294967295 -9223372036854775808');
    expect(seen('u', 'char32_t', 2 ** 32 - 1)).toBe('4294967295');
    expect(seen('Ll', 'long double', 2.5, 'long', 1n)).toBe('2.5 1');
    expect(seen('p', 'void *', 0xabcn)).toBe('0xabc');
    expect(seen('s', 'const char *', 'grün')).toBe('grün');
    expect(seen('cd', 'double _Complex', { re: 1, im: -2 }, 'double', 3)).toBe('1-2i 3');
  });

  test('records go by value', () => {
    expect(seen('S', small, { a: -1, b: 0.5 })).toBe('{-1 0.5}');
    expect(seen('B', large, { values: [1n, 2n, 3n] })).toBe('{1 2 3}');
    expect(seen('U', union, { f: 1.5 })).toBe('{1.5}');
    const kinds = 'SiBdUlSSSSSB';
    const pairs = [small, { a: 1 }, 'int', 2, large, {}, 'double', 0.5, union, { f: 2 }, 'long', 3n];
    const more = Array(5)
      .fill([small, { a: 7, b: 8 }])
      .flat();
    expect(seen(kinds, ...pairs, ...more, large, { values: [9n, 8n, 7n] })).toBe(
      `{1 0} 2 {0 0 0} 0.5 {2} 3 ${'{7 8} '.repeat(5)}{9 8 7}`,
    );
    const last = bind('last_large', large, ['int', '...']);
    expect(last(2, large, {}, large, { values: [1n, 2n, 3n] })).toEqual({ values: BigInt64Array.of(1n, 2n, 3n) });
  });

  test('a thousand of them', () => {
    const pairs = Array.from({ length: 1000 }, (_, i) => ['int', i]).flat();
    expect(sumInts(1000, ...pairs)).toBe(499_500);
    const sum = bind('sum_doubles', 'double', ['int', '...']);
    expect(sum(1000, ...pairs.map((value) => (value === 'int' ? 'double' : value / 2)))).toBe(249_750);
  });

  test('fixed parameters are not promoted', () => {
    const scale = bind('scale_ints', 'double', ['float', 'signed char', 'int', '...']);
    expect(scale(0.5, -128, 3, 'int', 1, 'short', 2, 'char', 3)).toBe(0.5 * (6 - 128));
    expect(errorOf(() => scale(1e300, 0, 0)).code).toBe('ERR_OUT_OF_RANGE');
    expect(errorOf(() => scale(1, 128, 0)).code).toBe('ERR_OUT_OF_RANGE');
  });

  test('a CType stands for its name', () => {
    expect(sumInts(2, type('int'), 5, type('short'), 6)).toBe(11);
    expect(seen('S', type(small), { a: 1, b: 2 })).toBe('{1 2}');
  });

  test('arrays and functions are pointers, as parameters are in C', () => {
    const values = Int32Array.of(1, 2);
    const address = `0x${getBufferPointer(values).toString(16)}`;
    expect(seen('pp', 'int[2]', values, 'int (int)', getBufferPointer(values))).toBe(`${address} ${address}`);
  });
});

describe('pairs', () => {
  test('are pairs', () => {
    const count = (received) =>
      valueError(`sum_ints takes 1 argument and then pairs of a C type-name and a value, received ${received}`);
    expect(refusal(() => sumInts())).toEqual(count(0));
    expect(refusal(() => sumInts(1, 'int'))).toEqual(count(2));
    expect(refusal(() => sumInts(1, 'int', 2, 'int'))).toEqual(count(4));
    expect(sumInts(0)).toBe(0);
  });

  test.each([
    [5, '5'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{}, 'an instance of Object'],
    [['int'], 'an instance of Array'],
    [Symbol('int'), 'Symbol(int)'],
    [new String('int'), 'an instance of String'],
  ])('%p is no type', (value, shown) => {
    expect(refusal(() => sumInts(1, value, 2))).toEqual(
      typeError(`Argument 1 of sum_ints must be a C type-name or a CType, received ${shown}`),
    );
    expect(refusal(() => sumInts(1, 'int', 2, value, 2)).message).toMatch(/^Argument 3 of sum_ints must be/);
  });

  test.each([
    ['nope', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['int int', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['...', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['\ud800', 'ERR_INVALID_ARG_VALUE'],
    ['struct {}', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['struct { _Alignas(32) int a; }', 'ERR_FFI_UNSUPPORTED_TYPE'],
    ['void', 'ERR_FFI_INCOMPLETE_TYPE'],
    ['struct nobody', 'ERR_FFI_INCOMPLETE_TYPE'],
  ])('a value cannot be %p', (name, code) => {
    const first = errorOf(() => sumInts(1, name, 2));
    expect(first.code).toBe(code);
    expect(first.message).toMatch(/^Argument 1 of sum_ints/);
    expect(errorOf(() => sumInts(1, 'int', 2, 'long', 3n, name, 2)).message).toMatch(/^Argument 5 of sum_ints/);
  });

  test('values are named by their place in the call', () => {
    expect(refusal(() => sumInts(2, 'int', 1, 'short', 32768))).toEqual({
      name: 'RangeError',
      code: 'ERR_OUT_OF_RANGE',
      message: 'Argument 4 of sum_ints must be an integer from -32768 to 32767, received 32768',
    });
    expect(refusal(() => sumInts('2'))).toHaveProperty('message', expect.stringMatching(/^Argument 0 of sum_ints/));
    expect(refusal(() => seen('S', small, { a: 0.5 })).message).toMatch(
      'Argument 4 of describe_tail: member a must be',
    );
    expect(refusal(() => sumInts(1, 'int', 1n)).message).toMatch('Argument 2 of sum_ints');
    expect(errorOf(() => sumInts(1, 'long', 1)).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(errorOf(() => sumInts(1, 'float', 1e300)).code).toBe('ERR_OUT_OF_RANGE');
  });

  test('more different tails than are remembered', () => {
    for (let round = 0; round < 3; round++) {
      for (let i = 1; i <= 150; i++) {
        const pairs = Array.from({ length: i }, (_, j) => [j % 3 === round ? 'short' : 'int', j]).flat();
        expect(sumInts(i, ...pairs)).toBe((i * (i - 1)) / 2);
      }
      for (let i = 1; i <= 150; i++) {
        const record = `struct { int64_t values[3]; char more[${i}]; }`;
        expect(seen('i', 'int', i, record, {})).toBe(String(i));
      }
    }
  });

  test('a hundred thousand calls', () => {
    let sum = 0;
    for (let i = 0; i < 100_000; i++) sum += sumInts(2, 'int', i, i % 2 ? 'short' : 'char', 1);
    expect(sum).toBe(100_000 + (100_000 * 99_999) / 2);
  });

  test('64 KiB go by value', () => {
    const half = 'struct { char a[30000]; }';
    expect(sumInts(0, half, {}, half, {})).toBe(0);
    expect(errorOf(() => sumInts(0, half, {}, half, {}, half, {})).code).toBe('ERR_FFI_INVALID_SIGNATURE');
    expect(sumInts(1, 'int', 5)).toBe(5);
  });

  test('length is that of the fixed parameters', () => {
    expect([sumInts.length, describeTail.length]).toEqual([1, 3]);
  });
});

describe('types fixed behind the dots', () => {
  test('take plain values', () => {
    const sum = bind('sum_ints', 'int', ['int', '...', 'int', 'short', 'unsigned char']);
    expect(sum(3, 1, -2, 255)).toBe(254);
    expect(sum.length).toBe(4);
    const text = Buffer.alloc(100);
    const f = bind('describe_tail', 'int', ['char *', 'size_t', 'const char *', '...', 'float', small, large, union]);
    const length = f(text, 100n, 'dSBU', 0.5, { a: 1, b: 2 }, { values: [1n, 2n, 3n] }, { f: 4 });
    expect(text.toString('latin1', 0, length)).toBe('0.5 {1 2} {1 2 3} {4} ');
  });

  test('count', () => {
    const sum = bind('sum_ints', 'int', ['int', '...', 'int', 'int']);
    for (const given of [[], [2], [2, 1], [2, 1, 1, 1], [2, 'int', 1, 'int', 1]]) {
      expect(refusal(() => sum(...given))).toEqual(valueError(`sum_ints takes 3 arguments, received ${given.length}`));
    }
  });

  test('are named by their place', () => {
    const sum = bind('sum_ints', 'int', ['int', '...', 'int', 'short']);
    expect(refusal(() => sum(2, 1, 32768)).message).toBe(
      'Argument 2 of sum_ints must be an integer from -32768 to 32767, received 32768',
    );
    for (const [i, name] of [
      [2, 'nope'],
      [3, 'struct {}'],
    ]) {
      const types = ['int', '...', 'int', 'int'];
      types[i] = name;
      expect(errorOf(() => bind('sum_ints', 'int', types)).message).toMatch(`argTypes[${i}]: `);
    }
  });
});

describe('the dots', () => {
  test.each([
    [['...'], "argTypes[0]: '...' must follow a parameter"],
    [['...', 'int'], "argTypes[0]: '...' must follow a parameter"],
    [['int', '...', '...'], "argTypes[2]: '...' stands here twice"],
    [['int', '...', 'int', '...'], "argTypes[3]: '...' stands here twice"],
  ])('%p', (types, message) => {
    expect(refusal(() => bind('sum_ints', 'int', types))).toEqual({
      name: 'TypeError',
      code: 'ERR_FFI_INVALID_SIGNATURE',
      message,
    });
  });

  test.each([
    ['int', '. . .'],
    ['int', '....'],
    ['int', ' ...'],
    ['int', 'int, ...'],
  ])('%s %s is no type', (...types) => {
    expect(errorOf(() => bind('sum_ints', 'int', types)).code).toBe('ERR_FFI_UNSUPPORTED_TYPE');
  });

  test('are no result', () => {
    expect(errorOf(() => bind('sum_ints', '...', ['int'])).code).toBe('ERR_FFI_UNSUPPORTED_TYPE');
  });
});
