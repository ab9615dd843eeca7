// The options with which a library is opened.
'use strict';

const { chooseOptions } = require('../core/validate.js');

/** By option, what it can be; the first is what it is when it is not given. */
const libraryChoices = /** @type {const} */ ({
  symbols: ['auto', 'own', 'process'],
  resolve: ['now', 'lazy'],
  scope: ['local', 'global'],
});

const libraryOptionNames = Object.keys(libraryChoices);

/**
 * @param {Record<string, unknown>} options of which others may be those of something else
 * @returns {import('../core/binding.js').LibraryOptions}
 * @throws ERR_INVALID_ARG_VALUE
 */
function chooseLibraryOptions(options) {
  return chooseOptions(options, libraryChoices);
}

module.exports = { libraryOptionNames, chooseLibraryOptions };
