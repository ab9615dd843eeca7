// One cell, in a process of its own: `<runtime> bench/measure.js <engine> <case>` prints one line of JSON. It checks
// the results before and after it measures; what cells are run, and how often, is run.js's business.
'use strict';

const { calls, rounds } = require('./cases/calls');
const cold = require('./cases/cold');
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
 * Numbers and BigInts of one value are alike here: engines differ in which they give.
 * @param {Engine} engine @param {import('./cases/calls').CallCase} row @param {unknown[]} results
 */
function check(engine, row, results) {
  for (let round = 0; round < rounds; round++) {
    const received = String(take(engine, row.returns, results[round]));
    const expected = String(row.expected(round));
    if (received !== expected) throw new Error(`${row.name} gave ${received} instead of ${expected}`);
  }
}

/**
 * Nanoseconds of one call in the quickest batch: what else runs on the machine only ever adds to it.
 * @param {Engine} engine @param {import('./cases/calls').CallCase} row
 */
async function measureCalls(engine, row) {
  const call = engine.bind(row, libraries[row.library]);
  const all = Array.from({ length: rounds }, (_, round) =>
    row.values(round).map((value, i) => give(engine, row.args[i], value)),
  );
  const first = all.map(([value]) => value);
  const rest = all[0].slice(1);
  const results = all.map((values) => call(...values));
  check(engine, row, results);

  const loop = writeLoop(row.args.length);
  const timeBatch = () => {
    const start = performance.now();
    loop(call, first, results, count, ...rest);
    return performance.now() - start;
  };
  let count = 1024;
  while (timeBatch() < batchMilliseconds) count *= 2;

  const { Bench } = await import('tinybench');
  const bench = new Bench({ time: measureMilliseconds, iterations: 16, warmup: true, warmupTime: 100, throws: true });
  bench.add(row.name, () => loop(call, first, results, count, ...rest));
  bench.runSync();
  check(engine, row, results);
  const { result } = bench.tasks[0];
  if (!('latency' in result)) throw new Error(`${row.name} ended as ${result.state}`);
  return (result.latency.min * 1e6) / count;
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

async function main() {
  const [engineName, caseName] = process.argv.slice(2);
  /** @type {Engine} */
  const engine = require(`./engines/${engineName}`);
  const row = calls.find(({ name }) => name === caseName);
  if (!row && caseName !== cold.name) throw new Error(`there is no case ${caseName}`);
  const nanoseconds = row ? await measureCalls(engine, row) : measureCold(engine);
  process.stdout.write(`${JSON.stringify({ nanoseconds, version: engine.version() })}\n`);
}

main().catch((error) => {
  process.stderr.write(`${error?.stack ?? error}\n`);
  process.exitCode = 1;
});
