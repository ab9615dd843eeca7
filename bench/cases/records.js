// Records by value, in and out: each call gives a new object, made of what the argument held.
'use strict';

/** @type {import('./calls').StructKind} */
const point = { struct: { x: 'f64', y: 'f64' } };
/** @type {import('./calls').StructKind} */
const segment = { struct: { from: point, to: point } };
/** @type {import('./calls').StructKind} */
const hundred = { struct: { values: { array: 'i32', length: 100 } } };

/** @param {number} start */
const count = (start) => Array.from({ length: 100 }, (_, i) => start + i);

/** @type {import('./calls').CallCase[]} */
const recordCalls = [
  {
    name: 'struct',
    needs: 'records',
    prototype: 'struct {double x, y} point_swap(struct {double x, y})',
    library: 'fixtures',
    symbol: 'point_swap',
    returns: point,
    args: [point],
    values: (round) => [{ x: round + 0.5, y: 0.25 }],
    expected: (round) => ({ x: 0.25, y: round + 0.5 }),
  },
  {
    name: 'nested struct',
    needs: 'records',
    prototype: 'struct {point from, to} segment_turn(struct {point from, to})',
    library: 'fixtures',
    symbol: 'segment_turn',
    returns: segment,
    args: [segment],
    values: (round) => [{ from: { x: round + 0.5, y: 0.25 }, to: { x: 7, y: -8 } }],
    expected: (round) => ({ from: { x: 7, y: -8 }, to: { x: round + 0.5, y: 0.25 } }),
  },
  {
    name: 'ints in struct',
    needs: 'records',
    prototype: 'struct {int32_t values[100]} hundred_next(...), given as an Int32Array',
    library: 'fixtures',
    symbol: 'hundred_next',
    returns: hundred,
    args: [hundred],
    values: (round) => [{ values: Int32Array.from(count(round)) }],
    expected: (round) => ({ values: count(round + 1) }),
  },
  {
    name: 'array in struct',
    needs: 'records',
    prototype: 'the same, given as an array of Numbers',
    library: 'fixtures',
    symbol: 'hundred_next',
    returns: hundred,
    args: [hundred],
    values: (round) => [{ values: count(round) }],
    expected: (round) => ({ values: count(round + 1) }),
  },
];

module.exports = { recordCalls };
