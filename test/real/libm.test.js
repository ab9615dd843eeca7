// The mathematical functions of C, against those of JavaScript.
'use strict';

const { getNativeFunction } = require('../..');

const libm = (name, returnType, argTypes) => getNativeFunction('libm.so.6', name, returnType, argTypes);
const unary = (name) => libm(name, 'double', ['double']);
const values = [0, -0, 0.5, 1, -1, 2.5, -3.75, 1e-10, 1e10, 1e308, Infinity, -Infinity, NaN];

test.each(['sqrt', 'floor', 'ceil', 'fabs', 'trunc'])('%s is exact', (name) => {
  const f = unary(name);
  const expected = Math[name === 'fabs' ? 'abs' : name];
  for (const value of values) expect(f(value)).toBe(expected(value));
});

test.each(['sin', 'cos', 'exp', 'log', 'cbrt', 'atan', 'sinh', 'tanh', 'log2', 'expm1'])('%s', (name) => {
  const f = unary(name);
  for (const value of values) {
    const [ours, theirs] = [f(value), Math[name](value)];
    if (Number.isFinite(theirs)) expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(Math.abs(theirs) * 2 ** -50);
    else expect(ours).toBe(theirs);
  }
});

test('two arguments, and arguments of several kinds', () => {
  expect(libm('pow', 'double', ['double', 'double'])(2, 10)).toBe(1024);
  expect(libm('hypot', 'double', ['double', 'double'])(3, 4)).toBe(5);
  expect(libm('fmod', 'double', ['double', 'double'])(-7, 3)).toBe(-1);
  expect(libm('ldexp', 'double', ['double', 'int'])(0.75, 4)).toBe(12);
  expect(libm('fma', 'double', ['double', 'double', 'double'])(1 + 2 ** -52, 1 - 2 ** -52, -1)).toBe(-(2 ** -104));
  expect(libm('copysign', 'double', ['double', 'double'])(3, -0)).toBe(-3);
});

test('float, long double and integer results', () => {
  expect(libm('sqrtf', 'float', ['float'])(2)).toBe(Math.fround(Math.SQRT2));
  expect(libm('powl', 'long double', ['long double', 'long double'])(2, 0.5)).toBe(Math.SQRT2);
  expect(libm('lround', 'long', ['double'])(-2.5)).toBe(-3n);
  expect(libm('llround', 'long long', ['double'])(2 ** 53)).toBe(2n ** 53n);
  expect(libm('ilogb', 'int', ['double'])(1000)).toBe(9);
});

test('results through pointers', () => {
  const exponent = new Int32Array(1);
  expect(libm('frexp', 'double', ['double', 'int *'])(12, exponent)).toBe(0.75);
  expect(exponent[0]).toBe(4);
  const whole = new Float64Array(1);
  expect(libm('modf', 'double', ['double', 'double *'])(-3.25, whole)).toBe(-0.25);
  expect(whole[0]).toBe(-3);
  const [sine, cosine] = [new Float64Array(1), new Float64Array(1)];
  libm('sincos', 'void', ['double', 'double *', 'double *'])(1, sine, cosine);
  expect(sine[0] ** 2 + cosine[0] ** 2).toBeCloseTo(1, 15);
  const quotient = new Int32Array(1);
  expect(libm('remquo', 'double', ['double', 'double', 'int *'])(10, 3, quotient)).toBe(1);
  expect(quotient[0]).toBe(3);
});
