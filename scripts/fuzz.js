// Fuzzes the type-name parser with libFuzzer: `npm run fuzz [-- seconds]`, 60 if not told. It begins with the lines of
// test/fuzz/corpus and with what earlier runs found, which stays in build/Fuzz/found; a failing input is saved in build/Fuzz.
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

/** Writes each line of the corpus to a file of its own, as libFuzzer wants it, and gives their folder. */
function writeSeeds() {
  const seeds = path.join(build, 'seeds');
  fs.rmSync(path.join(root, seeds), { recursive: true, force: true });
  fs.mkdirSync(path.join(root, seeds), { recursive: true });
  for (const file of listFiles(root, path.join(tests, 'corpus'))) {
    const lines = readText(root, file).split('\n').slice(0, -1);
    for (const [index, line] of lines.entries()) {
      const name = `${path.basename(file, '.txt')}-${index + 1}`;
      fs.writeFileSync(path.join(root, seeds, name), line.replaceAll('⏎', '\n')); // ⏎ is a line's end within a seed
    }
  }
  return seeds;
}

const seconds = Number(process.argv[2] ?? 60);
if (!Number.isInteger(seconds) || seconds < 1) throw new Error(`${process.argv[2]} is no number of seconds`);

const compilers = ['-DCMAKE_C_COMPILER=clang', '-DCMAKE_CXX_COMPILER=clang++'];
run('cmake', ['-S', '.', '-B', build, ...compilers, '-DFFI_NATIVE_FUZZ=ON', '--log-level=WARNING']);
run('cmake', ['--build', build, '--parallel', String(os.availableParallelism()), '--', '--quiet']);
const found = path.join(build, 'found');
fs.mkdirSync(path.join(root, found), { recursive: true });
run(path.join(root, build, 'type-name-fuzzer'), [
  found,
  writeSeeds(),
  `-max_total_time=${seconds}`,
  `-dict=${path.join(tests, 'type-name.dict')}`,
  `-artifact_prefix=${build}${path.sep}`,
  '-max_len=1024',
  '-timeout=10',
  '-print_final_stats=1',
]);
