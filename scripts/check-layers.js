// Checks that arrows point down: a file of binding/ or lib/ may use its own area and those below it, and nothing else.
'use strict';

const path = require('node:path');
const { listFiles, readText, reportProblems, root } = require('./repository.js');

/**
 * The areas of each tree from the lowest layer to the highest. Areas of one layer do not know each other. An entry
 * point is an area of its own, named by its file.
 * @type {Record<string, string[][]>}
 */
const layers = {
  binding: [['threads'], ['core'], ['types'], ['library', 'memory'], ['call'], ['callback'], ['addon.cc']],
  lib: [
    ['core'],
    ['types'],
    ['library', 'memory'],
    ['call'],
    ['callback'],
    ['configure.js'],
    ['index.js'],
    ['dialects', 'index.mjs'],
    ['node.js', 'bun.js', 'lune.js'],
  ],
};

/** The one file outside its tree that a file may use, for the version. */
const manifest = '../package.json';

/** How a file names another file of its tree, by the ending of its name. */
const references = [
  { files: /\.(h|cc|def)$/, pattern: /^[ \t]*#[ \t]*include[ \t]+"([^"]+)"/gm, relative: false },
  {
    files: /\.m?js$/,
    pattern: /(?:\brequire\(|\bfrom\s+|\bimport\(|\bimport\s+)\s*['"](\.[^'"]+)['"]/g,
    relative: true,
  },
];

/**
 * Lists the files that a file uses, as paths from the tree; those outside it begin with '..'.
 * @param {string} base
 * @param {string} tree
 * @param {string} file a path from the tree
 */
function usedFiles(base, tree, file) {
  const text = readText(base, path.posix.join(tree, file));
  return references
    .filter(({ files }) => files.test(file))
    .flatMap(({ pattern, relative }) =>
      Array.from(text.matchAll(pattern), ([, name]) =>
        path.posix.join(relative ? path.posix.dirname(file) : '.', name),
      ),
    );
}

/**
 * Says what is wrong with one use of a file by another, if anything.
 * @param {string[][]} order
 * @param {string} user
 * @param {string} used
 */
function judge(order, user, used) {
  const [from, to] = [user.split('/')[0], used.split('/')[0]];
  const [above, below] = [from, to].map((area) => order.findIndex((areas) => areas.includes(area)));
  if (above < 0) return `'${from}' is no area that scripts/check-layers.js knows`;
  if (from === to || used === manifest) return undefined;
  if (below < 0) return `uses ${used}, which is in no area below '${from}'`;
  if (below === above) return `uses ${used}: '${to}' and '${from}' are of one layer`;
  if (below > above) return `uses ${used}: '${to}' is above '${from}'`;
  return undefined;
}

/**
 * Finds every use that does not point down.
 * @param {string} base the root of a repository
 * @returns {string[]}
 */
function findProblems(base) {
  const problems = [];
  for (const [tree, order] of Object.entries(layers)) {
    for (const name of listFiles(base, tree)) {
      const file = path.posix.relative(tree, name);
      if (!references.some(({ files }) => files.test(file))) continue;
      // A file that uses nothing still has to be in a known area: that is what a use of itself tells.
      for (const used of [file, ...usedFiles(base, tree, file)]) {
        const problem = judge(order, file, used);
        if (problem) problems.push(`${name}: ${problem}`);
      }
    }
  }
  return problems;
}

if (require.main === module) reportProblems(findProblems(root));

module.exports = { findProblems };
