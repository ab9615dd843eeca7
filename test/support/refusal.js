// What an act throws, as plain data: `expect(refusal(() => f(1))).toEqual({ name, code, message })`.
'use strict';

/**
 * The error that an act throws; it is an error itself when the act throws none.
 * @param {() => unknown} act
 * @returns {any}
 */
function errorOf(act) {
  let result;
  try {
    result = act();
  } catch (error) {
    return error;
  }
  throw new Error(`nothing was thrown, the result is ${String(result)}`);
}

/**
 * Class, code and message of the error that an act throws.
 * @param {() => unknown} act
 */
function refusal(act) {
  const { name, code, message } = errorOf(act);
  return { name, code, message };
}

module.exports = { errorOf, refusal };
