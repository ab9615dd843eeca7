// How the names of shared libraries end here.
'use strict';

const suffixes = /** @type {Record<string, string>} */ ({ win32: 'dll', darwin: 'dylib' });

module.exports = { suffix: suffixes[process.platform] ?? 'so' };
