// The ways on which a call can go. All of them must do what the table says.
'use strict';

const { getNativeFunction } = require('../..');
const { fixtures } = require('../support/fixtures.js');

/**
 * @typedef {object} Path
 * @property {string} name
 * @property {(row: import('./table.js').Row) => boolean} applies whether calls of this signature can go this way
 * @property {(row: import('./table.js').Row) => (...args: unknown[]) => unknown} bind once for each signature
 */

/** @type {Path[]} */
const paths = [
  {
    name: 'general',
    applies: () => true,
    bind: ({ library = fixtures, name, returnType, argTypes }) =>
      getNativeFunction(library, name, returnType, argTypes),
  },
];

module.exports = { paths };
