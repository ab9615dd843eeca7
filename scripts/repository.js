// The repository as the checks see it: its root, its own files, and how a check tells what it found. It checks nothing.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const root = path.dirname(__dirname);

/** Folders that hold what is made or installed, never what is written. */
const foreignFolders = new Set(['.git', '.nodes', 'build', 'coverage', 'node_modules']);

/**
 * Lists the files below a folder, as paths from the base with forward slashes, in a stable order.
 * @param {string} base an absolute path
 * @param {string} [folder] a path from the base; a folder that is not there has no files
 * @returns {string[]}
 */
function listFiles(base, folder = '.') {
  const absolute = path.join(base, folder);
  if (!fs.existsSync(absolute)) return [];
  const entries = fs.readdirSync(absolute, { withFileTypes: true });
  return entries
    .filter((entry) => !foreignFolders.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.posix.join(folder, entry.name);
      return entry.isDirectory() ? listFiles(base, file) : [file];
    });
}

/** Lists the C and C++ sources that clang-format shapes. */
function listNativeFiles() {
  const folders = ['bench', 'binding', 'test'];
  return folders.flatMap((folder) => listFiles(root, folder)).filter((file) => /\.(c|cc|h)$/.test(file));
}

/**
 * Reads a file of the repository as text.
 * @param {string} base
 * @param {string} file a path from the base
 */
function readText(base, file) {
  return fs.readFileSync(path.join(base, file), 'utf8');
}

/**
 * Prints what a check found, one problem a line, and lets the process fail if there is any.
 * @param {string[]} problems
 */
function reportProblems(problems) {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
}

module.exports = { root, listFiles, listNativeFiles, readText, reportProblems };
