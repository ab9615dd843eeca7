// Functions of random signatures, compiled in the same run: C writes down the bytes of every argument, and JavaScript
// compares. FFI_NATIVE_SEED repeats a run.
'use strict';

const os = require('node:os');
const { getNativeFunction, sizeof } = require('../..');
const { buildLibrary, temporaryFolder } = require('../support/compiler.js');
const { Random, seed } = require('../support/random.js');

const isLittleEndian = os.endianness() === 'LE';
const random = new Random(seed);

const integer = (bits, signed) => () => {
  const power = 2n ** BigInt(signed ? bits - 1 : bits);
  const [min, max] = [signed ? -power : 0n, power - 1n];
  const any = BigInt.asUintN(bits, (BigInt(random.next()) << 32n) | BigInt(random.next()));
  const value = random.pick([min, max, 0n, 1n, signed ? BigInt.asIntN(bits, any) : any]);
  return bits === 64 ? value : Number(value);
};
const real = (round) => () => round(random.pick([0, -0, 1.5, -1e30, Math.PI, Infinity, random.next() / 7]));
const address = () => random.pick([null, 0n, 1n, 2n ** 63n, 2n ** 64n - 1n, BigInt(random.next())]);

/** By C type: a random value, and how it is written into memory. */
const kinds = {
  _Bool: [() => random.chance(50), (view, value) => view.setUint8(0, value)],
  'signed char': [integer(8, true), (view, value) => view.setInt8(0, value)],
  uint8_t: [integer(8, false), (view, value) => view.setUint8(0, value)],
  short: [integer(16, true), (view, value) => view.setInt16(0, value, isLittleEndian)],
  char16_t: [integer(16, false), (view, value) => view.setUint16(0, value, isLittleEndian)],
  int: [integer(32, true), (view, value) => view.setInt32(0, value, isLittleEndian)],
  'enum { A = -1, B }': [integer(32, true), (view, value) => view.setInt32(0, value, isLittleEndian)],
  unsigned: [integer(32, false), (view, value) => view.setUint32(0, value, isLittleEndian)],
  int64_t: [integer(64, true), (view, value) => view.setBigInt64(0, value, isLittleEndian)],
  size_t: [integer(64, false), (view, value) => view.setBigUint64(0, value, isLittleEndian)],
  float: [real(Math.fround), (view, value) => view.setFloat32(0, value, isLittleEndian)],
  double: [real((value) => value), (view, value) => view.setFloat64(0, value, isLittleEndian)],
  'void *': [address, (view, value) => view.setBigUint64(0, value ?? 0n, isLittleEndian)],
  'int (*)(void)': [address, (view, value) => view.setBigUint64(0, value ?? 0n, isLittleEndian)],
};
const names = Object.keys(kinds);

/** The bytes that C has for a value. */
function bytesOf(name, value) {
  const bytes = Buffer.alloc(sizeof(name));
  kinds[name][1](new DataView(bytes.buffer, bytes.byteOffset, bytes.length), value);
  return bytes;
}

const counts = [...Array.from({ length: 21 }, (_, i) => i), 33, 64, 100, 1000, 4096];
const signatures = [...counts, ...Array.from({ length: 150 }, () => random.below(24))].map((count) => {
  const palette = random.chance(60) ? names : Array.from({ length: 2 }, () => random.pick(names));
  return Array.from({ length: count }, () => random.pick(palette));
});

/** C source of a function that copies its arguments to `trace` and gives one of them back. */
function sourceOf(types, index) {
  const parameters = types.map((type, i) => `T${names.indexOf(type)} a${i}`).join(', ') || 'void';
  const returned = types.length === 0 ? undefined : (index * 7) % types.length;
  const result = returned === undefined ? 'void' : `T${names.indexOf(types[returned])}`;
  const copies = types.map((_, i) => `KEEP(a${i})`).join(' ');
  return `${result} f${index}(${parameters}) { char *end = trace; ${copies} length = end - trace; ${
    returned === undefined ? '' : `return a${returned};`
  } }`;
}

const prologue = `#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <uchar.h>
char trace[65536];
size_t length;
#define KEEP(value) memcpy(end, &value, sizeof value); end += sizeof value;
${names.map((name, i) => `typedef __typeof__(${name}) T${i};`).join('\n')}
char *get_trace(void) { return trace; }
size_t get_length(void) { return length; }
`;

const folder = temporaryFolder();
let library;
beforeAll(() => {
  library = buildLibrary(folder, prologue + signatures.map(sourceOf).join('\n'));
});

test.each(signatures.map((types, index) => [index, types.length]))('function %i of %i arguments', (index) => {
  const types = signatures[index];
  const returned = types.length === 0 ? undefined : (index * 7) % types.length;
  const f = getNativeFunction(library, `f${index}`, types[returned] ?? 'void', types);
  const copy = getNativeFunction(null, 'memcpy', 'pointer', ['void *', 'pointer', 'size_t']);
  const trace = getNativeFunction(library, 'get_trace', 'pointer', [])();
  const length = getNativeFunction(library, 'get_length', 'size_t', []);
  for (let round = 0; round < (types.length > 100 ? 2 : 8); round++) {
    const values = types.map((type) => kinds[type][0]());
    const result = f(...values);
    const seen = Buffer.alloc(Number(length()));
    copy(seen, trace, BigInt(seen.length));
    const expected = Buffer.concat(types.map((type, i) => bytesOf(type, values[i])));
    if (!seen.equals(expected)) throw new Error(`seed ${seed}: C saw other values in (${types.join(', ')})`);
    if (returned !== undefined) expect(result).toBe(values[returned] ?? 0n);
    else expect(result).toBeUndefined();
  }
});
