// Memory that is not there cannot hurt: each run is a process of its own, or a worker thread of one.
'use strict';

const { inWorker, outputOf } = require('../support/child.js');
const { isSlow } = require('../support/machine.js');

const count = isSlow ? 10_000 : 100_000;
const allOfIt = `
  const { findFaults, countRefused } = require(root + '/test/memory/hostile.js');
  const faults = findFaults();
  const refused = countRefused(${count});
  const found = JSON.stringify({ faults, areMostRefused: refused > ${0.9 * count} });`;
const noFaults = JSON.stringify({ faults: [], areMostRefused: true });

test.each([
  ['by itself', `${allOfIt} console.log(found);`, []],
  ['in a worker thread', inWorker(`${allOfIt} console.log(found);`), []],
  ['without code from text', `${allOfIt} console.log(found);`, ['--disallow-code-generation-from-strings']],
])('everything ends in its error, %s', async (_, source, flags) => {
  expect(await outputOf(source, { flags })).toBe(noFaults);
});

describe('what is gone, by its kind', () => {
  const acts = `
    const acts = { value: (p) => p.value, set: (p) => p.set(0, 1), get: (p) => p.get(1), viewAll: (p) => p.viewAll(),
      toArray: (p) => p.toArray(), toBuffer: (p) => p.toBuffer(), readString: (p) => p.readString(),
      writeString: (p) => p.writeString('a'), view: (p) => p.cast('int[1]').view(), add: (p) => p.add(1).value,
      member: (p) => p.cast('struct { int i; }').member('i').value, cast: (p) => p.cast('char').value,
      read: (p) => ffi.read.i32(p), write: (p) => ffi.write.i32(p, 1), fill: (p) => ffi.fill(p, 0, 1),
      copy: (p) => ffi.copy(p, Buffer.alloc(1), 1), compare: (p) => ffi.compare(p, Buffer.alloc(1), 1),
      argument: (p) => ffi.getNativeFunction(null, 'strlen', 'size_t', ['const char *'])(p),
      'an old view': (p, { view }) => view[0], 'an old view, written': (p, { view }) => { view[0] = 1; },
      'an old view as an argument': (p, { view }) => ffi.getNativeFunction(null, 'strlen', 'size_t', ['const char *'])(view) };
    const codesOf = (p, end) => {
      const view = p.cast('int[2]').view();
      end();
      end();
      gc();
      return Object.entries(acts).filter(([, act]) => {
        try { act(p, { view }); } catch (error) { return error.code !== 'ERR_FFI_USE_AFTER_FREE'; }
        return true;
      }).map(([name]) => name);
    };`;

  test.each([
    ['an arena', 'const arena = ffi.arena(); codesOf(arena.alloc("int", 2), () => arena.close())'],
    [
      'an arena whose typed array was shared',
      'const arena = ffi.arena(); const p = arena.alloc("int", 2); p.viewAll(); codesOf(p, () => arena.close())',
    ],
    [
      'an arena within another',
      'const arena = ffi.arena(); codesOf(arena.arena().alloc("int", 2), () => arena.close())',
    ],
    [
      'a buffer',
      'const buffer = new ArrayBuffer(8); const move = () => buffer.byteLength && structuredClone(buffer, { transfer: [buffer] });' +
        'codesOf(ffi.pointer(buffer, "int", 2), move)',
    ],
    [
      'an allocation whose typed array was transferred',
      'const p = ffi.alloc("int", 2); const { buffer } = p.viewAll();' +
        'const move = () => buffer.byteLength && structuredClone(buffer, { transfer: [buffer] }); codesOf(p, move)',
    ],
    ['a library', 'const lib = ffi.dlopen(fixtures); codesOf(lib.variable("extern int origin[2]"), () => lib.close())'],
  ])('%s', async (_, source) => {
    const judged = source.replace('codesOf(', 'const wrong = codesOf(');
    const program = `const ffi = load(); ${acts} ${judged}; console.log(JSON.stringify(wrong));`;
    expect(await outputOf(program, { flags: ['--expose-gc'] })).toBe('[]');
  });
});

test('memory that a getter of the value ends is not written', async () => {
  const program = `
    const ffi = load();
    const type = 'struct { int a, b; int v[2]; struct { int c; } in; }';
    const attempt = (act) => { try { act(); return 'none'; } catch (error) { return error.code; } };
    const byArena = (act) => {
      const arena = ffi.arena();
      const p = arena.alloc(type);
      const ending = { a: 1, get b() { arena.close(); gc(); return 2; } };
      return attempt(() => act(p, ending, arena));
    };
    const byBuffer = (act) => {
      const buffer = new ArrayBuffer(64);
      const ending = { a: 1, get b() { structuredClone(buffer, { transfer: [buffer] }); gc(); return 2; } };
      return attempt(() => act(buffer, ending));
    };
    const endingIn = (end) => ({ get c() { end(); gc(); return 1; } });
    console.log([
      byArena((p, ending) => p.set(0, ending)),
      byArena((p, ending) => { p.viewAll()[0] = ending; }),
      byArena((p, ending, arena) => { p.view().in = endingIn(() => arena.close()); }),
      byArena((p, ending) => ffi.write(p, type, ending)),
      byArena((p, ending, arena) => arena.alloc(type, ending)),
      byArena((p, ending, arena) => arena.alloc(type, [ending])),
      byBuffer((buffer, ending) => ffi.write(buffer, type, ending)),
      byBuffer((buffer, ending) => ffi.pointer(buffer, type).set(0, ending)),
    ].join('\\n'));`;
  const gone = 'ERR_FFI_USE_AFTER_FREE';
  const expected = [gone, gone, gone, gone, gone, gone, 'ERR_INVALID_ARG_VALUE', gone];
  expect((await outputOf(program, { flags: ['--expose-gc'] })).split('\n')).toEqual(expected);
});
