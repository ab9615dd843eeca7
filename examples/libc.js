// The C library, which every Node process has loaded: text, the environment, and C that calls C.
'use strict';

const assert = require('node:assert');
const { getNativeFunction } = require('ffi-native');

// null is this process. A string is copied for C, in UTF-8 and with its NUL.
const strlen = getNativeFunction(null, 'strlen', 'size_t', ['const char *']);
console.log(`strlen('Grüße') = ${strlen('Grüße')}n`);
assert.strictEqual(strlen('Grüße'), 7n);

// The type `string` is a `const char *` whose result is read as text; NULL is null.
const getenv = getNativeFunction(null, 'getenv', 'string', ['const char *']);
console.log(`getenv('HOME') = ${getenv('HOME')}`);
assert.strictEqual(getenv('HOME'), process.env.HOME ?? null);
assert.strictEqual(getenv('THERE IS NO SUCH VARIABLE'), null);

// C writes into a Buffer: that is what a char * parameter without const is for.
const gethostname = getNativeFunction(null, 'gethostname', 'int', ['char *', 'size_t']);
const name = Buffer.alloc(256);
assert.strictEqual(gethostname(name, BigInt(name.length)), 0);
const hostname = name.toString('utf8', 0, name.indexOf(0));
console.log(`gethostname() gives ${hostname}`);
assert.strictEqual(hostname, require('node:os').hostname());

// A parameter that is a pointer to a function takes the address of one: here qsort, in C, calls strcmp, in C.
const strcmp = getNativeFunction(null, 'strcmp', 'int', ['const char *', 'const char *']);
const compare = 'int (*)(const void *, const void *)';
const qsort = getNativeFunction(null, 'qsort', 'void', ['void *', 'size_t', 'size_t', compare]);
const cells = Buffer.from(['pear', 'fig', 'apple'].map((word) => word.padEnd(8, '\0')).join(''));
qsort(cells, 3n, 8n, strcmp.address);
const sorted = cells.toString().match(/[^\0]+/g);
console.log(`qsort gives ${sorted.join(', ')}`);
assert.deepStrictEqual(sorted, ['apple', 'fig', 'pear']);
