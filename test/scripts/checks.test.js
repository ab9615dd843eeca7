// The checks of scripts/, each on a small repository that breaks its rule and on one that keeps it.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const checkErrors = require('../../scripts/check-errors.js');
const { findProblems: checkLayers } = require('../../scripts/check-layers.js');
const { findProblems: checkLengths, maxLines } = require('../../scripts/check-lengths.js');
const { findProblems: checkRepository } = require('../../scripts/check-repository.js');

let base;
beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'ffi-native-checks-'));
});
afterEach(() => fs.rmSync(base, { recursive: true }));

/** Writes files of the small repository, by their names. */
function write(files) {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(base, name)), { recursive: true });
    fs.writeFileSync(path.join(base, name), text);
  }
}

describe('layers', () => {
  test('a use of the own area or of one below is right', () => {
    write({
      'binding/call/invoke.cc': '#include <ffi.h>\n#include "call/frame.h"\n#include "types/type.h"\n',
      'lib/call/bind.js': "const { resolve } = require('../types/type.js');\nconst fs = require('node:fs');\n",
      'lib/index.js': "module.exports = require('./call/bind.js');\n",
      'lib/core/version.js': "const { version } = require('../../package.json');\n",
      'lib/index.mjs': "import ffi from './index.js';\n",
    });
    expect(checkLayers(base)).toEqual([]);
  });

  test.each([
    ['binding/types/type.cc', '#include "call/invoke.h"', "'call' is above 'types'"],
    ['binding/core/fault.h', '  #  include "types/type.h"', "'types' is above 'core'"],
    ['binding/memory/arena.cc', '#include "library/library.h"', "'library' and 'memory' are of one layer"],
    ['lib/core/load.js', "const ffi = require('../index.js');", "'index.js' is above 'core'"],
    ['lib/types/type.js', "const build = require('../../scripts/build.js');", "in no area below 'types'"],
    ['lib/index.mjs', "export * from './node.js';", "'node.js' is above 'index.mjs'"],
    ['lib/extra/file.js', '', "'extra' is no area"],
  ])('%s: %s', (file, text, problem) => {
    write({ [file]: `${text}\n` });
    expect(checkLayers(base)).toEqual([expect.stringContaining(problem)]);
  });
});

describe('lengths and names', () => {
  test('a file of the greatest length is right, one line more is not', () => {
    write({ 'lib/long.js': '\n'.repeat(maxLines) });
    expect(checkLengths(base)).toEqual([]);
    write({ 'lib/long.js': '\n'.repeat(maxLines + 1) });
    expect(checkLengths(base)).toEqual([expect.stringContaining('lib/long.js')]);
  });

  test.each(['lib/utils.js', 'binding/core/string-util.h', 'test/helpers/open.js', 'lib/type-manager.js'])(
    '%s',
    (file) => {
      write({ [file]: '' });
      expect(checkLengths(base)).toHaveLength(1);
    },
  );

  test('a word that only contains such a name is right', () => {
    write({ 'lib/utility-bill.js': '', 'lib/commonwealth.js': '' });
    expect(checkLengths(base)).toEqual([]);
  });
});

describe('errors', () => {
  const table = "exports.codes = { ERR_ONE: { Class: TypeError, meaning: 'One.' } };\n";
  const page = (rows) =>
    `# Errors\n\n<!-- codes: made by \`node scripts/check-errors.js --write\` -->\n${rows}<!-- end of codes -->\n`;

  test('the page is made from the table', () => {
    write({ 'lib/core/errors.js': table, 'lib/call.js': "'ERR_ONE'", 'docs/errors.md': page('') });
    expect(checkErrors.findProblems(base)).toEqual([expect.stringContaining('docs/errors.md: is not in step')]);
    checkErrors.writePage(base);
    expect(checkErrors.findProblems(base)).toEqual([]);
    expect(fs.readFileSync(path.join(base, 'docs/errors.md'), 'utf8')).toContain(
      '\n| `ERR_ONE` | TypeError | One. |\n',
    );
  });

  test('a code without an entry, an entry without a use and a page without marks are named', () => {
    write({ 'lib/core/errors.js': table, 'binding/call.cc': '"ERR_TWO"', 'docs/errors.md': '# Errors\n' });
    expect(checkErrors.findProblems(base)).toEqual([
      expect.stringContaining('binding/call.cc: ERR_TWO'),
      expect.stringContaining('nothing raises ERR_ONE'),
      expect.stringContaining('docs/errors.md: lacks the marks'),
    ]);
  });
});

describe('repository', () => {
  const [host, home] = [['registry', 'example', 'org'].join('.'), ['', 'home', 'me', 'file'].join('/')];

  test('links, relative paths and integrity hashes are right', () => {
    write({
      'README.md': 'https://nodejs.org/api/ffi.html, ./home/page.md, /usr/lib, www.npmjs.com/package/x\n',
      'package-lock.json': '{\n  "integrity": "sha512-x"\n}\n',
      'node_modules/x/README.md': home,
    });
    expect(checkRepository(base)).toEqual([]);
  });

  test.each([
    ['README.md', `see ${home}`],
    ['.npmrc', `https://${host}/x`],
    ['docs/a.md', `${'http:'}//localhost:4873/x`],
    ['bench/package-lock.json', '      "resolved": "x",'],
  ])('%s: %s', (file, text) => {
    write({ [file]: `first\n${text}\n` });
    expect(checkRepository(base)).toEqual([expect.stringContaining(`${file}:2: `)]);
  });
});
