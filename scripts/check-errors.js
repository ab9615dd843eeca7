// Checks that the error codes are one: every code that the sources mention is in the table of lib/core/errors.js, every
// code of the table is raised somewhere, and the table of docs/errors.md is made from it (`--write` makes it anew).
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { listFiles, readText, reportProblems, root } = require('./repository.js');

const table = 'lib/core/errors.js';
const page = 'docs/errors.md';
const begin = '<!-- codes: made by `node scripts/check-errors.js --write` -->';
const end = '<!-- end of codes -->';

/** Codes of Node's own errors, which the sources look at and never make. */
const nodeCodes = new Set(['ERR_DLOPEN_DISABLED']);

/** @typedef {Readonly<Record<string, {readonly Class: ErrorConstructor, readonly meaning: string}>>} Codes */

/**
 * @param {string} base
 * @returns {Codes}
 */
function readCodes(base) {
  return require(path.join(base, table)).codes;
}

/**
 * Writes the codes as the rows of the page, in the order of the table.
 * @param {Codes} codes
 */
function formatRows(codes) {
  const rows = Object.entries(codes).map(
    ([code, { Class, meaning }]) => `| \`${code}\` | ${Class.name} | ${meaning} |`,
  );
  return ['| Code | Class | Meaning |', '|---|---|---|', ...rows].join('\n');
}

/**
 * Puts the rows between the marks of the page; without both marks there is no such page.
 * @param {string} text
 * @param {Codes} codes
 * @returns {string | undefined}
 */
function fillPage(text, codes) {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) return undefined;
  return `${text.slice(0, from + begin.length)}\n\n${formatRows(codes)}\n\n${text.slice(to)}`;
}

/**
 * Finds the codes of our own that the sources mention.
 * @param {string} base the root of a repository
 */
function* mentionsOfCodes(base) {
  for (const file of ['binding', 'lib'].flatMap((folder) => listFiles(base, folder))) {
    if (file === table) continue;
    for (const [code] of readText(base, file).matchAll(/\bERR_[A-Z0-9_]+\b/g)) {
      if (!nodeCodes.has(code)) yield { file, code };
    }
  }
}

/**
 * Finds codes without an entry, entries that nothing raises, and a page that says otherwise than the table.
 * @param {string} base the root of a repository
 * @returns {string[]}
 */
function findProblems(base) {
  const codes = readCodes(base);
  const problems = [];
  const mentioned = new Set();
  for (const { file, code } of mentionsOfCodes(base)) {
    if (!Object.hasOwn(codes, code)) problems.push(`${file}: ${code} is not in ${table}`);
    mentioned.add(code);
  }
  for (const code of Object.keys(codes)) {
    if (!mentioned.has(code)) problems.push(`${table}: nothing raises ${code}`);
  }
  const text = fs.existsSync(path.join(base, page)) ? readText(base, page) : '';
  const filled = fillPage(text, codes);
  if (filled === undefined) problems.push(`${page}: lacks the marks '${begin}' and '${end}' around its table`);
  else if (filled !== text) problems.push(`${page}: is not in step with ${table}; run ${begin.split('`')[1]}`);
  return problems;
}

/**
 * Makes the page's table anew; a page without marks is left as it is.
 * @param {string} base
 */
function writePage(base) {
  const filled = fillPage(readText(base, page), readCodes(base));
  if (filled !== undefined) fs.writeFileSync(path.join(base, page), filled);
}

if (require.main === module) {
  if (process.argv.includes('--write')) writePage(root);
  reportProblems(findProblems(root));
}

module.exports = { findProblems, writePage };
