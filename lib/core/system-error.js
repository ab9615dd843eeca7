// The error that a C function reports by errno, in the shape of Node's own system errors.
'use strict';

const { constants } = require('node:os');
const util = require('node:util');

/** The names of the errors that libuv has no number for. */
const names = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]));

/**
 * @param {string} syscall the function that failed
 * @param {number} number what it left in errno
 * @returns {Error} with `code` ('ENOENT'), `errno` (negative, as Node's are) and `syscall`
 */
function systemError(syscall, number) {
  const [name, words] = util.getSystemErrorMap?.().get(-number) ?? [names.get(number), 'it failed'];
  const code = name ?? `errno ${number}`;
  const error = Object.assign(new Error(`${code}: ${words}, ${syscall}`), { errno: -number, code, syscall });
  Error.captureStackTrace(error, systemError); // the call of the function is what the user wants to see
  return error;
}

module.exports = { systemError };
