// OpenSSL's libcrypto: SHA-256. Node has an OpenSSL of its own, of another version; the library keeps to its own
// functions all the same (the option `symbols`, whose default is 'auto').
'use strict';

const assert = require('node:assert');
const { createHash } = require('node:crypto');
const { getNativeFunction } = require('ffi-native');

const version = getNativeFunction('libcrypto.so.3', 'OpenSSL_version', 'string', ['int']);
const sha256 = getNativeFunction('libcrypto.so.3', 'SHA256', 'unsigned char *', [
  'const unsigned char *',
  'size_t',
  'unsigned char *',
]);

const text = Buffer.from('The quick brown fox jumps over the lazy dog');
const digest = Buffer.alloc(32);
sha256(text, BigInt(text.length), digest);

console.log(`${version(0)} beside the ${process.versions.openssl} that is in Node`);
console.log(`SHA-256 of '${text}' is ${digest.toString('hex')}`);
assert.deepStrictEqual(digest, createHash('sha256').update(text).digest());
