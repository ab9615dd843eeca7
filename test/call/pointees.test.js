// Objects and arrays for pointers to const T, and for `_In_`: copies that live for the call, however deep.
'use strict';

const { Worker } = require('node:worker_threads');
const { alloc, cdef, getBufferPointer, getNativeFunction } = require('../..');
const { root } = require('../support/child.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const bind = (name, returnType, argTypes, options) => getNativeFunction(fixtures, name, returnType, argTypes, options);
const getter = (name, get, object = {}) => Object.defineProperty(object, name, { get, enumerable: true });
const detach = (view) => structuredClone(view.buffer, { transfer: [view.buffer] });

/** An array of three elements, of which the second is not there. */
const holed = (first, third) => Object.assign(new Array(3), { 0: first, 2: third });

const d = cdef(`
  struct node { const struct node *next; const char *name; int value; };
  struct shape {
    struct { const double *values; int count; } parts[2];
    const char *const *labels;
  };`);
const sum = bind('ints_sum', 'int', ['const int *', 'int']);
const listSum = bind('list_sum', 'int', [d.type('const struct node *')]);
const shapesSum = bind('shapes_sum', 'double', [d.type('const struct shape *'), 'int']);
const shapeSum = bind('shape_sum', 'double', [d.type('struct shape')]);

describe('arrays', () => {
  test('of numbers', () => {
    expect(sum([1, 2, 3], 3)).toBe(6);
    expect(sum(Object.freeze([1, 2, 3]), 3)).toBe(6);
    expect(sum(Array(5000).fill(2), 5000)).toBe(10_000);
  });

  test('are copies: C changes nothing in them', () => {
    const fill = bind('fill_bytes', 'int', ['_In_ int *', 'size_t', 'int']);
    const values = [1, 2, 3];
    expect(fill(values, 12n, 0)).toBe(3);
    expect(values).toEqual([1, 2, 3]);
  });

  test('without elements are no NULL, and what is there is zero', () => {
    expect(sum([], 0)).toBe(0);
    expect(sum([], 1)).toBe(0);
    const address = bind('identity_pointer', 'pointer', ['const int *']);
    expect(address([])).not.toBe(0n);
    expect(address(null)).toBe(0n);
  });

  test('of rows', () => {
    const rows = bind('rows_sum', 'int', ['const int (*)[3]', 'int']);
    expect(rows([[1, 2, 3], Int32Array.of(4, 5, 6)], 2)).toBe(21);
    expect(
      errorOf(() =>
        rows(
          [
            [1, 2, 3],
            [4, 5],
          ],
          2,
        ),
      ).message,
    ).toBe("Argument 0 of rows_sum: element [1] must have exactly 3 elements of 'const int', received 2");
  });

  test('of 64 bits take BigInts, as the element does', () => {
    const at = bind('long_at', 'int64_t', ['const int64_t *', 'int']);
    expect(at([1n, -(2n ** 63n)], 1)).toBe(-(2n ** 63n));
    expect(errorOf(() => at([1n, 2], 1)).message).toMatch(/^Argument 0 of long_at: element \[1\] must be a BigInt/);
  });

  test('with a hole, and with too large or wrong values, name the element', () => {
    for (const wrong of [holed(1, 3), [1, null, 3], [1, '2', 3], [1, [2], 3], [1, 2 ** 31, 3], [1, 0.5, 3]]) {
      expect(errorOf(() => sum(wrong, 3)).message).toMatch(/^Argument 0 of ints_sum: element \[1\] must be an integer/);
    }
  });

  test('of characters end with a NUL', () => {
    const length = bind('bytes_to_nul', 'size_t', ['const char *']);
    for (let n = 0; n < 70; n++) expect(length(Array(n).fill(97))).toBe(BigInt(n));
  });

  test('typed arrays are no copies', () => {
    const address = bind('identity_pointer', 'pointer', ['const int *']);
    const values = Int32Array.of(1, 2);
    expect(address(values)).toBe(getBufferPointer(values));
    const pointer = alloc('int', [1, 2]);
    expect([address(pointer), sum(pointer, 2)]).toEqual([pointer.address, 3]);
  });

  test('are not for void, nor for what is not const', () => {
    const address = bind('identity_pointer', 'pointer', ['const void *']);
    expect(refusal(() => address([1])).code).toBe('ERR_INVALID_ARG_TYPE');
    const writes = bind('ints_sum', 'int', ['int *', 'int']);
    expect(refusal(() => writes([1], 1))).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message:
        'Argument 0 of ints_sum must be null, a BigInt address, a Pointer, a Buffer, a typed array, a DataView or an ' +
        "ArrayBuffer, received an instance of Array: C may write there, so allocate it with ffi.alloc('int', ...) or " +
        'mark the parameter _Out_ or _Inout_',
    });
    expect(bind('ints_sum', 'int', ['_In_ int *', 'int'])([1, 2], 2)).toBe(3);
  });
});

describe('objects', () => {
  test('with text and objects within them, which live as long', () => {
    expect(listSum({ value: 5 })).toBe(5);
    expect(listSum({ value: 1, name: 'größe', next: { value: 2, next: { value: 3, name: 'x'.repeat(5000) } } })).toBe(
      5013,
    );
  });

  test('for a struct and for an array of it', () => {
    const shape = {
      parts: [
        { values: [1, 2.5], count: 2 },
        { values: Float64Array.of(4), count: 1 },
      ],
      labels: ['ab', 'c'],
    };
    expect(shapesSum(shape, 1)).toBe(10.5);
    expect(shapesSum([shape, {}, shape], 3)).toBe(21);
    expect(shapeSum(shape)).toBe(10.5);
  });

  test('name the whole way to what is wrong', () => {
    const wrong = { parts: [{}, { values: [1, 'two'] }] };
    const way = 'parts[1].values[1] must be a number';
    expect(errorOf(() => shapesSum([{}, wrong], 2)).message).toMatch(`Argument 0 of shapes_sum: element [1].${way}`);
    expect(errorOf(() => shapeSum(wrong)).message).toMatch(`Argument 0 of shape_sum: member ${way}`);
    expect(errorOf(() => listSum({ next: { next: { valu: 1 } } })).message).toMatch(
      "Argument 0 of list_sum: member next.next has 'valu', which is no member of 'const struct node'",
    );
    expect(errorOf(() => shapesSum({ labels: ['a', 5] }, 1)).message).toMatch('member labels[1] must be');
  });

  test('of a union', () => {
    const number = bind('either_as_int', 'int', ['const union { int i; float f; } *']);
    expect(number({ f: 1 })).toBe(0x3f800000);
    expect(number([{ i: 7 }])).toBe(7);
    expect(errorOf(() => number({ i: 1, f: 1 })).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(errorOf(() => number({})).code).toBe('ERR_INVALID_ARG_VALUE');
  });

  test('are as their type is aligned', () => {
    const far = bind('misalignment', 'int', ['const struct { _Alignas(64) int value; } *']);
    for (let i = 0; i < 20; i++) expect([far({ value: i }), far([{ value: i }, {}])]).toEqual([0, 0]);
  });

  test.each([new Map(), Promise.resolve(), /x/, [], () => 0, 5, 'text', true, undefined])(
    '%p is no struct',
    (value) => {
      if (Array.isArray(value)) expect(listSum(value)).toBe(0);
      else expect(refusal(() => listSum(value)).code).toBe('ERR_INVALID_ARG_TYPE');
    },
  );

  test('a type without members takes none', () => {
    const opaque = bind('identity_pointer', 'pointer', ['const struct nobody_knows *']);
    expect(refusal(() => opaque({})).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(opaque(16n)).toBe(16n);
  });

  test('memory keeps no address of a copy', () => {
    for (const value of [{ next: {} }, { name: 'text' }]) {
      expect(refusal(() => alloc(d.type('struct node'), value))).toMatchObject({
        code: 'ERR_INVALID_ARG_TYPE',
        message: expect.stringMatching(/memory keeps an address, and a copy would be gone; allocate it with ffi.alloc/),
      });
    }
    const inner = alloc(d.type('struct node'), { value: 4 });
    expect(listSum(alloc(d.type('struct node'), { next: inner, value: 3 }))).toBe(7);
  });
});

describe('lists of text', () => {
  const join = (type, name = 'join_list') => {
    const f = bind(name, 'size_t', ['char *', type]);
    const out = Buffer.alloc(200_000);
    return (texts) => out.toString('utf8', 0, Number(f(out, texts)));
  };

  test.each(['const char *const *', '_In_ const char **', 'const string *'])('%s', (type) => {
    const joined = join(type);
    expect(joined(['a', 'größe', '', 'x'.repeat(1000)])).toBe(`a,größe,,${'x'.repeat(1000)},`);
    expect(joined([])).toBe('');
    expect(joined(Array(1000).fill('ab'))).toBe('ab,'.repeat(1000));
  });

  test('char *const *', () => expect(join('char *const *', 'join_writable_list')(['a', 'b'])).toBe('a,b,'));

  test('a NULL within it is its end for C, and memory stands among text', () => {
    const joined = join('const char *const *');
    expect(joined(['a', null, 'b'])).toBe('a,');
    expect(joined(['a', Buffer.from('b\0'), alloc('char[]', 'c'), [100]])).toBe('a,b,c,d,');
  });

  test('of wide text', () => {
    const wide = bind('count_wide', 'size_t', ['const wchar_t *const *']);
    expect(wide(['größe', '😀'])).toBe(6n);
    expect(bind('count_utf16', 'size_t', ['const char16_t *const *'])(['größe', '😀'])).toBe(7n);
  });

  test('what is no text names the element', () => {
    const joined = join('const char *const *');
    for (const [texts, code] of [
      [['a', 'b\0c'], 'ERR_INVALID_ARG_VALUE'],
      [['a', '\ud800'], 'ERR_INVALID_ARG_VALUE'],
      [['a', 5], 'ERR_INVALID_ARG_TYPE'],
      [['a', {}], 'ERR_INVALID_ARG_TYPE'],
      [holed('a', 'c'), 'ERR_INVALID_ARG_TYPE'],
    ]) {
      const error = errorOf(() => joined(texts));
      expect([error.code, error.message]).toEqual([
        code,
        expect.stringMatching(/^Argument 1 of join_list: element \[1\] /),
      ]);
    }
  });

  test('one that C may write is refused', () => {
    for (const type of ['char **', 'const char **']) {
      expect(refusal(() => join(type)(['a'])).message).toMatch('mark the parameter _Out_ or _Inout_');
    }
  });

  test('posix_spawn and execvp take them', () => {
    const spawn = getNativeFunction(null, 'posix_spawnp', 'int', [
      '_Out_ pid_t *',
      'const char *',
      'const void *',
      'const void *',
      'char *const *',
      'char *const *',
    ]);
    const wait = getNativeFunction(null, 'waitpid', 'pid_t', ['pid_t', '_Out_ int *', 'int']);
    const pid = [0];
    const status = [0];
    expect(spawn(pid, 'sh', null, null, ['sh', '-c', 'exit $CODE'], ['CODE=7', 'PATH=/bin'])).toBe(0);
    expect(wait(pid[0], status, 0)).toBe(pid[0]);
    expect(status[0] >> 8).toBe(7);
    const exec = getNativeFunction(null, 'execvp', 'int', ['const char *', 'char *const *'], { errno: 'throw' });
    expect(errorOf(() => exec('/there/is/no/such/program', ['a', 'b']))).toMatchObject({
      code: 'ENOENT',
      syscall: 'execvp',
    });
  });
});

describe("code of the user's that runs meanwhile", () => {
  test('what it throws comes out of the call', () => {
    const mine = new Error('mine');
    const fail = () => {
      throw mine;
    };
    expect(errorOf(() => listSum({ next: getter('value', fail) }))).toBe(mine);
    expect(errorOf(() => sum(getter(0, fail, [1]), 1))).toBe(mine);
    expect(errorOf(() => listSum(new Proxy({}, { ownKeys: fail })))).toBe(mine);
  });

  test('may call the function itself', () => {
    expect(
      listSum({ value: 1, next: getter('value', () => listSum({ value: 2, name: 'inner' })), name: 'outer' }),
    ).toBe(13);
  });

  test('may not detach a buffer that C gets', () => {
    const bytes = new Uint8Array(1 << 16);
    const list = { name: bytes, next: getter('value', () => detach(bytes) && 1) };
    expect(refusal(() => listSum(list))).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: 'Argument 0 of list_sum: member name cannot be used: its buffer is detached or no longer holds it',
    });
    const f = bind('identity_pointer', 'pointer', ['const void *']);
    expect(typeof f(new Uint8Array(8))).toBe('bigint');
    const values = new Int32Array(1 << 16);
    const two = getNativeFunction(null, 'memcmp', 'int', ['const int *', 'const int *', 'size_t']);
    expect(
      refusal(() =>
        two(
          values,
          getter(0, () => detach(values) && 1, [0]),
          4n,
        ),
      ).message,
    ).toMatch('Argument 0 of memcmp cannot be used');
  });
});

describe('a list without end, or nested too deeply', () => {
  test('is a RangeError', () => {
    const endless = { value: 1 };
    endless.next = endless;
    expect(errorOf(() => listSum(endless)).name).toBe('RangeError');
    let long = { value: 1 };
    for (let i = 0; i < 100_000; i++) long = { next: long, value: 1 };
    expect(errorOf(() => listSum(long)).name).toBe('RangeError');
    const traps = {
      ownKeys: () => ['next'],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      get: () => new Proxy({}, traps),
    };
    expect(errorOf(() => listSum(new Proxy({}, traps))).name).toBe('RangeError');
  });

  test('deep lists are passed, and a fault at their end is named', () => {
    let list = { value: 1 };
    let wrong = { value: 'x' };
    for (let i = 0; i < 200; i++) [list, wrong] = [{ next: list, value: 1 }, { next: wrong }];
    expect(listSum(list)).toBe(201);
    const { message } = errorOf(() => listSum(wrong));
    expect(message).toMatch(/^Argument 0 of list_sum: member next\.next\./);
    expect(message.split('next').length).toBe(201);
  });

  test('in a worker thread, whose stack is smaller', async () => {
    const source = `
      const { parentPort, workerData } = require('node:worker_threads');
      const { cdef, getNativeFunction } = require(workerData.root);
      const d = cdef('struct node { const struct node *next; const char *name; int value; };');
      const f = getNativeFunction(workerData.fixtures, 'list_sum', 'int', [d.type('const struct node *')]);
      const endless = { value: 1 };
      endless.next = endless;
      const names = new Set();
      const attempt = (act) => { try { act(); } catch (error) { names.add(error.name); } };
      for (let i = 0; i < 20; i++) attempt(() => f(endless));
      const recurse = () => f({ get value() { recurse(); return 1; }, next: endless });
      attempt(recurse);
      const wrong = { get next() { return wrong; }, value: 1 };
      attempt(() => f(wrong));
      parentPort.postMessage([...names, f({ value: 3 })]);`;
    const worker = new Worker(source, { eval: true, workerData: { root, fixtures } });
    const message = new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    expect(await message).toEqual(['RangeError', 3]);
  });
});
