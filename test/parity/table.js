// The parity table: what a call of a C function gives, or how it refuses, whichever way the call goes.
'use strict';

/**
 * One row: a function, the arguments of one call, and its outcome.
 * @typedef {object} Row
 * @property {string | null} [library] where the function is; without it, the fixtures
 * @property {string} name
 * @property {string} returnType
 * @property {string[]} argTypes
 * @property {() => unknown[]} args made anew for every call
 * @property {unknown} [result] what the call gives, or a function of the arguments that says it
 * @property {{name: string, code: string, message: string}} [error] what the call throws
 */

/** @type {Row[]} */
const rows = ['./scalars.js', './pointers.js', './calls.js'].flatMap((part) => require(part).rows);

module.exports = { rows };
