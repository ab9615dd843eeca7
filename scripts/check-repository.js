// Checks that the repository speaks of no particular machine: no absolute paths of one, no addresses of the package
// registry it used. The lock file holds integrity hashes and nothing about where a package came from.
'use strict';

const path = require('node:path');
const { listFiles, readText, reportProblems, root } = require('./repository.js');

const rules = [
  { pattern: /(?<![\w.])\/(work|root|home|Users)\/\S*/g, meaning: 'a path of one machine' },
  { pattern: /\bhttps?:\/\/(localhost|127\.|10\.|192\.168\.)[^\s"')]*/g, meaning: 'an address of one network' },
  { pattern: /\b(registry|npm|nexus|artifactory|verdaccio)\.[a-z0-9.-]+\.[a-z]{2,}\b/g, meaning: 'a registry' },
];
const binary = /\.(ico|png|jpe?g|gif|woff2?|node|so|a)$/;

/**
 * Finds what ties the repository to the machine it was written on.
 * @param {string} base the root of a repository
 * @returns {string[]}
 */
function findProblems(base) {
  /** @type {string[]} */
  const problems = [];
  for (const file of listFiles(base)) {
    if (binary.test(file) || file.startsWith('test/fuzz/corpus/') || file.endsWith('.log')) continue;
    readText(base, file)
      .split('\n')
      .forEach((line, index) => {
        for (const { pattern, meaning } of rules) {
          for (const [found] of line.matchAll(pattern)) problems.push(`${file}:${index + 1}: ${found} is ${meaning}`);
        }
        if (path.posix.basename(file) === 'package-lock.json' && /^\s*"resolved":/.test(line)) {
          problems.push(`${file}:${index + 1}: run npm with --omit-lockfile-registry-resolved`);
        }
      });
  }
  return problems;
}

if (require.main === module) reportProblems(findProblems(root));

module.exports = { findProblems };
