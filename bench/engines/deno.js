// Deno.dlopen. Pointers are its pointer objects; it has no strings, so they are encoded into a buffer kept for them, and
// read by its UnsafePointerView; records are bytes there: see deno-records.js.
'use strict';

const { work } = require('./deno-memory');
const { writePack, writeUnpack, typeOfRecord } = require('./deno-records');

/** @type {any} */
const { Deno } = globalThis;

/** @typedef {import('../cases/calls').Kind} Kind */

/** @type {Record<import('../cases/calls').ScalarKind, string>} */
const types = {
  void: 'void',
  i32: 'i32',
  f64: 'f64',
  i64: 'i64',
  usize: 'usize',
  pointer: 'pointer',
  bytes: 'buffer',
  buffer: 'buffer',
  string: 'buffer',
};

const encoder = new TextEncoder();
const scratch = new Uint8Array(4096);

/**
 * Four times as quick as `encoder.encode(text + '\0')`.
 * @param {string} text
 */
function encode(text) {
  if (text.length * 3 >= scratch.length) return encoder.encode(`${text}\0`);
  scratch[encoder.encodeInto(text, scratch).written] = 0;
  return scratch;
}

/** @param {Kind} kind @returns {unknown} */
const typeOf = (kind) => (typeof kind === 'string' ? types[kind] : typeOfRecord(kind, typeOf));

/** What an only argument becomes. @param {Kind} kind @returns {((value: any) => unknown) | undefined} */
function encoderOf(kind) {
  if (typeof kind === 'object') return writePack(kind);
  return kind === 'string' ? encode : undefined;
}

/** What the result becomes. @param {Kind} kind @returns {((value: any) => unknown) | undefined} */
function decoderOf(kind) {
  if (typeof kind === 'object') return writeUnpack(kind);
  return kind === 'string' ? Deno.UnsafePointerView.getCString : undefined;
}

/** @type {import('./index').Engine} */
module.exports = {
  version: () => 'built in',
  bind: ({ symbol, returns, args }, library) => {
    const definition = {
      parameters: args.map(typeOf),
      result: returns === 'string' ? 'pointer' : typeOf(returns),
    };
    const call = Deno.dlopen(library, { [symbol]: definition }).symbols[symbol];
    const pack = encoderOf(args[0]);
    const unpack = decoderOf(returns);
    if (pack && unpack) return (/** @type {unknown} */ value) => unpack(call(pack(value)));
    if (pack) return (/** @type {unknown} */ value) => call(pack(value));
    return unpack ? (/** @type {unknown} */ value) => unpack(call(value)) : call;
  },
  bindAsync: ({ symbol, returns, args }, library) => {
    const definition = { parameters: args.map(typeOf), result: typeOf(returns), nonblocking: true };
    return Deno.dlopen(library, { [symbol]: definition }).symbols[symbol];
  },
  makeCallback: ({ returns, args }, fn) =>
    new Deno.UnsafeCallback({ parameters: args.map(typeOf), result: typeOf(returns) }, fn).pointer,
  readInt: (address) => new Deno.UnsafePointerView(address).getInt32(),
  work,
  give: (kind, value) => (kind === 'pointer' ? Deno.UnsafePointer.create(value) : value),
  take: (kind, value) => (kind === 'pointer' ? Deno.UnsafePointer.value(value) : value),
};
