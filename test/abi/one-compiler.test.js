// Where gcc and clang pass records differently, we do as gcc does: these are compiled by gcc alone. A bit-field without a
// name is an integer for gcc, so that its eightbyte travels in an integer register; for clang it is nothing.
'use strict';

const path = require('node:path');
const { getNativeFunction } = require('../..');
const { startCompile, temporaryFolder } = require('../support/compiler.js');

const folder = temporaryFolder();

/** Records of two numbers a and b, with bits that have no name beside them. */
const records = [
  'struct { float a; int : 8; float b; }',
  'struct { float a; int : 32; double b; }',
  'struct { double a; int : 8; int : 24; float b; }',
  'struct { double a; float b; int : 1; }',
  'struct { float a, b; long : 64; }',
  'struct __attribute__((packed)) { float a; short : 16; float b; }',
  'struct { float a; int : 0; float b; }',
  'struct { float a, b; int : 0; }',
  'union { struct { float a, b; }; int : 3; }',
];

const source = records
  .map(
    (text, i) => `typedef ${text} r${i};
r${i} swap${i}(r${i} r) { float a = r.a; r.a = r.b; r.b = a; return r; }
double mix${i}(double x, long n, r${i} r, double y, long m) { return x + 10 * n + 100 * r.a + 1000 * r.b + 1e4 * y + 1e5 * m; }`,
  )
  .join('\n');

let libraries;
beforeAll(async () => {
  libraries = await Promise.all(
    ['-O0', '-O2'].map((level) =>
      startCompile('gcc', ['-shared', '-fPIC', level], source, path.join(folder, `gcc${level}.so`)),
    ),
  );
}, 120_000);

test.each(records)('%s', (text) => {
  const i = records.indexOf(text);
  for (const library of libraries) {
    const swap = getNativeFunction(library, `swap${i}`, text, [text]);
    const { a, b } = swap({ a: 1.5, b: 2.5 });
    expect({ a, b }).toEqual({ a: 2.5, b: 1.5 });
    const mix = getNativeFunction(library, `mix${i}`, 'double', ['double', 'long', text, 'double', 'long']);
    expect(mix(1, 2n, { a: 3, b: 4 }, 5, 6n)).toBe(654_321);
  }
});
