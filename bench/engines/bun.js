// bun:ffi. Its pointers are Numbers; `u64_fast` gives Numbers where they fit.
'use strict';

const { dlopen } = require('bun:ffi');

/** @type {Record<import('../cases/calls').Kind, string>} */
const types = {
  void: 'void',
  i32: 'i32',
  f64: 'f64',
  i64: 'i64_fast',
  usize: 'u64_fast',
  pointer: 'ptr',
  bytes: 'buffer',
  string: 'cstring',
};

/** @type {import('./index').Engine} */
module.exports = {
  version: () => 'built in',
  bind: ({ symbol, returns, args }, library) =>
    dlopen(library, { [symbol]: { args: args.map((kind) => types[kind]), returns: types[returns] } }).symbols[symbol],
  give: (kind, value) => (kind === 'pointer' || kind === 'usize' ? Number(value) : value),
};
