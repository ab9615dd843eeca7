// Variadic functions: printf and snprintf, whose further arguments come as pairs of a C type and a value.
'use strict';

const assert = require('node:assert');
const { alloc, dlopen, readString } = require('ffi-native');

const { printf, snprintf, fflush } = dlopen(
  null,
  `int printf(const char *format, ...);
   int snprintf(char *text, size_t size, const char *format, ...);
   int fflush(void *stream);`,
  { int64: 'number' },
).functions;

/** C keeps what it prints until it has a lot of it: this lets it out, so that it stands in its place among Node's lines. */
const flush = () => fflush(null);

assert.strictEqual(printf('Hello, %s!\n', 'const char *', 'Grüße'), 16); // bytes
printf('%d, %u, %ld, %#x\n', 'int', -1, 'unsigned', 4294967295, 'long', 2 ** 40, 'int', 255);
printf('%.3f and %Lg\n', 'float', 1 / 3, 'long double', 1e300); // C's promotions: a float travels as a double
printf('%c%c%c\n', 'char', 0x43, 'char', 0x20, 'char', 0x21);
flush();

/** What snprintf makes of a format: a first call tells how long it is, a second one writes it. */
function format(pattern, ...pairs) {
  const length = snprintf(null, 0, pattern, ...pairs);
  const text = alloc('char', length + 1);
  assert.strictEqual(snprintf(text, text.length, pattern, ...pairs), length);
  return readString(text);
}

const line = format('%-10s|%8.2f|%5d', 'const char *', 'width', 'double', Math.PI, 'int', 42);
console.log(line);
assert.strictEqual(line, 'width     |    3.14|   42');

// What C writes: %n stores how many bytes have been printed so far where its argument points to.
const count = [0];
assert.strictEqual(format('%s%n%s', 'const char *', 'größe', '_Out_ int *', count, 'const char *', '...'), 'größe...');
console.log(`%n after 'größe' is ${count[0]} bytes`);
assert.deepStrictEqual(count, [7]);

// A wrong value is an error, here as anywhere. Whether a type fits its place in the format only C knows.
assert.throws(() => printf('%d\n', 'int', 0.5), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => printf('%d\n', 'int'), { code: 'ERR_INVALID_ARG_VALUE' });
