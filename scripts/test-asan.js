// Runs the tests with the addon and the fixtures built for AddressSanitizer and UndefinedBehaviorSanitizer, leaks included:
// `npm run test:asan [-- Jest's own arguments]`. Node itself is not instrumented, so the sanitizers are preloaded.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./repository.js');

/**
 * Runs a command to its end with the terminal of this process; ends this process if it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function run(command, args, env) {
  const { error, status } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

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

run(process.execPath, ['scripts/build.js', '--sanitize'], process.env);
const build = path.join(root, 'build', 'Sanitize');
// Node keeps 40 bytes for each External until it is collected, those that live at the end for ever. Jest finds modules
// with an addon of its own, which leaves four references behind; the C compiler, which examples run, leaves much.
const suppressions = path.join(build, 'leaks-of-others.txt');
const others = ['napi_create_external', '@unrs/resolver', '/cc1', 'linux-gnu-gcc'];
fs.writeFileSync(suppressions, others.map((name) => `leak:${name}\n`).join(''));
// Instrumented frames are several times larger, and so is the stack that V8 may use of the 8 MiB that there are.
const node = ['--stack-size=4000', require.resolve('jest/bin/jest'), '--runInBand'];
// Not yet among them: tests that make hundreds of thousands of objects, that end processes by signals, or that run the
// documents. They have to be made to fit first. What is named on the command line is run all the same.
const large = [
  'test/callback/',
  'test/call/(async|own|shared|fault|malloc|native-exc|record-code)',
  'test/docs/',
  'test/real/callbacks',
];
const later = [...large, 'test/memory/(hostile|view|live|arena|keep|pointer-contents)', 'test/configure'];
const named = process.argv.slice(2).some((arg) => arg.startsWith('test/'));
const left = named ? [] : later.map((pattern) => `--testPathIgnorePatterns=${pattern}`);
run(process.execPath, [...node, ...process.argv.slice(2), ...left], {
  ...process.env,
  FFI_NATIVE_BINARY: path.join(build, 'ffi_native.node'),
  LD_PRELOAD: [compilerLibrary('libasan.so'), compilerLibrary('libubsan.so')].join(' '),
  // The addon handles SIGSEGV for guarded memory access and passes on what is not its own: ASan must let it.
  ASAN_OPTIONS: 'detect_leaks=1:allow_user_segv_handler=1:handle_segv=1:strict_string_checks=1',
  LSAN_OPTIONS: `suppressions=${suppressions}:print_suppressions=0`,
  UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
});
