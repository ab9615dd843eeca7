// own: memory that C frees by a function of its own, once.
'use strict';

const ffi = require('../..');
const { outputOf } = require('../support/child.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const Block = 'struct { int state; int number; char text[48]; }';
const bind = (name, result, ...types) => ffi.getNativeFunction(fixtures, name, result, types);
const make = bind('block_make', 'void *', 'int');
const end = bind('block_end', 'void', 'void *');
const endWith = bind('block_end_with', 'int', 'void *', 'int64_t *');
const endBySize = bind('block_end_by_size', 'int', 'void *', 'size_t');
const ended = bind('blocks_ended', 'int');
const lastEnded = () => bind('block_ended', 'int', 'int')(ended() - 1);
const live = bind('blocks_live', 'int');

const goneMessage = 'the memory is gone: it has been closed';

describe('a Pointer to memory of C', () => {
  test('that is closed gives it back at once, and only once', () => {
    const before = live();
    const block = ffi.own(make(7), end, Block);
    expect([block.value.number, block.closed, live()]).toEqual([7, false, before + 1]);
    block.close();
    block.close();
    expect([block.closed, live(), lastEnded()]).toEqual([true, before, 7]);
  });

  test('has bounds where its type is given none', () => {
    const block = ffi.own(make(1), end, Block);
    expect([block.length, block.cast('char', 56).length]).toEqual([undefined, 56]);
    block.close();
  });

  test('is void unless told', () => {
    const block = ffi.own(make(1), end);
    expect(String(block.type)).toBe('void');
    block.close();
  });

  test('may be made of a Pointer, whose type and bounds it has', () => {
    const known = ffi.pointer(make(2), Block, 1);
    const block = ffi.own(known, end);
    expect([block.type, block.length, block.value.number]).toEqual([known.type, 1, 2]);
    const bytes = ffi.own(known, end, 'char'); // two owners: what they call may count references
    expect([String(bytes.type), bytes.length]).toEqual(['char', 56]);
    block.close();
    expect(bytes.get(0)).toBe(0);
    ffi.write.i32(known, 0x5a5a1234); // it is there again
    bytes.close();
  });

  test('ends for all that was made of it', () => {
    const block = ffi.own(make(3), end, Block);
    const made = [block.cast('int'), block.add(1), block.member('text'), ffi.pointer(block, 'char', 4)];
    made[0].close();
    const strlen = ffi.getNativeFunction(null, 'strlen', 'size_t', ['const char *']);
    for (const pointer of [block, ...made]) {
      expect(pointer.closed).toBe(true);
      for (const act of [
        () => pointer.get(0),
        () => pointer.set(0, 1),
        () => strlen(pointer),
        () => ffi.read.u8(pointer),
      ]) {
        expect(refusal(act)).toEqual({ name: 'Error', code: 'ERR_FFI_USE_AFTER_FREE', message: goneMessage });
      }
      expect(refusal(() => ffi.own(pointer, end)).code).toBe('ERR_FFI_USE_AFTER_FREE');
    }
    expect(lastEnded()).toBe(3);
  });

  test('is disposed of at the end of its scope', () => {
    const dispose = Symbol.dispose ?? Symbol.for('nodejs.dispose');
    const block = ffi.own(make(4), end);
    block[dispose]();
    expect([block.closed, lastEnded()]).toEqual([true, 4]);
  });
});

describe('what frees', () => {
  test.each([
    ['a bound function', end],
    ['its address', end.address],
    ['a Pointer to it', ffi.pointer(end, 'void (void *)')],
    ['a Pointer to its address', ffi.pointer(end.address, 'void')],
    ['one that returns a value', bind('block_end', 'int', 'void *')],
    ['one that takes text', bind('block_end', 'void', 'const char *')],
  ])('%s', (_, free) => {
    const before = ended();
    ffi.own(make(5), free).close();
    expect(ended()).toBe(before + 1);
  });

  test('with a context: an address, a size, NULL', () => {
    const count = new BigInt64Array(1);
    ffi.own(make(6), { function: endWith, context: ffi.getBufferPointer(count) }).close();
    ffi.own(make(6), { function: endWith.address, context: ffi.getBufferPointer(count) }).close();
    expect(count[0]).toBe(2n);
    const before = live();
    ffi.own(make(6), { function: endBySize, context: BigInt(ffi.sizeof(Block)) }).close();
    ffi.own(make(6), { function: bind('block_end', 'void', 'void *', 'void *'), context: null }).close();
    ffi.own(make(6), { function: end }).close();
    expect(live()).toBe(before);
  });

  test('munmap, which takes a size', () => {
    const libc = (name, result, ...types) => ffi.getNativeFunction(null, name, result, types);
    const mmap = libc('mmap', 'void *', 'void *', 'size_t', 'int', 'int', 'int', 'long');
    const anonymous = process.platform === 'darwin' ? 0x1002 : 0x22;
    const address = mmap(null, 65536n, 3, anonymous, -1, 0n);
    const pages = ffi.own(address, { function: libc('munmap', 'int', 'void *', 'size_t'), context: 65536n }, 'int');
    pages.value = 5;
    pages.close();
    expect(errorOf(() => ffi.read.i32(address)).code).toBe('ERR_FFI_ACCESS_VIOLATION');
  });

  test("of Microsoft's convention, where the machine has it", () => {
    if (!ffi.libffi.abis.includes('win64')) return;
    const before = ended();
    const free = ffi.getNativeFunction(fixtures, 'block_end_ms', 'void', ['void *'], { abi: 'win64' });
    ffi.own(make(8), free).close();
    expect([ended(), lastEnded()]).toEqual([before + 1, 8]);
  });

  test.each([
    ['a JavaScript function', () => {}, 'ERR_INVALID_ARG_TYPE'],
    ['nothing', undefined, 'ERR_INVALID_ARG_TYPE'],
    ['null', null, 'ERR_INVALID_ARG_TYPE'],
    ['a name', 'free', 'ERR_INVALID_ARG_TYPE'],
    ['a Number', 16, 'ERR_INVALID_ARG_TYPE'],
    ['NULL', 0n, 'ERR_FFI_INVALID_POINTER'],
    ['a negative address', -1n, 'ERR_OUT_OF_RANGE'],
    ['a function of no parameter', bind('blocks_live', 'int'), 'ERR_FFI_INVALID_SIGNATURE'],
    ['a function of an integer', bind('block_end', 'void', 'int64_t'), 'ERR_FFI_INVALID_SIGNATURE'],
    ['a function of two', endWith, 'ERR_FFI_INVALID_SIGNATURE'],
    ['a variadic function', bind('block_end', 'void', 'void *', '...'), 'ERR_FFI_INVALID_SIGNATURE'],
    ['a function of one, with a context', { function: end, context: 1n }, 'ERR_FFI_INVALID_SIGNATURE'],
    [
      'a context of another width',
      { function: bind('block_end', 'void', 'void *', 'int'), context: 1n },
      'ERR_FFI_INVALID_SIGNATURE',
    ],
    ['a context that is a Number', { function: endWith, context: 1 }, 'ERR_INVALID_ARG_TYPE'],
    ['a context that is a buffer', { function: endWith, context: new BigInt64Array(1) }, 'ERR_INVALID_ARG_TYPE'],
    ['an option that is none', { function: end, size: 1n }, 'ERR_INVALID_ARG_VALUE'],
    ['an object without a function', { context: 1n }, 'ERR_INVALID_ARG_TYPE'],
  ])('not %s', (_, free, code) => {
    const before = ended();
    const block = make(9);
    expect(refusal(() => ffi.own(block, free)).code).toBe(code);
    expect(ended()).toBe(before);
    end(block);
  });
});

test.each([
  ['NULL', 0n, 'ERR_FFI_INVALID_POINTER'],
  ['a Pointer to NULL', ffi.pointer(0n, 'int'), 'ERR_FFI_INVALID_POINTER'],
  ['nothing', undefined, 'ERR_INVALID_ARG_TYPE'],
  ['null', null, 'ERR_INVALID_ARG_TYPE'],
  ['a Number', 16, 'ERR_INVALID_ARG_TYPE'],
  ['a buffer', Buffer.alloc(8), 'ERR_INVALID_ARG_TYPE'],
  ['memory of alloc', ffi.alloc('int'), 'ERR_INVALID_ARG_VALUE'],
  ['memory of an arena', ffi.arena().alloc('int'), 'ERR_INVALID_ARG_VALUE'],
  ['a negative address', -1n, 'ERR_OUT_OF_RANGE'],
])('%s is not to be owned', (_, address, code) => {
  expect(refusal(() => ffi.own(address, end)).code).toBe(code);
});

test.each(['no such type', '_Out_ int *', 5])('a wrong type is refused before anything is owned: %p', (type) => {
  const before = ended();
  const block = make(1);
  expect(errorOf(() => ffi.own(block, end, type)).code).toMatch(/^ERR_/);
  expect(ended()).toBe(before);
  end(block);
});

describe('close() of other Pointers', () => {
  const values = () => ({ name: 'Error', code: 'ERR_FFI_USE_AFTER_FREE', message: goneMessage });

  test('of alloc: ends the memory for all', () => {
    const memory = ffi.alloc('int', [1, 2, 3]);
    const second = memory.at(1);
    memory.close();
    memory.close();
    expect([memory.closed, second.closed]).toEqual([true, true]);
    expect(refusal(() => second.value)).toEqual(values());
  });

  test.each([
    ['an address', ffi.pointer(16n, 'int')],
    ['an arena', ffi.arena().alloc('int')],
    ['a buffer', ffi.pointer(Buffer.alloc(8), 'int')],
    ['a variable', ffi.dlopen(null).variable('extern char **environ')],
  ])('of %s: is not theirs', (_, pointer) => {
    expect(refusal(() => pointer.close()).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(pointer.closed).toBe(false);
  });

  test('of alloc, while the arguments of a call that has it are converted: C is not called', async () => {
    const program = `
      const ffi = load();
      const memory = ffi.alloc('char', 1 << 16);
      ffi.writeString(memory, 'x'.repeat(60000));
      const memchr = ffi.getNativeFunction(null, 'strnlen', 'size_t', ['const void *', 'struct { size_t n; }']);
      const size = { get n() { memory.close(); for (let i = 0; i < 5; i++) gc(); return 65536n; } };
      try { console.log(memchr(memory, size)); } catch (error) { console.log(error.code); }`;
    expect(await outputOf(program, { flags: ['--expose-gc'] })).toBe('ERR_FFI_USE_AFTER_FREE');
  });
});
