// zlib, against Node's own. The system's library must answer, not the zlib inside Node.
'use strict';

const zlib = require('node:zlib');
const { getNativeFunction } = require('../..');

const libz = (name, returnType, ...argTypes) => getNativeFunction('libz.so.1', name, returnType, argTypes);
const version = libz('zlibVersion', 'string');
const crc32 = libz('crc32', 'unsigned long', 'unsigned long', 'const unsigned char *', 'unsigned int');
const adler32 = libz('adler32', 'unsigned long', 'unsigned long', 'const unsigned char *', 'unsigned int');
const bound = libz('compressBound', 'unsigned long', 'unsigned long');
const compress = libz('compress2', 'int', 'void *', 'unsigned long *', 'const void *', 'unsigned long', 'int');
const uncompress = libz('uncompress', 'int', 'void *', 'unsigned long *', 'const void *', 'unsigned long');

const Z_OK = 0;
const Z_DATA_ERROR = -3;
const Z_BUF_ERROR = -5;

function compressed(bytes, level) {
  const length = BigUint64Array.of(bound(BigInt(bytes.length)));
  const target = Buffer.alloc(Number(length[0]));
  expect(compress(target, length, bytes, BigInt(bytes.length), level)).toBe(Z_OK);
  return target.subarray(0, Number(length[0]));
}

const inputs = {
  nothing: Buffer.alloc(0),
  'one byte': Buffer.from('a'),
  text: Buffer.from('The same words again and again. '.repeat(1000)),
  noise: Buffer.from(Uint32Array.from({ length: 20_000 }, (_, i) => Math.imul(i ^ (i << 13), 0x9e3779b1)).buffer),
};

test('its version is one', () => expect(version()).toMatch(/^1\.\d+/));

describe.each(Object.keys(inputs))('%s', (name) => {
  const bytes = inputs[name];

  test.each([0, 1, 6, 9])('at level %i: Node reads what it writes, and it reads what Node writes', (level) => {
    const packed = compressed(bytes, level);
    expect(zlib.inflateSync(packed).equals(bytes)).toBe(true);
    const theirs = zlib.deflateSync(bytes, { level });
    const length = BigUint64Array.of(BigInt(bytes.length + 1));
    const target = Buffer.alloc(bytes.length + 1);
    expect(uncompress(target, length, theirs, BigInt(theirs.length))).toBe(Z_OK);
    expect(length[0]).toBe(BigInt(bytes.length));
    expect(target.subarray(0, bytes.length).equals(bytes)).toBe(true);
  });

  test('checksums', () => {
    const packed = zlib.gzipSync(bytes);
    const stored = packed.readUInt32LE(packed.length - 8); // RFC 1952: CRC32, then the length
    expect(crc32(0n, bytes, bytes.length)).toBe(BigInt(stored));
    const half = bytes.length >> 1;
    const first = crc32(0n, bytes.subarray(0, half), half);
    expect(crc32(first, bytes.subarray(half), bytes.length - half)).toBe(BigInt(stored));
    const deflated = zlib.deflateSync(bytes);
    expect(adler32(1n, bytes, bytes.length)).toBe(BigInt(deflated.readUInt32BE(deflated.length - 4)));
  });
});

test('errors are codes', () => {
  const length = BigUint64Array.of(10n);
  expect(uncompress(Buffer.alloc(10), length, Buffer.from('no zlib data'), 12n)).toBe(Z_DATA_ERROR);
  const packed = compressed(inputs.text, 9);
  length[0] = 10n;
  expect(uncompress(Buffer.alloc(10), length, packed, BigInt(packed.length))).toBe(Z_BUF_ERROR);
});
