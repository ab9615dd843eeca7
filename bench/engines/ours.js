// ffi-native itself, by the package's main entry.
'use strict';

const ffi = require('../..');

/** @type {Record<import('../cases/calls').Kind, string>} */
const types = {
  void: 'void',
  i32: 'int32_t',
  f64: 'double',
  i64: 'int64_t',
  usize: 'size_t',
  pointer: 'void *',
  bytes: 'const uint8_t *',
  string: 'const char *',
};

/** @type {import('./index').Engine} */
module.exports = {
  version: () => ffi.version,
  bind: ({ symbol, returns, args }, library) =>
    ffi.getNativeFunction(
      library,
      symbol,
      types[returns],
      args.map((kind) => types[kind]),
    ),
};
