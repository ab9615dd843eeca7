// Calls that JavaScript does not wait for: the Promise of one is awaited before the next is made, or those of many together.
// The engine's own way to make a Promise counts; where it has callbacks only, they make one.
'use strict';

/** @type {import('./calls').Signature} */
const signature = {
  prototype: 'int32_t add_i32(int32_t, int32_t), on another thread',
  library: 'fixtures',
  symbol: 'add_i32',
  returns: 'i32',
  args: ['i32', 'i32'],
};

/** @typedef {import('./calls').Signature & { name: string, needs: 'async', atOnce: number }} AsyncCase */

/** @type {AsyncCase[]} */
const asyncCalls = [
  { ...signature, name: 'async', needs: 'async', atOnce: 1 },
  { ...signature, name: 'async, 100 at once', needs: 'async', atOnce: 100 },
];

module.exports = { asyncCalls };
