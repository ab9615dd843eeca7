// What cdef understands: typedef names, tags, enums, functions, variables, and which of them have a symbol.
'use strict';

const { cdef } = require('../..');
const { symbolOf } = require('../../lib/types/declarations.js');
const ranges = require('../support/ranges.js');

/** Declarations of a text that is understood as a whole. */
function read(source, options) {
  const declarations = cdef(source, options);
  expect(declarations.skipped).toEqual([]);
  return declarations;
}

/** The spellings of types by name. */
const spell = (types) => Object.fromEntries(Object.entries(types).map(([name, type]) => [name, String(type)]));

describe('typedef names', () => {
  test('are names of types', () => {
    const { types } = read(`
      typedef unsigned char byte, *bytes, block[16];
      typedef int compare(const void *, const void *), (*compare_pointer)(const void *, const void *);
      typedef block blocks[2];
      int typedef unsigned late;
      typedef void nothing;
    `);
    expect(spell(types)).toEqual({
      byte: 'unsigned char',
      bytes: 'unsigned char *',
      block: 'unsigned char [16]',
      compare: 'int (const void *, const void *)',
      compare_pointer: 'int (*)(const void *, const void *)',
      blocks: 'unsigned char [2][16]',
      late: 'unsigned int',
      nothing: 'void',
    });
  });

  test('name what they define without a tag', () => {
    const { types, functions } = read(`
      typedef struct { int x; } point, *points, row[4];
      typedef union { int i; float f; } *only_pointer;
      typedef enum { ON, OFF } state;
      typedef const struct { char c; } fixed;
      typedef point same;
      typedef struct { point from, to; struct { int z; } rest; } line;
      line *f(point, points, state, fixed *);
    `);
    expect(spell(types)).toEqual({
      point: 'point',
      points: 'point *',
      row: 'point [4]',
      only_pointer: 'union { int i; float f; } *',
      state: 'state',
      fixed: 'const fixed',
      same: 'point',
      line: 'line',
    });
    expect(types.point.tag).toBeUndefined();
    expect(types.same).toBe(types.point);
    expect(types.points.target).toBe(types.point);
    expect(types.state.values).toEqual({ ON: 0, OFF: 1 });
    expect(String(types.line.members[2].type)).toBe('struct { int z; }');
    expect(String(functions.f)).toBe('line *(point, point *, state, const fixed *)');
  });

  test('have their own name space in members, and can be hidden by names of parameters', () => {
    const { types, functions } = read(`
      typedef int T;
      struct s { T T; };
      T f(T T), g(T (T)), h(unsigned T);
    `);
    expect(types.s.members[0]).toMatchObject({ name: 'T', type: types.T });
    expect(spell(functions)).toEqual({ f: 'int (int)', g: 'int (int (*)(int))', h: 'int (unsigned int)' });
  });

  test('of headers count before the built-in ones, but characters stay characters', () => {
    const { types } = read(`
      typedef unsigned long size_t;
      typedef ${ranges.wchar[0] < 0 ? 'int' : 'unsigned'} wchar_t; typedef unsigned short char16_t; typedef unsigned int char32_t;
      typedef struct string { char *data; } string;
      typedef unsigned char bool;
      struct uses { size_t n; const wchar_t *w; string s; bool b; };
    `);
    expect(types.uses.members.map(({ type }) => String(type))).toEqual([
      'unsigned long',
      'const wchar_t *',
      'struct string',
      'unsigned char',
    ]);
    expect(spell(types)).toMatchObject({ wchar_t: 'wchar_t', char16_t: 'char16_t', char32_t: 'char32_t' });
  });
});

describe('tags', () => {
  test('are declared, completed, and point to themselves', () => {
    const { types, opaque } = read(`
      struct list; union later;
      struct list { struct list *next; union later *value; };
      struct never *get(struct list *, enum nowhere *);
      union later { int i; double d; };
    `);
    expect(types.list.members[0].type.target).toBe(types.list);
    expect(types.list.members[1].type.target).toBe(types.later);
    expect(types.later.size).toBe(8);
    expect(types.never).toMatchObject({ kind: 'struct', size: undefined, tag: 'never' });
    expect(opaque).toEqual(['struct never', 'enum nowhere']);
  });

  test('and typedef names can be the same word', () => {
    const { types, type } = read('struct a { int x; }; typedef struct a *a; struct b { int y; }; typedef struct b b;');
    expect(spell(types)).toEqual({ a: 'struct a *', b: 'struct b' });
    expect(type).toBeInstanceOf(Function);
  });

  test('within others are known outside', () => {
    const { types } = read('struct outer { struct inner { int x; } a; enum color { RED } c; }; struct inner b;');
    expect(types.outer.members[0].type).toBe(types.inner);
    expect(String(types.color)).toBe('enum color');
  });

  test('may be met first in a prototype', () => {
    const { types, functions } = read('int stat(const char *, struct stat *); struct stat { long size; };');
    expect(functions.stat.argTypes[1].target).toBe(types.stat);
    expect(types.stat.members).toHaveLength(1);
  });
});

describe('functions', () => {
  test('are what a library exports', () => {
    const { functions } = read(`
      extern double pow(double, double) __attribute__((__nothrow__ , __leaf__));
      int printf(const char *restrict, ...), puts(const char *s);
      _Noreturn void abort(void);
      __extension__ extern __inline__ int twice(int x) { return 2 * x; }
      int body(void) { if (1) { return '}' + "}"[0]; } /* } */ return 0; }
      static int hidden(void); static inline int inner(int x) { return x; }
      void (*signal(int sig, void (*handler)(int)))(int);
      typedef int function(char); function first, second;
      extern "C" { int linked(void); } extern "C" int alone(void);
    `);
    expect(spell(functions)).toEqual({
      pow: 'double (double, double)',
      printf: 'int (const char *, ...)',
      puts: 'int (const char *)',
      abort: 'void (void)',
      twice: 'int (int)',
      body: 'int (void)',
      signal: 'void (*(int, void (*)(int)))(int)',
      first: 'int (char)',
      second: 'int (char)',
      linked: 'int (void)',
      alone: 'int (void)',
    });
  });

  test('have the symbols that labels give them', () => {
    const declarations = read(`
      int scanf(const char *, ...) __asm__ ("" "__isoc99_scanf") __attribute__((format(scanf, 1, 2)));
      int plain(void); int plain(void) asm("other"); int plain(void);
      extern int counter __asm("the_counter");
    `);
    const symbols = ['scanf', 'plain', 'counter'].map((name) => symbolOf(declarations, name));
    expect(symbols.map(({ symbol }) => symbol)).toEqual(['__isoc99_scanf', 'other', 'the_counter']);
    expect(symbols[1].type).toBe(declarations.functions.plain);
    expect(symbols[2].type).toBe(declarations.variables.counter);
    expect(symbolOf(declarations, 'nobody')).toBeUndefined();
  });

  test('know va_list, whose name the compiler has built in', () => {
    const { functions, types } = read(`
      typedef __builtin_va_list __gnuc_va_list; typedef __gnuc_va_list va_list;
      int vprintf(const char *, va_list);
    `);
    expect(functions.vprintf.argTypes).toHaveLength(2);
    expect(types.va_list.size).toBe(cdef('').type('va_list').size);
  });
});

test('variables are what a library exports', () => {
  const { variables } = read(`
    extern int errors, *last, table[]; extern int table[4]; extern int table[];
    extern const char *const names[];
    static const int hidden = 1;
    double ratio = 1.5, matrix[2][2] = { { 1, 2 }, { 3, 4 } }, other;
    extern struct nobody somebody;
    extern _Thread_local int local; extern __thread int older;
    int (*handler)(void);
  `);
  expect(spell(variables)).toEqual({
    errors: 'int',
    last: 'int *',
    table: 'int [4]',
    names: 'const char *const []',
    ratio: 'double',
    matrix: 'double [2][2]',
    other: 'double',
    somebody: 'struct nobody',
    local: 'int',
    older: 'int',
    handler: 'int (*)(void)',
  });
});

test('an unknown name is an opaque type, until it is declared', () => {
  const { opaque, functions } = read('FILE *open(DIR *); typedef struct dir DIR; int close(DIR *);');
  expect(spell(functions)).toEqual({ open: 'FILE *(DIR *)', close: 'int (struct dir *)' });
  expect(opaque).toEqual(['struct dir', 'FILE']);
});

test('what says nothing is passed over', () => {
  read(`;;
    # 1 "file"
    #pragma once
    #pragma GCC visibility push(default)
    #ident "text"
    #
    _Static_assert(sizeof(int) == 4, "int"); static_assert(1);
    _Static_assert(__builtin_offsetof(struct { int a[4]; struct { char c; short s; } b; }, b.s) == 18);
    struct { int unused; }; enum { ALSO_UNUSED }; struct forward;
  `);
});

test('line ends, comments and digraphs are those of C', () => {
  const { types, functions } = read(
    '\ufeffstruct a\r\n<% int x<:2:>; %>; // no end */ int\r\nint f/**/(void) /* ; */ ;\r\n',
  );
  expect(types.a.size).toBe(8);
  expect(Object.keys(functions)).toEqual(['f']);
});
