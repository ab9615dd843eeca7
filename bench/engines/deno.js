// Deno.dlopen. Pointers are its pointer objects; it has no strings, so they are encoded into a buffer kept for them.
'use strict';

/** @type {any} */
const { Deno } = globalThis;

/** @type {Record<import('../cases/calls').Kind, string>} */
const types = {
  void: 'void',
  i32: 'i32',
  f64: 'f64',
  i64: 'i64',
  usize: 'usize',
  pointer: 'pointer',
  bytes: 'buffer',
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

/** @type {import('./index').Engine} */
module.exports = {
  version: () => 'built in',
  bind: ({ symbol, returns, args }, library) => {
    const definition = { parameters: args.map((kind) => types[kind]), result: types[returns] };
    const call = Deno.dlopen(library, { [symbol]: definition }).symbols[symbol];
    return args[0] === 'string' ? (/** @type {string} */ text) => call(encode(text)) : call;
  },
  give: (kind, value) => (kind === 'pointer' ? Deno.UnsafePointer.create(value) : value),
  take: (kind, value) => (kind === 'pointer' ? Deno.UnsafePointer.value(value) : value),
};
