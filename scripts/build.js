// Builds the addon and the test fixtures with CMake: `node scripts/build.js [--sanitize] [--no-fixtures]`. Run by npm's
// `prepare`. It downloads nothing; when a tool is missing it says which package brings it.
'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');

const root = path.dirname(__dirname);

/** The packages that bring what a build needs, by system. */
const packages = {
  compiler: { linux: 'g++ (Debian, Ubuntu: apt-get install g++)', darwin: 'xcode-select --install' },
  cmake: { linux: 'cmake (Debian, Ubuntu: apt-get install cmake)', darwin: 'brew install cmake' },
  libffi: { linux: 'libffi-dev (Debian, Ubuntu: apt-get install libffi-dev)', darwin: 'brew install libffi' },
};

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  return spawnSync(command, args, { cwd: root, encoding: 'utf8' });
}

/** @param {string} message */
function fail(message) {
  process.stderr.write(`ffi-native cannot be built: ${message}\n`);
  process.exit(1);
}

/**
 * Tells in one message what a failed step lacks.
 * @param {string} step
 * @param {import('node:child_process').SpawnSyncReturns<string>} result
 */
function explain(step, result) {
  /** @param {keyof typeof packages} name */
  const install = (name) => packages[name][process.platform === 'darwin' ? 'darwin' : 'linux'];
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}`;
  if (result.error) fail(`CMake was not found. Install ${install('cmake')}.`);
  if (/CMAKE_C(XX)?_COMPILER|No CMAKE_\w+ could be found/.test(output)) {
    fail(`no C and C++17 compiler was found. Install ${install('compiler')}.`);
  }
  if (/CMAKE_MAKE_PROGRAM/.test(output)) fail('neither make nor ninja was found. Install make.');
  if (/libffi is missing/.test(output)) fail(`libffi was not found. Install ${install('libffi')}.`);
  fail(`${step} failed.\n${output}`);
}

const { values } = parseArgs({
  options: { sanitize: { type: 'boolean', default: false }, fixtures: { type: 'boolean', default: true } },
  allowNegative: true,
});
const directory = path.join(root, 'build', values.sanitize ? 'Sanitize' : 'Release');

const configured = run('cmake', [
  '-S',
  root,
  '-B',
  directory,
  '-DCMAKE_BUILD_TYPE=Release',
  `-DFFI_NATIVE_SANITIZE=${values.sanitize ? 'ON' : 'OFF'}`,
  `-DFFI_NATIVE_FIXTURES=${values.fixtures && existsSync(path.join(root, 'test')) ? 'ON' : 'OFF'}`,
]);
if (configured.status !== 0) explain('configuring', configured);

const built = run('cmake', ['--build', directory, '--parallel', String(os.availableParallelism())]);
if (built.status !== 0) explain('compiling', built);
process.stdout.write(`built ${path.relative(root, path.join(directory, 'ffi_native.node'))}\n`);
