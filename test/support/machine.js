// The machine that the tests are about: how its C compilers start, and how its programs run. It is this machine, or one that
// is emulated: scripts/test-cross.js then says in FFI_NATIVE_TARGET what compilers call it, such as `aarch64-linux-gnu`.
'use strict';

const { execFileSync, spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

// A preloaded sanitizer is for the Node that runs the tests, not for compilers and their programs.
const { LD_PRELOAD: _, ...env } = process.env;

const target = env.FFI_NATIVE_TARGET;
// The emulator finds there what belongs to its machine, and so do compilers.
const sysroot = `--sysroot=${env.QEMU_LD_PREFIX}`;

/** Programs run many times slower here: on an emulated machine, and with sanitizers, where each fault takes 0.4 ms. */
const isSlow = target !== undefined || env.ASAN_OPTIONS !== undefined;

/**
 * The command that a compiler is, with the arguments that always go first.
 * @param {string} compiler `cc`, `gcc` or `clang`
 * @returns {string[]}
 */
function commandOf(compiler) {
  if (target === undefined) return [compiler];
  return compiler === 'clang' ? [compiler, `--target=${target}`, sysroot] : [`${target}-gcc`, sysroot];
}

/**
 * Runs a compiler to its end.
 * @param {string} compiler
 * @param {string[]} args
 * @param {string} [input]
 */
function runCompiler(compiler, args, input) {
  const [command, ...first] = commandOf(compiler);
  return spawnSync(command, [...first, ...args], { env, input, encoding: 'utf8', maxBuffer: 2 ** 27 });
}

/**
 * Starts a compiler that reads a text and tells what is wrong with it.
 * @param {string} compiler
 * @param {string[]} args
 */
function startCompiler(compiler, args) {
  const [command, ...first] = commandOf(compiler);
  return spawn(command, [...first, ...args], { env, stdio: ['pipe', 'ignore', 'pipe'] });
}

/**
 * Runs a program of the machine, and gives what it prints.
 * @param {string} program
 * @param {string[]} [args]
 */
function printedBy(program, args = []) {
  const [command, ...first] = target === undefined ? [program] : [`qemu-${target.split('-')[0]}-static`, program];
  return execFileSync(command, [...first, ...args], { env, encoding: 'utf8', maxBuffer: 2 ** 28 });
}

/**
 * Where a file of the machine is for the tools of this one.
 * @param {string} file an absolute path
 */
function pathHere(file) {
  const emulated = target === undefined ? file : path.join(String(env.QEMU_LD_PREFIX), file);
  return fs.existsSync(emulated) ? emulated : file; // what is not the machine's own is at the same place
}

module.exports = { isEmulated: target !== undefined, isSlow, runCompiler, startCompiler, printedBy, pathHere };
