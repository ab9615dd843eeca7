// koffi. Its 64-bit integers and sizes are Numbers where they fit, its pointers BigInts.
'use strict';

const koffi = require('koffi');

/** @type {Record<import('../cases/calls').Kind, string>} */
const types = {
  void: 'void',
  i32: 'int32_t',
  f64: 'double',
  i64: 'int64_t',
  usize: 'size_t',
  pointer: 'void *',
  bytes: 'const uint8_t *',
  string: 'str',
};

/** @type {import('./index').Engine} */
module.exports = {
  version: () => koffi.version,
  bind: ({ symbol, returns, args }, library) =>
    koffi.load(library).func(
      symbol,
      types[returns],
      args.map((kind) => types[kind]),
    ),
  give: (kind, value) => (kind === 'usize' ? Number(value) : value),
};
