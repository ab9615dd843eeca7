// How the cases of this folder run: each program in a Node of its own, which has to end well and to print what is expected,
// with nothing on stderr; and, where threads can make a difference, in a worker thread of another.
'use strict';

const { inWorker, runNode } = require('../support/child.js');

/** What every program begins with; it is the body of an async function. */
const begin = `
  const fs = require('node:fs');
  const os = require('node:os');
  const path = require('node:path');
  const ffi = load();
  const { Gate } = require(root + '/test/support/gate.js');
  const { errorOf } = require(root + '/test/support/refusal.js');
  const { turn, until, collectNow, collectUntil, reuse } = require(root + '/test/support/waiting.js');
  const bind = (name, result, ...types) => ffi.getNativeFunction(fixtures, name, result, types);
  const told = ({ name, code }) => name + ' ' + code;
  const endOf = (act) => { try { return act(); } catch (error) { return told(error); } };
  const INT = 'int (*)(int)';
  const callInt = bind('call_int', 'int', INT, 'int');
  const callTimes = bind('call_times', 'int', INT, 'int');
  const startCall = bind('start_call', 'void *', INT, 'int', 'int', 'int');
  const finishCall = bind('finish_call', 'int', 'void *');
  const callOnThread = bind('call_on_thread', 'int', INT, 'int', 'int'); // and C waits for that thread
  // A library that nobody else has open: it is unloaded when it is closed.
  function openCopy(declarations) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ffi-native-'));
    process.on('exit', () => fs.rmSync(folder, { recursive: true }));
    fs.copyFileSync(fixtures, path.join(folder, 'copy.so'));
    return ffi.dlopen(path.join(folder, 'copy.so'), declarations);
  }
  const isLoaded = (lib) => fs.readFileSync('/proc/self/maps', 'utf8').includes(lib.path);
  (async () => {`;
const end = '})().catch((error) => { console.error(error); process.exit(1); });';

const ofItself = { 'in a process': (program) => program };
const alsoInWorker = { ...ofItself, 'in a worker': inWorker };

/**
 * Tests a way in which native calls go wrong.
 * @param {string} title
 * @param {Record<string, (program: string) => string>} places `ofItself` or `alsoInWorker`
 * @param {[name: string, program: string, lines: unknown[], flags?: string[]][]} cases what each prints, line by line
 */
function hostile(title, places, cases) {
  describe(title, () => {
    for (const [place, wrap] of Object.entries(places)) {
      test.each(cases)(`%s, ${place}`, async (_, program, lines, flags = []) => {
        expect(await runNode(wrap(begin + program + end), { flags })).toEqual({
          status: 0,
          signal: null,
          stdout: lines.map((line) => `${line}\n`).join(''),
          stderr: '',
        });
      });
    }
  });
}

module.exports = { hostile, ofItself, alsoInWorker };
