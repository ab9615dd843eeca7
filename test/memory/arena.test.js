// Arenas: memory that ends all at once, and what refers to it then.
'use strict';

const { inspect } = require('node:util');
const ffi = require('../..');
const { outputOf } = require('../support/child.js');
const { errorOf } = require('../support/refusal.js');

const { arena } = ffi;
const gone = {
  name: 'Error',
  code: 'ERR_FFI_USE_AFTER_FREE',
  message: 'the memory is gone: its arena has been closed',
};
const libc = (name, result, ...types) => ffi.getNativeFunction(null, name, result, types);

describe('alloc', () => {
  test('gives what ffi.alloc gives', () => {
    const memory = arena();
    expect([...memory.alloc('int', [1, 2, 3])]).toEqual([1, 2, 3]);
    expect(memory.alloc('int').value).toBe(0);
    expect(memory.alloc('char[]', 'text').length).toBe(5);
    expect(memory.alloc('struct { int a; double b; }', { b: 2 }).value).toEqual({ a: 0, b: 2 });
    expect(errorOf(() => memory.alloc('void')).code).toBe('ERR_FFI_INCOMPLETE_TYPE');
    expect(errorOf(() => memory.alloc('int', -1)).code).toBe('ERR_OUT_OF_RANGE');
    memory.close();
  });

  test('zeroed, aligned, and apart from each other', () => {
    const memory = arena();
    const types = ['char', 'short', 'double', 'long double', 'struct { char c __attribute__((aligned(256))); }', 'int'];
    const ends = [];
    for (let i = 0; i < 3000; i++) {
      const made = memory.alloc(types[i % types.length], (i % 7) + 1);
      const size = made.length * made.type.size;
      expect(made.address % BigInt(made.type.alignment)).toBe(0n);
      expect(ffi.toBuffer(made, size).every((byte) => byte === 0)).toBe(true);
      ffi.fill(made, 0xff, size);
      ends.push([made.address, made.address + BigInt(size)]);
    }
    ends.sort(([a], [b]) => (a < b ? -1 : 1));
    expect(ends.filter(([begin], i) => i > 0 && begin < ends[i - 1][1])).toEqual([]);
    memory.close();
  });

  test('larger than any chunk', () => {
    const memory = arena();
    const large = memory.alloc('char', 5 << 20);
    large.set((5 << 20) - 1, 7);
    expect(memory.alloc('int', [5]).value).toBe(5);
    expect(large.get((5 << 20) - 1)).toBe(7);
    memory.close();
  });
});

describe('string', () => {
  test.each([
    ['utf8', 'char', 'strlen', 7n],
    ['utf32', 'wchar_t', 'wcslen', 5n],
  ])('in %s', (encoding, unit, length, expected) => {
    const memory = arena();
    const text = memory.string('größe', encoding);
    expect(libc(length, 'size_t', `const ${unit} *`)(text)).toBe(expected);
    expect(text.length).toBe(Number(expected) + 1);
    expect(ffi.readString(text, undefined, encoding)).toBe('größe');
    memory.close();
  });

  test('refuses what C would not see whole', () => {
    const memory = arena();
    expect(errorOf(() => memory.string('a\0b')).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(errorOf(() => memory.string(5)).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(memory.string('').length).toBe(1);
    expect(memory.size).toBe(1);
  });
});

describe('after close', () => {
  const uses = {
    'its value': (p) => p.value,
    'a write': (p) => p.set(0, 1),
    'an element': (p) => p.at(1).value,
    'a pointer further on': (p) => p.add(1).value,
    'another type': (p) => p.cast('char').value,
    iteration: (p) => [...p],
    read: (p) => ffi.read.i32(p),
    'a pointer to the same': (p) => ffi.pointer(p, 'char', 1).value,
    'a call': (p) => libc('memcmp', 'int', 'const void *', 'const void *', 'size_t')(p, p, 1n),
    'a struct with it': (p) => ffi.alloc('void *', [p]),
    comparison: (p) => ffi.pointer(1n, 'int').equals(p),
  };

  test.each(Object.entries(uses))('%s is ERR_FFI_USE_AFTER_FREE', (_, use) => {
    const memory = arena();
    const p = memory.alloc('int', 2);
    const { name, code, message } = errorOf(() => {
      memory.close();
      use(p);
    });
    expect({ name, code, message }).toEqual(gone);
  });

  test('what was made of a pointer before is gone too', () => {
    const memory = arena();
    const p = memory.alloc('struct { int a; int b[2]; }');
    const parts = [p.member('b'), p.member('b').at(1), p.cast('char'), ffi.pointer(p, 'int')];
    memory.close();
    for (const part of parts) expect(errorOf(() => part.value).code).toBe('ERR_FFI_USE_AFTER_FREE');
  });

  test('the arena gives nothing more, and closing it again does nothing', () => {
    const memory = arena();
    memory.close();
    memory.close();
    expect(memory.closed).toBe(true);
    for (const act of [() => memory.alloc('int'), () => memory.string('a'), () => memory.arena()]) {
      expect(errorOf(act).code).toBe('ERR_FFI_USE_AFTER_FREE');
    }
    expect(inspect(memory)).toBe('Arena { 0 bytes, closed }');
  });

  test('Symbol.dispose closes', () => {
    const memory = arena();
    memory[Symbol.dispose ?? Symbol.for('nodejs.dispose')]();
    expect(memory.closed).toBe(true);
  });
});

describe('arenas within arenas', () => {
  test('end with the outer one, and without it', () => {
    const outer = arena();
    const inner = outer.arena();
    const innermost = inner.arena();
    const [a, b, c] = [outer, inner, innermost].map((each) => each.alloc('int', [1]));
    inner.close();
    expect(a.value).toBe(1);
    for (const p of [b, c]) expect(errorOf(() => p.value).code).toBe('ERR_FFI_USE_AFTER_FREE');
    const second = outer.arena();
    outer.close();
    expect([inner.closed, innermost.closed, second.closed]).toEqual([true, true, true]);
    expect(errorOf(() => a.value).code).toBe('ERR_FFI_USE_AFTER_FREE');
  });

  test('count in the limits of all around them', () => {
    const outer = arena({ limit: 100 });
    const inner = outer.arena({ limit: 1000 });
    inner.alloc('char', 60);
    expect([inner.size, outer.size]).toEqual([60, 60]);
    expect(errorOf(() => inner.alloc('char', 41))).toMatchObject({
      code: 'ERR_MEMORY_ALLOCATION_FAILED',
      message: '41 bytes are more than the arena has left: its limit is 100, of which 60 are used',
    });
    expect([inner.size, outer.size]).toEqual([60, 60]);
    inner.alloc('char', 40);
  });
});

test.each([
  [{ limit: -1 }, 'ERR_OUT_OF_RANGE'],
  [{ limit: 1.5 }, 'ERR_OUT_OF_RANGE'],
  [{ limit: 5n }, 'ERR_INVALID_ARG_TYPE'],
  [{ size: 5 }, 'ERR_INVALID_ARG_VALUE'],
  [null, 'ERR_INVALID_ARG_TYPE'],
  [5, 'ERR_INVALID_ARG_TYPE'],
])('arena(%p) is refused', (options, code) => expect(errorOf(() => arena(options)).code).toBe(code));

test('closed in the middle of a call, its memory stays until C has returned', async () => {
  const program = `
    const ffi = load();
    const sum = ffi.getNativeFunction(null, 'memcmp', 'int', ['const void *', 'const struct { int a; int b; } *', 'size_t']);
    const outer = ffi.arena();
    const bytes = outer.alloc('struct { int a; int b; }', { a: 1, b: 2 });
    const object = { a: 1, get b() { outer.close(); gc(); return 2; } };
    let code;
    try { sum(bytes, object, 8n); } catch (error) { code = error.code; }
    console.log(code);`;
  expect(await outputOf(program, { flags: ['--expose-gc'] })).toBe('ERR_FFI_USE_AFTER_FREE');
});

test('a hundred thousand arenas leave nothing behind', async () => {
  const program = `
    const ffi = load();
    const { collect } = require(root + '/test/support/waiting.js');
    const round = async (count) => {
      for (let i = 0; i < count; i++) {
        const memory = ffi.arena();
        memory.alloc('double', 100);
        memory.arena().string('text');
        if (i % 2) memory.close();
      }
      await collect(); // what was swept is counted when its thread has ended
      return process.memoryUsage();
    };
    (async () => {
      const before = await round(100000);
      for (let i = 0; i < 2; i++) await round(100000);
      const after = await round(100000); // 300,000 more would be 240 MB
      console.log(after.arrayBuffers - before.arrayBuffers < 1 << 22, after.rss - before.rss < 1 << 27);
    })();`;
  expect(await outputOf(program, { flags: ['--expose-gc'] })).toBe('true true');
});

describe('memory of a buffer', () => {
  test('is gone when the buffer is detached or moved', () => {
    const view = new Uint8Array(16);
    const p = ffi.pointer(view, 'int', 4);
    p.set(3, 7);
    expect(p.get(3)).toBe(7);
    structuredClone(view.buffer, { transfer: [view.buffer] });
    expect(errorOf(() => p.get(3)).code).toBe('ERR_FFI_USE_AFTER_FREE');
    const wasm = new WebAssembly.Memory({ initial: 1, maximum: 100 });
    const q = ffi.pointer(wasm.buffer, 'int', 4);
    wasm.grow(50);
    expect(errorOf(() => q.get(0)).code).toBe('ERR_FFI_USE_AFTER_FREE');
  });
});
