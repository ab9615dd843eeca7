// What the tests of this folder share: the libraries and the program of CMakeLists.txt, and calls in fresh processes,
// since whose names a library takes is settled once in a process.
'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { printedBy } = require('../support/machine.js');

const root = path.join(__dirname, '..', '..');
const build = process.env.FFI_NATIVE_BINARY
  ? path.dirname(path.resolve(process.env.FFI_NATIVE_BINARY))
  : path.join(root, 'build', 'Release');
const directory = path.join(build, 'library');

/** @param {string} name of a library of CMakeLists.txt */
const fixture = (name) => path.join(directory, `${name}.so`);

const isGlibc = process.report.getReport().header.glibcVersionRuntime !== undefined;
const isSanitized = /lib[at]san/.test(process.env.LD_PRELOAD ?? '');

/** Runs the program of file-inspector.cc and returns what it prints. */
function inspect(...args) {
  return printedBy(path.join(directory, 'file-inspector'), args);
}

/** The lines of a report that state this fact, without its word. */
const facts = (report, fact) =>
  report
    .split('\n')
    .filter((line) => line.startsWith(`${fact} `))
    .map((line) => line.slice(fact.length + 1));

/**
 * Makes calls in a process of their own.
 * @param {{library: string | null, name: string, returnType?: string, args?: number[], options?: object}[]} calls
 * @param {{env?: object, cwd?: string}} [process_]
 * @returns {{outcomes: {value?: unknown, code?: string, message?: string}[], printed: string}}
 */
function callInChild(calls, { env = {}, cwd } = {}) {
  const child = spawnSync(process.execPath, [path.join(__dirname, 'calls-in-child.js'), JSON.stringify(calls)], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    cwd,
  });
  if (child.status !== 0) throw new Error(`ended by ${child.signal ?? child.status}: ${child.stderr}`);
  const last = child.stdout.lastIndexOf('\n');
  return { outcomes: JSON.parse(child.stdout.slice(last + 1)), printed: child.stdout.slice(0, last) };
}

/** The file of one of the system's libraries; undefined when the system has none of that name. */
function systemLibrary(name) {
  const [file] = facts(inspect('closure', name), 'found');
  return file;
}

module.exports = { directory, fixture, isGlibc, isSanitized, inspect, facts, callInChild, systemLibrary };
