// The scripts that read what other programs found: Jest's results and valgrind's log.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { readReports } = require('../../scripts/test-valgrind.js');

describe('count-tests', () => {
  const script = path.join(__dirname, '../../scripts/count-tests.js');
  let folder;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ffi-native-count-'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  test.each([
    [
      'all that passed',
      [
        [3, 0, 0],
        [4, 0, 0],
      ],
      0,
      '7 passed, 0 failed\n',
    ],
    [
      'a test that failed',
      [
        [3, 0, 0],
        [2, 1, 0],
      ],
      1,
      '5 passed, 1 failed\n',
    ],
    ['a file that did not run', [[3, 0, 1]], 1, '3 passed, 1 failed\n'],
    ['no tests', [], 1, '0 passed, 0 failed\n'],
  ])('%s', (_, runs, status, line) => {
    runs.forEach(([numPassedTests, numFailedTests, numRuntimeErrorTestSuites], index) => {
      const results = JSON.stringify({ numPassedTests, numFailedTests, numRuntimeErrorTestSuites });
      fs.writeFileSync(path.join(folder, `${index}.json`), results);
    });
    const result = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
    expect(result).toMatchObject({ status, stdout: line });
  });
});

test('reports of valgrind, with the frames of all of their stacks', () => {
  const frame = (object, name) =>
    `<frame><ip>0x1</ip><obj>${object}</obj><fn>${name}</fn><file>a.cc</file><line>7</line></frame>`;
  const reports = readReports(`<?xml version="1.0"?><valgrindoutput>
    <error><unique>0x0</unique><kind>InvalidRead</kind><what>Invalid read of size 1</what>
      <stack>${frame('/x/ffi_native.node', 'Read&lt;int&gt;')}</stack>
      <auxwhat>Address 0x2 is 0 bytes after a block of size 10</auxwhat><stack>${frame('/bin/node', 'main')}</stack></error>
    <error><kind>Leak_DefinitelyLost</kind><xwhat><text>8 bytes are lost</text><leakedbytes>8</leakedbytes></xwhat>
      <stack><frame><ip>0x3</ip><obj>/bin/node</obj></frame></stack></error></valgrindoutput>`);
  expect(reports).toEqual([
    {
      kind: 'InvalidRead',
      text: 'Invalid read of size 1',
      frames: [
        { object: '/x/ffi_native.node', place: 'Read<int> a.cc 7' },
        { object: '/bin/node', place: 'main a.cc 7' },
      ],
    },
    { kind: 'Leak_DefinitelyLost', text: '8 bytes are lost', frames: [{ object: '/bin/node', place: '0x3' }] },
  ]);
});
