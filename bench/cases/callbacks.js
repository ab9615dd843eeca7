// C that calls JavaScript: one function of C that calls back once, and qsort, which calls back for each comparison.
'use strict';

/**
 * @typedef {import('./calls').Signature & {
 *   name: string,
 *   needs: 'callbacks',
 *   callback: Pick<import('./calls').Signature, 'returns' | 'args'>,
 * }} CallbackCase
 */

/** @type {CallbackCase} */
const once = {
  name: 'callback',
  needs: 'callbacks',
  prototype: 'int32_t call_int(int32_t (*)(int32_t), int32_t), which calls JavaScript',
  library: 'fixtures',
  symbol: 'call_int',
  returns: 'i32',
  args: ['pointer', 'i32'],
  callback: { returns: 'i32', args: ['i32'] },
};

/** @type {CallbackCase} */
const sort = {
  name: 'qsort',
  needs: 'callbacks',
  prototype: 'qsort of 100,000 random ints, for each comparison, which reads two ints of C',
  library: 'libc',
  symbol: 'qsort',
  returns: 'void',
  args: ['buffer', 'usize', 'usize', 'pointer'],
  callback: { returns: 'i32', args: ['pointer', 'pointer'] },
};

module.exports = { callbackCalls: [once, sort], once, sort };
