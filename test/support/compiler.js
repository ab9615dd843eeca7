// The C compiler of the machine, as the tests use it: to say what C says of a type, and to build what a test calls.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { printedBy, runCompiler, startCompiler } = require('./machine.js');

/** A folder of its own for a test file, removed when its tests have run. */
function temporaryFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ffi-native-'));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** @param {string} compiler a command */
function isInstalled(compiler) {
  return runCompiler(compiler, ['--version']).status === 0;
}

function argumentsFor(options, output) {
  return ['-std=gnu17', '-w', ...options, '-x', 'c', '-', '-o', output];
}

/**
 * Compiles a C text; throws with the compiler's words when it refuses.
 * @param {string} compiler a command
 * @param {string[]} options
 * @param {string} source
 * @param {string} output the file to write
 */
function compile(compiler, options, source, output) {
  const { status, stderr } = runCompiler(compiler, argumentsFor(options, output), source);
  if (status !== 0) throw new Error(`${compiler} refuses:\n${stderr}`);
  return output;
}

/**
 * The same beside other work.
 * @returns {Promise<string>} the file
 */
function startCompile(compiler, options, source, output) {
  return new Promise((resolve, reject) => {
    const child = startCompiler(compiler, argumentsFor(options, output));
    let words = '';
    child.stderr.on('data', (chunk) => {
      words += chunk;
    });
    child.once('error', reject);
    child.once('close', (status) => {
      if (status === 0) resolve(output);
      else reject(new Error(`${compiler} refuses:\n${words}`));
    });
    child.stdin.on('error', () => {}); // a compiler that ends early says why by its status
    child.stdin.end(source);
  });
}

/**
 * Compiles a C program, runs it, and gives what it prints.
 * @param {string} compiler
 * @param {string} folder
 * @param {string} source
 * @param {string[]} [options]
 */
function runProgram(compiler, folder, source, options = []) {
  return printedBy(compile(compiler, options, source, path.join(folder, `program-${compiler}`)));
}

/**
 * Compiles a C library.
 * @param {string} folder
 * @param {string} source
 * @param {string[]} [options] of the compiler
 * @returns {string} its path
 */
function buildLibrary(folder, source, options = []) {
  return compile('cc', ['-shared', '-fPIC', ...options], source, path.join(folder, 'library.so'));
}

/**
 * Whether a compiler takes a C text, as strictly as it can be.
 * @param {string} compiler
 * @param {string} source
 */
function accepts(compiler, source) {
  const options = ['-std=gnu17', '-pedantic-errors', '-fsyntax-only', '-x', 'c', '-'];
  return runCompiler(compiler, options, source).status === 0;
}

module.exports = { temporaryFolder, isInstalled, startCompile, runProgram, buildLibrary, accepts };
