// malloc and free: the allocator of the C libraries in this process.
'use strict';

const ffi = require('../..');
const { outputOf, runNode } = require('../support/child.js');
const { refusal } = require('../support/refusal.js');

const { free, malloc } = ffi;
const libc = (name, result, ...types) => ffi.getNativeFunction(null, name, result, types);

describe('malloc', () => {
  test('gives memory of at least the size, aligned for all types of C', () => {
    const usable = libc('malloc_usable_size', 'size_t', 'void *');
    for (const size of [1, 16, 1000, 2 ** 20]) {
      const address = malloc(size);
      expect(address % 16n).toBe(0n);
      expect(Number(usable(address))).toBeGreaterThanOrEqual(size);
      ffi.fill(address, 0xab, size);
      expect(ffi.read.u8(address, size - 1)).toBe(0xab);
      free(address);
    }
  });

  test('of no bytes is an address of its own', () => {
    const [a, b] = [malloc(0), malloc(0)];
    expect([a === 0n, a === b]).toEqual([false, false]);
    free(a);
    free(b);
  });

  test.each([2 ** 50, Number.MAX_SAFE_INTEGER])('of %p bytes is refused by the allocator', (size) => {
    expect(refusal(() => malloc(size))).toEqual({
      name: 'Error',
      code: 'ERR_MEMORY_ALLOCATION_FAILED',
      message: `malloc has no ${size} bytes`,
    });
  });

  test.each([
    [-1, 'ERR_OUT_OF_RANGE'],
    [1.5, 'ERR_OUT_OF_RANGE'],
    [NaN, 'ERR_OUT_OF_RANGE'],
    [2 ** 53, 'ERR_OUT_OF_RANGE'],
    ['8', 'ERR_INVALID_ARG_TYPE'],
    [8n, 'ERR_INVALID_ARG_TYPE'],
    [undefined, 'ERR_INVALID_ARG_TYPE'],
  ])('not %p', (size, code) => expect(refusal(() => malloc(size)).code).toBe(code));

  test('is the one that C libraries use, whichever that is', async () => {
    // libasan takes malloc's place in the whole process, as jemalloc and others do.
    const program = `
      const ffi = load();
      const own = ffi.getNativeFunction(null, 'malloc', 'void *', ['size_t']).address;
      const strdup = ffi.getNativeFunction(null, 'strdup', 'void *', ['const char *']);
      for (let i = 0; i < 1000; i++) ffi.free(strdup('text of C'));
      const free = ffi.getNativeFunction(null, 'free', 'void', ['void *']);
      for (let i = 0; i < 1000; i++) free(ffi.malloc(100));
      console.log(own !== 0n);`;
    expect(await outputOf(program)).toBe('true');
  });
});

describe('free', () => {
  test('takes what C allocated', () => {
    const strdup = libc('strdup', 'void *', 'const char *');
    const typed = ffi.getNativeFunction(null, 'strdup', 'char *', ['const char *'], { pointers: 'typed' });
    free(strdup('text'));
    free(typed('text'));
    free(ffi.pointer(strdup('text'), 'char'));
  });

  test('of NULL does nothing', () => {
    free(null);
    free(0n);
  });

  test.each([
    ['a buffer', Buffer.alloc(8), 'ERR_INVALID_ARG_TYPE'],
    ['a function', libc('abs', 'int', 'int'), 'ERR_INVALID_ARG_TYPE'],
    ['a Number', 8, 'ERR_INVALID_ARG_TYPE'],
    ['nothing', undefined, 'ERR_INVALID_ARG_TYPE'],
    ['a negative address', -1n, 'ERR_OUT_OF_RANGE'],
    ['memory of alloc', ffi.alloc('int'), 'ERR_INVALID_ARG_VALUE'],
    ['a part of it', ffi.alloc('int', 3).add(1), 'ERR_INVALID_ARG_VALUE'],
    ['memory of an arena', ffi.arena().alloc('int'), 'ERR_INVALID_ARG_VALUE'],
    ['a pointer to a buffer', ffi.pointer(Buffer.alloc(8), 'int'), 'ERR_INVALID_ARG_VALUE'],
    ['a pointer to a variable', ffi.dlopen(null).variable('extern char **environ'), 'ERR_INVALID_ARG_VALUE'],
  ])('not %s', (_, address, code) => expect(refusal(() => free(address)).code).toBe(code));

  test('not memory that is owned, before or after its end', () => {
    const owned = ffi.own(malloc(8), free);
    expect(refusal(() => free(owned)).code).toBe('ERR_INVALID_ARG_VALUE');
    owned.close();
    expect(refusal(() => free(owned)).code).toBe('ERR_FFI_USE_AFTER_FREE');
  });

  test("is C's free where a function of C is asked for", () => {
    const dup = ffi.getNativeFunction(null, 'strdup', 'string', ['const char *'], { free });
    expect(dup('text')).toBe('text');
  });

  test('what is freed twice is for the allocator to notice, as in C', async () => {
    if (process.platform !== 'linux') return;
    const { signal, stderr } = await runNode(`
      const ffi = load();
      const address = ffi.malloc(2000);
      ffi.malloc(16);
      ffi.free(address);
      ffi.free(address);`);
    expect(signal).toBe('SIGABRT');
    expect(stderr).toMatch(/double free|double-free/);
  });
});
