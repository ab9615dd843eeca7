// Writes JavaScript that reads and writes numbers where they lie, as fast as a DataView does. What is not plainly fine (memory
// that is not V8's or is gone, a value that is none of the type) it leaves to the code that follows it.
'use strict';

const { numberKinds } = require('../core/number-kinds.js');

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** What written code may refer to, besides what its writer gives it. */
const known = { asIntN: BigInt.asIntN, asUintN: BigInt.asUintN };

let count = 0;

/**
 * The value of code; undefined where this context allows no code from strings.
 * @param {string} body
 * @param {Record<string, unknown>} values that the body refers to
 */
function compile(body, values) {
  const all = { ...known, ...values };
  try {
    // V8 shares what it learns of a text among all functions that have it, and code of many types is slow: each is unique.
    return new Function(...Object.keys(all), `'use strict'; ${body}\n// ${count++}`)(...Object.values(all));
  } catch (error) {
    if (/** @type {Error} */ (error).name !== 'EvalError') throw error;
    return undefined;
  }
}

/**
 * @param {string} name of a method
 * @param {string[]} parameters
 */
function writeCall(name, parameters) {
  return `${name}(${[...parameters, ...(name.endsWith('8') ? [] : [isLittleEndian])].join(', ')})`;
}

/**
 * Returns the number at an offset of a block; both are expressions.
 * @param {string} kind
 * @param {string} block
 * @param {string} offset
 */
function writeLoad(kind, block, offset) {
  const { name, out = 'e' } = numberKinds[kind];
  return `const view = ${block}.view;
    if (view !== undefined) {
      try { const e = view.${writeCall(`get${name}`, [offset])}; return ${out}; } catch {}
    }`;
}

/**
 * Writes `v` and returns, if it is plainly a value of the kind.
 * @param {string} kind
 * @param {string} block
 * @param {string} offset
 */
function writeStore(kind, block, offset) {
  const { name, test } = numberKinds[kind];
  return `const view = ${block}.view;
    if (view !== undefined && (${test})) {
      try { view.${writeCall(`set${name}`, [offset, 'v'])}; return; } catch {}
    }`;
}

module.exports = { compile, writeLoad, writeStore };
