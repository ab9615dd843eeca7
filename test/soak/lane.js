// A lane: acts one after the other, each drawn by the seed. Several lanes of a thread take turns at every `await`.
'use strict';

const { setImmediate: turn } = require('node:timers/promises');
const { Random } = require('../support/random.js');
const journal = require('./journal.js');

const spread = 0x9e3779b1; // odd, so that no two acts of a lane have one start

/**
 * @typedef {object} Scene what an act gets
 * @property {Random} random
 * @property {() => void} collect
 * @property {string[]} copies libraries of the soak's own
 * @property {boolean} isWorker
 * @property {string} [chosen] a pattern of the acts' names
 */

/**
 * Does acts until it is time.
 * @param {string} name
 * @param {number} seed
 * @param {[name: string, weight: number, act: (scene: Scene) => unknown][]} acts
 * @param {Omit<Scene, 'random'>} scene
 * @param {{next: number, isTime: () => boolean, counts: Map<string, number>}} progress the number of the next act
 */
async function runLane(name, seed, acts, scene, progress) {
  const weights = acts.flatMap(([, weight], i) => Array(weight).fill(i));
  while (!progress.isTime()) {
    const number = progress.next++;
    const random = new Random((seed + Math.imul(number, spread)) >>> 0);
    const [actName, , act] = acts[random.pick(weights)];
    journal.begin(name, number, actName);
    try {
      await act({ ...scene, random });
    } catch (error) {
      throw new Error(`act ${number} of lane ${name}, ${actName}`, { cause: error });
    }
    journal.end(name);
    progress.counts.set(actName, (progress.counts.get(actName) ?? 0) + 1);
    await turn();
  }
}

module.exports = { runLane };
