// A worker of the soak: it does acts until its time is over or it is terminated, or owns memory until then.
'use strict';

const { parentPort, workerData } = require('node:worker_threads');
const ffi = require('../..');
const { claim } = require('./allowed.js');
const { actsFor } = require('./choice.js');
const { runLane } = require('./lane.js');
const native = require('./native.js');

const { kind, name, seed, copies, chosen, milliseconds } = workerData;

function expectErrors() {
  process.on('uncaughtException', (error) => {
    if (!claim(error)) throw error;
  });
}

async function doActs() {
  ffi.configure({ callbackGrace: Number.POSITIVE_INFINITY });
  expectErrors();
  const acts = actsFor({ isWorker: true, chosen });
  const scene = { isWorker: true, copies, collect: globalThis.gc };
  const end = Date.now() + milliseconds;
  const progress = { next: 0, isTime: () => Date.now() >= end, counts: new Map() };
  parentPort.postMessage('online');
  process.exitCode = 1; // unless it comes to its end
  await Promise.all([0, 1, 2].map((lane) => runLane(`${name}.${lane}`, seed, acts, scene, progress)));
  process.exitCode = 0;
}

/** Pointers that stay, and one that goes. */
function own() {
  globalThis.owned = Array.from({ length: 20 }, (_, i) => ffi.own(native.makeBlock(i), native.freeBlock));
  globalThis.owned.pop().close();
  globalThis.owned.push(ffi.toBuffer(native.makeBlock(20), 8, { copy: false, free: native.freeBlock }));
  parentPort.postMessage('online');
}

if (kind === 'owns') own();
else doActs();
