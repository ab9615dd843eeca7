// The soak itself, for scripts/soak.js to run and to watch: `program.js seconds [acts]`. Lanes do acts at random; at the end nothing
// may be left of what they have made, and the process may not have grown since it was warm.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const ffi = require('../..');
const { seed } = require('../support/random.js');
const libraries = require('./acts/libraries.js');
const workers = require('./acts/workers.js');
const { claim, unclaimed } = require('./allowed.js');
const { actsFor } = require('./choice.js');
const { runLane } = require('./lane.js');
const native = require('./native.js');

const seconds = Number(process.argv[2]);
const chosen = process.argv[3];
const lanes = 6;
/** What a process may grow by that is warm: allocators keep what is freed, and sanitizers note whence it came. */
const mostGrowth = (acts) => 64 * 2 ** 20 + 4096 * acts;
const collect = globalThis.gc;

/** @param {Error} error */
function fail(error) {
  console.error(error);
  process.exit(1);
}

process.on('uncaughtException', (error) => {
  if (!claim(error)) fail(error);
});
process.on('unhandledRejection', fail);
process.on('warning', (warning) => {
  if (warning.code !== 'ERR_FFI_CALLBACK_CLOSED') fail(warning);
});

/** What finalizers free may let other finalizers run. */
async function settle() {
  for (let i = 0; i < 5; i++) {
    collect();
    await sleep(20);
  }
  return process.memoryUsage().rss;
}

/** As many callbacks as rest before the code of one is used again: from then on there are no more. */
function fillSlots() {
  for (let i = 0; i < 66_000; i++) ffi.callback('int (int)', () => 0).close();
}

async function main() {
  ffi.configure({ callbackGrace: Number.POSITIVE_INFINITY, threads: 4 });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ffi-native-soak-'));
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const scene = { isWorker: false, chosen, collect, copies: libraries.copy(folder, native.fixtures) };
  const acts = actsFor({ isWorker: false, workers, chosen });
  const progress = { next: 0, isTime: () => false, counts: new Map() };
  const soakUntil = async (end) => {
    progress.isTime = () => Date.now() >= end;
    await Promise.all(Array.from({ length: lanes }, (_, i) => runLane(`main${i}`, seed, acts, scene, progress)));
    return settle();
  };
  fillSlots();
  const now = Date.now();
  const warm = { rss: await soakUntil(now + 400 * seconds), acts: progress.next };
  const last = { rss: await soakUntil(now + 1000 * seconds), acts: progress.next };
  report(progress.counts, warm, last);
}

/** Ends the process badly unless all is as it must be. */
function report(counts, warm, last) {
  const [made, ended] = [native.countBlocks('made'), native.countBlocks('ended')];
  const mebibytes = (bytes) => Math.round(bytes / 2 ** 20);
  console.log(`${last.acts} acts: ${JSON.stringify(Object.fromEntries([...counts].sort()))}`);
  console.log(
    `blocks of C: ${made} made, ${ended} freed; memory: ${mebibytes(warm.rss)} MiB warm, ${mebibytes(last.rss)} MiB last`,
  );
  if (made !== ended) fail(new Error('memory that had an owner was not freed'));
  if (last.rss - warm.rss > mostGrowth(last.acts - warm.acts)) fail(new Error('the process grows'));
  if (unclaimed.size > 0) fail(new Error('errors of callbacks were lost'));
  process.exitCode = 0;
}

// A process ends when nothing is left that can happen, also when lanes wait for it.
process.exitCode = 1;
main().catch(fail);
