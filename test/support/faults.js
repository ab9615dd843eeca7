// Processes that die in C, and what they say before.
'use strict';

const { runNode } = require('./child.js');

/** What such a program begins with. */
const faults = `
  const ffi = load();
  const bind = (name, result, ...types) => ffi.getNativeFunction(fixtures, name, result, types);
  const write = bind('fault_write', 'int', 'int *', 'int');
  const read = bind('fault_read', 'int', 'const int *');
  const withCallback = bind('fault_with', 'int', 'int (*)(int)');
`;

/** The report of a process, as its lines; none is an empty list. */
function reportIn(stderr) {
  const lines = stderr.slice(Math.max(stderr.indexOf('ffi-native: '), 0)).split('\n');
  return lines[0].startsWith('ffi-native: ') ? lines.filter((line, i) => i === 0 || line.startsWith('  ')) : [];
}

/**
 * Runs a program to its end, which need not be a good one.
 * @param {string} act JavaScript
 * @param {{before?: string, flags?: string[], env?: Record<string, string | undefined>}} [options] `before`: what it does
 *   before it loads the module
 */
async function dieBy(act, { before = '', ...options } = {}) {
  const { signal, status, stderr, stdout } = await runNode(`${before} ${faults} ${act}`, options);
  return { signal, status, stdout, stderr, report: reportIn(stderr) };
}

module.exports = { dieBy, faults };
