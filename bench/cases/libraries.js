// Where the C functions are. Absolute for what we built, plain names for what the system's loader finds.
'use strict';

const path = require('node:path');

/** @type {Record<import('./calls').Signature['library'], string>} */
module.exports = {
  fixtures: path.join(__dirname, '../../build/Release/fixtures.so'),
  libc: 'libc.so.6',
  libm: 'libm.so.6',
  libsqlite3: 'libsqlite3.so.0',
};
