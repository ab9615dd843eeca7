// Runs the tests with AddressSanitizer, LeakSanitizer and UndefinedBehaviorSanitizer: `npm run test:asan [-- Jest's own
// arguments]`.
'use strict';

const { spawn } = require('node:child_process');
const os = require('node:os');
const { root } = require('./repository.js');
const { buildSanitized, stackSize } = require('./sanitized.js');

const env = buildSanitized();

/**
 * Runs Jest in one process, as its workers are ended before leaks are looked for.
 * @param {string[]} args Jest's own
 * @returns {Promise<boolean>} whether all is well
 */
function runJest(args) {
  const node = [stackSize, require.resolve('jest/bin/jest')];
  const jest = ['--runInBand', '--globalSetup=./scripts/leaks-here-only.js', ...args];
  const child = spawn(process.execPath, [...node, ...jest], { cwd: root, env, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status === 0));
  });
}

/**
 * Jest's arguments for one part of all tests.
 * @param {string[]} args
 * @param {number} part from 1
 * @param {number} count
 */
function argsOfPart(args, part, count) {
  const named = args.map((arg) => arg.replace(/^(--outputFile=.*)\.json$/, `$1-${part}.json`));
  return [...named, `--shard=${part}/${count}`];
}

const given = process.argv.slice(2);
const isOfAll = given.every((arg) => arg.startsWith('-'));
const parallel = isOfAll ? Math.min(os.availableParallelism(), 4) : 1; // a few tests have no parts
const parts = Array.from({ length: parallel }, (_, i) => runJest(argsOfPart(given, i + 1, parallel)));
Promise.all(parts).then((ends) => {
  process.exitCode = ends.every(Boolean) ? 0 : 1;
});
