// Records that hold one kind of number, and little beside: machines that pass numbers of their own in other registers differ
// in which of these count as such. Every compiler of the machine is asked.
'use strict';

const path = require('node:path');
const { getNativeFunction } = require('../..');
const { isInstalled, startCompile, temporaryFolder } = require('../support/compiler.js');

const folder = temporaryFolder();

/** Each record, where in it the number is, and an object that has it there. */
const records = [
  ['struct { float f; }', 'f', (f) => ({ f })],
  ['struct { double d; }', 'd', (d) => ({ d })],
  ['struct { long double d; }', 'd', (d) => ({ d })],
  ['struct { struct { float f; } s; }', 's.f', (f) => ({ s: { f } })],
  ['struct { struct { double d; }; }', 'd', (d) => ({ d })],
  ['union { float f; }', 'f', (f) => ({ f })],
  ['union { double d; }', 'd', (d) => ({ d })],
  ['union { long double d; }', 'd', (d) => ({ d })],
  ['struct { union { float f; } u; }', 'u.f', (f) => ({ u: { f } })],
  ['union { struct { double d; } s; }', 's.d', (d) => ({ s: { d } })],
  ['union { float f; double d; }', 'd', (d) => ({ d })],
  ['union { double d; long l; }', 'd', (d) => ({ d })],
  ['struct { float f[1]; }', 'f[0]', (f) => ({ f: [f] })],
  ['struct { double d[1]; }', 'd[0]', (d) => ({ d: [d] })],
  ['struct { float f[4]; }', 'f[3]', (f) => ({ f: [0, 0, 0, f] })],
  ['struct { float f[5]; }', 'f[4]', (f) => ({ f: [0, 0, 0, 0, f] })],
  ['struct { double d[4]; }', 'd[3]', (d) => ({ d: [0, 0, 0, d] })],
  ['struct { long double d[4]; }', 'd[3]', (d) => ({ d: [0, 0, 0, d] })],
  ['struct { float f; struct {} empty; }', 'f', (f) => ({ f })],
  ['struct { struct {} empty; double d; }', 'd', (d) => ({ d })],
  ['struct { float f; float none[0]; }', 'f', (f) => ({ f })],
  ['struct { double none[0]; float f; }', 'f', (f) => ({ f })],
  ['struct { char none[0]; double d; }', 'd', (d) => ({ d })],
  ['struct __attribute__((aligned(8))) { float f; }', 'f', (f) => ({ f })],
  ['struct { float f __attribute__((aligned(8))); }', 'f', (f) => ({ f })],
  ['struct __attribute__((aligned(16))) { double d; }', 'd', (d) => ({ d })],
  ['struct __attribute__((aligned(16))) { double c, d; }', 'd', (d) => ({ d })],
  ['struct { _Alignas(16) double c; double d; }', 'd', (d) => ({ d })],
  ['struct __attribute__((packed)) { float f; }', 'f', (f) => ({ f })],
  ['union { struct __attribute__((aligned(8))) { float f; } s; float both[2]; }', 's.f', (f) => ({ s: { f } })],
  ['struct { float _Complex z; }', 'z', (re) => ({ z: { re, im: 0 } })],
  ['struct { double _Complex z; double d; }', 'd', (d) => ({ d })],
  ['struct __attribute__((aligned(16))) { long l[2]; }', 'l[1]', (l) => ({ l: [0n, BigInt(l)] })],
  ['struct { _Alignas(16) long k; long l; }', 'l', (l) => ({ l: BigInt(l) })],
  ['struct { _Alignas(16) long k[2]; long l; }', 'l', (l) => ({ l: BigInt(l) })],
];

// The record stands between numbers and integers of which the registers have few left, then on the stack.
const source = records
  .map(
    ([text, member], i) => `typedef ${text} r${i};
r${i} same${i}(r${i} r) { return r; }
double early${i}(long a, r${i} r, long b, double c) { return a + 10 * r.${member} + 100 * b + 1000 * c; }
double through${i}(double (*f)(long, r${i}, long, double), r${i} (*same)(r${i}), r${i} r) { return f(1, same(r), 3, 4); }
double late${i}(long a, long b, long c, long d, long e, long f, long g, double p, double q, double s, double t, double u,
                double v, double w, r${i} r, int h, r${i} r2, double x)
{ return a + b + c + d + e + f + g + p + q + s + t + u + v + w + 100 * r.${member} + 1000 * h + 10000 * r2.${member} + 1e5 * x; }`,
  )
  .join('\n');

const kinds = ['gcc', 'clang']
  .filter(isInstalled)
  .flatMap((compiler) => ['-O0', '-O2'].map((level) => [compiler, level]));
const fileOf = (compiler, level) => path.join(folder, `${compiler}${level}.so`);

beforeAll(async () => {
  for (const [compiler, level] of kinds) {
    await startCompile(compiler, ['-shared', '-fPIC', level], source, fileOf(compiler, level));
  }
}, 10 * 60_000);

describe.each(kinds)('as %s %s passes it', (compiler, level) => {
  const bind = (name, ...types) => getNativeFunction(fileOf(compiler, level), name, ...types);

  test.each(records)('%s', (text, _member, hold) => {
    const i = records.findIndex(([other]) => other === text);
    const early = bind(`early${i}`, 'double', ['long', text, 'long', 'double']);
    const returned = bind(`same${i}`, text, [text])(hold(2));
    expect(early(1n, returned, 3n, 4)).toBe(4321);

    const through = bind(`through${i}`, 'double', [
      `double (*)(long, ${text}, long, double)`,
      `${text} (*)(${text})`,
      text,
    ]);
    expect(through(early, bind(`same${i}`, text, [text]), hold(2))).toBe(4321);
    const [asked, same] = [(...values) => early(...values), (value) => value];
    expect(through(asked, same, hold(2))).toBe(4321);

    const before = [...Array(7).fill('long'), ...Array(7).fill('double')];
    const late = bind(`late${i}`, 'double', [...before, text, 'int', text, 'double']);
    expect(late(1n, 1n, 1n, 1n, 1n, 1n, 1n, 1, 1, 1, 1, 1, 1, 1, hold(2), 3, hold(4), 5)).toBe(543_214);
  });
});
