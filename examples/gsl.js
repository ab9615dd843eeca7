// The GNU Scientific Library: complex numbers that go in and come out by value, as structs.
'use strict';

const assert = require('node:assert');
const { dlopen } = require('ffi-native');

// As <gsl/gsl_complex.h> has it for a program that does not use <complex.h>.
const { functions } = dlopen(
  ['libgsl.so.27', 'libgsl.so.28', 'libgsl.so.25'],
  `typedef struct { double dat[2]; } gsl_complex;
   gsl_complex gsl_complex_add(gsl_complex a, gsl_complex b);
   gsl_complex gsl_complex_mul(gsl_complex a, gsl_complex b);
   gsl_complex gsl_complex_exp(gsl_complex a);
   gsl_complex gsl_complex_sqrt_real(double x);
   double gsl_complex_abs(gsl_complex z);
   gsl_complex gsl_complex_poly_complex_eval(const gsl_complex *coefficients, int count, gsl_complex z);
   int gsl_poly_complex_solve_quadratic(double a, double b, double c, _Out_ gsl_complex *z0, _Out_ gsl_complex *z1);`,
);
const {
  gsl_complex_add: add,
  gsl_complex_mul: multiply,
  gsl_complex_exp: exp,
  gsl_complex_sqrt_real: squareRoot,
  gsl_complex_abs: abs,
  gsl_complex_poly_complex_eval: evaluate,
  gsl_poly_complex_solve_quadratic: solve,
} = functions;

const complex = (re, im) => ({ dat: [re, im] });
const show = ({ dat: [re, im] }) => `${re} ${im < 0 ? '-' : '+'} ${Math.abs(im)}i`;

const sum = add(complex(1, 2), complex(3, -4));
console.log(`(1 + 2i) + (3 - 4i) = ${show(sum)}`);
assert.deepStrictEqual([...sum.dat], [4, -2]);

// What comes out goes in again.
const product = multiply(sum, complex(0, 1));
console.log(`... times i = ${show(product)}`);
assert.deepStrictEqual([...product.dat], [2, 4]);

const turned = exp(complex(0, Math.PI));
console.log(`exp(πi) = ${show(turned)}, of absolute value ${abs(turned)}`);
assert.ok(Math.abs(turned.dat[0] + 1) < 1e-15 && Math.abs(turned.dat[1]) < 1e-15);

console.log(`sqrt(-4) = ${show(squareRoot(-4))}`);
assert.deepStrictEqual([...squareRoot(-4).dat], [0, 2]);

// x² - 2x + 5 = 0: the roots come back through pointers, the coefficients go in as an array of structs.
const [first, second] = [{}, {}];
assert.strictEqual(solve(1, -2, 5, first, second), 2);
console.log(`x² - 2x + 5 = 0 for x = ${show(first)} and x = ${show(second)}`);
assert.deepStrictEqual([...first.dat, ...second.dat], [1, -2, 1, 2]);
const value = evaluate([complex(5, 0), complex(-2, 0), complex(1, 0)], 3, first);
assert.deepStrictEqual([...value.dat], [0, 0]);

// The compiler's own complex type has the same registers: the same function, declared in its words.
const addComplex = dlopen(
  ['libgsl.so.27', 'libgsl.so.28', 'libgsl.so.25'],
  'double _Complex gsl_complex_add(double _Complex, double _Complex);',
).functions.gsl_complex_add;
console.log('as double _Complex:', addComplex({ re: 1, im: 2 }, { re: 3, im: -4 }));
assert.deepStrictEqual(addComplex({ re: 1, im: 2 }, { re: 3, im: -4 }), { re: 4, im: -2 });
