// Memory by ffi-native: guarded access at C's addresses, a view and a typed array of memory that V8 has.
'use strict';

const ffi = require('../..');
const { COUNT, sum } = require('./sum');

const type = ffi.type('struct { int32_t id; double x, y; }');

/** @type {Record<import('../cases/calls').Operation, (address: any) => (round: number) => unknown>} */
const operations = {
  'read int': (address) => (round) => ffi.read.i32(address, 4 * round),
  'write int': (address) => (round) => ffi.write.i32(address, round + 8, 4 * (round + 8)),
  'view field': () => {
    const view = ffi.alloc(type, { x: 0.5 }).view();
    return () => view.x;
  },
  'sum ints': (address) => {
    const ints = ffi.alloc('int32_t', COUNT);
    ffi.copy(ints, address, 4 * COUNT);
    return () => sum(/** @type {Int32Array} */ (ints.viewAll()));
  },
  'read text': (address) => () => ffi.readString(address),
  allocate: () => () => ffi.alloc('char', 64).length,
};

/** @type {NonNullable<import('./index').Engine['work']>} */
const work = (operation, address) => operations[operation](address);

module.exports = { work };
