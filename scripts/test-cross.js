// Builds for another machine and runs the tests there under an emulator, on each Node that is tested on it or on those named:
// `npm run test:cross -- --arch=arm64 [--node=20 ...] [Jest's own arguments]`. It needs Debian's tools, and installs none.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { emulatorOf, makeSysroot, requireTools, run, targetOf } = require('./cross-targets.js');
const { installPackage, nodeBinary, versionsOf } = require('./nodes.js');
const { root } = require('./repository.js');

/** @typedef {import('./cross-targets.js').Target} Target */

/** The tests that do not run under an emulator, as patterns of paths, and why. */
const withheld = Object.freeze({
  'test/docs/': 'documents show what this machine prints, and their programs call its compiler and its libraries',
  'test/scripts/': 'the checks of the sources are tools of this machine',
  'test/types/(declarations|inferred)\\.test': 'npm has installed the TypeScript compiler for this machine only',
});

/** How many random functions test/abi has there, where each compiler and call is slow. */
const abiFunctions = '150';

/** The newest that npm has for all of the machines. */
const resolverVersion = '1.12.2';

/**
 * Builds the addon and the libraries that the tests call, and gives the path of the addon.
 * @param {Target} target
 */
function build({ triplet, processor, folder, sysroot }) {
  const directory = path.join(folder, 'Release');
  const settings = {
    CMAKE_BUILD_TYPE: 'Release',
    CMAKE_SYSTEM_NAME: 'Linux',
    CMAKE_SYSTEM_PROCESSOR: processor,
    CMAKE_C_COMPILER: `${triplet}-gcc`,
    CMAKE_CXX_COMPILER: `${triplet}-g++`,
    CMAKE_SYSROOT: sysroot,
    CMAKE_FIND_ROOT_PATH_MODE_INCLUDE: 'ONLY',
    CMAKE_FIND_ROOT_PATH_MODE_LIBRARY: 'ONLY',
  };
  const definitions = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
  run('cmake', ['-S', root, '-B', directory, ...definitions]);
  run('cmake', ['--build', directory, '--parallel', String(os.availableParallelism())]);
  return path.join(directory, 'ffi_native.node');
}

/**
 * Writes a command that is the target's Node for whoever starts it, the tests' own children included.
 * @param {Target} target
 * @param {string} major
 */
function emulatedNode(target, major) {
  const command = path.join(target.folder, `node-${major}`);
  const words = [emulatorOf(target), nodeBinary(major, target.arch), '--require', path.join(__dirname, 'emulated.js')];
  fs.writeFileSync(command, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`, { mode: 0o755 });
  return command;
}

/**
 * Jest resolves modules by an addon, which npm has installed for this machine only. Gives the path of the target's.
 * @param {Target} target
 */
function jestResolver({ arch, folder }) {
  return installPackage(path.join(folder, 'resolver'), `@unrs/resolver-binding-linux-${arch}-gnu`, resolverVersion);
}

/**
 * Runs the tests on one Node and says whether they passed.
 * @param {Target} target
 * @param {string} major
 * @param {string} addon
 * @param {string[]} jestArgs
 */
function runTests(target, major, addon, jestArgs) {
  process.stdout.write(`Node ${versionsOf(target.arch)[major]}, ${target.arch}\n`);
  const command = emulatedNode(target, major);
  // Behind the paths: Jest takes what follows this option as more of the same.
  const ignored = Object.keys(withheld).map((pattern) => `--testPathIgnorePatterns=/${pattern}`);
  const { error, status } = spawnSync(command, [require.resolve('jest/bin/jest'), ...jestArgs, ...ignored], {
    cwd: root,
    stdio: 'inherit',
    env: {
      FFI_NATIVE_ABI_FUNCTIONS: abiFunctions,
      ...process.env,
      QEMU_LD_PREFIX: target.sysroot,
      FFI_NATIVE_BINARY: addon,
      FFI_NATIVE_TARGET: target.triplet,
      FFI_NATIVE_NODE: command,
      NAPI_RS_NATIVE_LIBRARY_PATH: jestResolver(target),
    },
  });
  if (error) throw error;
  return status === 0;
}

/** @param {string} name of an option that may be repeated */
function valuesOf(name) {
  const prefix = `--${name}=`;
  return process.argv.filter((arg) => arg.startsWith(prefix)).map((arg) => arg.slice(prefix.length));
}

function main() {
  const [arch, ...more] = valuesOf('arch');
  if (arch === undefined || more.length > 0) throw new Error('name one machine, as in --arch=arm64');
  const target = targetOf(arch);
  requireTools(target);
  makeSysroot(target);
  const addon = build(target);
  const chosen = valuesOf('node');
  const jestArgs = process.argv.slice(2).filter((arg) => !/^--(arch|node)=/.test(arg));
  const majors = chosen.length > 0 ? chosen : Object.keys(versionsOf(arch));
  const failed = majors.filter((major) => !runTests(target, major, addon, jestArgs));
  for (const [pattern, reason] of Object.entries(withheld)) process.stdout.write(`not run: ${pattern}: ${reason}\n`);
  if (failed.length === 0) return;
  process.stderr.write(`tests failed on ${arch} with Node ${failed.join(', ')}\n`);
  process.exitCode = 1;
}

main();
