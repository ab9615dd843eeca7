// Loaded before the program of a page: checks its claims, prints those that do not hold, and lets the process fail if
// there is one, or if not all of CLAIMS were made.
'use strict';

const { inspect, isDeepStrictEqual } = require('node:util');

let made = 0;

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

/** Objects without a prototype are written as literals, too. */
function plain(value) {
  const isBare = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
  return isBare ? { ...value } : value;
}

globalThis.claim = (where, actual, expected) => {
  made += 1;
  const [is, should] = [plain(actual()), plain(expected())];
  if (!isDeepStrictEqual(is, should)) fail(`${where}: is ${inspect(is)}, not ${inspect(should)}`);
};

globalThis.claimError = (where, run, code) => {
  made += 1;
  try {
    fail(`${where}: gives ${inspect(run())}, and does not throw ${code}`);
  } catch (error) {
    if (error.code !== code) fail(`${where}: throws ${inspect(error)}, not ${code}`);
  }
};

process.on('exit', () => {
  if (made !== Number(process.env.CLAIMS)) fail(`${made} of ${process.env.CLAIMS} claims were reached`);
});
