// Workers that do the other acts, and end by themselves or are terminated wherever they are.
'use strict';

const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { Worker } = require('node:worker_threads');
const journal = require('../journal.js');
const { holds } = require('../allowed.js');

const program = path.join(__dirname, '..', 'worker.js');
const most = 3; // at once

let alive = 0;
let count = 0;

/**
 * Runs a worker to its end.
 * @param {object} workerData
 * @param {number | undefined} end milliseconds after which it is terminated, as soon as it runs; or it ends by itself
 */
async function run(workerData, end) {
  if (alive >= most) return;
  alive++;
  const name = `worker${++count}`;
  const worker = new Worker(program, { workerData: { ...workerData, name }, stdout: false, stderr: false });
  let failure;
  worker.once('error', (error) => {
    failure = error;
  });
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  const online = new Promise((resolve) => worker.once('message', resolve));
  if (end !== undefined) {
    await Promise.race([online, exited]);
    await sleep(end);
    await worker.terminate();
  }
  const code = await exited;
  alive--;
  journal.forget(name);
  if (failure) throw failure;
  holds(
    code === 0 || (code === 1 && end !== undefined),
    `a worker ends with 0, or with 1 when terminated, not ${code}`,
  );
}

const lives = ({ random, copies }) =>
  run({ kind: 'acts', seed: random.next(), copies, milliseconds: random.below(1000) }, undefined);
const terminated = ({ random, copies }) =>
  run({ kind: 'acts', seed: random.next(), copies, milliseconds: 600_000 }, random.below(1200));
/** What it owns is freed at its end. */
const owns = ({ random, copies }) =>
  run(
    { kind: 'owns', seed: random.next(), copies, milliseconds: 0 },
    random.chance(50) ? random.below(100) : undefined,
  );

module.exports = { lives, terminated, owns };
