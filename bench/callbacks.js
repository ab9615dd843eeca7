// The cells of calls that call back: what they take, with their results checked.
'use strict';

const { sort } = require('./cases/callbacks');
const libraries = require('./cases/libraries');

const COUNT = 100_000;
const runs = 8; // of which the first make the compilers know the code

/** Ints that are the same each time. */
function randomInts() {
  let state = 1;
  return Int32Array.from({ length: COUNT }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >> 1;
  });
}

/**
 * Milliseconds of an act in its quickest run.
 * @param {() => number} act It returns what it took.
 */
const quickest = (act) => Math.min(...Array.from({ length: runs }, act));

/** @param {Required<import('./engines').Engine>} engine */
function measureSort({ bind, give = (_, value) => value, makeCallback, readInt }) {
  let comparisons = 0;
  const compare = (/** @type {any} */ a, /** @type {any} */ b) => {
    comparisons++;
    return readInt(a) - readInt(b);
  };
  const library = libraries[sort.library];
  const qsort = bind(sort, library);
  const callback = makeCallback(sort.callback, compare, library);
  const random = randomInts();
  const best = quickest(() => {
    const ints = random.slice();
    const bytes = new Uint8Array(ints.buffer);
    comparisons = 0;
    const start = performance.now();
    qsort(bytes, give('usize', BigInt(COUNT)), give('usize', 4n), callback);
    const taken = performance.now() - start;
    if (ints.some((int, i) => i > 0 && ints[i - 1] > int)) throw new Error('the ints are not in order');
    return taken;
  });
  return (best * 1e6) / comparisons;
}

/** @param {Required<import('./engines').Engine>} engine @param {import('./cases/callbacks').CallbackCase} row */
function measureOnce({ bind, makeCallback }, row) {
  const library = libraries[row.library];
  const call = bind(row, library);
  const callback = makeCallback(row.callback, (/** @type {number} */ x) => x + 1, library);
  const best = quickest(() => {
    let sum = 0;
    const start = performance.now();
    for (let i = 0; i < COUNT; i++) sum += call(callback, i);
    const taken = performance.now() - start;
    if (sum !== (COUNT * (COUNT + 1)) / 2) throw new Error(`the sum is ${sum}`);
    return taken;
  });
  return (best * 1e6) / COUNT;
}

/**
 * Nanoseconds of one call back, with what calls it.
 * @param {import('./engines').Engine} engine @param {import('./cases/callbacks').CallbackCase} row
 */
function measureCallbacks(engine, row) {
  if (!engine.makeCallback || !engine.readInt) throw new Error('C cannot call it');
  const able = /** @type {Required<import('./engines').Engine>} */ (engine);
  return row === sort ? measureSort(able) : measureOnce(able, row);
}

module.exports = { measureCallbacks };
