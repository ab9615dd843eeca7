// Fuzzes the parsers of type-names and of declarations with libFuzzer: `npm run fuzz [-- seconds]`, 60 if not told, half of
// them for each. It begins with the lines of test/fuzz/corpus and test/fuzz/declarations and with what earlier runs found,
// which stays in build/Fuzz; a failing input is saved there.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { listFiles, readText, root } = require('./repository.js');

const build = path.join('build', 'Fuzz');
const tests = path.join('test', 'fuzz');

/**
 * Runs a command to its end with the terminal of this process; ends this process if it fails.
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  const { error, status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/**
 * Writes each line of a folder's files to a file of its own, as libFuzzer wants it.
 * @param {string} corpus the folder
 * @param {string} seeds the folder to write
 */
function writeSeeds(corpus, seeds) {
  fs.rmSync(path.join(root, seeds), { recursive: true, force: true });
  fs.mkdirSync(path.join(root, seeds), { recursive: true });
  for (const file of listFiles(root, corpus)) {
    const lines = readText(root, file).split('\n').slice(0, -1);
    for (const [index, line] of lines.entries()) {
      const name = `${path.basename(file, '.txt')}-${index + 1}`;
      fs.writeFileSync(path.join(root, seeds, name), line.replaceAll('⏎', '\n')); // ⏎ is a line's end within a seed
    }
  }
}

/**
 * @param {string} fuzzer
 * @param {string} corpus the folder of its first inputs
 * @param {number} duration in seconds
 */
function fuzz(fuzzer, corpus, duration) {
  const [seeds, found] = ['seeds', 'found'].map((name) => path.join(build, name, fuzzer));
  writeSeeds(corpus, seeds);
  fs.mkdirSync(path.join(root, found), { recursive: true });
  run(path.join(root, build, fuzzer), [
    found,
    seeds,
    `-max_total_time=${duration}`,
    `-dict=${path.join(tests, 'c-words.dict')}`,
    `-artifact_prefix=${build}${path.sep}`,
    '-max_len=1024',
    '-timeout=10',
    '-print_final_stats=1',
  ]);
}

const seconds = Number(process.argv[2] ?? 60);
if (!Number.isInteger(seconds) || seconds < 2) throw new Error(`${process.argv[2]} is no number of seconds from 2 on`);

const compilers = ['-DCMAKE_C_COMPILER=clang', '-DCMAKE_CXX_COMPILER=clang++'];
run('cmake', ['-S', '.', '-B', build, ...compilers, '-DFFI_NATIVE_FUZZ=ON', '--log-level=WARNING']);
run('cmake', ['--build', build, '--parallel', String(os.availableParallelism()), '--', '--quiet']);
fuzz('type-name-fuzzer', path.join(tests, 'corpus'), Math.ceil(seconds / 2));
fuzz('declarations-fuzzer', path.join(tests, 'declarations'), Math.floor(seconds / 2));
