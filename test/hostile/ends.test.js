// Ends of workers and of processes in the middle of calls and callbacks: what goes on lives, and what ends, ends well.
'use strict';

const { alsoInWorker, hostile, ofItself } = require('./cases.js');

/** Ends a worker three times where it says that it is, and calls as ever afterwards. */
const terminated = (act) => `
  const { Worker } = require('node:worker_threads');
  const program = ${JSON.stringify(`
    const { parentPort, workerData: { root, fixtures } } = require('node:worker_threads');
    const ffi = require(root);
    const bind = (name, result, ...types) => ffi.getNativeFunction(fixtures, name, result, types);
    const INT = 'int (*)(int)';
    const callInt = bind('call_int', 'int', INT, 'int');
    const isThere = (...what) => parentPort.postMessage(what);
    ${act}`)};
  for (let i = 0; i < 3; i++) {
    const worker = new Worker(program, { eval: true, workerData: { root, fixtures } });
    const [address] = await new Promise((resolve) => worker.once('message', resolve));
    console.log(await worker.terminate());
    if (address) console.log(bind('call_int', 'int', 'void *', 'int')(address, 5));
  }
  console.log(callInt((x) => x + 1, 1));
  process.exit();`; // threads of C may go on for ever
const lives = ['1', '1', '1', '2'];

hostile('a worker is terminated', ofItself, [
  ['in a callback', terminated('callInt(() => { isThere(); for (;;); }, 1);'), lives],
  [
    'in a callback within others',
    terminated(`
      const deeper = (x) => { if (x < 10) return callInt(deeper, x + 1); isThere(); for (;;); };
      callInt(deeper, 1);`),
    lives,
  ],
  [
    'in an onError',
    terminated(`
      const onError = () => { isThere(); for (;;); };
      callInt(ffi.callback('int (int)', () => { throw 1; }, { onError }), 1);`),
    lives,
  ],
  ['between callbacks', terminated('isThere(); for (;;) callInt((x) => x, 1);'), lives],
  [
    'in a callback for which another thread waits',
    terminated("bind('call_on_thread', 'int', INT, 'int', 'int').async(() => { isThere(); for (;;); }, 1, 1);"),
    lives,
  ],
  [
    'with callbacks that other threads call all the while',
    terminated(`
      const cb = ffi.callback('int (int)', (x) => { if (x === 100) isThere(); return x; }).ref();
      bind('call_for_ever', 'void', INT, 'int')(cb, 3);`),
    lives,
  ],
  [
    'with live callbacks, which C calls later',
    terminated(`
      const callbacks = Array.from({ length: 100 }, () => ffi.callback('int (int)', (x) => x, { defaultReturn: -1 }).ref());
      isThere(callbacks[0].address);`),
    ['1', '-1', '1', '-1', '1', '-1', '2'],
  ],
]);

/** Threads of C's call for as long as the process lives, also when nobody is left to answer. */
const called = (act) => `
  let count = 0;
  const cb = ffi.callback('int (int)', (x) => { act(++count); return x; }).ref();
  const act = (n) => { ${act} };
  bind('call_for_ever', 'void', INT, 'int')(cb, 4);`;

hostile('foreign threads call in while the process exits', alsoInWorker, [
  ['by process.exit() in a callback', called('if (n === 200) process.exit(0);'), []],
  ['by process.exit() between callbacks', `${called('')} until(() => count > 200).then(() => process.exit(0));`, []],
  ['by its natural end', called('if (n === 200) cb.unref();'), []],
  [
    'after a close',
    called('if (n === 200) { cb.close(); setTimeout(() => process.exit(0), 20); }'),
    [],
    ['--no-warnings'],
  ],
  [
    'while asynchronous calls wait for them',
    `let count = 0;
    const again = () => callOnThread.async((x) => { count++; return x; }, 1, 1000).then(again);
    for (let i = 0; i < 4; i++) again();
    until(() => count > 200).then(() => process.exit(0));`,
    [],
  ],
]);
