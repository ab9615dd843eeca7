// Runs the tests with the addon and the fixtures built for AddressSanitizer and UndefinedBehaviorSanitizer, leaks included:
// `npm run test:asan [-- Jest's own arguments]`. Node itself is not instrumented, so the sanitizers are preloaded.
'use strict';

const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { root } = require('./repository.js');

/**
 * Asks gcc where one of its own libraries is.
 * @param {string} name
 */
function compilerLibrary(name) {
  const { error, stdout } = spawnSync('gcc', [`-print-file-name=${name}`], { encoding: 'utf8' });
  if (error) throw error;
  const file = stdout.trim();
  if (!path.isAbsolute(file)) throw new Error(`gcc has no ${name}: install the sanitizers of your gcc (libgcc-NN-dev)`);
  return file;
}

const built = spawnSync(process.execPath, ['scripts/build.js', '--sanitize'], { cwd: root, stdio: 'inherit' });
if (built.error) throw built.error;
if (built.status !== 0) process.exit(built.status ?? 1);
const build = path.join(root, 'build', 'Sanitize');
// Node keeps 40 bytes for each External until it is collected, those that live at the end for ever. Jest finds modules
// with an addon of its own, which leaves four references behind; the C compiler, which examples run, leaves much.
const suppressions = path.join(build, 'leaks-of-others.txt');
const others = ['napi_create_external', '@unrs/resolver', '/cc1', 'linux-gnu-gcc'];
fs.writeFileSync(suppressions, others.map((name) => `leak:${name}\n`).join(''));
const asan = [
  'detect_leaks=1',
  'strict_string_checks=1',
  // The addon handles SIGSEGV for guarded memory access and passes on what is not its own: ASan must let it.
  'allow_user_segv_handler=1',
  'handle_segv=1',
  // Tests end processes by these and look at how they have ended.
  'handle_sigbus=0',
  'handle_sigfpe=0',
  'abort_on_error=1',
  // What is too large for malloc is NULL, as everywhere.
  'allocator_may_return_null=1',
];
const env = {
  ...process.env,
  FFI_NATIVE_BINARY: path.join(build, 'ffi_native.node'),
  LD_PRELOAD: [compilerLibrary('libasan.so'), compilerLibrary('libubsan.so')].join(' '),
  ASAN_OPTIONS: asan.join(':'),
  LSAN_OPTIONS: `suppressions=${suppressions}:print_suppressions=0`,
  UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
};

/**
 * Runs Jest in one process, as its workers are ended before leaks are looked for.
 * @param {string[]} args Jest's own
 * @returns {Promise<boolean>} whether all is well
 */
function runJest(args) {
  // Instrumented frames are several times larger, and so is the stack that V8 may use of the 8 MiB that there are.
  const node = ['--stack-size=4000', require.resolve('jest/bin/jest')];
  const jest = ['--runInBand', '--globalSetup=./scripts/leaks-here-only.js', ...args];
  const child = spawn(process.execPath, [...node, ...jest], { cwd: root, env, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status === 0));
  });
}

/**
 * Jest's arguments for one part of all tests.
 * @param {string[]} args
 * @param {number} part from 1
 * @param {number} count
 */
function argsOfPart(args, part, count) {
  const named = args.map((arg) => arg.replace(/^(--outputFile=.*)\.json$/, `$1-${part}.json`));
  return [...named, `--shard=${part}/${count}`];
}

const given = process.argv.slice(2);
const isOfAll = given.every((arg) => arg.startsWith('-'));
const parallel = isOfAll ? Math.min(os.availableParallelism(), 4) : 1; // a few tests have no parts
const parts = Array.from({ length: parallel }, (_, i) => runJest(argsOfPart(given, i + 1, parallel)));
Promise.all(parts).then((ends) => {
  process.exitCode = ends.every(Boolean) ? 0 : 1;
});
