// The loop over a million ints, the same for all engines.
'use strict';

const COUNT = 1e6;

/** @param {Int32Array} ints */
function sum(ints) {
  let total = 0;
  for (let i = 0; i < COUNT; i++) total += ints[i];
  return total;
}

module.exports = { COUNT, sum };
