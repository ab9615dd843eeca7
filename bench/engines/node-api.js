// The yardstick: an addon written by hand for exactly these functions (../yardstick).
'use strict';

const yardstick = require('../yardstick/build/yardstick.node');

/** The kind in the yardstick's words: `f64`, `i32[100]`, `{x:f64,y:f64}`. @param {import('../cases/calls').Kind} kind @returns {string} */
function spell(kind) {
  if (typeof kind === 'string') return kind;
  if ('array' in kind) return `${kind.array}[${kind.length}]`;
  return `{${Object.entries(kind.struct).map(([name, type]) => `${name}:${spell(type)}`)}}`;
}

/** @type {import('./index').Engine} */
module.exports = {
  version: () => `with libffi ${yardstick.libffi}`,
  bind: ({ symbol, returns, args, tail }, library) => {
    const words = args.map(spell);
    if (tail) words.splice(tail.from, 0, '...');
    return yardstick.bind(library, symbol, [spell(returns), ...words].join(' '));
  },
};
