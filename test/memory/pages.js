// Pages of the system: readable, read-only, absent, and places next to what is absent.
'use strict';

const { getNativeFunction } = require('../..');

const PAGE = 65536; // a multiple of every page size
const PROT = { none: 0, read: 1, both: 3 };
const MAP_PRIVATE_ANONYMOUS = process.platform === 'darwin' ? 0x1002 : 0x22;

const libc = (name, result, ...types) => getNativeFunction(null, name, result, types);
const mmap = libc('mmap', 'void *', 'void *', 'size_t', 'int', 'int', 'int', 'long');
const mprotect = libc('mprotect', 'int', 'void *', 'size_t', 'int');
const munmap = libc('munmap', 'int', 'void *', 'size_t');

/** Zeroed pages that nothing follows: the address behind them is not there. */
function mapBeforeGap(bytes) {
  const start = mmap(null, BigInt(bytes + PAGE), PROT.both, MAP_PRIVATE_ANONYMOUS, -1, 0n);
  if (munmap(start + BigInt(bytes), BigInt(PAGE)) !== 0) throw new Error('munmap failed');
  return start;
}

/** A page that was there. */
function freedPage() {
  const start = mmap(null, BigInt(PAGE), PROT.both, MAP_PRIVATE_ANONYMOUS, -1, 0n);
  munmap(start, BigInt(PAGE));
  return start;
}

/** A page that can be read and not written. */
function readOnlyPage() {
  const start = mmap(null, BigInt(PAGE), PROT.both, MAP_PRIVATE_ANONYMOUS, -1, 0n);
  mprotect(start, BigInt(PAGE), PROT.read);
  return start;
}

/** A page that is there for nobody. */
function deniedPage() {
  return mmap(null, BigInt(PAGE), PROT.none, MAP_PRIVATE_ANONYMOUS, -1, 0n);
}

module.exports = { PAGE, mapBeforeGap, freedPage, readOnlyPage, deniedPage };
