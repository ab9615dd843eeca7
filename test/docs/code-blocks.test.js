// Every code block of README.md, its neighbours and docs/ is run or checked, by its language:
//   js    the blocks of a page are one program, as a reader would type them in; it runs, and `// -> value` is checked
//   mjs   the same, as an ECMAScript module
//   ts    the blocks of a page are one module, which TypeScript checks
//   sh    its npm scripts and files must exist
//   text  is no code
'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { Project } = require('../types/project.js');
const { listPages, readFile, root } = require('./markdown.js');
const { makeProgram } = require('./program.js');
const shell = require('./shell.js');

/** Runs a program in a process of its own; in the repository, 'ffi-native' is the repository itself. */
function run(page, blocks, inputType) {
  const { source, claims } = makeProgram(page, blocks);
  const args = ['--require', path.join(__dirname, 'claim.js'), `--input-type=${inputType}`, '-'];
  const env = { ...process.env, CLAIMS: String(claims) };
  const { error, status, signal, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    env,
    input: source,
    encoding: 'utf8',
  });
  if (error) throw error;
  return { status, signal, stderr };
}

const success = { status: 0, signal: null, stderr: '' };

const checks = {
  js: (page, blocks) => expect(run(page, blocks, 'commonjs')).toEqual(success),
  mjs: (page, blocks) => expect(run(page, blocks, 'module')).toEqual(success),
  ts: (_, blocks) => {
    const text = blocks.map(({ code }) => code).join('\n');
    const typeRoots = [path.join(root, 'node_modules/@types')];
    const project = new Project({ 'main.mts': text }, { module: 'node16', types: ['node'], typeRoots });
    try {
      expect(project.compile()).toBe('');
    } finally {
      project.remove();
    }
  },
  sh: (_, blocks) => expect(blocks.flatMap(({ code }) => shell.findProblems(code))).toEqual([]),
};

const pages = listPages().map((page) => ({ page, blocks: readFile(page).blocks }));

test('every block of a page for users has a language that is known here', () => {
  const known = [...Object.keys(checks), 'text'];
  const ofUsers = pages.filter(({ page }) => page === 'README.md' || page.startsWith('docs/'));
  const unknown = ofUsers.flatMap(({ page, blocks }) =>
    blocks.filter(({ language }) => !known.includes(language)).map(({ line }) => `${page}:${line}`),
  );
  expect(unknown).toEqual([]);
});

describe.each(Object.keys(checks))('%s', (language) => {
  const chosen = pages
    .map(({ page, blocks }) => ({ page, blocks: blocks.filter((block) => block.language === language) }))
    .filter(({ blocks }) => blocks.length > 0);

  test.each(chosen)('$page', ({ page, blocks }) => checks[language](page, blocks));
});
