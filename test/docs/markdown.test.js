// The readers of pages, on pages that break their rules: what checks the documentation must itself be able to fail.
'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { readPage } = require('./markdown.js');
const { makeProgram } = require('./program.js');
const shell = require('./shell.js');

describe('a page', () => {
  const page = readPage(
    [
      '# One `two`: *three*!',
      '[a](b.md#c) and ![d](e.svg)',
      '```js',
      'f(); // -> 1',
      '```',
      '## Same',
      '## Same',
      '- item',
      '  ```sh',
      '  npm test',
      '  ```',
    ].join('\n'),
  );

  test('has blocks, in lists too, with the numbers of their lines', () => {
    expect(page.blocks).toEqual([
      { language: 'js', code: 'f(); // -> 1\n', line: 4 },
      { language: 'sh', code: 'npm test\n', line: 10 },
    ]);
  });

  test('has links and images', () => {
    expect(page.links).toEqual([
      { target: 'b.md#c', line: 2 },
      { target: 'e.svg', line: 2 },
    ]);
  });

  test('has the anchors of its headings', () => {
    expect(page.anchors).toEqual(['one-two-three', 'same', 'same-1']);
  });
});

describe('claims', () => {
  /** What a program of these lines leaves. */
  function run(...lines) {
    const { source, claims } = makeProgram('page.md', [{ code: lines.join('\n'), line: 1 }]);
    const { status, stderr } = spawnSync(process.execPath, ['--require', path.join(__dirname, 'claim.js'), '-'], {
      env: { ...process.env, CLAIMS: String(claims) },
      input: source,
      encoding: 'utf8',
    });
    return { status, stderr };
  }

  test('that hold', () => {
    const lines = [
      'const a = 1; // -> 1',
      'a + 1; // -> 2',
      'console.log(a, 5n); // -> 1, 5n',
      '({ a, b: [a] }); // -> { a: 1, b: [1] }',
      "(() => { throw Object.assign(new Error('x'), { code: 'ERR_X' }); })(); // -> ERR_X",
    ];
    expect(run(...lines)).toEqual({ status: 0, stderr: '' });
  });

  test.each([
    ['another value', '1 + 1; // -> 3', 'page.md:1: is 2, not 3\n'],
    ['another type', '1n; // -> 1', 'page.md:1: is 1n, not 1\n'],
    ['another constant', 'const a = 1; // -> 2', 'page.md:1: is 1, not 2\n'],
    ['another print', 'console.log(1); // -> 2', 'page.md:1: is [ 1 ], not [ 2 ]\n'],
    ['no error', '1; // -> ERR_X', 'page.md:1: gives 1, and does not throw ERR_X\n'],
    ['a claim that is not reached', 'if (false) {\n  1; // -> 1\n}', '0 of 1 claims were reached\n'],
  ])('that do not hold: %s', (_, code, stderr) => {
    expect(run(code)).toEqual({ status: 1, stderr });
  });

  test('about a part of an expression are refused', () => {
    expect(() => makeProgram('page.md', [{ code: 'f(\n  1\n); // -> 2', line: 7 }])).toThrow(
      'page.md:9: a claim needs',
    );
  });
});

test('commands without their script or file', () => {
  expect(shell.findProblems('npm test -- x && npm run build # builds\nnode scripts/build.js')).toEqual([]);
  expect(shell.findProblems('npm run no-such-script\nbash no/such/file\nrm x')).toEqual([
    "package.json has no script 'no-such-script'",
    'there is no file no/such/file',
    'rm is not checked',
  ]);
});
