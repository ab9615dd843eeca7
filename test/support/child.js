// Programs in a Node of their own, the very Node that runs the tests.
'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');
const { fixtures } = require('./fixtures.js');

const root = path.join(__dirname, '..', '..');

/** What every program begins with: the module and the library of the tests, loaded when they are asked for. */
const prologue = `
  const root = ${JSON.stringify(root)};
  const fixtures = ${JSON.stringify(fixtures)};
  const load = () => require(root);
`;

/**
 * Runs a JavaScript program to its end.
 * @param {string} program
 * @param {{flags?: string[], env?: Record<string, string | undefined>, args?: string[]}} [options]
 * @returns {Promise<{status: number | null, signal: string | null, stdout: string, stderr: string}>}
 */
function runNode(program, { flags = [], env = {}, args } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...flags, ...(args ?? ['-e', prologue + program])], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}

/** Expects that a program ends well, and gives what it prints. */
async function outputOf(program, options) {
  const { status, signal, stdout, stderr } = await runNode(program, options);
  if (status !== 0) throw new Error(`the program ended by ${signal ?? status}:\n${stdout}${stderr}`);
  return stdout.trim();
}

/**
 * A program that runs another in a worker thread, and ends as that does.
 * @param {string} program
 */
const inWorker = (program) => `
  const { Worker } = require('node:worker_threads');
  const worker = new Worker(${JSON.stringify(prologue + program)}, { eval: true });
  worker.once('exit', (status) => { process.exitCode = status; });`;

module.exports = { root, runNode, outputOf, inWorker };
