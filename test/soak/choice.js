// Which acts there are, and how often each is drawn.
'use strict';

const callbacks = require('./acts/callbacks.js');
const calls = require('./acts/calls.js');
const libraries = require('./acts/libraries.js').acts;
const memory = require('./acts/memory.js');
const threads = require('./acts/threads.js');

/** The weight of an act unless it is told here. */
const usual = 10;
const weights = {
  'calls.otherThreads': 2,
  'callbacks.changes': 4,
  'libraries.openedOften': 4,
  'memory.collect': 4,
  'workers.lives': 1,
  'workers.terminated': 3,
  'workers.owns': 1,
};

/**
 * What a worker that is terminated would leave behind, rightly: the memory of C that waits for its end, and memory that has an
 * owner while calls are under way.
 */
const ofMainThread = ['threads.calledLater', 'memory.owned', 'memory.sharedBytes', 'calls.otherThreads'];

/**
 * @param {object} options
 * @param {boolean} options.isWorker
 * @param {Record<string, Function>} [options.workers] acts that start workers
 * @param {string} [options.chosen] a pattern of names; in a worker of which it leaves nothing, all
 * @returns {[name: string, weight: number, act: Function][]}
 */
function actsFor({ isWorker, workers = {}, chosen = '' }) {
  const collecting = { ...memory, collect: ({ collect }) => collect() };
  const areas = { callbacks, threads, calls, memory: collecting, libraries, workers };
  const all = Object.entries(areas)
    .flatMap(([area, acts]) => Object.entries(acts).map(([name, act]) => [`${area}.${name}`, act]))
    .filter(([name]) => !isWorker || !ofMainThread.includes(name))
    .map(([name, act]) => [name, weights[name] ?? usual, act]);
  const left = all.filter(([name]) => new RegExp(chosen).test(name));
  return isWorker && left.length === 0 ? all : left;
}

module.exports = { actsFor };
