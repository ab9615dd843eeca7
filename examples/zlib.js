// zlib: bytes in and out through Buffers, and a size that C reads and then writes.
'use strict';

const assert = require('node:assert');
const { getNativeFunction } = require('ffi-native');

const Z_OK = 0;
const zlibVersion = getNativeFunction('libz.so.1', 'zlibVersion', 'string', []);
const crc32 = getNativeFunction('libz.so.1', 'crc32', 'unsigned long', ['unsigned long', 'const void *', 'unsigned']);
const copy = ['unsigned char *', 'unsigned long *', 'const unsigned char *', 'unsigned long'];
const compress = getNativeFunction('libz.so.1', 'compress', 'int', copy);
const uncompress = getNativeFunction('libz.so.1', 'uncompress', 'int', copy);

/** Calls compress or uncompress, which take the size of `target` and leave the number of bytes they wrote. */
function run(convert, target, source) {
  const size = new BigUint64Array([BigInt(target.length)]);
  assert.strictEqual(convert(target, size, source, BigInt(source.length)), Z_OK);
  return target.subarray(0, Number(size[0]));
}

console.log(`zlib ${zlibVersion()}`);

const digits = Buffer.from('123456789');
console.log(`crc32('${digits}') = 0x${crc32(0n, digits, digits.length).toString(16)}`);
assert.strictEqual(crc32(0n, digits, digits.length), 0xcbf43926n);

const text = Buffer.from('row, row, row your boat, '.repeat(40));
const packed = run(compress, Buffer.alloc(text.length + 64), text);
const unpacked = run(uncompress, Buffer.alloc(text.length), packed);
console.log(`${text.length} bytes compress to ${packed.length}`);
assert.deepStrictEqual(unpacked, text);
