// Declarations as a scope: what is known where, what may be declared again, and what JavaScript sees of it.
'use strict';

const { inspect } = require('node:util');
const { cdef, type } = require('../..');
const { Declarations } = require('../../lib/types/declarations.js');
const { errorOf, refusal } = require('../support/refusal.js');

const point = 'typedef struct { int x, y; } POINT; struct tag { POINT p; }; enum e { ONE = 1 }; typedef POINT *PPOINT;';

describe('type()', () => {
  const d = cdef(point);

  test('knows the names of the scope', () => {
    expect(d.type('POINT')).toBe(d.types.POINT);
    expect(d.type('POINT *')).toBe(d.types.PPOINT);
    expect(d.type('const struct tag [ONE + 1]').size).toBe(16);
    expect(d.type('enum e (*)(POINT)').target.argTypes[0]).toBe(d.types.POINT);
    expect(d.type(d.types.e)).toBe(d.types.e);
    expect(d.type('size_t')).toBe(type('size_t'));
    for (const name of Object.keys(d.types)) expect(d.type(String(d.types[name]))).toBe(d.types[name]);
  });

  test('declares for itself only', () => {
    expect(d.type('struct { enum { TWO = 2 } a; struct tag { char c; } b; struct tag t[TWO]; }').size).toBe(8);
    expect(d.type('enum e { ONE = 7 }').values).toEqual({ ONE: 7 });
    expect(d.type('struct later *').target).not.toBe(cdef('struct later;').types.later);
    expect(d.constants).toEqual({ ONE: 1 });
    expect(d.types.tag.size).toBe(8);
    expect(d.opaque).toEqual([]);
    expect(errorOf(() => d.type('char [TWO]')).code).toBe('ERR_FFI_UNSUPPORTED_TYPE');
  });

  test('shows the place of a fault', () => {
    const error = errorOf(() => d.type('POINT [-1]'));
    expect(error).toMatchObject({ name: 'TypeError', code: 'ERR_FFI_UNSUPPORTED_TYPE', offset: 7 });
    expect(error.message).toMatch(/\n {2}POINT \[-1\]\n {9}\^$/);
    expect(refusal(() => d.type(5))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
  });

  test('is not what type() knows', () => {
    expect(type('POINT').kind).toBe('opaque');
    expect(cdef(point).types.POINT).not.toBe(d.types.POINT);
  });
});

describe('what is known from other declarations', () => {
  const base = cdef(`${point}\n#define LENGTH 3`);
  const other = cdef('typedef long word;');

  test('are types and enumeration constants', () => {
    const d = cdef('struct both { POINT p; word w[ONE]; }; struct tag *f(enum e);', { types: [base, other] });
    expect(d.skipped).toEqual([]);
    expect(d.types.both.members[0].type).toBe(base.types.POINT);
    expect(d.functions.f.returnType.target).toBe(base.types.tag);
    expect(Object.keys(d.types)).toEqual(['both']);
    expect(d.constants).toEqual({});
    expect(d.type('POINT')).toBe(base.types.POINT);
  });

  test('can be hidden', () => {
    const d = cdef('typedef char POINT; struct tag { char c; }; enum { ONE = 9 }; int a[ONE];', { types: base });
    expect(d.skipped).toEqual([]);
    expect([d.types.POINT.size, d.types.tag.size, d.variables.a.size]).toEqual([1, 1, 36]);
    expect(base.types.tag.size).toBe(8);
  });

  test('grows with them, and lives with who knows it', () => {
    const grown = cdef('');
    const d = cdef('', { types: cdef('', { types: grown }) });
    grown.extend('typedef int late;');
    expect(d.type('late')).toBe(type('int'));
  });

  test('a tag is completed where it was declared', () => {
    const first = cdef('struct open;');
    const second = cdef('struct open { int x; };', { types: first });
    expect(first.opaque).toEqual(['struct open']);
    expect(second.types.open).not.toBe(first.types.open);
  });
});

describe('extend()', () => {
  test('adds, and gives the same object', () => {
    const d = cdef('int f(void);');
    const { functions, types } = d;
    expect(d.extend('int g(void); typedef int T; enum { A }; extern int v; unknown w;')).toBe(d);
    expect(Object.keys(d.functions)).toEqual(['f', 'g']);
    expect(Object.keys(functions)).toEqual(['f']);
    expect(types).toEqual({});
    expect([d.types, d.constants, d.variables].map(Object.keys)).toEqual([['T'], ['A'], ['v']]);
    expect(d.skipped).toHaveLength(1);
  });

  test('may say again what was said', () => {
    const text = `${point}
      typedef struct node { struct node *next; union { int i; char c[4]; }; unsigned b : 3; } node;
      typedef struct { int x; } *only_pointer; typedef struct { int x[5]; } aligned __attribute__((aligned(16)));
      typedef enum { RED, GREEN } color; enum { ALONE = 5 }; enum later;
      int f(node *, color); extern node table[]; extern char *names[3]; typedef int (*callback)(POINT);
      #pragma pack(1)
      typedef struct { char c; long l; } packed;
    `;
    const d = cdef(text);
    const types = { ...d.types };
    for (let i = 0; i < 3; i++) d.extend(text);
    expect(d.skipped).toEqual([]);
    expect(Object.keys(d.types)).toEqual(Object.keys(types));
    for (const name of Object.keys(types)) expect(d.types[name]).toBe(types[name]);
  });

  test.each([
    ['struct tag { POINT q; };', "'struct tag' is defined already, and differently"],
    [
      'struct tag { POINT p; } __attribute__((packed, aligned(4)));',
      "'struct tag' is defined already, and differently",
    ],
    ['union tag { POINT p; };', "'tag' is declared as 'struct'"],
    ['typedef struct { int x, z; } POINT;', "'POINT' is declared already, as 'POINT'"],
    ['typedef struct { int x, y; } *POINT;', "'POINT' is declared already, as 'POINT'"],
    ['enum e { ONE = 1, TWO };', "'enum e' is defined already, and differently"],
    ['enum { ONE = 2 };', "'ONE' is declared already, with another value"],
    ['int ONE(void);', "'ONE' is declared already, as an enumeration constant"],
    ['int f(char);', "'f' is declared already, as 'int (int)'"],
    ['extern int v[3];', "'v' is declared already, as 'int [2]'"],
  ])('but not otherwise: %s', (text, reason) => {
    const d = cdef(`${point} int f(int); extern int v[2];`);
    const names = ['types', 'functions', 'variables', 'constants'].map((kind) => Object.keys(d[kind]));
    expect(d.extend(text).skipped).toEqual([{ line: 1, text, reason }]);
    expect(['types', 'functions', 'variables', 'constants'].map((kind) => Object.keys(d[kind]))).toEqual(names);
    expect(d.types.tag.size).toBe(8);
  });

  test('completes what was open', () => {
    const d = cdef('struct s; extern int table[]; struct s *f(void);');
    const { s } = d.types;
    d.extend('struct s { int x; }; extern int table[5];');
    expect(d.types.s).toBe(s);
    expect(s.members).toHaveLength(1);
    expect(d.functions.f.returnType.target).toBe(s);
    expect(d.variables.table.length).toBe(5);
  });

  test('begins anew with lines and pragmas', () => {
    const d = cdef('# 50 "a.h"\n#pragma pack(1)\nunknown x;').extend('struct s { char c; int i; }; unknown y;');
    expect(d.types.s.size).toBe(8);
    expect(d.skipped).toMatchObject([{ file: 'a.h', line: 51 }, { line: 1 }]);
    expect(d.skipped[1].file).toBeUndefined();
  });
});

describe('what JavaScript sees', () => {
  const d = cdef(`${point} int f(void); extern int v; unknown w;`);

  test('is frozen, enumerable and without a prototype', () => {
    for (const kind of ['types', 'functions', 'variables', 'constants']) {
      expect(Object.isFrozen(d[kind])).toBe(true);
      expect(Object.getPrototypeOf(d[kind])).toBe(null);
      expect(d[kind]).toBe(d[kind]);
    }
    for (const list of [d, d.opaque, d.skipped, d.skipped[0]]) expect(Object.isFrozen(list)).toBe(true);
    expect(Object.keys(d.types)).toEqual(['POINT', 'PPOINT', 'tag', 'e']);
    expect('toString' in d.types).toBe(false);
    expect(d.types.toString).toBeUndefined();
  });

  test('has any name that C has', () => {
    const { types, functions, constants } = cdef(`
      typedef int __proto__; int constructor(void), hasOwnProperty(void), größe(void), $dollar(void);
      enum { toString = 1, __defineGetter__ };
    `);
    expect(Object.keys(types)).toEqual(['__proto__']);
    expect(Object.keys(functions)).toEqual(['constructor', 'hasOwnProperty', 'größe', '$dollar']);
    expect(constants.toString).toBe(1);
  });

  test('is shown in short', () => {
    expect(inspect(d)).toBe('Declarations { 4 types, 1 functions, 1 variables, 1 skipped }');
  });

  test('is made by cdef() alone', () => {
    expect(refusal(() => new Declarations())).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: 'Declarations are made by cdef(), not by their constructor',
    });
  });
});

describe('arguments', () => {
  test.each([undefined, null, 5, {}, ['int x;'], Buffer.from('int x;')])('%p is no source', (source) => {
    expect(refusal(() => cdef(source))).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
    expect(refusal(() => cdef('').extend(source))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
  });

  test.each([
    [null, 'ERR_INVALID_ARG_TYPE', 'options must be an object, received null'],
    ['types', 'ERR_INVALID_ARG_TYPE', "options must be an object, received 'types'"],
    [{ type: [] }, 'ERR_INVALID_ARG_VALUE', 'options.type is no option: there is types'],
    [
      { types: {} },
      'ERR_INVALID_ARG_TYPE',
      'options.types must be Declarations made by cdef(), received an instance of Object',
    ],
    [{ types: null }, 'ERR_INVALID_ARG_TYPE', 'options.types must be Declarations made by cdef(), received null'],
    [
      { types: [cdef(''), 1] },
      'ERR_INVALID_ARG_TYPE',
      'options.types[1] must be Declarations made by cdef(), received 1',
    ],
    [{ types: Object.create(cdef('')) }, 'ERR_INVALID_ARG_TYPE', expect.stringMatching(/^options.types must be/)],
  ])('%p are no options', (options, code, message) => {
    expect(refusal(() => cdef('', options))).toEqual({ name: 'TypeError', code, message });
  });

  test('options may be left out', () => {
    for (const options of [undefined, {}, { types: undefined }, { types: [] }])
      expect(cdef('', options).skipped).toEqual([]);
  });

  test('a source has at most 64 MiB', () => {
    expect(cdef(' '.repeat(64 * 2 ** 20)).skipped).toEqual([]);
    expect(refusal(() => cdef(' '.repeat(64 * 2 ** 20 + 1)))).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: 'source has 67108865 bytes, 67108864 at most',
    });
  });
});

test('types outlive the declarations that made them', () => {
  const members = Array.from({ length: 300 }, (_, i) => {
    const { types } = cdef(`typedef struct { int x${i}[${i + 1}]; struct tag *t; } T; struct tag { T back; };`);
    return types.T.members;
  });
  for (let i = 0; i < 20_000; i++) cdef(`typedef struct { char c${i}; } T; struct t${i} { T t; };`);
  members.forEach(([first, second], i) => {
    expect(first.type.length).toBe(i + 1);
    expect(String(second.type.target.members[0].type)).toBe('T');
  });
});
