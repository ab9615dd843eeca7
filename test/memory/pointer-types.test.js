// Pointers of other types to the same memory, and of types without a size.
'use strict';

const ffi = require('../..');
const { errorOf, refusal } = require('../support/refusal.js');

const { alloc, pointer } = ffi;
const numbers = () => alloc('int', [10, 20, 30]);
const codeOf = (act) => errorOf(act).code;

describe('cast', () => {
  test('keeps the bounds in whole elements of the new type', () => {
    const p = numbers();
    expect([p.cast('char').length, p.cast('double').length, p.cast('char[5]').length]).toEqual([12, 1, 2]);
    expect(p.cast('short').get(4)).toBe(30);
    expect(p.cast('char', 12).length).toBe(12);
    expect(refusal(() => p.cast('char', 13))).toEqual({
      name: 'RangeError',
      code: 'ERR_FFI_OUT_OF_BOUNDS',
      message: 'length 13 is out of bounds: there is room for 12',
    });
    expect(p.add(2).cast('char').sub(8).cast('int').value).toBe(10);
  });

  test('through a type without a size, too', () => {
    for (const name of ['void', 'struct unknown', 'int (int)', 'int []', 'struct { }']) {
      const back = numbers().cast(name).cast('int');
      expect([...back]).toEqual([10, 20, 30]);
      expect(codeOf(() => numbers().cast(name).cast('int', 4))).toBe('ERR_FFI_OUT_OF_BOUNDS');
      expect(codeOf(() => ffi.read.i32(numbers().cast(name), 12))).toBe('ERR_FFI_OUT_OF_BOUNDS');
    }
  });

  test('to fewer elements is for good', () => {
    const few = numbers().cast('int', 1);
    expect(few.length).toBe(1);
    for (const act of [() => few.get(1), () => few.cast('char').get(4), () => pointer(few, 'int', 2)]) {
      expect(codeOf(act)).toBe('ERR_FFI_OUT_OF_BOUNDS');
    }
  });

  test.each([
    [-1, 'ERR_OUT_OF_RANGE'],
    [0.5, 'ERR_OUT_OF_RANGE'],
    [2 ** 53, 'ERR_OUT_OF_RANGE'],
    ['1', 'ERR_INVALID_ARG_TYPE'],
    [1n, 'ERR_INVALID_ARG_TYPE'],
    [null, 'ERR_INVALID_ARG_TYPE'],
  ])('%p is no length', (length, code) => {
    for (const from of [numbers(), pointer(16n, 'void')]) expect(codeOf(() => from.cast('char', length))).toBe(code);
    expect(codeOf(() => pointer(16n, 'char', length))).toBe(code);
  });
});

describe('a type without a size', () => {
  const acts = {
    value: (p) => p.value,
    set: (p) => p.set(0, 1),
    at: (p) => p.at(0),
    add: (p) => p.add(1),
    sub: (p) => p.sub(1),
    member: (p) => p.member('a'),
    'cast with a length': (p) => p.cast('void', 1),
  };
  const names = ['void', 'int (int)', 'struct unknown', 'nobody_knows', 'int []'];

  test.each(names.flatMap((name) => Object.keys(acts).map((act) => [name, act])))('%s has no %s', (name, act) => {
    const { code, message } = refusal(() => acts[act](pointer(16n, name)));
    expect(code).toBe('ERR_FFI_INCOMPLETE_TYPE');
    expect(message).toContain('has no size: cast the pointer to a type that has one');
  });

  test('can be pointed to, shown and cast', () => {
    expect(names.map((name) => String(pointer(16n, name)))).toEqual([
      '(void *) 0x10',
      '(int (*)(int)) 0x10',
      '(struct unknown *) 0x10',
      '(nobody_knows *) 0x10',
      '(int (*)[]) 0x10',
    ]);
    expect(codeOf(() => pointer(16n, 'void', 4))).toBe('ERR_FFI_INCOMPLETE_TYPE');
  });
});
