// One cell, in a process of its own: `<runtime> bench/measure.js <engine> <case>` prints one line of JSON. It checks
// the results before and after it measures; what cells are run, and how often, is run.js's business.
'use strict';

const { measureCallbacks } = require('./callbacks');
const { asyncCalls } = require('./cases/async');
const { callbackCalls } = require('./cases/callbacks');
const { calls, rounds } = require('./cases/calls');
const cold = require('./cases/cold');
const header = require('./cases/header');
const libraries = require('./cases/libraries');

/** @typedef {import('./engines').Engine} Engine */

/** A batch takes at least so long: much longer than reading the clock, shorter than a turn of another process. */
const batchMilliseconds = 5;
const measureMilliseconds = 400;

/** @param {Engine} engine @param {import('./cases/calls').Kind} kind @param {unknown} value */
const give = (engine, kind, value) => (engine.give ? engine.give(kind, value) : value);
/** @param {Engine} engine @param {import('./cases/calls').Kind} kind @param {unknown} value */
const take = (engine, kind, value) => (engine.take ? engine.take(kind, value) : value);

/**
 * Writes the loop for one call: a function of its own for each number of arguments, so that nothing but the call stands
 * in it. The first argument comes from an array and the result goes into one: no compiler can then convert an argument
 * once for all calls, nor leave out making the result's JavaScript value.
 * @param {number} arity
 * @returns {(call: Function, first: unknown[], results: unknown[], count: number, ...rest: unknown[]) => void}
 */
function writeLoop(arity) {
  const rest = Array.from({ length: Math.max(0, arity - 1) }, (_, i) => `a${i + 1}`);
  const list = arity === 0 ? '' : ['first[i & 7]', ...rest].join(', ');
  const body = `for (let i = 0; i < count; i++) results[i & 7] = call(${list});`;
  return /** @type {any} */ (new Function('call', 'first', 'results', 'count', ...rest, body));
}

/**
 * Numbers and BigInts of one value are alike here, and so are arrays and typed arrays, texts and objects that hold one:
 * engines differ in which they give.
 * @param {unknown} value
 * @returns {string}
 */
function show(value) {
  if (typeof value !== 'object' || value === null || value instanceof String) return String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return `[${Array.from(/** @type {ArrayLike<unknown>} */ (value), show).join(', ')}]`;
  }
  const members = Object.entries(value).map(([name, member]) => `${name}: ${show(member)}`);
  return `{${members.join(', ')}}`;
}

/** @param {string} name @param {unknown} received @param {unknown} expected */
function requireSame(name, received, expected) {
  if (show(received) !== show(expected)) throw new Error(`${name} gave ${show(received)} instead of ${show(expected)}`);
}

/**
 * @param {Engine} engine @param {import('./cases/calls').CallCase} row
 * @param {unknown[][]} values Of each round.
 * @param {unknown[]} results
 */
function check(engine, row, values, results) {
  for (let round = 0; round < rounds; round++) {
    requireSame(row.name, take(engine, row.returns, results[round]), row.expected(round));
    if (row.readBack) {
      const found = callOf(engine, { ...row, operation: 'read int' })(round + 8);
      requireSame(row.name, found, row.readBack(round));
    }
    if (row.written) requireSame(row.name, row.written.read(values[round]), row.written.expected);
  }
}

/** What a case repeats. @param {Engine} engine @param {import('./cases/calls').CallCase} row @returns {Function} */
function callOf(engine, row) {
  const library = libraries[row.library];
  if (row.operation === undefined) return engine.bind(row, library);
  if (!engine.work) throw new Error('it does nothing with memory');
  const address = engine.bind({ ...row, returns: 'pointer', args: [] }, library)();
  return engine.work(row.operation, address);
}

/** The arguments of a round in the engine's form. @param {Engine} engine @param {import('./cases/calls').CallCase} row @param {unknown[]} values */
function giveAll(engine, row, values) {
  return values.flatMap((value, i) => {
    const given = give(engine, row.args[i], value);
    const isTold = row.tail?.typed === 'call' && i >= row.tail.from;
    return isTold ? [engine.nameOf?.(row.args[i]), given] : [given];
  });
}

/**
 * Nanoseconds of one call in the quickest batch: what else runs on the machine only ever adds to it.
 * @param {Engine} engine @param {import('./cases/calls').CallCase} row
 */
async function measureCalls(engine, row) {
  const call = callOf(engine, row);
  const values = Array.from({ length: rounds }, (_, round) => row.values(round));
  const all = values.map((list) => giveAll(engine, row, list));
  const first = all.map(([value]) => value);
  const rest = all[0].slice(1);
  const results = all.map((list) => call(...list));
  check(engine, row, values, results);

  const loop = writeLoop(all[0].length);
  const timeBatch = () => {
    const start = performance.now();
    loop(call, first, results, count, ...rest);
    return performance.now() - start;
  };
  let count = rounds;
  while (timeBatch() < batchMilliseconds) count *= 2;

  const { Bench } = await import('tinybench');
  const bench = new Bench({ time: measureMilliseconds, iterations: 16, warmup: true, warmupTime: 100, throws: true });
  bench.add(row.name, () => loop(call, first, results, count, ...rest));
  bench.runSync();
  check(engine, row, values, results);
  const { result } = bench.tasks[0];
  if (!('latency' in result)) throw new Error(`${row.name} ended as ${result.state}`);
  return (result.latency.min * 1e6) / count;
}

/**
 * Nanoseconds of one asynchronous call in the quickest batch.
 * @param {Engine} engine @param {import('./cases/async').AsyncCase} row
 */
async function measureAsync(engine, { name, atOnce, ...signature }) {
  if (!engine.bindAsync) throw new Error('it calls nothing on another thread');
  const call = engine.bindAsync(signature, libraries[signature.library]);
  const batch = 2000;
  const runBatch = async () => {
    for (let i = 0; i < batch; i += atOnce) {
      const results = await Promise.all(Array.from({ length: atOnce }, (_, k) => call(i + k, 1)));
      for (const [k, result] of results.entries()) requireSame(name, result, i + k + 1);
    }
  };
  const end = performance.now() + 5 * measureMilliseconds;
  let best = Number.POSITIVE_INFINITY;
  while (performance.now() < end) {
    const start = performance.now();
    await runBatch();
    best = Math.min(best, performance.now() - start);
  }
  return (best * 1e6) / batch;
}

/**
 * Nanoseconds of one bind with its first call: the mean over functions that were not bound before.
 * @param {Engine} engine
 */
function measureCold(engine) {
  let total = 0;
  cold.binds.forEach((row, i) => {
    const start = performance.now();
    const result = engine.bind(row, libraries[row.library])(row.argument);
    const taken = performance.now() - start;
    if (!(Math.abs(result - row.expected) < 1e-12)) throw new Error(`${row.symbol} gave ${result}`);
    if (i >= cold.warmUp) total += taken;
  });
  return (total * 1e6) / (cold.binds.length - cold.warmUp);
}

/** Nanoseconds from a header's text to its declarations. @param {Engine} engine */
function measureHeader(engine) {
  if (!engine.declare || !engine.functionsOf) throw new Error('it reads no C declarations');
  const text = header.text();
  const start = performance.now();
  const declared = engine.declare(text);
  const taken = performance.now() - start;
  header.check(engine.functionsOf(declared, libraries[header.library]));
  return taken * 1e6;
}

/** @param {Engine} engine @param {string} name */
function measure(engine, name) {
  if (name === cold.name) return measureCold(engine);
  if (name === header.name) return measureHeader(engine);
  const asyncRow = asyncCalls.find((call) => call.name === name);
  if (asyncRow) return measureAsync(engine, asyncRow);
  const callbackRow = callbackCalls.find((call) => call.name === name);
  if (callbackRow) return measureCallbacks(engine, callbackRow);
  const row = calls.find((call) => call.name === name);
  if (!row) throw new Error(`there is no case ${name}`);
  return measureCalls(engine, row);
}

async function main() {
  const [engineName, caseName] = process.argv.slice(2);
  /** @type {Engine} */
  const engine = require(`./engines/${engineName}`);
  const nanoseconds = await measure(engine, caseName);
  process.stdout.write(`${JSON.stringify({ nanoseconds, version: engine.version() })}\n`);
}

main().catch((error) => {
  process.stderr.write(`${error?.stack ?? error}\n`);
  process.exitCode = 1;
});
