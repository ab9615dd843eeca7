// The engines' names and the runtimes that each is measured on. It loads none of them: each runs in its own process.
'use strict';

/**
 * What a file of this folder exports.
 * @typedef {object} Engine
 * @property {() => string} version
 * @property {(signature: import('../cases/calls').Signature, library: string) => Function} bind The C function, called
 *   with values as `give` makes them.
 * @property {(signature: import('../cases/calls').Signature, library: string) =>
 *   (...values: any[]) => Promise<unknown>} [bindAsync] The same, called on another thread.
 * @property {(kind: import('../cases/calls').Kind, value: any) => unknown} [give] The engine's own form of an argument,
 *   made before the clock runs; by default the value as it is.
 * @property {(kind: import('../cases/calls').Kind, value: any) => unknown} [take] Back from the engine's own form.
 * @property {(kind: import('../cases/calls').Kind) => unknown} [nameOf] What stands before a value whose type is told in
 *   the call.
 * @property {(signature: Pick<import('../cases/calls').Signature, 'returns' | 'args'>, fn: Function, library: string) =>
 *   unknown} [makeCallback] What is given for a `pointer` parameter so that C calls the function, for as long as the process.
 * @property {(address: any) => number} [readInt] The int at an address that a callback was given.
 * @property {(operation: import('../cases/calls').Operation, address: any) => (round: number) => unknown} [work] What is
 *   done with memory: the address is as a call of the engine's gives it.
 * @property {(source: string) => unknown} [declare] Reads C declarations.
 * @property {(declared: any, library: string) => Record<string, Function>} [functionsOf] The functions that they declare.
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {string} title
 * @property {import('../runtimes').RuntimeName[]} runtimes
 * @property {string[]} [flags] Of the runtime.
 * @property {string[]} [cases] The only cases that it has.
 * @property {import('../cases/calls').Feature[]} [lacks]
 */

/** @type {Row[]} */
const engines = [
  { name: 'ours', title: 'ffi-native', runtimes: ['node', 'node26'] },
  {
    name: 'node-api',
    title: 'Node-API by hand',
    runtimes: ['node', 'node26'],
    lacks: ['types in the call', 'C declarations', 'async', 'callbacks', 'memory'],
  },
  { name: 'koffi', title: 'koffi', runtimes: ['node', 'node26'], lacks: ['types once', 'C declarations'] },
  {
    name: 'node-ffi',
    title: 'node:ffi',
    runtimes: ['node26'],
    flags: ['--experimental-ffi'],
    lacks: ['records', 'types once', 'types in the call', 'C declarations', 'async', 'memory'],
  },
  {
    name: 'deno',
    title: 'Deno.dlopen',
    runtimes: ['deno'],
    lacks: ['types once', 'types in the call', 'C declarations'],
  },
  {
    name: 'bun',
    title: 'bun:ffi',
    runtimes: ['bun'],
    lacks: ['records', 'types once', 'types in the call', 'C declarations', 'async'],
  },
  { name: 'loop', title: 'empty loop', runtimes: ['node', 'node26', 'deno', 'bun'], cases: ['noop'] },
];

module.exports = { engines };
