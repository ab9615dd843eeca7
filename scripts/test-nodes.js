// Runs Jest with every Node that we support, or with those named: `npm run test:nodes -- [--node=24 ...] [Jest's own]`.
'use strict';

const { spawnSync } = require('node:child_process');
const { nodeBinary, versions } = require('./nodes.js');
const { root } = require('./repository.js');

/**
 * Runs the tests on one Node and says whether they passed.
 * @param {string} major
 * @param {string[]} jestArgs
 */
function runTests(major, jestArgs) {
  process.stdout.write(`Node ${versions[major]}\n`);
  const jest = require.resolve('jest/bin/jest');
  const { error, status } = spawnSync(nodeBinary(major), [jest, ...jestArgs], { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  return status === 0;
}

const chosen = process.argv.filter((arg) => arg.startsWith('--node=')).map((arg) => arg.slice('--node='.length));
const args = process.argv.slice(2).filter((arg) => !arg.startsWith('--node='));
const failed = (chosen.length > 0 ? chosen : Object.keys(versions)).filter((major) => !runTests(major, args));
if (failed.length > 0) {
  process.stderr.write(`tests failed on Node ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
