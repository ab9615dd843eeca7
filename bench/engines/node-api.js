// The yardstick: an addon written by hand for exactly these functions (../yardstick).
'use strict';

const yardstick = require('../yardstick/build/yardstick.node');

/** @type {import('./index').Engine} */
module.exports = {
  version: () => `with libffi ${yardstick.libffi}`,
  bind: ({ symbol, returns, args }, library) => yardstick.bind(library, symbol, [returns, ...args].join(' ')),
};
