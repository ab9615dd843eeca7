// What the soak tells the process that watches it, by lines on descriptor 3: which act has begun in which lane, and which
// lane has ended its own. Written at once, as the next thing that happens may be the end, or nothing.
'use strict';

const fs = require('node:fs');

const descriptor = 3;
const isWatched = process.env.FFI_NATIVE_SOAK_WATCHED === '1'; // else 3 is somebody else's

/** @param {string} line */
function tell(line) {
  if (isWatched) fs.writeSync(descriptor, `${line}\n`);
}

/** @param {string} lane @param {number} number @param {string} name of an act */
const begin = (lane, number, name) => tell(`begin ${lane} ${number} ${name}`);
/** @param {string} lane */
const end = (lane) => tell(`end ${lane}`);
/** The lanes of a worker end with it. @param {string} prefix of their names */
const forget = (prefix) => tell(`forget ${prefix}`);

module.exports = { begin, end, forget };
