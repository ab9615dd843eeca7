// Memory by bun:ffi: `read` at an address, ArrayBuffers over memory of C's; it writes through these.
'use strict';

const { CString, ptr, read, toArrayBuffer } = require('bun:ffi');
const { COUNT, sum } = require('./sum');

/** @type {Record<import('../cases/calls').Operation, (address: any) => (round: number) => unknown>} */
const operations = {
  'read int': (address) => (round) => read.i32(address, 4 * round),
  'write int': (address) => {
    const view = new DataView(toArrayBuffer(address, 0, 4 * COUNT));
    return (round) => view.setInt32(4 * (round + 8), round + 8, true);
  },
  'view field': () => {
    const view = new DataView(new ArrayBuffer(24));
    view.setFloat64(8, 0.5, true);
    return () => view.getFloat64(8, true);
  },
  'sum ints': (address) => () => sum(new Int32Array(toArrayBuffer(address, 0, 4 * COUNT))),
  'read text': (address) => () => new CString(address).toString(),
  allocate: () => () => {
    const bytes = new Uint8Array(64);
    return ptr(bytes) === 0 ? 0 : bytes.length;
  },
};

/** @type {NonNullable<import('./index').Engine['work']>} */
const work = (operation, address) => operations[operation](address);

module.exports = { work };
