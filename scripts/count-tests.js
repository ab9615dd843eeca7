// Counts the tests of several runs: `node scripts/count-tests.js folder` reads Jest's results in its *.json and prints one
// line, 'N passed, N failed'. It fails when a test failed, or when there is none.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder of the results');
const files = fs.existsSync(folder) ? fs.readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
let [passed, failed] = [0, 0];
for (const file of files) {
  const results = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
  passed += results.numPassedTests;
  failed += results.numFailedTests + results.numRuntimeErrorTestSuites; // a file that did not run counts as one test
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
if (failed > 0 || passed === 0) process.exitCode = 1;
