// `npm run bench`: measures every engine on every case, each cell in a process of its own, round after round so that a
// change of the machine's pace meets all cells alike; the best round counts. Options: see `--help`.
'use strict';

const { spawnSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');

const { asyncCalls } = require('./cases/async');
const { callbackCalls } = require('./cases/callbacks');
const { calls } = require('./cases/calls');
const cold = require('./cases/cold');
const header = require('./cases/header');
const { engines } = require('./engines');
const { forgetPages, prepare } = require('./prepare');
const { describe, writeDocument } = require('./report');
const { findRuntimes } = require('./runtimes');

const all = [...calls, ...callbackCalls, ...asyncCalls, cold, header];

const usage = `node bench/run.js [options]
  --cases a,b       only those whose names contain one of these: ${all.map(({ name }) => name).join('; ')}
  --engines a,b     only these: ${engines.map(({ name }) => name).join(', ')}
  --trials n        rounds, of which the best counts; 5 unless told
  --json file       also write the figures of every round
  --write           also update docs/benchmarks.md and its chart
`;

/**
 * One engine on one runtime.
 * @typedef {object} Column
 * @property {import('./engines').Row} engine
 * @property {import('./runtimes').Runtime} runtime
 * @property {string} label
 * @property {string} version Of the engine, once a cell told it.
 *
 * @typedef {object} Cell
 * @property {string} case
 * @property {Column} column
 * @property {number[]} trials Nanoseconds a call, in order.
 * @property {string} [failure] Why it has no figure.
 */

/**
 * Picks from a table by a list of words.
 * @template {{ name: string }} T
 * @param {T[]} table
 * @param {string | undefined} list
 * @param {(name: string, word: string) => boolean} fits
 * @returns {T[]}
 */
function pick(table, list, fits) {
  if (list === undefined) return table;
  const words = list.split(',').map((word) => word.trim());
  const unknown = words.filter((word) => word === '' || !table.some(({ name }) => fits(name, word)));
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}\n${usage}`);
  return table.filter(({ name }) => words.some((word) => fits(name, word)));
}

/** Whether an engine has what a case needs. @param {Column} column @param {typeof all[number]} row */
function canDo({ engine }, row) {
  const needed = 'needs' in row ? row.needs : undefined;
  return (engine.cases?.includes(row.name) ?? true) && !(needed && engine.lacks?.includes(needed));
}

/** @param {import('./engines').Row[]} chosen @returns {Column[]} */
function makeColumns(chosen) {
  const runtimes = findRuntimes();
  return chosen.flatMap((engine) =>
    engine.runtimes.flatMap((name) => {
      const runtime = runtimes.get(name);
      if (!runtime) return [];
      return [{ engine, runtime, label: `${engine.title}, ${runtime.label}`, version: '' }];
    }),
  );
}

/** Measures a cell once more. @param {Cell} cell */
function measure(cell) {
  const { engine, runtime } = cell.column;
  const script = path.join(__dirname, 'measure.js');
  const args = [...runtime.args, ...(engine.flags ?? []), script, engine.name, cell.case];
  const { status, signal, stdout, stderr } = spawnSync(runtime.command, args, { encoding: 'utf8' });
  if (status !== 0) {
    cell.failure = (stderr.trim() || `ended by ${signal}`).split('\n')[0];
    return `failed: ${stderr.trim() || signal}`;
  }
  const { nanoseconds, version } = JSON.parse(stdout);
  cell.column.version = version;
  cell.trials.push(nanoseconds);
  return `${nanoseconds.toFixed(1)} ns`;
}

/** @param {typeof all} cases @param {Column[]} columns @param {number} trials @returns {Cell[]} */
function measureAll(cases, columns, trials) {
  const cells = cases.flatMap((row) =>
    columns
      .filter((column) => canDo(column, row))
      .map((column) => /** @type {Cell} */ ({ case: row.name, column, trials: [] })),
  );
  let done = 0;
  for (let trial = 0; trial < trials; trial++) {
    forgetPages();
    for (const cell of cells) {
      const result = cell.failure ? 'skipped: it failed before' : measure(cell);
      process.stderr.write(`[${++done}/${cells.length * trials}] ${cell.case}, ${cell.column.label}: ${result}\n`);
    }
  }
  return cells;
}

async function main() {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string' },
      engines: { type: 'string' },
      trials: { type: 'string', default: '5' },
      json: { type: 'string' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  if (values.write && (values.cases || values.engines)) throw new Error('--write needs all cases and all engines');
  const trials = Number(values.trials);
  if (!Number.isInteger(trials) || trials < 1) throw new Error(`--trials must be a whole number from 1\n${usage}`);

  const cases = pick(all, values.cases, (name, word) => name.includes(word));
  const chosen = pick(engines, values.engines, (name, word) => name === word);
  prepare();
  const columns = makeColumns(chosen);
  const cells = measureAll(cases, columns, trials);
  const report = describe(cases, columns, cells);
  process.stdout.write(report);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(cells, null, 2)}\n`);
  if (cells.some(({ failure }) => failure)) throw new Error('some cells failed');
  if (values.write) await writeDocument(report, cells);
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
