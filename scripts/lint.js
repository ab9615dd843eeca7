// Runs every check of the sources: `npm run lint [-- name ...]`. One line per step with its time; a failed step shows its
// output, the others still run. clang-tidy gets the compile commands of a build. scripts/format.js is what writes.
'use strict';

const { spawnSync } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');
const { listNativeFiles, readText, root } = require('./repository.js');

const build = path.join('build', 'Lint');
const native = listNativeFiles();

/**
 * Lists the files of binding/ that a build compiles here: clang-tidy would guess the flags of any other. Those that are
 * for other platforms must at least be named in CMakeLists.txt.
 */
function listUnits() {
  // Without precompiled headers, as clang cannot read gcc's.
  const settings = ['-DCMAKE_BUILD_TYPE=Release', '-DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON'];
  const { error, status, stderr } = spawnSync('cmake', ['-S', '.', '-B', build, ...settings], { cwd: root });
  if (error || status !== 0) throw new Error(`cmake does not tell how the files are compiled: ${error ?? stderr}`);
  /** @type {{file: string}[]} */
  const commands = JSON.parse(readText(root, path.join(build, 'compile_commands.json')));
  const compiled = new Set(commands.map((command) => path.resolve(command.file)));
  const units = native.filter((file) => file.startsWith('binding/') && file.endsWith('.cc'));
  const named = readText(root, 'CMakeLists.txt');
  const lost = units.filter((file) => !named.includes(file));
  if (lost.length > 0) throw new Error(`CMakeLists.txt does not name ${lost.join(', ')}`);
  return units.filter((file) => compiled.has(path.resolve(root, file)));
}

/**
 * @typedef {object} Step
 * @property {string} command 'node' is the Node that runs this
 * @property {string[]} args
 * @property {() => string} [input]
 */

/** @type {Record<string, Step>} */
const steps = {
  layers: { command: 'node', args: ['scripts/check-layers.js'] },
  lengths: { command: 'node', args: ['scripts/check-lengths.js'] },
  errors: { command: 'node', args: ['scripts/check-errors.js'] },
  repository: { command: 'node', args: ['scripts/check-repository.js'] },
  biome: { command: 'node', args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'] },
  typescript: { command: 'node', args: ['node_modules/typescript/bin/tsc', '--project', '.'] },
  'clang-format': { command: 'clang-format', args: ['--dry-run', '-Werror', ...native] },
  'clang-tidy': {
    command: 'xargs',
    args: ['-P', String(os.availableParallelism()), '-n', '1', 'clang-tidy', '--quiet', '-p', build],
    input: () => listUnits().join('\n'),
  },
};

/**
 * Leaves out what clang-tidy says of the headers of others, and what it says once more of a header of ours for each file
 * that includes it.
 * @param {string} output
 */
function tidy(output) {
  const findings = output.replace(/^\d+ warnings? generated\.\n/gm, '').split(/^(?=\S+:\d+:\d+: (?:error|warning): )/m);
  return Array.from(new Set(findings)).join('');
}

/**
 * Runs one step and says whether it passed.
 * @param {string} name
 */
function runStep(name) {
  const { command, args, input } = steps[name];
  const start = performance.now();
  const program = command === 'node' ? process.execPath : command;
  const { error, status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8', input: input?.() });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  if (status !== 0) {
    process.stdout.write(`${tidy(`${error?.message ?? ''}${stdout}${stderr}`)}\n`);
  }
  return status === 0;
}

const chosen = process.argv.slice(2);
const names = chosen.length > 0 ? chosen : Object.keys(steps);
const unknown = names.filter((name) => !Object.hasOwn(steps, name));
if (unknown.length > 0)
  throw new Error(`no such step: ${unknown.join(', ')}; there are ${Object.keys(steps).join(', ')}`);
const failed = names.filter((name) => !runStep(name));
if (failed.length > 0) {
  process.stdout.write(`lint failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
