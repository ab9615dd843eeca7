// Pages of the system: readable, read-only, absent, and places next to what is absent.
'use strict';

const { randomInt } = require('node:crypto');
const { getNativeFunction } = require('../..');

const PAGE = 65536; // a multiple of every page size
const PROT = { none: 0, read: 1, both: 3 };
const MAP_PRIVATE_ANONYMOUS = process.platform === 'darwin' ? 0x1002 : 0x22;

const libc = (name, result, ...types) => getNativeFunction(null, name, result, types);
const mmap = libc('mmap', 'void *', 'void *', 'size_t', 'int', 'int', 'int', 'long');
const mprotect = libc('mprotect', 'int', 'void *', 'size_t', 'int');
const munmap = libc('munmap', 'int', 'void *', 'size_t');

// The system gives the highest addresses first, so holes down here stay holes; one further up would be the next thread's stack.
// They begin above what AddressSanitizer keeps for itself, and for each file of tests that shares a process elsewhere.
let unused = 0x2000_0000_0000n + (BigInt(randomInt(2 ** 16)) << 26n);

/**
 * Zeroed pages where no other mapping will come, next to them or when they are gone.
 * @param {number} bytes
 * @param {number} [protection]
 */
function map(bytes, protection = PROT.both) {
  const wanted = unused;
  unused += BigInt(bytes + PAGE);
  return mmap(wanted, BigInt(bytes), protection, MAP_PRIVATE_ANONYMOUS, -1, 0n);
}

/** Zeroed pages that nothing follows: the address behind them is not there. */
function mapBeforeGap(bytes) {
  const start = map(bytes + PAGE);
  if (munmap(start + BigInt(bytes), BigInt(PAGE)) !== 0) throw new Error('munmap failed');
  return start;
}

/** A page that was there. */
function freedPage() {
  const start = map(PAGE);
  munmap(start, BigInt(PAGE));
  return start;
}

/** A page that can be read and not written. */
function readOnlyPage() {
  const start = map(PAGE);
  mprotect(start, BigInt(PAGE), PROT.read);
  return start;
}

/** A page that is there for nobody. */
function deniedPage() {
  return map(PAGE, PROT.none);
}

module.exports = { PAGE, mapBeforeGap, freedPage, readOnlyPage, deniedPage };
