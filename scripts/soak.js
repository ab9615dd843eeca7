// Does at random, for minutes, what programs do with the addon, with sanitizers: `npm run soak [-- --minutes=10 --seed=S
// --acts=R]`, where R chooses acts of test/soak by their names. This process watches: it says by which seed a run died or
// failed, or what it hangs in.
'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');
const readline = require('node:readline');
const { parseArgs } = require('node:util');
const { root } = require('./repository.js');
const { buildSanitized, stackSize } = require('./sanitized.js');

/** An act that has not ended after so many seconds hangs. */
const LONGEST_ACT = 90;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
    acts: { type: 'string', default: '' },
  },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error(`${values.minutes} is no number of minutes`);
const seed = Number(values.seed ?? process.env.FFI_NATIVE_SEED ?? Date.now() % 2 ** 32) >>> 0;

/** The act that each lane is in, and since when. @type {Map<string, {act: string, since: number}>} */
const under = new Map();

/**
 * Follows what the soak tells of its lanes.
 * @param {string} line as test/soak/journal.js writes it
 */
function follow(line) {
  const [word, lane, number, name] = line.split(' ');
  if (word === 'begin') under.set(lane, { act: `${name} (act ${number})`, since: Date.now() });
  if (word === 'end') under.delete(lane);
  if (word !== 'forget') return;
  for (const key of under.keys()) if (key.startsWith(`${lane}.`)) under.delete(key);
}

/** @param {string} how it ended */
function fail(how) {
  process.stderr.write(`soak: ${how}; seed ${seed}. Under way:\n`);
  for (const [lane, { act, since }] of under) {
    process.stderr.write(`  ${lane}: ${act}, for ${((Date.now() - since) / 1000).toFixed(1)} s\n`);
  }
  process.exitCode = 1;
}

// So that growth of ours is seen, ASan keeps little of what has been freed, and of each allocation the innermost frames alone:
// those of JavaScript are new ones in each worker.
const asanOptions = ['quarantine_size_mb=32', 'malloc_context_size=8'];
// Of a worker that ends, Node keeps the 8 bytes of each promise of Node-API's that has not been settled. And after some ten
// minutes the system gives numbers of threads a second time: LeakSanitizer then takes a living thread for one of that number
// that has ended ("not found in registry"), and does not look into its thread-local list of destructors.
const env = buildSanitized({ asanOptions, leaksOfOthers: ['napi_create_promise', '__cxa_thread_atexit_impl'] });
Object.assign(env, { FFI_NATIVE_SEED: String(seed), FFI_NATIVE_SOAK_WATCHED: '1' });
process.stdout.write(`soak: ${minutes} minutes from seed ${seed}\n`);
const program = path.join('test', 'soak', 'program.js');
const child = spawn(
  process.execPath,
  ['--expose-gc', '--no-warnings', stackSize, program, String(60 * minutes), values.acts],
  {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  },
);
const lines = /** @type {import('node:stream').Readable} */ (child.stdio[3]);
readline.createInterface({ input: lines }).on('line', follow);

const watch = setInterval(() => {
  const oldest = Math.min(Date.now(), ...Array.from(under.values(), ({ since }) => since));
  if (Date.now() - oldest < 1000 * LONGEST_ACT) return;
  clearInterval(watch);
  child.removeAllListeners('close');
  fail('it hangs');
  child.kill('SIGKILL');
}, 1000);

child.once('error', (error) => fail(String(error)));
child.once('close', (status, signal) => {
  clearInterval(watch);
  if (status === 0) process.stdout.write(`soak: nothing was found from seed ${seed}\n`);
  else fail(`it ended by ${signal ?? status}`);
});
