// Memory by koffi: `decode` and `encode` at an address, an ArrayBuffer over memory of C's by `view`.
'use strict';

const koffi = require('koffi');
const { COUNT, sum } = require('./sum');

const int = koffi.type('int32_t');

/** @type {Record<import('../cases/calls').Operation, (address: any) => (round: number) => unknown>} */
const operations = {
  'read int': (address) => (round) => koffi.decode(address, 4 * round, int),
  'write int': (address) => (round) => koffi.encode(address, 4 * (round + 8), int, round + 8),
  'view field': () => {
    const view = new DataView(koffi.view(koffi.alloc('char', 24), 24));
    view.setFloat64(8, 0.5, true);
    return () => view.getFloat64(8, true);
  },
  'sum ints': (address) => {
    const ints = new Int32Array(koffi.view(address, 4 * COUNT)); // once: after many the process has ended by a fault
    return () => sum(ints);
  },
  'read text': (address) => () => koffi.decode(address, 'char', -1),
  allocate: () => () => {
    koffi.free(koffi.alloc('char', 64));
    return 64;
  },
};

/** @type {NonNullable<import('./index').Engine['work']>} */
const work = (operation, address) => operations[operation](address);

module.exports = { work };
