// Complex numbers are objects {re, im}; long double is a Number, rounded.
'use strict';

const { getNativeFunction } = require('../..');
const { blockFunctions } = require('../support/blocks.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const bind = (name, returnType, argTypes) => getNativeFunction(fixtures, name, returnType, argTypes);
const functions = {
  'double _Complex': bind('complex_square', 'double _Complex', ['double _Complex']),
  'float _Complex': bind('complex_conjugate', 'float _Complex', ['_Complex float']),
  'long double _Complex': bind('complex_negate', 'long double _Complex', ['long _Complex double']),
};
const names = {
  'double _Complex': 'complex_square',
  'float _Complex': 'complex_conjugate',
  'long double _Complex': 'complex_negate',
};
const types = Object.keys(functions);
const extremes = [0, -0, 1, -1.5, NaN, Infinity, -Infinity, 2 ** -149, 2 ** 127];

test('squares, conjugates and negatives', () => {
  expect(functions['double _Complex']({ re: 1, im: 2 })).toEqual({ re: -3, im: 4 });
  expect(functions['float _Complex']({ re: 1, im: 2 })).toEqual({ re: 1, im: -2 });
  expect(functions['long double _Complex']({ re: 1, im: -0 })).toEqual({ re: -1, im: 0 });
});

describe.each(types)('%s', (type) => {
  const { pass, pack } = blockFunctions(`${type} v`);

  test('each part is exact', () => {
    for (const re of extremes) for (const im of extremes) expect(pass({ re, im })).toEqual({ re, im });
    expect(Object.keys(pass({ im: 1, re: 2 }))).toEqual(['re', 'im']);
  });

  test('lies in memory as two numbers', () => {
    if (type === 'double _Complex') expect(pack({ re: 1, im: -0 })).toEqual(Buffer.from(Float64Array.of(1, -0).buffer));
    if (type === 'float _Complex') expect(pack({ re: 1, im: -0 })).toEqual(Buffer.from(Float32Array.of(1, -0).buffer));
    expect(pack({ re: 0, im: 0 })).toEqual(Buffer.alloc(pack({ re: 0, im: 0 }).length));
  });

  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [1, '1'],
    ['1+2i', "'1+2i'"],
    [[1, 2], 'an instance of Array'],
    [{}, 'an instance of Object'],
    [{ re: 1 }, 'an instance of Object'],
    [{ im: 1 }, 'an instance of Object'],
    [{ re: 1, im: 2, arg: 3 }, 'an instance of Object'],
    [{ re: 1, Im: 2 }, 'an instance of Object'],
    [() => 1, 'a function'],
  ])('%p is none', (value, shown) => {
    expect(refusal(() => functions[type](value))).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message: `Argument 0 of ${names[type]} must be an object {re, im} of two numbers, received ${shown}`,
    });
  });

  test('each part is a Number', () => {
    const wrong = (part, shown) => ({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message: `Argument 0 of ${names[type]}: member ${part} must be a number, received ${shown}`,
    });
    expect(refusal(() => functions[type]({ re: '1', im: 2 }))).toEqual(wrong('re', "'1'"));
    expect(refusal(() => functions[type]({ re: 1n, im: 2 }))).toEqual(wrong('re', '1n'));
    expect(refusal(() => functions[type]({ re: 1, im: undefined }))).toEqual(wrong('im', 'undefined'));
  });
});

test('a part that a float cannot hold', () => {
  for (const value of [
    { re: 1e300, im: 0 },
    { re: 0, im: -1e300 },
    { re: 3.4028235677973366e38, im: 0 },
  ]) {
    const part = value.re === 0 ? 'im' : 're';
    expect(refusal(() => functions['float _Complex'](value))).toEqual({
      name: 'RangeError',
      code: 'ERR_OUT_OF_RANGE',
      message: `Argument 0 of complex_conjugate: member ${part} must be a number that a float can hold, received ${value[part]}`,
    });
  }
  expect(functions['float _Complex']({ re: Infinity, im: 0.1 })).toEqual({ re: Infinity, im: -Math.fround(0.1) });
});

test('members of records', () => {
  const { pass } = blockFunctions('struct { char c; float _Complex z[2]; double _Complex w; } v');
  const value = {
    c: 1,
    z: [
      { re: 1, im: 2 },
      { re: 3, im: 4 },
    ],
    w: { re: 5, im: 6 },
  };
  expect(pass(value)).toEqual(value);
  expect(errorOf(() => pass({ z: [{ re: 1, im: 2 }, { re: 3 }] })).message).toBe(
    'Argument 0 of block_identity: member v.z[1] must be an object {re, im} of two numbers, received an instance of Object',
  );
});

describe('long double', () => {
  const twice = bind('extended_twice', 'long double', ['struct { long double x; }']);

  test('goes in exactly and comes out rounded', () => {
    for (const value of [0.1, Math.PI, 2 ** -1074, 2 ** 1022, -0, NaN, Infinity]) {
      expect(twice({ x: value })).toBe(2 * value);
    }
    // C has 64 bits of precision where a Number has 53: 2^53 + 1 is rounded to even when it comes out.
    const add = bind('extended_sum', 'long double', ['long double', 'long double']);
    expect(add(2 ** 53, 1)).toBe(2 ** 53);
    expect(add(2 ** 53, 3)).toBe(2 ** 53 + 4);
    expect(bind('extended_keeps', 'int', ['long double', 'long double'])(2 ** 53, 1)).toBe(1);
  });

  test('what is beyond a Number becomes infinite or zero when it comes out', () => {
    const scale = getNativeFunction('libm.so.6', 'scalbnl', 'long double', ['long double', 'int']);
    expect(scale(1, 2000)).toBe(Infinity);
    expect(scale(-1, 2000)).toBe(-Infinity);
    expect(scale(1, -2000)).toBe(0);
    expect(scale(1, -1074)).toBe(5e-324);
  });

  test('alone in a record it comes in a register of its own', () => {
    const extended = 'struct { long double x; }';
    expect(bind('extended_of', extended, ['double'])(0.1)).toEqual({ x: 0.1 });
  });
});
