// Runs test/memory-proof/calls.js under valgrind: `npm run test:valgrind`. A report is ours when the addon or the fixtures
// have a frame in it and it is not of guarded access, which tries addresses that may be wrong; the others are only
// counted. Node runs without a compiler, whose machine code valgrind cannot follow.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./repository.js');

const driver = path.join('test', 'memory-proof', 'calls.js');
const driverArgs = ['--calls', '10000', '--binds', '1000']; // valgrind runs them some fifty times slower
const log = path.join(root, 'build', 'valgrind.xml');
const ours = /\/(ffi_native\.node|fixtures\.so)$/;

/**
 * @typedef {object} Report
 * @property {string} kind such as InvalidRead or Leak_DefinitelyLost
 * @property {string} text
 * @property {{object: string, place: string}[]} frames of all of its stacks, the innermost first
 */

/** @type {Record<string, string>} */
const entities = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Gives what is inside each element of one name, tags and entities as they are.
 * @param {string} xml
 * @param {string} name
 */
function elements(xml, name) {
  return Array.from(xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs')), (match) => match[1]);
}

/**
 * Gives the text of the first element of one name, or ''.
 * @param {string} xml
 * @param {string} name
 */
function text(xml, name) {
  return (elements(xml, name)[0] ?? '').replace(/&(\w+);/g, (entity, key) => entities[key] ?? entity);
}

/**
 * Reads the reports of valgrind's XML log.
 * @param {string} xml
 * @returns {Report[]}
 */
function readReports(xml) {
  return elements(xml, 'error').map((error) => ({
    kind: text(error, 'kind'),
    text: text(error, 'text') || text(error, 'what'),
    frames: elements(error, 'frame').map((frame) => ({
      object: text(frame, 'obj'),
      place: [text(frame, 'fn') || text(frame, 'ip'), text(frame, 'file'), text(frame, 'line')].join(' ').trim(),
    })),
  }));
}

/** @param {Report} report */
function isOurs({ kind, frames }) {
  const isGuarded = frames.some(({ place }) => place.startsWith('ffi_native::RunGuarded('));
  if (isGuarded && /^Invalid(Read|Write)$/.test(kind)) return false;
  // Node keeps 40 bytes for each External until it is collected, of those that live at the end for ever.
  if (kind.startsWith('Leak_') && frames[1]?.place.startsWith('napi_create_external')) return false;
  return frames.some(({ object }) => ours.test(object));
}

/** Runs the driver under valgrind and gives the text of its log. */
function runDriver() {
  fs.rmSync(log, { force: true });
  const { error, status } = spawnSync(
    'valgrind',
    [
      '--xml=yes',
      `--xml-file=${log}`,
      '--leak-check=full',
      '--show-leak-kinds=definite',
      '--num-callers=40',
      '--keep-debuginfo=yes',
      process.execPath,
      '--jitless',
      driver,
      ...driverArgs,
    ],
    { cwd: root, stdio: 'inherit' },
  );
  if (error) throw error;
  if (status !== 0) throw new Error(`${driver} ended with ${status}`);
  const xml = fs.readFileSync(log, 'utf8');
  // A log without its end is one of a run that did not get there.
  if (!xml.includes('</valgrindoutput>')) throw new Error(`${log} is not complete`);
  return xml;
}

/** @param {Report} report */
function formatReport(report) {
  const lines = report.frames.map(({ object, place }) => `    ${place} (${path.basename(object)})`);
  return `${report.kind}: ${report.text}\n${lines.join('\n')}\n`;
}

if (require.main === module) {
  const reports = readReports(runDriver());
  const found = reports.filter(isOurs);
  for (const report of found) process.stdout.write(formatReport(report));
  process.stdout.write(`valgrind: ${found.length} reports of ours, ${reports.length - found.length} others\n`);
  if (found.length > 0) process.exitCode = 1;
}

module.exports = { readReports };
