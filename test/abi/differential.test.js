// Random functions, compiled by every compiler of the machine with and without optimisation: what they get and what they
// give is what was meant, each scalar of it. FFI_NATIVE_SEED repeats a run, FFI_NATIVE_ABI_FUNCTIONS makes it longer.
'use strict';

const path = require('node:path');
const { runNode } = require('../support/child.js');
const { isInstalled, startCompile, temporaryFolder } = require('../support/compiler.js');
const { Random, seed } = require('../support/random.js');
const { randomFunctions, sourceOf } = require('./random-functions.js');

const count = Number(process.env.FFI_NATIVE_ABI_FUNCTIONS ?? 1000);
const mostShown = 10; // of what fails

const folder = temporaryFolder();
const compilers = ['gcc', 'clang'].filter(isInstalled);
const libraries = ['-O2', '-O0'].flatMap((level) =>
  compilers.map((compiler) => ({ compiler, level, file: path.join(folder, `${compiler}${level}.so`) })),
);

// Two at a time, the slowest first: there may be no more processors, and compilers are large.
async function compileAll() {
  const source = sourceOf(randomFunctions(new Random(seed), count));
  const left = [...libraries];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      await startCompile(next.compiler, ['-shared', '-fPIC', next.level], source, next.file);
    }
  };
  await Promise.all([work(), work()]);
}

beforeAll(compileAll, 30 * 60_000);

/** Runs trials in a process of their own, since a wrong call may crash; gives what is wrong. */
async function problemsOf(file, trials) {
  const program = path.join(__dirname, 'run-trials.js');
  const { status, signal, stdout, stderr } = await runNode('', {
    args: [program, file, seed, count, trials].map(String),
  });
  const lines = stdout.trim().split('\n');
  const problems = lines.filter((line) => line.startsWith('wrong ')).map((line) => JSON.parse(line.slice(6)));
  if (status === 0) return problems;
  const last = lines.findLast((line) => line.startsWith('at '))?.slice(3);
  return [...problems, `the process ended by ${signal ?? status} in ${last ?? 'no function'}:\n${stderr}`];
}

test('there is a C compiler', () => expect(compilers).toContain('gcc'));

describe.each(libraries)(
  `${count} functions by $compiler $level (FFI_NATIVE_SEED=${seed} repeats them)`,
  ({ file }) => {
    test.each([
      ['few', 'each is called a few times'],
      ['pairs', 'the variadic ones with pairs'],
      ['callbacks', 'C calls them through JavaScript'],
      ['often', 'some are called often'],
    ])('%s: %s', async (trials) => {
      const problems = await problemsOf(file, trials);
      if (problems.length > 0) throw new Error(`${problems.length}:\n${problems.slice(0, mostShown).join('\n')}`);
    });
  },
);
