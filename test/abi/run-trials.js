// A program: calls the random functions of a seed in one library, and prints what is wrong. Each line begins with the
// word `at` and the function that is called next, which a crash leaves as the last one, or with `wrong`.
// Arguments: library, seed, count of functions, and which trials.
'use strict';

const fs = require('node:fs');
const { Random } = require('../support/random.js');
const { randomFunctions } = require('./random-functions.js');
const { Library, Trial } = require('./trial.js');

const trials = {
  few: { choose: (functions) => functions, variants: 3, calls: 3 },
  pairs: { choose: (functions) => functions.filter(({ tail }) => tail), withPairs: true, variants: 3, calls: 3 },
  callbacks: {
    choose: (functions) => functions.filter((f) => f.canGoThrough),
    throughCallback: true,
    variants: 3,
    calls: 3,
  },
  often: { choose: (functions, random) => random.shuffle(functions).slice(0, 20), variants: 10, calls: 2000 },
};

/** What is wrong with calls of one function. */
function attempt(library, f, random, { variants, calls, ...way }) {
  try {
    const trial = new Trial(library, f, way);
    const prepared = Array.from({ length: variants }, () => trial.prepare(random));
    for (let i = 0; i < calls; i++) {
      const problems = trial.run(prepared[i % variants]);
      if (problems.length > 0) return `call ${i}: ${problems.slice(0, 4).join('; ')}`;
    }
    return undefined;
  } catch (error) {
    return error.stack;
  }
}

function main([file, seed, count, which]) {
  const print = (line) => fs.writeSync(1, `${line}\n`); // at once, since the next call may be the end
  const random = new Random(Number(seed));
  const functions = randomFunctions(random, Number(count));
  const library = new Library(file);
  for (const f of trials[which].choose(functions, random)) {
    print(`at ${f.name}`);
    const problem = attempt(library, f, random, trials[which]);
    if (problem) print(`wrong ${JSON.stringify(`${problem}\n    of ${f.prototype}`)}`);
  }
}

main(process.argv.slice(2));
