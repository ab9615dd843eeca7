// From figures to words: the tables of a run as Markdown, and the part of docs/benchmarks.md that a run replaces.
'use strict';

const { readFileSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { calls } = require('./cases/calls');
const header = require('./cases/header');
const { draw } = require('./chart');

/** @typedef {import('./run').Cell} Cell */
/** @typedef {import('./run').Column} Column */
/** @typedef {{ name: string, prototype: string }} Case */

/** What ffi-native's general path may cost, as a multiple of the addon written by hand. */
const limit = 1.3;
const docs = path.join(__dirname, '../docs');
const marks = { begin: '<!-- figures -->', end: '<!-- end of figures -->' };

/** The best trial. @param {Cell} cell */
const best = (cell) => Math.min(...cell.trials);
/** @param {number} value */
const format = (value) => (value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));
/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const line = (/** @type {string[]} */ fields) => `| ${fields.join(' | ')} |\n`;
  return line(head) + line(head.map((_, i) => (i === 0 ? '---' : '--:'))) + rows.map(line).join('');
}

/** @param {Cell[]} cells @param {string} name @param {Column} column */
const find = (cells, name, column) => cells.find((cell) => cell.case === name && cell.column === column);

/** @param {Case[]} cases @param {Column[]} columns @param {Cell[]} cells */
function describeTimes(cases, columns, cells) {
  const shown = columns.filter(({ engine }) => !engine.cases);
  const rows = cases.map(({ name, prototype }) => [
    `**${name}** \`${prototype}\``,
    ...shown.map((column) => {
      const cell = find(cells, name, column);
      if (!cell) return 'none';
      return cell.failure ? 'failed' : format(best(cell));
    }),
  ]);
  return table(['ns', ...shown.map(({ engine, runtime }) => `${engine.title}<br>${runtime.label}`)], rows);
}

/** ffi-native's time over that of each engine on the same runtime. @param {Cell[]} cells */
function findRatios(cells) {
  return cells.flatMap((cell) => {
    const ours = cells.find(
      ({ case: name, column }) =>
        name === cell.case && column.engine.name === 'ours' && column.runtime === cell.column.runtime,
    );
    if (!ours || ours === cell || cell.column.engine.cases || ours.failure || cell.failure) return [];
    return [{ case: cell.case, column: cell.column, ratio: best(ours) / best(cell) }];
  });
}

/** @param {Case[]} cases @param {Cell[]} cells */
function describeRatios(cases, cells) {
  const ratios = findRatios(cells);
  const columns = [...new Set(ratios.map(({ column }) => column))];
  if (columns.length === 0) return '';
  const rows = cases.map(({ name }) => [
    `**${name}**`,
    ...columns.map(
      (column) => ratios.find((row) => row.case === name && row.column === column)?.ratio.toFixed(2) ?? '',
    ),
  ]);
  const head = [
    'ffi-native is so many times',
    ...columns.map(({ engine, runtime }) => `${engine.title}<br>${runtime.label}`),
  ];
  return `${table(head, rows)}\n${judge(ratios)}`;
}

/** @param {ReturnType<typeof findRatios>} ratios */
function judge(ratios) {
  const judged = ratios
    .filter((row) => row.column.engine.name === 'node-api' && calls.some(({ name }) => name === row.case))
    .sort((a, b) => b.ratio - a.ratio);
  if (judged.length === 0) return '';
  const say = (/** @type {typeof ratios[0]} */ row) =>
    `${row.case} on ${row.column.runtime.label} ${row.ratio.toFixed(2)}`;
  const beyond = judged.filter(({ ratio }) => ratio > limit);
  return beyond.length === 0
    ? `Every call is within ${limit} times the addon written by hand; the worst is ${say(judged[0])}.\n`
    : `Beyond ${limit} times the addon written by hand: ${beyond.map(say).join(', ')}.\n`;
}

/** Reading a header is told in words: it takes no call's time, and one engine does it. @param {Cell[]} cells */
function describeHeader(cells) {
  const read = cells.filter(({ case: name, failure }) => name === header.name && !failure);
  if (read.length === 0) return '';
  const figures = read.map((cell) => `${(best(cell) / 1e6).toFixed(1)} ms on ${cell.column.runtime.label}`);
  return `Reading ${header.name}, ${header.prototype}, the first time in a process: ${figures.join(', ')}.\n`;
}

/** How much the rounds of a cell differed. @param {Cell[]} cells */
function describeNoise(cells) {
  const spread = cells
    .filter(({ failure, trials }) => !failure && trials.length > 1)
    .map((cell) => median(cell.trials) / best(cell) - 1);
  if (spread.length === 0) return '';
  const percent = (/** @type {number} */ value) => `${(100 * value).toFixed(0)}%`;
  return `The median round was slower than the best by ${percent(median(spread))} in the median cell, by ${percent(
    Math.max(...spread),
  )} in the worst.\n`;
}

/** The empty loop's figures. @param {Cell[]} cells */
function describeLoop(cells) {
  const loops = cells.filter(({ column, failure }) => column.engine.name === 'loop' && !failure);
  if (loops.length === 0) return '';
  const figures = loops.map((cell) => `${best(cell).toFixed(1)} ns on ${cell.column.runtime.label}`);
  return `Every figure contains the measuring loop: ${figures.join(', ')}.\n`;
}

/** @param {Column[]} columns */
function describeMachine(columns) {
  const [cpu] = os.cpus();
  const runtimes = [...new Set(columns.map(({ runtime }) => runtime.version))];
  const versions = columns
    .filter(({ version }) => version && version !== 'built in')
    .map(({ engine, version }) => `${engine.title} ${version}`);
  return `${cpu.model.trim()} (${os.cpus().length} processors), ${os.type()} ${os.arch()}; ${[
    ...runtimes,
    ...new Set(versions),
  ].join(', ')}; ${new Date().toISOString().slice(0, 10)}.\n`;
}

/**
 * A run as Markdown.
 * @param {Case[]} cases
 * @param {Column[]} columns
 * @param {Cell[]} cells
 */
function describe(cases, columns, cells) {
  const trials = Math.max(0, ...cells.map((cell) => cell.trials.length));
  const called = cases.filter(({ name }) => name !== header.name);
  const tables =
    called.length === 0
      ? []
      : [
          `Nanoseconds a call, the best of ${trials} rounds; none: the engine has no such call:\n`,
          describeTimes(called, columns, cells),
          describeRatios(called, cells),
        ];
  return [describeMachine(columns), ...tables, describeHeader(cells), describeLoop(cells) + describeNoise(cells)]
    .filter(Boolean)
    .join('\n');
}

/**
 * Replaces the figures in docs/benchmarks.md, and the chart beside it.
 * @param {string} report
 * @param {Cell[]} cells
 */
async function writeDocument(report, cells) {
  const file = path.join(docs, 'benchmarks.md');
  const text = readFileSync(file, 'utf8');
  const [before, rest] = text.split(marks.begin);
  const after = rest?.split(marks.end)[1];
  if (after === undefined) throw new Error(`${file} lacks the marks ${marks.begin} and ${marks.end}`);
  const points = cells
    .filter(({ case: name, column, failure }) => !failure && !column.engine.cases && calls.some((c) => c.name === name))
    .map((cell) => ({
      case: cell.case,
      engine: cell.column.engine.title,
      runtime: cell.column.runtime.label,
      nanoseconds: best(cell),
    }));
  const chart = '![Nanoseconds a call, on a logarithmic scale: fewer is better](benchmarks.svg)';
  writeFileSync(path.join(docs, 'benchmarks.svg'), await draw(points));
  writeFileSync(file, `${before}${marks.begin}\n\n${report}\n${chart}\n\n${marks.end}${after}`);
}

module.exports = { describe, writeDocument };
