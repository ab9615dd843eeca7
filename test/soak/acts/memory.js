// Memory that ends at random: arenas, memory of C's with an owner, views, buffers; and addresses where there is none.
'use strict';

const ffi = require('../../..');
const native = require('../native.js');
const { hasCode, holds, refused, same } = require('../allowed.js');
const { errorOf } = require('../../support/refusal.js');

const GONE = 'ERR_FFI_USE_AFTER_FREE';
const ABSENT = 'ERR_FFI_ACCESS_VIOLATION';
const PAGE = 16384n; // or a part of one

function arenas({ random }) {
  const all = [ffi.arena()];
  const made = [];
  for (let i = random.below(30); i > 0; i--) {
    const arena = random.pick(all);
    if (random.chance(20)) all.push(arena.arena());
    const count = 1 + random.below(300);
    const numbers = arena.alloc('int', count);
    numbers.set(count - 1, i);
    made.push({ arena, numbers, text: arena.string(`text ${i}`), i, count });
    if (random.chance(10)) random.pick(all).close();
    for (let n = all.length - 1; n > 0; n--) if (all[n].closed) all.splice(n, 1);
    if (all[0].closed) break;
  }
  for (const { arena, numbers, text, i, count } of made) {
    if (arena.closed) {
      refused(() => numbers.get(0), GONE);
      refused(() => native.length(text), GONE);
    } else {
      same([numbers.get(count - 1), text.readString()], [i, `text ${i}`], 'what is in an arena');
      refused(() => numbers.get(count), 'ERR_FFI_OUT_OF_BOUNDS');
    }
  }
  if (random.chance(70)) all[0].close();
}

/** Freed once each: when closed, when collected, at the end. */
function owned({ random, collect }) {
  const numbers = Array.from({ length: random.below(30) }, () => random.below(1e6));
  const owners = numbers.map((number) => ffi.own(native.makeBlock(number), native.freeBlock, 'char[56]'));
  for (const [i, owner] of owners.entries()) {
    same(native.numberOfBlock(owner, null), numbers[i], 'the number of a block');
    if (random.chance(50)) continue;
    const part = owner.cast('int').at(1);
    random.pick([owner, part]).close();
    owner.close();
    refused(() => part.value, GONE);
    refused(() => native.numberOfBlock(owner, null), GONE);
  }
  if (random.chance(20)) collect();
}

function sharedBytes({ random, collect }) {
  const number = random.below(1e6);
  const options = { copy: random.chance(50), free: native.freeBlock };
  const bytes = random.chance(50)
    ? ffi.toBuffer(native.makeBlock(number), 8, options)
    : Buffer.from(ffi.toArrayBuffer(native.makeBlock(number), 8, options));
  if (random.chance(20)) collect();
  same(new Int32Array(bytes.buffer, bytes.byteOffset, 2)[1], number, 'what is in bytes of C');
}

function views({ random, isWorker }) {
  const type = 'struct { int n; struct { double x, y; } at[3]; char name[8]; }';
  const p =
    isWorker || random.chance(50) ? ffi.alloc(type, 10) : ffi.own(ffi.malloc(10 * ffi.sizeof(type)), ffi.free, type);
  const made = p.length === undefined ? [p.view(0)] : [p.view(random.below(10)), p.view(0)];
  for (const view of made) {
    view.n = 5;
    view.at[2] = { x: 1, y: 2 };
    view.name = 'name';
    same([view.n, view.at[2].y, view.name], [5, 2, 'name'], 'what is in a view');
  }
  if (random.chance(70)) {
    const place = made[0].at[1];
    p.close();
    refused(() => made[0].n, GONE);
    refused(() => {
      place.x = 1;
    }, GONE);
  }
}

function detached({ random }) {
  const bytes = new Uint8Array(1 + random.below(5000)).fill(7);
  const p = ffi.pointer(bytes, 'uint8_t');
  const last = bytes.length - 1;
  same([p.get(last), ffi.read.u8(bytes, last)], [7, 7], 'what is in a buffer');
  structuredClone(bytes, { transfer: [bytes.buffer] });
  refused(() => p.get(0), GONE);
  refused(() => native.length(bytes), 'ERR_INVALID_ARG_VALUE');
}

/** Addresses where there is nothing, or something else's, or nobody knows: none of them ends the process. */
function wildReads({ random }) {
  const wild = () => BigInt(random.next()) * (1n << BigInt(random.below(32))) + BigInt(random.below(4096));
  for (let i = random.below(20); i > 0; i--) {
    const address = random.chance(50) ? BigInt(16 + random.below(4000)) : wild();
    const access = random.pick([
      () => ffi.read.i64(address),
      () => ffi.readString(address, 64),
      () => ffi.toBuffer(address, 10_000),
      () => ffi.read(address, 'struct { int a; double b[100]; }'),
      () => ffi.compare(address, new Uint8Array(100), 100),
      () => ffi.pointer(address, 'int', 100).toArray(),
    ]);
    try {
      access();
      holds(address > 4096n, 'at the lowest addresses there is nothing');
    } catch (error) {
      hasCode(error, ABSENT, 'ERR_FFI_INVALID_POINTER', 'ERR_OUT_OF_RANGE');
    }
  }
  refused(() => ffi.write.i32(BigInt(16 + random.below(4000)), 1), ABSENT);
}

/** A page that is taken away; what is there afterwards may be another's. */
function pages({ random }) {
  const address = native.mmap(null, PAGE, 3, 0x22, -1, 0n); // to be read and written, private and anonymous
  const text = ffi.pointer(address, 'char', Number(PAGE));
  text.writeString('text');
  native.mprotect(address, PAGE, 0);
  for (const access of [() => text.readString(), () => text.get(5), () => text.toBuffer(), () => text.set(1, 1)]) {
    const error = errorOf(access);
    hasCode(error, ABSENT);
  }
  native.mprotect(address, PAGE, random.pick([1, 3]));
  same(text.readString(), 'text', 'what is in a page');
  native.munmap(address, PAGE);
}

module.exports = { arenas, owned, sharedBytes, views, detached, wildReads, pages };
