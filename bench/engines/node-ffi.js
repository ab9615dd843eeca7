// The experimental `node:ffi` of Node 26. `buffer` and `string` are quicker there than `pointer`, which takes both too.
'use strict';

const { dlopen } = require('node:ffi');

/** @type {Record<import('../cases/calls').Kind, string>} */
const types = {
  void: 'void',
  i32: 'int32',
  f64: 'float64',
  i64: 'int64',
  usize: 'uint64',
  pointer: 'pointer',
  bytes: 'buffer',
  string: 'string',
};

/** @type {import('./index').Engine} */
module.exports = {
  version: () => 'built in',
  bind: ({ symbol, returns, args }, library) =>
    dlopen(library, { [symbol]: { arguments: args.map((kind) => types[kind]), return: types[returns] } }).functions[
      symbol
    ],
};
