// The names of the calling conventions that a function can be given on this machine.
'use strict';

const { binding } = require('../core/binding.js');

/** The values of the option `abi`; the first is what it is when it is not given. */
const abiChoices = Object.freeze(binding.abiNames());

module.exports = { abiChoices };
