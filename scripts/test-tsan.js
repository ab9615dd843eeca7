// Stresses what threads share, binding/threads and closure slots, with ThreadSanitizer: `npm run test:tsan [-- rounds [seed]]`. Node's own locks
// are not known to the sanitizer, so the programs are without Node. A seed that fails is printed, and fails again.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { listFiles, root } = require('./repository.js');

const build = path.join('build', 'ThreadSanitizer');
const sources = listFiles(root, 'binding/threads').filter((file) => file.endsWith('.cc'));
const drivers = listFiles(root, 'test/threads').filter((file) => file.endsWith('.cc'));
/** What a driver is linked with besides. @type {Record<string, string[]>} */
const alsoLinked = { 'closure-slots-stress': ['binding/callback/closure-slots.cc', '-lffi'] };
const options = [
  '-std=c++17',
  '-O1',
  '-g',
  '-fsanitize=thread',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-Ibinding',
  '-pthread',
];

/**
 * Runs a command to its end with the terminal of this process; ends this process if it fails.
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  const { error, status, signal } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  if (status === 0) return;
  process.stderr.write(`${[command, ...args].join(' ')} ended by ${signal ?? status}\n`);
  process.exit(1);
}

const [rounds = '20', seed = String(Date.now() % 1e9)] = process.argv.slice(2);
fs.mkdirSync(path.join(root, build), { recursive: true });
for (const driver of drivers) {
  const name = path.basename(driver, '.cc');
  const program = path.join(build, name);
  run('g++', [...options, ...sources, driver, ...(alsoLinked[name] ?? []), '-o', program]);
  run(path.join(root, program), [seed, rounds]);
  process.stdout.write(`${name}: ${rounds} rounds from seed ${seed}\n`);
}
