// The addon and the fixtures built for AddressSanitizer and UndefinedBehaviorSanitizer, and the environment in which a Node
// runs with them. Node itself is not instrumented, so the sanitizers are preloaded.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./repository.js');

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

/**
 * Builds them, and gives the environment; ends this process if they cannot be built.
 * @param {{asanOptions?: string[], leaksOfOthers?: string[]}} [options] what one proof wants of ASan besides; functions
 *   and files, besides those that are known here, whose leaks are not ours
 * @returns {NodeJS.ProcessEnv}
 */
function buildSanitized({ asanOptions = [], leaksOfOthers = [] } = {}) {
  const built = spawnSync(process.execPath, ['scripts/build.js', '--sanitize'], { cwd: root, stdio: 'inherit' });
  if (built.error) throw built.error;
  if (built.status !== 0) process.exit(built.status ?? 1);
  const build = path.join(root, 'build', 'Sanitize');
  // Node keeps 40 bytes for each External until it is collected, those that live at the end for ever. Jest finds modules
  // with an addon of its own, which leaves four references behind; the C compiler, which examples run, leaves much.
  const suppressions = path.join(build, 'leaks-of-others.txt');
  const others = ['napi_create_external', '@unrs/resolver', '/cc1', 'linux-gnu-gcc', ...leaksOfOthers];
  fs.writeFileSync(suppressions, others.map((name) => `leak:${name}\n`).join(''));
  return {
    ...process.env,
    FFI_NATIVE_BINARY: path.join(build, 'ffi_native.node'),
    LD_PRELOAD: [compilerLibrary('libasan.so'), compilerLibrary('libubsan.so')].join(' '),
    ASAN_OPTIONS: [...asan, ...asanOptions].join(':'),
    LSAN_OPTIONS: `suppressions=${suppressions}:print_suppressions=0`,
    UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
  };
}

// Instrumented frames are several times larger, and so is the stack that V8 may use of the 8 MiB that there are.
const stackSize = '--stack-size=4000';

module.exports = { buildSanitized, stackSize };
