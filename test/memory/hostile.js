// A program, not a test: everything that can be asked of memory that is not there, not for this, or gone. It prints what each
// act ends in; what ends the process prints nothing. It runs by itself and in a worker thread.
'use strict';

const { inspect } = require('node:util');
const ffi = require('../..');
const { PAGE, deniedPage, freedPage, mapBeforeGap, readOnlyPage } = require('./pages.js');

const struct = ffi.type(
  'struct { int i; double d; unsigned b : 3; int v[3]; struct { short s; } in; char name[4]; void *p; }',
);
const Struct = ffi.viewClass(struct);

const end = mapBeforeGap(PAGE) + BigInt(PAGE);

/** Addresses at which nothing can be read, and what reading there ends in. */
const unreadable = {
  zero: [0n, 'ERR_FFI_INVALID_POINTER'],
  16: [16n, 'ERR_FFI_ACCESS_VIOLATION'],
  freed: [freedPage(), 'ERR_FFI_ACCESS_VIOLATION'],
  denied: [deniedPage(), 'ERR_FFI_ACCESS_VIOLATION'],
  behind: [end, 'ERR_FFI_ACCESS_VIOLATION'],
  across: [end - 3n, 'ERR_FFI_ACCESS_VIOLATION'],
  'not canonical': [0x8000_0000_0000_0000n, 'ERR_FFI_ACCESS_VIOLATION'],
  last: [2n ** 64n - 64n, 'ERR_FFI_ACCESS_VIOLATION'],
};

/** Acts at an address; those of views make their view first. */
const reads = {
  value: (a) => ffi.pointer(a, struct).value,
  get: (a) => ffi.pointer(a, 'int', 4).get(0),
  toArray: (a) => ffi.pointer(a, 'double', 4).toArray(),
  'toArray of structs': (a) => ffi.pointer(a, struct, 4).toArray(),
  toBuffer: (a) => ffi.pointer(a, 'double', 4).toBuffer(),
  readString: (a) => ffi.pointer(a, 'char32_t').readString(),
  iteration: (a) => [...ffi.pointer(a, 'long', 2)],
  'an int of a view': (a) => Struct.at(a).i,
  'a view as an argument': (a) => ffi.alloc(struct, [Struct.at(a)]),
  'a struct of a view': (a) => ffi.pointer(a, 'struct { struct { int s; } in; }').view().in.s,
  'an element of a view': (a) => ffi.pointer(a, 'int[3]').view()[0],
  'bits of a view': (a) => ffi.pointer(a, 'struct { int : 24; unsigned b : 9; }').view().b,
  'text of a view': (a) => ffi.pointer(a, 'struct { char name[8]; }').view().name,
  'a pointer of a view': (a) => ffi.pointer(a, 'struct { void *p; }').view().p,
  'an element of all': (a) => ffi.pointer(a, 'int', 4).viewAll()[0],
  'all elements': (a) => [...ffi.pointer(a, 'double', 4).viewAll()],
  'JSON of a view': (a) => JSON.stringify(ffi.pointer(a, struct).view()),
  'spread of a view': (a) => ({ ...Struct.at(a) }),
};
const writes = {
  value: (a) => ffi.pointer(a, struct).set(0, {}),
  set: (a) => ffi.pointer(a, 'int', 4).set(0, 1),
  writeString: (a) => ffi.pointer(a, 'char', 8).writeString('text'),
  'an int of a view': (a) => Object.assign(Struct.at(a), { i: 1 }),
  'a struct of a view': (a) => Object.assign(ffi.pointer(a, 'struct { struct { int s; } in; }').view().in, { s: 1 }),
  'bits of a view': (a) => Object.assign(ffi.pointer(a, 'struct { int : 24; unsigned b : 9; }').view(), { b: 1 }),
  'an element of a view': (a) => ffi.pointer(a, 'int[3]').view().fill(1),
  'text of a view': (a) => Object.assign(ffi.pointer(a, 'struct { char name[8]; }').view(), { name: 'text' }),
  'a pointer of a view': (a) => Object.assign(ffi.pointer(a, 'struct { void *p; }').view(), { p: null }),
  'an element of all': (a) => ffi.pointer(a, 'int', 4).viewAll().fill(1),
  'sorted elements': (a) => ffi.pointer(a, 'int', 4).viewAll().sort(),
};

/** The code of the error that an act ends in. */
function outcome(act) {
  try {
    act();
    return 'no error';
  } catch (error) {
    return error.code ?? String(error);
  }
}

/** What does not end as it must, by act and place. */
function findFaults() {
  const faults = [];
  const expectAll = (place, acts, address, expected) => {
    for (const [name, act] of Object.entries(acts)) {
      const code = outcome(() => act(address));
      if (code !== expected) faults.push(`${name} at ${place}: ${code}`);
    }
  };
  for (const [place, [address, expected]] of Object.entries(unreadable)) {
    expectAll(place, reads, address, expected);
    expectAll(place, writes, address, expected);
    for (const type of ['int', 'char', 'void', struct]) inspect(ffi.pointer(address, type));
  }
  expectAll('a read-only page', reads, readOnlyPage(), 'no error');
  expectAll('a read-only page', writes, readOnlyPage(), 'ERR_FFI_ACCESS_VIOLATION');
  expectAll('an odd address', { ...reads, ...writes }, end - 1025n, 'no error');
  return faults;
}

/** Reads and writes through views where an address may be anything; how many were refused. */
function countRefused(count) {
  let seed = 1n;
  let refused = 0;
  for (let i = 0; i < count; i++) {
    seed = BigInt.asUintN(64, seed * 6364136223846793005n + 1442695040888963407n);
    const code = outcome(() => Struct.at(seed).d);
    if (code !== 'no error' && code !== 'ERR_FFI_ACCESS_VIOLATION') throw new Error(code);
    if (code !== 'no error') refused++;
  }
  return refused;
}

module.exports = { findFaults, countRefused };
