// What an act of the soak may come to: a value, or an error of a code that is allowed there. All else is a failure.
'use strict';

const assert = require('node:assert/strict');
const { inspect } = require('node:util');
const { errorOf } = require('../support/refusal.js');

/** Errors that callbacks throw where nobody waits for them: each must come to the process as an uncaughtException. */
const unclaimed = new Set();

/** An error of ours that is to be an uncaughtException. */
function mineUncaught() {
  const error = new Error('mine, and uncaught');
  unclaimed.add(error);
  return error;
}

/** For the listener of uncaughtException. @returns {boolean} whether it was to come */
const claim = (error) => unclaimed.delete(error) && error.callback !== undefined;

/** @param {unknown} actual @param {unknown} expected @param {string} what */
function same(actual, expected, what) {
  assert.deepStrictEqual(actual, expected, `${what}: ${inspect(actual)} is not ${inspect(expected)}`);
}

/** @param {unknown} condition @param {string} what */
function holds(condition, what) {
  assert.ok(condition, what);
}

/** Requires an error to have one of some codes. */
function hasCode(error, ...codes) {
  if (!codes.includes(error?.code)) throw new Error(`not one of ${codes.join(', ')}: ${inspect(error)}`);
}

/** @param {() => unknown} act @param {string[]} codes one of which it must throw */
const refused = (act, ...codes) => hasCode(errorOf(act), ...codes);

/** @param {Promise<unknown>} promise @returns {Promise<{value?: any, error?: any}>} */
const settled = (promise) =>
  promise.then(
    (value) => ({ value }),
    (error) => ({ error }),
  );

module.exports = { mineUncaught, claim, unclaimed, same, holds, hasCode, refused, settled };
