// What a block of shell commands says that can be checked without running it: npm scripts and files that there must be.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./markdown.js');

const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

const hasScript = (name) => (Object.hasOwn(scripts, name) ? undefined : `package.json has no script '${name}'`);
const hasFile = (name) => (fs.existsSync(path.join(root, name)) ? undefined : `there is no file ${name}`);

/** By command, what is wrong with its arguments. */
const checks = {
  npm([command, name]) {
    if (command === 'install') return undefined;
    if (command === 'test') return hasScript('test');
    return command === 'run' ? hasScript(name) : `npm ${command} is not checked`;
  },
  node: ([file]) => hasFile(file),
  bash: ([file]) => hasFile(file),
  'apt-get': () => undefined,
  git: () => undefined,
  cd: () => undefined,
};

/**
 * @param {string} code lines of commands
 * @returns {string[]} what is wrong with them
 */
function findProblems(code) {
  const commands = code
    .replaceAll('\\\n', ' ')
    .split(/\n|&&/)
    .map((line) => line.replace(/(^|\s)#.*/, '').trim())
    .filter((line) => line !== '');
  return commands.flatMap((line) => {
    const [command, ...args] = line.split(/\s+/);
    return (checks[command] ? checks[command](args) : `${command} is not checked`) ?? [];
  });
}

module.exports = { findProblems };
