// The Nodes that we test on: `node scripts/nodes.js 24` installs Node 24 once, from its npm package into .nodes/24, and
// prints the path of its binary. The Node that runs this is used itself when it is the very version wanted.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./repository.js');

/**
 * Each line of Node that we support, and the exact version of it that is tested: the newest in npm.
 * @type {Readonly<Record<string, string>>}
 */
const versions = Object.freeze({ 20: '20.20.2', 22: '22.23.3', 24: '24.21.0', 26: '26.10.0' });

/** Machines for which npm has others. */
const versionsElsewhere = Object.freeze({ s390x: Object.freeze({ 20: '20.11.0' }) });

const platform = process.platform === 'win32' ? 'win' : process.platform;

/**
 * The lines of Node and their versions that are tested on one kind of machine.
 * @param {string} arch as process.arch has it
 * @returns {Readonly<Record<string, string>>}
 */
function versionsOf(arch) {
  return /** @type {Record<string, Readonly<Record<string, string>>>} */ (versionsElsewhere)[arch] ?? versions;
}

/**
 * Gives the absolute path of the binary of one line of Node, which is installed if it is not there yet.
 * @param {number | string} major
 * @param {string} [arch] the machine that it is for
 * @returns {string}
 */
function nodeBinary(major, arch = process.arch) {
  const version = versionsOf(arch)[major];
  if (version === undefined) throw new Error(`Node ${major} is none of ${Object.keys(versionsOf(arch)).join(', ')}`);
  if (process.versions.node === version && process.arch === arch) return process.execPath;
  const folder = path.join(root, '.nodes', arch === process.arch ? String(major) : `${arch}-${major}`);
  const installed = installPackage(folder, `node-${platform}-${arch}`, version);
  return path.join(installed, 'bin', platform === 'win' ? 'node.exe' : 'node');
}

/** @param {string} folder */
function installedVersion(folder) {
  const description = path.join(folder, 'package.json');
  return fs.existsSync(description) ? JSON.parse(fs.readFileSync(description, 'utf8')).version : undefined;
}

/**
 * Installs a package from npm in a folder of its own, unless that version of it is there, and gives where it is. It may be
 * for another machine.
 * @param {string} folder
 * @param {string} name
 * @param {string} version
 */
function installPackage(folder, name, version) {
  const installed = path.join(folder, 'node_modules', name);
  if (installedVersion(installed) === version) return installed;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const args = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--force', `${name}@${version}`];
  const { error, status, stderr } = spawnSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    shell: platform === 'win', // npm is a script there
  });
  if (error || status !== 0) {
    throw new Error(`${name}@${version} cannot be installed: ${error?.message ?? stderr}`, { cause: error });
  }
  return installed;
}

if (require.main === module) {
  for (const major of process.argv.slice(2)) process.stdout.write(`${nodeBinary(major)}\n`);
}

module.exports = { versions, versionsOf, nodeBinary, installPackage };
