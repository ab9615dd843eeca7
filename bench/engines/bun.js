// bun:ffi. Its pointers are Numbers; `u64_fast` gives Numbers where they fit; text from C is a CString, which has read it.
'use strict';

const { JSCallback, dlopen, read } = require('bun:ffi');
const { work } = require('./bun-memory');

/** @type {Record<import('../cases/calls').ScalarKind, string>} */
const types = {
  void: 'void',
  i32: 'i32',
  f64: 'f64',
  i64: 'i64_fast',
  usize: 'u64_fast',
  pointer: 'ptr',
  bytes: 'buffer',
  buffer: 'buffer',
  string: 'cstring',
};

/** @type {unknown[]} */
const callbacks = []; // none is to be collected

/** @param {import('../cases/calls').Kind} kind It has no records. */
const typeOf = (kind) => types[/** @type {import('../cases/calls').ScalarKind} */ (kind)];

/** @type {import('./index').Engine} */
module.exports = {
  version: () => 'built in',
  bind: ({ symbol, returns, args }, library) =>
    dlopen(library, { [symbol]: { args: args.map(typeOf), returns: typeOf(returns) } }).symbols[symbol],
  makeCallback: ({ returns, args }, fn) => {
    const callback = new JSCallback(fn, { args: args.map(typeOf), returns: typeOf(returns) });
    callbacks.push(callback);
    return callback.ptr;
  },
  readInt: (address) => read.i32(address),
  work,
  give: (kind, value) => (kind === 'pointer' || kind === 'usize' ? Number(value) : value),
};
