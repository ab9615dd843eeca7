// Puts into shape what `npm run lint` only checks: Biome's and clang-format's layout and safe fixes, and the table of
// docs/errors.md.
'use strict';

const { spawnSync } = require('node:child_process');
const { writePage } = require('./check-errors.js');
const { listNativeFiles, root } = require('./repository.js');

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  const { error, status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exitCode = 1;
}

run(process.execPath, ['node_modules/@biomejs/biome/bin/biome', 'check', '--write']);
run('clang-format', ['-i', ...listNativeFiles()]);
writePage(root);
