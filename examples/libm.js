// The C library's mathematics: numbers in, numbers out, and a result that comes back through a pointer.
'use strict';

const assert = require('node:assert');
const { getNativeFunction } = require('ffi-native');

const pow = getNativeFunction('libm.so.6', 'pow', 'double', ['double', 'double']);
const cbrt = getNativeFunction('libm.so.6', 'cbrtf', 'float', ['float']);
const lround = getNativeFunction('libm.so.6', 'lround', 'long', ['double']);
const frexp = getNativeFunction('libm.so.6', 'frexp', 'double', ['double', 'int *']);

console.log(`pow(2, 10) = ${pow(2, 10)}`);
assert.strictEqual(pow(2, 10), 1024);

console.log(`cbrtf(27) = ${cbrt(27)}`);
assert.strictEqual(cbrt(27), 3);

// A long has 64 bits here, so it is a BigInt.
console.log(`lround(2.5) = ${lround(2.5)}n`);
assert.strictEqual(lround(2.5), 3n);

// frexp writes the exponent where its second argument points to: an Int32Array of one element is an int in memory.
const exponent = new Int32Array(1);
const fraction = frexp(40, exponent);
console.log(`frexp(40) = ${fraction} * 2 ** ${exponent[0]}`);
assert.deepStrictEqual([fraction, exponent[0]], [0.625, 6]);
