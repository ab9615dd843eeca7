// Brings what a run needs and is not there: the peers from npm, the yardstick addon, our own build with the fixtures.
'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const path = require('node:path');

const libraries = require('./cases/libraries');

const yardstick = path.join(__dirname, 'yardstick');
const root = path.dirname(__dirname);

/**
 * Runs a program; its output is shown only if it fails.
 * @param {string} what
 * @param {string} command
 * @param {string[]} args
 * @param {string} [cwd]
 */
function run(what, command, args, cwd = __dirname) {
  process.stderr.write(`${what} ...\n`);
  const { error, status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error || status !== 0) throw new Error(`${what} failed\n${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}`);
}

/** npm need not run the scripts that put these two programs in place. */
const installers = [
  { program: 'node_modules/deno/deno', script: 'node_modules/deno/install.cjs' },
  { program: 'node_modules/bun/bin/bun.exe', script: 'node_modules/bun/install.js' },
];

function prepare() {
  // Not `npm ci`: it refuses a lock file without the packages of platforms that some registries lack.
  if (!existsSync(path.join(__dirname, 'node_modules'))) run('installing the peers', 'npm', ['install', '--no-save']);
  for (const { program, script } of installers) {
    if (!existsSync(path.join(__dirname, program))) run(`placing ${program}`, process.execPath, [script]);
  }
  run('building the yardstick', 'cmake', ['-S', '.', '-B', 'build', '-DCMAKE_BUILD_TYPE=Release'], yardstick);
  run('compiling the yardstick', 'cmake', ['--build', 'build'], yardstick);
  if (!existsSync(libraries.fixtures) || !existsSync(path.join(root, 'build/Release/ffi_native.node'))) {
    run('building ffi-native', process.execPath, ['scripts/build.js'], root);
  }
}

const host = [process.platform, process.arch];
/** The native libraries that cells load. */
const binaries = [
  libraries.fixtures,
  path.join(root, 'build/Release/ffi_native.node'),
  path.join(yardstick, 'build/yardstick.node'),
  path.join(__dirname, `node_modules/@koromix/koffi-${host.join('-')}/${host.join('_')}/koffi.node`),
];

/**
 * Makes the system read the libraries into memory afresh, where it has GNU dd. Which pages a file got has changed a
 * call's time by 45%, and without this all rounds would share them: a byte-for-byte copy of a slow library was quick.
 */
function forgetPages() {
  for (const file of binaries.filter(existsSync)) spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0']);
}

module.exports = { forgetPages, prepare };
