// The first thing to run after `npm install`: calls four real libraries by running the examples beside it. Each checks
// its own results; the first that is wrong ends the process with an error.
'use strict';

const { capabilities, version } = require('ffi-native');

/** The examples, each with the Debian package of the library that it calls. */
const examples = { libm: 'libc6', libc: 'libc6', zlib: 'zlib1g', sqlite3: 'libsqlite3-0' };

/** Runs an example. */
function run(name, debianPackage) {
  try {
    require(`./${name}.js`);
  } catch (error) {
    if (error.code !== 'ERR_FFI_LIBRARY_LOAD_FAILED') throw error;
    console.error(`${error.message}\nOn Debian and Ubuntu: apt-get install ${debianPackage}`);
    process.exitCode = 1;
  }
}

console.log(`ffi-native ${version} with libffi ${capabilities.libffi}, on Node ${process.versions.node}`);
for (const [name, debianPackage] of Object.entries(examples)) {
  console.log(`\n--- examples/${name}.js`);
  run(name, debianPackage);
}
console.log(process.exitCode ? '\nA library is missing: see above.' : '\nAll results are right.');
