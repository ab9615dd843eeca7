// A driver, not a test: everything the addon does, over and over, in this one process. `node calls.js --calls 1000
// --binds 100` is what runs under valgrind; with `--flat` it fails when memory grows (`npm run test:leaks`).
'use strict';

const { inspect, parseArgs } = require('node:util');
const ffi = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { collectNow, sleep } = require('../support/waiting.js');

/** What one step may leave behind in the second half of a phase, at most: page-sized noise of the allocators. */
const TOLERATED_BYTES = 24 * 2 ** 20;

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '10000000' },
    binds: { type: 'string', default: '1000000' },
    flat: { type: 'boolean', default: false },
  },
});
const calls = Number(values.calls);
const binds = Number(values.binds);

const bind = ffi.getNativeFunction;
const add = bind(fixtures, 'add_i32', 'int', ['int', 'int']);
const add64 = bind(fixtures, 'add_i64', 'int64_t', ['int64_t', 'int64_t']);
const byteAt = bind(fixtures, 'byte_at', 'size_t', ['const uint8_t *', 'size_t']);
const strlen = bind(null, 'strlen', 'size_t', ['const char *']);
const wcslen = bind(null, 'wcslen', 'size_t', ['const wchar_t *']);
const getenv = bind(null, 'getenv', 'string', ['string']);
const textAt = bind(fixtures, 'identity_pointer', 'string', ['pointer']);
const makeText = bind(fixtures, 'make_text', 'string', ['string'], {
  free: bind(fixtures, 'free_text', 'void', ['void *']),
});
const failInt = bind(fixtures, 'fail_int', 'int', ['int', '_Out_ int *'], { errno: true });
const callWith = bind(fixtures, 'gate_call', 'int', ['struct gate *', 'int (*)(int)', 'int']);
const openGate = new Int32Array([0, 1, 0]);
const bytes = new Uint8Array(64);
const longText = 'long'.repeat(500);
const shape = ffi.type('struct { struct { int a; } in; int v[3]; void *p; }');
const shapes = ffi.alloc(shape, 100);
const Shape = ffi.viewClass(shape);

/** @param {() => void} action that throws */
function refused(action) {
  try {
    action();
  } catch {
    return;
  }
  throw new Error('a call that must be refused was not');
}

const makeBlock = bind(fixtures, 'block_make', 'void *', ['int']);
const freeBlock = bind(fixtures, 'block_free', 'void', ['void *']);
const blocksOf = (state) => bind(fixtures, `blocks_${state}`, 'int', [])();

/** An asynchronous call that is taken back, or has begun before that. */
function takenBack() {
  const controller = new AbortController();
  const called = add.async.with({ signal: controller.signal })(1, 2);
  controller.abort();
  return called.catch(() => {});
}

/** An arena that is closed while C uses it. */
function calledInArena() {
  const arena = ffi.arena();
  const called = byteAt.async(arena.alloc('uint8_t', 64), 3n);
  arena.close();
  return called;
}

/** @param {(arena: ReturnType<typeof ffi.arena>) => void} action in an arena that is then closed */
function inArena(action) {
  const arena = ffi.arena();
  action(arena);
  arena.close();
}

/** @type {[name: string, count: number, step: (i: number) => unknown][]} */
const phases = [
  ['calls of numbers', calls, (i) => add(i, 1)],
  ['calls of BigInts', calls, (i) => add64(BigInt(i), 1n)],
  ['calls with a buffer', calls / 10, () => byteAt(bytes, 3n)],
  ['calls with a short string', calls / 10, () => strlen('short')],
  ['calls with a long string', calls / 10, () => strlen(longText)],
  ['calls with a wide string', calls / 10, () => wcslen('wide')],
  ['calls that return text', calls / 10, () => getenv('PATH')],
  ['asynchronous calls', calls / 10, (i) => add.async(i, 1)],
  ['asynchronous calls with a new buffer', calls / 10, () => byteAt.async(new Uint8Array(64), 3n)],
  ['asynchronous calls with text', calls / 20, () => makeText.async('made')],
  ['asynchronous calls that write to an array', calls / 20, () => failInt.async(5, [0])],
  ['asynchronous calls with a function', calls / 100, () => callWith.async(openGate, (value) => value, 1)],
  ['asynchronous calls in an arena', calls / 20, calledInArena],
  ['asynchronous calls that are taken back', calls / 20, takenBack],
  ['refused asynchronous calls', calls / 20, () => add.async(1.5, 1).catch(() => {})],
  ['refused calls', calls / 100, () => refused(() => add(1.5, 1))],
  ['refused addresses', calls / 100, () => refused(() => textAt(16n))],
  ['binds', binds, () => bind(fixtures, 'add_i32', 'int', ['int', 'int'])],
  [
    'binds of types never seen',
    binds / 10,
    (i) => bind(fixtures, 'identity_pointer', 'pointer', [`int (*)[${i + 1}]`]),
  ],
  ['refused binds', binds / 10, () => refused(() => bind(fixtures, 'add_i32', 'int', ['unsigned float']))],
  ['arenas', binds, (i) => inArena((arena) => arena.alloc('double', i % 100))],
  ['views of arenas', binds, () => inArena((arena) => arena.alloc(shape).view().in)],
  ['typed arrays of arenas', binds / 10, () => inArena((arena) => arena.alloc('int', 100).viewAll())],
  ['views', binds, (i) => shapes.view(i % 100).v[2]++],
  ['views with memory of their own', binds, (i) => new Shape({ in: { a: i } })],
  ['views of all elements', binds / 100, () => shapes.viewAll().map((each) => each.p)],
  ['views of types never seen', binds / 100, (i) => ffi.alloc(`struct { int a; char name[${i + 1}]; }`).view()],
  ['inspected pointers', binds / 100, () => inspect(shapes)],
  ['owned memory, collected', binds, (i) => ffi.own(makeBlock(i), freeBlock)],
  ['owned memory, closed', binds, (i) => ffi.own(makeBlock(i), freeBlock).close()],
  ['shared buffers', binds, (i) => ffi.toBuffer(makeBlock(i), 56, { copy: false, free: freeBlock })],
  ['malloc and free', binds, () => ffi.free(ffi.malloc(64))],
  ['types', binds / 10, (i) => ffi.type(`struct A { struct A *next; char name[${i + 1}]; }`).members],
];

async function settledBytes() {
  // Finalizers run in later turns of the event loop, and may free what other finalizers wait for.
  for (let i = 0; i < 3; ++i) {
    collectNow();
    await sleep(1);
  }
  return process.memoryUsage().rss;
}

/**
 * @param {number} from
 * @param {number} to
 * @param {(i: number) => unknown} step which may give a Promise
 */
async function repeat(from, to, step) {
  const pending = [];
  for (let i = from; i < to; ++i) {
    const made = step(i);
    if (made instanceof Promise) pending.push(made);
    if (i % 1000 === 999) await Promise.all(pending.splice(0));
    if (i % 10000 === 9999) await sleep(0);
  }
  await Promise.all(pending);
}

async function main() {
  for (const [name, count, step] of phases) {
    await repeat(0, count / 2, step);
    const before = await settledBytes();
    await repeat(count / 2, count, step);
    const grown = (await settledBytes()) - before;
    process.stdout.write(`${name}: ${count}, grown by ${Math.round(grown / 1024)} KiB\n`);
    if (values.flat && grown > TOLERATED_BYTES) process.exitCode = 1;
  }
  // The fixture ends the process at a block that is freed twice.
  const [made, ended] = [blocksOf('made'), blocksOf('ended')];
  process.stdout.write(`blocks: ${made} made, ${ended} freed\n`);
  if (values.flat && made !== ended) process.exitCode = 1;
}

main();
