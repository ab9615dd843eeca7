// Checks that source files stay short and are named for what they are. Functions are measured by Biome and clang-tidy.
'use strict';

const path = require('node:path');
const { listFiles, readText, reportProblems, root } = require('./repository.js');

const folders = ['.ci', 'bench', 'binding', 'examples', 'lib', 'scripts', 'test', 'types'];
// Not lock files: npm writes them, as long as what they pin.
const source = /(\.(c|cc|h|def|js|mjs|ts|txt|sh)|\/run)$/;
const maxLines = 500;
const emptyNames = /(^|[-_.])(utils?|helpers?|common|misc|managers?)([-_.]|$)/i;

/**
 * Finds the files that are too long, and the files and folders whose names say nothing.
 * @param {string} base the root of a repository
 * @returns {string[]}
 */
function findProblems(base) {
  const problems = [];
  const files = folders.flatMap((folder) => listFiles(base, folder));
  for (const file of files.filter((name) => source.test(name))) {
    const lines = readText(base, file).split('\n').length - 1;
    if (lines > maxLines) problems.push(`${file}: ${lines} lines, ${maxLines} at most`);
  }
  const names = new Set(files.flatMap((file) => [file, path.posix.dirname(file)]));
  for (const name of names) {
    const [word] = path.posix.basename(name).match(emptyNames) ?? [];
    if (word) problems.push(`${name}: call it by what it does or holds`);
  }
  return problems;
}

if (require.main === module) reportProblems(findProblems(root));

module.exports = { findProblems, maxLines };
