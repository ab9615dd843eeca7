// Binding: distinct functions of one signature, each bound and called once in a process where that was done before. It
// is no case of repeated calls: every function is measured a single time.
'use strict';

/** Functions of the mathematical library that JavaScript has too, so that each first call is checked. */
const symbols = [
  ...['acos', 'asin', 'asinh', 'atan', 'atanh', 'cbrt', 'ceil', 'cos', 'cosh', 'exp', 'expm1', 'floor'],
  ...['log', 'log10', 'log1p', 'log2', 'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'trunc'],
];

/** @typedef {import('./calls').Signature & { argument: number, expected: number }} ColdBind */

module.exports = {
  name: 'bind and call',
  prototype: 'double f(double), found, bound and called once',
  /** How many binds precede those that count. */
  warmUp: 2,
  /** @type {ColdBind[]} */
  binds: symbols.map((symbol) => ({
    prototype: `double ${symbol}(double)`,
    library: 'libm',
    symbol,
    returns: 'f64',
    args: ['f64'],
    argument: 0.5,
    expected: /** @type {any} */ (Math)[symbol](0.5),
  })),
};
