// Memory by Deno: UnsafePointerView reads at an address and gives ArrayBuffers, through which is written.
'use strict';

const { COUNT, sum } = require('./sum');

/** @type {any} */
const { Deno } = globalThis;

/** @type {Record<import('../cases/calls').Operation, (address: any) => (round: number) => unknown>} */
const operations = {
  'read int': (address) => {
    const view = new Deno.UnsafePointerView(address);
    return (round) => view.getInt32(4 * round);
  },
  'write int': (address) => {
    const view = new DataView(Deno.UnsafePointerView.getArrayBuffer(address, 4 * COUNT));
    return (round) => view.setInt32(4 * (round + 8), round + 8, true);
  },
  'view field': () => {
    const view = new DataView(new ArrayBuffer(24));
    view.setFloat64(8, 0.5, true);
    return () => view.getFloat64(8, true);
  },
  'sum ints': (address) => () => sum(new Int32Array(Deno.UnsafePointerView.getArrayBuffer(address, 4 * COUNT))),
  'read text': (address) => () => Deno.UnsafePointerView.getCString(address),
  allocate: () => () => {
    const bytes = new Uint8Array(64);
    return Deno.UnsafePointer.of(bytes) === null ? 0 : bytes.length;
  },
};

/** @type {NonNullable<import('./index').Engine['work']>} */
const work = (operation, address) => operations[operation](address);

module.exports = { work };
