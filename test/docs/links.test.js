// Links within the repository lead somewhere: to a file that is there, and to a heading that it has.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { codes } = require('../../lib/core/errors.js');
const { listPages, readFile, root } = require('./markdown.js');

/** What is wrong with a link, or nothing. */
function findProblem(page, target) {
  if (/^[a-z]+:/.test(target)) return undefined; // of the world outside
  const [file, anchor] = target.split('#');
  const absolute = file === '' ? path.join(root, page) : path.join(root, path.dirname(page), file);
  if (!fs.existsSync(absolute)) return 'no such file';
  if (anchor === undefined) return undefined;
  return readFile(path.relative(root, absolute)).anchors.includes(anchor) ? undefined : 'no such heading';
}

test.each(listPages())('%s', (page) => {
  const problems = readFile(page)
    .links.map(({ target, line }) => ({ target, line, problem: findProblem(page, target) }))
    .filter(({ problem }) => problem !== undefined)
    .map(({ target, line, problem }) => `${page}:${line}: ${target}: ${problem}`);
  expect(problems).toEqual([]);
});

test('every error code has a section on the page of errors', () => {
  const { anchors } = readFile('docs/errors.md');
  expect(anchors).toEqual(expect.arrayContaining(Object.keys(codes).map((code) => code.toLowerCase())));
});

test('every page of docs/ can be reached from README.md', () => {
  const reached = new Set(['README.md']);
  for (const page of reached) {
    for (const { target } of readFile(page).links) {
      const file = path.posix.join(path.posix.dirname(page), target.split('#')[0]);
      if (file.endsWith('.md') && fs.existsSync(path.join(root, file))) reached.add(file);
    }
  }
  expect(listPages().filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
});
