// Where the C library of the tests lies: beside the binary under test, built with the same flags.
'use strict';

const path = require('node:path');

const binary = process.env.FFI_NATIVE_BINARY ?? path.join(__dirname, '..', '..', 'build', 'Release', 'ffi_native.node');

module.exports = { fixtures: path.join(path.dirname(binary), 'fixtures.so') };
