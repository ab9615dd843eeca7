// Every example runs, says something, and ends well.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./markdown.js');

const examples = fs.readdirSync(path.join(root, 'examples')).filter((name) => name.endsWith('.js'));

test.each(examples)('%s', (name) => {
  const { error, status, signal, stdout, stderr } = spawnSync(process.execPath, [`examples/${name}`], {
    cwd: root,
    encoding: 'utf8',
  });
  expect({ error, status, signal, stderr }).toEqual({ error: undefined, status: 0, signal: null, stderr: '' });
  expect(stdout).not.toBe('');
});
