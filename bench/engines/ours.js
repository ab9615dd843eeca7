// ffi-native itself, by the package's main entry.
'use strict';

const ffi = require('../..');
const { work } = require('./ours-memory');

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
  buffer: 'char *',
  string: 'const char *',
};

/** A member or parameter as C declares it. @param {Kind} kind @param {string} name @returns {string} */
function declare(kind, name) {
  if (typeof kind === 'string') return `${types[kind]} ${name}`;
  if ('array' in kind) return `${types[kind.array]} ${name}[${kind.length}]`;
  const members = Object.entries(kind.struct).map(([member, type]) => `${declare(type, member)};`);
  return `struct { ${members.join(' ')} } ${name}`;
}

/** @type {import('./index').Engine['bind']} */
function bind({ symbol, returns, args, tail }, library) {
  const parameters = args.map((kind) => declare(kind, ''));
  if (tail) parameters.splice(tail.from, tail.typed === 'bind' ? 0 : args.length, '...');
  return ffi.getNativeFunction(library, symbol, returns === 'string' ? 'string' : declare(returns, ''), parameters);
}

/** @type {import('./index').Engine} */
module.exports = {
  version: () => ffi.version,
  bind,
  bindAsync: (signature, library) => /** @type {any} */ (bind(signature, library)).async,
  makeCallback: ({ returns, args }, fn) =>
    ffi.callback(`${declare(returns, '')} (${args.map((kind) => declare(kind, ''))})`, /** @type {any} */ (fn)),
  readInt: ffi.read.i32,
  nameOf: (kind) => declare(kind, '').trimEnd(),
  work,
  declare: (source) => ffi.cdef(source),
  functionsOf: (declared, library) => ffi.dlopen(library, declared).functions,
};
