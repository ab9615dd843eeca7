// koffi. Its 64-bit integers and sizes are Numbers where they fit, its pointers BigInts.
'use strict';

const koffi = require('koffi');
const { work } = require('./koffi-memory');

/** @typedef {import('../cases/calls').Kind} Kind */

/** @type {Record<import('../cases/calls').ScalarKind, string>} */
const types = {
  void: 'void',
  i32: 'int32_t',
  f64: 'double',
  i64: 'int64_t',
  usize: 'size_t',
  pointer: 'void *',
  bytes: 'const uint8_t *',
  buffer: 'uint8_t *',
  string: 'str',
};

const int = koffi.type('int32_t');
let callbacks = 0; // each prototype has a name

/** @param {Kind} kind @returns {any} */
function typeOf(kind) {
  if (typeof kind === 'string') return types[kind];
  if ('array' in kind) return koffi.array(types[kind.array], kind.length);
  return koffi.struct(Object.fromEntries(Object.entries(kind.struct).map(([name, type]) => [name, typeOf(type)])));
}

/** @type {import('./index').Engine} */
module.exports = {
  version: () => koffi.version,
  bind: ({ symbol, returns, args, tail }, library) =>
    koffi
      .load(library)
      .func(symbol, typeOf(returns), tail ? [...args.slice(0, tail.from).map(typeOf), '...'] : args.map(typeOf)),
  bindAsync: ({ symbol, returns, args }, library) => {
    const bound = koffi.load(library).func(symbol, typeOf(returns), args.map(typeOf));
    return (...values) =>
      new Promise((resolve, reject) => {
        bound.async(...values, (/** @type {unknown} */ error, /** @type {unknown} */ result) =>
          error ? reject(error) : resolve(result),
        );
      });
  },
  makeCallback: ({ returns, args }, fn) =>
    koffi.register(fn, koffi.pointer(koffi.proto(`callback${callbacks++}`, typeOf(returns), args.map(typeOf)))),
  readInt: (address) => koffi.decode(address, int),
  give: (kind, value) => (kind === 'usize' ? Number(value) : value),
  nameOf: typeOf,
  work,
};
