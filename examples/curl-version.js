// libcurl: what it and the libraries below it are. It uses OpenSSL and zlib of the system, not those in Node.
'use strict';

const assert = require('node:assert');
const { getNativeFunction } = require('ffi-native');

const version = getNativeFunction('libcurl.so.4', 'curl_version', 'string', []);
console.log(version());
assert.match(version(), /^libcurl\/\d/);
