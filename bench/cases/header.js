// Reading a header: the time from its text, as `cc -E` prints it, to its declarations. It is no case of repeated calls:
// a program reads a header once, so the first time in a process counts.
'use strict';

const { execFileSync } = require('node:child_process');

module.exports = {
  name: 'sqlite3.h',
  prototype: 'all declarations of the header, by `cc -E`',
  /** @type {import('./calls').Feature} */
  needs: 'C declarations',
  text: () => execFileSync('cc', ['-E', '-'], { input: '#include <sqlite3.h>\n', encoding: 'utf8' }),
  /** @type {import('./calls').Signature['library']} */
  library: 'libsqlite3',
  /**
   * Calls two of the functions: they must tell one version, as a Number such as 3040001 and as text.
   * @param {Record<string, Function>} functions
   */
  check(functions) {
    const number = functions.sqlite3_libversion_number();
    const version = [Math.floor(number / 1e6), Math.floor(number / 1e3) % 1e3, number % 1e3].join('.');
    const bytes = new Uint8Array(version.length + 1);
    functions.sqlite3_snprintf(bytes.length, bytes, '%s', 'const char *', functions.sqlite3_libversion());
    if (String.fromCharCode(...bytes) !== `${version}\0`) throw new Error(`version ${number} is not ${version}`);
  },
};
