// The experimental `node:ffi` of Node 26. `buffer` and `string` are quicker there than `pointer`, which takes both too.
// Text from C comes as an address, which its toString() reads.
'use strict';

const { dlopen, getInt32, toString: readText } = require('node:ffi');

/** @type {Record<import('../cases/calls').ScalarKind, string>} */
const types = {
  void: 'void',
  i32: 'int32',
  f64: 'float64',
  i64: 'int64',
  usize: 'uint64',
  pointer: 'pointer',
  bytes: 'buffer',
  buffer: 'buffer',
  string: 'string',
};

/** @type {unknown[]} */
const libraries = [];

/** @param {import('../cases/calls').Kind} kind It has no records. */
const typeOf = (kind) => types[/** @type {import('../cases/calls').ScalarKind} */ (kind)];

/** @type {import('./index').Engine} */
module.exports = {
  version: () => 'built in',
  bind: ({ symbol, returns, args }, library) => {
    const isText = returns === 'string';
    const definition = { arguments: args.map(typeOf), return: isText ? 'pointer' : typeOf(returns) };
    const call = dlopen(library, { [symbol]: definition }).functions[symbol];
    return isText ? (/** @type {unknown} */ argument) => readText(call(argument)) : call;
  },
  makeCallback: ({ returns, args }, fn, library) => {
    const { lib } = dlopen(library);
    libraries.push(lib); // which end their callbacks when they are collected
    return lib.registerCallback({ arguments: args.map(typeOf), return: typeOf(returns) }, fn);
  },
  readInt: (address) => getInt32(address),
};
