// Ways in which callbacks kill, hang or deceive a process: here each is an error, or the default return in C.
'use strict';

const { alsoInWorker, hostile, ofItself } = require('./cases.js');

// C writes what a callback has returned where a test can see it, though the call itself throws.
const seenByC = `
  const callAndWrite = bind('fault_after', 'int', INT, 'int *');
  const place = Int32Array.of(77);`;

hostile('a callback throws', alsoInWorker, [
  [
    'the call throws that very error, and JavaScript is not entered again by it',
    `const mine = new RangeError('mine');
    const entered = [];
    const error = errorOf(() => callTimes((i) => { entered.push(i); if (i === 2) throw mine; return i; }, 100));
    console.log(error === mine, entered.join());
    console.log(callTimes((i) => i, 4));`,
    ['true 0,1,2', '6'],
  ],
  [
    'C sees the default return',
    `${seenByC}
    const fail = () => { throw new Error('mine'); };
    console.log(errorOf(() => callAndWrite(fail, place)).message, place[0]);
    const failing = ffi.callback('int (int)', fail, { defaultReturn: -5 });
    console.log(errorOf(() => callAndWrite(failing, place)).message, place[0]);`,
    ['mine 0', 'mine -5'],
  ],
  [
    'in calls within each other, in each of which it can be caught',
    `const mine = new Error('mine');
    const fail = () => { throw mine; };
    console.log(errorOf(() => callInt(() => callInt(() => callInt(fail, 1), 1), 1)) === mine);
    console.log(callTimes(() => { try { return callInt(fail, 1); } catch { return 10; } }, 3));`,
    ['true', '30'],
  ],
  [
    'an asynchronous call is rejected with it',
    `const mine = new Error('mine');
    let entered = 0;
    const fail = () => { entered++; throw mine; };
    console.log(await callTimes.async(fail, 10).catch((error) => error === mine), entered);`,
    ['true 1'],
  ],
]);

hostile('a callback returns what is no value of its type', alsoInWorker, [
  [
    'a wrong type',
    `${seenByC}
    for (const wrong of ['1', undefined, null, {}, 1n, true]) {
      let entered = 0;
      const cb = ffi.callback('int (int)', () => { entered++; return wrong; }, { defaultReturn: -5 });
      console.log(endOf(() => callTimes(cb, 10)), entered, endOf(() => callAndWrite(cb, place)), place[0]);
    }`,
    Array(6).fill('TypeError ERR_INVALID_ARG_TYPE 1 TypeError ERR_INVALID_ARG_TYPE -5'),
  ],
  [
    'a number that is not in its range',
    `${seenByC}
    for (const wrong of [1.5, 2 ** 40, NaN]) console.log(endOf(() => callAndWrite(() => wrong, place)), place[0]);`,
    Array(3).fill('RangeError ERR_OUT_OF_RANGE 0'),
  ],
  [
    'a Promise',
    `${seenByC}
    const error = errorOf(() => callAndWrite(async () => 1, place));
    console.log(told(error), error.message, place[0]);`,
    [
      'TypeError ERR_INVALID_ARG_TYPE The result of Argument 0 of fault_after must not be a Promise: C does not wait for it 0',
    ],
  ],
]);

hostile('a callback is called from another thread', alsoInWorker, [
  [
    'while the event loop is free: C waits for the value, which JavaScript gives on its own thread',
    `const threadOf = bind('gate_thread', 'int');
    const own = threadOf();
    const seen = [];
    const cb = ffi.callback('int (int)', (x) => { seen.push(x, threadOf() === own); return 2 * x; });
    const call = startCall(cb, 10, 3, 0);
    await until(() => seen.length === 6);
    console.log(finishCall(call), seen.join());
    console.log(await callOnThread.async(cb, 10, 3));`,
    ['66 10,true,11,true,12,true', '66'],
  ],
  [
    'while JavaScript waits for that thread: the default return, and an error that tells what to call',
    `let entered = 0;
    const cb = ffi.callback('int (int)', function onData(x) { entered++; return x; }, { defaultReturn: 4, grace: 20 });
    const error = errorOf(() => callOnThread(cb, 10, 3));
    console.log(error.name, error.code, error.result, entered);
    console.log(error.message);
    const usual = errorOf(() => callOnThread((x) => x, 10, 3));
    console.log(usual.code, usual.result);
    console.log(await callOnThread.async(cb, 10, 3), entered);`,
    [
      'Error ERR_FFI_CALLBACK_DEADLOCK 12 0',
      'the callback onData was called on another thread while call_on_thread kept the thread of JavaScript waiting, so C got ' +
        'its default return: call call_on_thread.async()',
      'ERR_FFI_CALLBACK_DEADLOCK 0',
      '33 3',
    ],
  ],
  [
    'while JavaScript computes longer than the grace: that runs within C only',
    `const seen = [];
    const cb = ffi.callback('int (int)', (x) => { seen.push(x); return 2 * x; }, { grace: 20 });
    const call = startCall(cb, 10, 1, 0);
    for (const start = Date.now(); Date.now() - start < 200;);
    await until(() => seen.length === 1);
    console.log(finishCall(call));`,
    ['20'],
  ],
]);

const closed = `
  process.on('warning', ({ code }) => console.log('warning', code));
  const call = bind('call_times', 'int', 'void *', 'int');
  const callElsewhere = bind('call_on_thread', 'int', 'void *', 'int', 'int');
  const cb = ffi.callback('int (int)', (x) => x, { defaultReturn: -1 });
  const { address } = cb;
  cb.close();`;

hostile('C calls a closed callback', alsoInWorker, [
  [
    'it gets the default return, and the process one warning',
    `${closed}
    console.log(call(address, 5), callElsewhere(address, 1, 5));
    await turn();
    console.log(await callElsewhere.async(address, 1, 5), call(address, 5));
    await turn();`,
    ['-5 -5', 'warning ERR_FFI_CALLBACK_CLOSED', '-5 -5'],
    ['--no-warnings'], // the listener has them all the same
  ],
]);

const ownLibrary = `const lib = openCopy('int call_int(int (*)(int), int); int call_times(int (*)(int), int);');`;

hostile('within a callback of its own', alsoInWorker, [
  [
    'a callback is closed, and its function is freed afterwards',
    `const make = () => {
      const f = (x) => { cb.close(); collectNow(); return x + 1; };
      const cb = ffi.callback('int (int)', f);
      console.log(callInt(cb, 1), cb.closed, endOf(() => callInt(cb, 1)));
      return new WeakRef(f);
    };
    const f = make();
    await collectUntil(() => f.deref() === undefined);
    console.log('freed');`,
    ['2 true Error ERR_FFI_CALLBACK_CLOSED', 'freed'],
  ],
  [
    'a library is closed, and is unloaded afterwards',
    `${ownLibrary}
    const { call_times: call } = lib.functions;
    console.log(call((x) => { lib.close(); return isLoaded(lib) ? x : -1000; }, 4));
    console.log(endOf(() => call((x) => x, 4)));
    await lib.unloaded;
    console.log(isLoaded(lib));`,
    ['6', 'Error ERR_FFI_LIBRARY_CLOSED', 'false'],
  ],
  [
    'a library is closed that has made it',
    `${ownLibrary}
    const cb = lib.callback('int (int)', (x) => { lib.close(); return lib.closed && !cb.closed && isLoaded(lib) ? x : -1; });
    console.log(lib.functions.call_int(cb, 4));
    await lib.unloaded;
    console.log(cb.closed, isLoaded(lib));`,
    ['4', 'true false'],
  ],
]);

hostile('uint64_t above INT64_MAX in a callback', ofItself, [
  [
    'is exact, there and back',
    `const through = bind('through_u64', 'uint64_t', 'uint64_t (*)(uint64_t)', 'uint64_t');
    for (const value of [2n ** 63n, 2n ** 64n - 1n]) {
      console.log(through((x) => { console.log(x); return x; }, value), through(() => value, 0n));
    }`,
    [
      '9223372036854775808n',
      '9223372036854775808n 9223372036854775808n',
      '18446744073709551615n',
      '18446744073709551615n 18446744073709551615n',
    ],
  ],
]);

hostile('JavaScript and C call each other 10,000 deep', alsoInWorker, [
  [
    'that is a RangeError, which can be caught any number of times',
    `const deeper = (x) => (x < 10_000 ? callInt(deeper, x + 1) : x);
    for (let i = 0; i < 3; i++) {
      const { name, message } = errorOf(() => callInt(deeper, 0));
      console.log(name, message);
    }
    console.log(callInt(deeper, 9_990));`,
    [...Array(3).fill('RangeError Maximum call stack size exceeded'), '10000'],
  ],
]);
