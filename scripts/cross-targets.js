// The machines other than this one that the tests run on under an emulator, and what of them they need: a sysroot of Debian
// packages that are fetched, never installed. It builds and runs nothing.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./repository.js');

/**
 * @typedef {object} Target
 * @property {string} arch as Node and Debian call it
 * @property {string} triplet as compilers call it
 * @property {string} processor as CMake and the emulator call it
 * @property {string} folder where all of it lies
 * @property {string} sysroot the root of the target's own headers and libraries
 */

/** @type {Readonly<Record<string, string>>} */
const triplets = Object.freeze({ arm64: 'aarch64-linux-gnu', s390x: 's390x-linux-gnu' });

/** What a target's programs and the tests take of it; Debian's tools find what these need in turn. */
const packages = [
  'libc6-dev',
  'libstdc++6',
  'libatomic1',
  'libffi-dev',
  'libsqlite3-dev',
  'zlib1g-dev',
  'libssl-dev',
  'libcurl4-openssl-dev',
  'libcurl3-gnutls',
  'libpng-dev',
  'libxml2-dev',
  'libuv1-dev',
  'libncurses-dev',
];

/**
 * @param {string} arch
 * @returns {Target}
 */
function targetOf(arch) {
  const triplet = triplets[arch];
  if (triplet === undefined) throw new Error(`${arch} is none of ${Object.keys(triplets).join(', ')}`);
  const folder = path.join(root, 'build', 'cross', arch);
  return { arch, triplet, processor: triplet.split('-')[0], folder, sysroot: path.join(folder, 'sysroot') };
}

/**
 * The command that runs a target's programs; it finds their libraries in the folder that QEMU_LD_PREFIX names.
 * @param {Target} target
 */
function emulatorOf({ processor }) {
  return `qemu-${processor}-static`;
}

/**
 * Throws for what this machine lacks to build for a target and to run what was built, all of it in one message.
 * @param {Target} target
 */
function requireTools(target) {
  const { triplet } = target;
  /** @type {Record<string, string>} the package of each command */
  const tools = {
    [`${triplet}-gcc`]: `gcc-${triplet}`,
    [`${triplet}-g++`]: `g++-${triplet}`,
    [emulatorOf(target)]: 'qemu-user-static',
    cmake: 'cmake',
    make: 'make',
    'apt-get': 'apt',
    'dpkg-deb': 'dpkg',
  };
  const missing = Object.keys(tools).filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
  if (missing.length === 0) return;
  throw new Error(
    `${missing.join(', ')} cannot be run. On Debian: ` +
      `apt-get install --no-install-recommends ${missing.map((tool) => tools[tool]).join(' ')}`,
  );
}

/**
 * Makes the sysroot of a target, unless it is there already. What is fetched, and apt's own files about it, stay beside it,
 * so that the machine's packages and lists are as they were.
 * @param {Target} target
 */
function makeSysroot({ arch, folder, sysroot }) {
  const stamp = path.join(folder, 'packages.json');
  const wanted = JSON.stringify(packages);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  const apt = path.join(folder, 'apt');
  const archives = path.join(apt, 'archives');
  for (const old of [sysroot, archives]) fs.rmSync(old, { recursive: true, force: true });
  for (const made of [sysroot, path.join(apt, 'lists', 'partial'), path.join(archives, 'partial')]) {
    fs.mkdirSync(made, { recursive: true });
  }
  const status = path.join(apt, 'status'); // an empty one: nothing is installed there
  fs.writeFileSync(status, '');
  const settings = {
    'APT::Architecture': arch,
    'APT::Architectures::': arch,
    'APT::Sandbox::User': '',
    'APT::Install-Recommends': 'false',
    'Acquire::Languages': 'none',
    'Dir::State::lists': path.join(apt, 'lists'),
    'Dir::State::status': status,
    'Dir::Cache': apt,
    'Dir::Cache::archives': archives,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  run('apt-get', [...options, '-o', '#clear=APT::Architectures', 'update']);
  run('apt-get', [...options, '--yes', '--download-only', 'install', ...packages]);
  for (const file of fs.readdirSync(archives)) {
    if (file.endsWith('.deb')) run('dpkg-deb', ['--extract', path.join(archives, file), sysroot]);
  }
  fs.writeFileSync(stamp, wanted);
}

/**
 * Runs a command to its end; throws with its words when it fails.
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error || status !== 0) {
    throw new Error(`${command} failed: ${error?.message ?? `${stdout}${stderr}`}`, { cause: error });
  }
}

module.exports = { targetOf, emulatorOf, requireTools, makeSysroot, run };
