// The least and the largest value of C's types whose sign is the machine's choice, as the C compiler has them.
'use strict';

const { getNativeFunction } = require('../..');
const { fixtures } = require('./fixtures.js');

const limit = (name) => Number(getNativeFunction(fixtures, name, 'long long', [])());
const rangeOf = (type) => [limit(`${type}_min`), limit(`${type}_max`)];

module.exports = { char: rangeOf('char'), wchar: rangeOf('wchar') };
