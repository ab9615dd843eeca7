// What is not understood: it is listed with its place and the reason, declares nothing, and harms nothing else.
'use strict';

const os = require('node:os');
const { cdef } = require('../..');

/** The skipped declarations of a text between two good ones, which must be there. */
function skippedIn(source) {
  const declarations = cdef(`int before(void); typedef int T;\n${source}\nint after(void);`);
  expect(Object.keys(declarations.functions)).toEqual(expect.arrayContaining(['before', 'after']));
  return declarations.skipped;
}

test.each([
  ['int f(__int128 x);', "'__int128' is not supported"],
  ['extern unsigned __int128 wide;', "'__int128' is not supported"],
  ['typedef _BitInt(7) seven;', "'_BitInt' is not supported"],
  ['__typeof__(int) f(void);', "'__typeof__' is not supported"],
  ['void f(_Decimal64);', "'_Decimal64' is not supported"],
  ['typedef float v4 __attribute__((vector_size(16)));', "the attribute 'vector_size' is not supported"],
  [
    'typedef int a16 __attribute__((aligned(16)));',
    "an alignment of its own for a typedef name of 'int' is not supported",
  ],
  ['typedef double m __attribute__((mode(DF)));', "the mode 'DF' is not supported"],
  ['typedef float m __attribute__((mode(SI)));', "the attribute 'mode' is for integers, not for 'float'"],
  ['typedef struct { int x; } _Alignas(8) s;', '_Alignas is not for typedef names'],
  ['void f(unknown x);', "unknown type 'unknown' as a parameter: only pointers to an unknown type can be used"],
  ['unknown f(void);', "unknown type 'unknown' as a result: only pointers to an unknown type can be used"],
  ['extern unknown x;', "a variable cannot be 'unknown', which nobody has declared"],
  ['extern void x;', "a variable cannot be 'void'"],
  ['struct s { struct later l; };', "a member cannot be 'struct later', which has no size"],
  ['struct s { int x; } struct t;', "'struct' cannot follow another type"],
  ['enum { A = B };', "'B' is no integer constant"],
  ['enum { A, A };', "'A' is declared twice"],
  ['int a[-1];', 'an array cannot have a negative size'],
  ['int;', 'this declares nothing'],
  ['_Static_assert(sizeof(int) == 5, "no");', 'this static assertion fails'],
  ['asm("nop");', 'assembly declares nothing'],
  ['register int r;', "'register' is not for file scope"],
  ['int x __asm__("");', 'a label needs a name'],
  ['T(T);', "'T' is declared already, as a type"],
  ['int T(void);', "'T' is declared already, as a type"],
  ['typedef long T;', "'T' is declared already, as 'int'"],
  ['int before(int);', "'before' is declared already, as 'int (void)'"],
  ['extern int before;', "'before' is declared already, as a function"],
  ['API int f(void);', "'int' cannot follow another type"],
  ['MACRO(int, x);', "'int' stands where a name is expected"],
  ['int f(a) int a;', "unknown type 'a' as a parameter: only pointers to an unknown type can be used"],
  ['extern "C++" int f(void);', '\'"C++"\' stands where "C" is expected'],
  ['[[nodiscard]] int f(void);', "'[' stands where a type is expected"],
  ['int x @;', 'this character has no meaning in C'],
  ["int x = '1;", "a ' is not closed"],
  ['int x\0;', 'this character has no meaning in C'],
])('%j', (source, reason) => {
  const [skipped] = skippedIn(source);
  expect(skipped).toEqual({ line: 2, text: source, reason });
});

describe('the next declaration is found', () => {
  test.each([
    ['behind braces', 'struct s { unknown u; struct { int x; } y; } a, *b;'],
    ["behind a function's body", 'unknown f(int x) { if (x) { return; } else { ; } }'],
    ['behind the body of one that returns a struct', 'struct s { unknown u; } f(int x) { return; }'],
    ['behind the body of one with attributes', '__attribute__((x)) unknown f(int x) __attribute__((y)) { return; }'],
    ['behind an initialiser', 'unknown x = { 1, { 2 }, sizeof(int) };'],
    ['behind strings and comments', 'unknown x = "};" /* }; */ "{" // }\n;'],
    ['where a parenthesis is missing', 'int f(int (x;'],
    ['where one is missing within braces', 'struct s { int (x; int y; };'],
    ['where one is too many', 'int f(int));'],
    ['where what is closed was never opened', 'int x];'],
    ['behind a closing brace alone', '}'],
    ['behind bytes of a binary file', '\u0001\u0002\u0003@`\\\u007f;'],
  ])('%s', (_, source) => expect(skippedIn(source)).toHaveLength(1));

  test('each has an entry', () => {
    const reasons = skippedIn('unknown a;\n unknown b;\n  unknown c;').map(({ line, text }) => `${line} ${text}`);
    expect(reasons).toEqual(['2 unknown a;', '3 unknown b;', '4 unknown c;']);
  });

  test.each(['struct s { int x;', 'int h(void) { return 1;', '/*'])('not where %s has no end', (source) => {
    const { functions, skipped } = cdef(`int f(void);\n${source}\nint g(void);`);
    expect(Object.keys(functions)).toEqual(['f']);
    expect(skipped).toMatchObject([{ line: 2, text: `${source} int g(void);` }]);
  });
});

describe('of a skipped declaration', () => {
  test('no name is declared', () => {
    const { types, functions, variables, constants, opaque } = cdef(`
      typedef struct half { int x; unknown y; } half_t, *half_p;
      int f(void), g(unknown);
      enum half_enum { ONE = 1, TWO = , THREE };
      extern int a, b[ONE];
    `);
    expect(Object.keys(types)).toEqual(['half', 'half_enum']);
    expect([functions, variables, constants].flatMap(Object.keys)).toEqual([]);
    expect(opaque).toEqual(['struct half', 'enum half_enum', 'unknown']);
  });

  test('tags can be defined later, and pointers to its names are pointers', () => {
    const { types, constants, functions, skipped } = cdef(`
      typedef struct node { unknown u; struct whole { int x; } w; } node_t;
      enum kind { A = 1 / 0 };
      node_t *get(struct node *, struct whole);
      struct node { int y; };
      enum kind { A = 3, B };
    `);
    expect(skipped).toHaveLength(2);
    expect(types.node.members[0].name).toBe('y');
    expect(types.whole.size).toBe(4);
    expect(String(functions.get)).toBe('node_t *(struct node *, struct whole)');
    expect(constants).toEqual({ A: 3, B: 4 });
  });
});

describe('the place', () => {
  test('is a line of the text', () => {
    const lines = cdef('\n\n unknown a; int x;\r\n/*\n*/ unknown\nb;').skipped.map(({ line }) => line);
    expect(lines).toEqual([3, 5]);
  });

  test('is what line markers say', () => {
    const { skipped } = cdef(`# 1 "first.h" 1
unknown a;
# 10 "dir/second \\"quoted\\".h" 2 3
int f(void); unknown
# 20
b;
unknown c;
#line 100 "third.h"
unknown d;
# 0 "<built-in>"
#include <stdio.h>
unknown e;`);
    expect(skipped.map(({ file, line, text }) => `${file}:${line} ${text}`)).toEqual([
      'first.h:1 unknown a;',
      'dir/second "quoted".h:10 unknown # 20 b;',
      'dir/second "quoted".h:21 unknown c;',
      'third.h:100 unknown d;',
      '<built-in>:0 #include <stdio.h>',
      '<built-in>:1 unknown e;',
    ]);
  });

  test('has a text that is cut, in one line', () => {
    const [{ text }] = cdef(`unknown\n\t x   = { ${'"é", '.repeat(100)} };`).skipped;
    expect(text).toMatch(/^unknown x = \{ "é", .*"é?,? ?\.\.\.$/);
    expect(Buffer.byteLength(text)).toBeLessThan(110);
    expect(text).not.toContain('\ufffd');
  });
});

test.each([
  'include <stdio.h>',
  'if 1',
  'ifdef X',
  'else',
  'endif',
  'error no',
  "error can't",
  'embed "x"',
  'pragma pack(3)',
  'pragma pack(push',
  'pragma redefine_extname a b',
])('the line #%s cannot be obeyed', (directive) => {
  const [skipped, ...others] = skippedIn(`  # ${directive}`);
  expect(others).toEqual([]);
  expect(skipped).toMatchObject({ line: 2, text: `# ${directive}` });
  expect(skipped.reason).toMatch(/give the text to the preprocessor first|not understood/);
});

test('structs under a pragma that is not known are skipped, until it ends', () => {
  const [own, other] = os.endianness() === 'LE' ? ['little', 'big'] : ['big', 'little'];
  const { types, skipped } = cdef(`
    #pragma ms_struct on
    struct a { char c; }; typedef int T;
    #pragma ms_struct reset
    struct b { char c; };
    #pragma scalar_storage_order ${other}-endian
    union c { char c; };
    #pragma scalar_storage_order ${own}-endian
    union d { char c; };
  `);
  expect(skipped.map(({ reason }) => reason)).toEqual([
    "'#pragma ms_struct on' is not supported",
    `'#pragma scalar_storage_order ${other}' is not supported`,
  ]);
  expect([types.b.size, types.d.size, types.T.size]).toEqual([1, 1, 4]);
});

test('a text of any length and depth is read in time that grows with it', () => {
  const open = ['(', '[', '{', '((int', 'f(int a[', '__attribute__((', '*', '-', 'struct {'];
  for (const text of open) expect(cdef(`int x ${text.repeat(50_000)};`).skipped).toHaveLength(1);
  const nested = Array.from({ length: 100 }, (_, i) => `typedef void F${i + 1}(F${i} *, F${i} *);`);
  const { types } = cdef(`typedef void F0(void); ${nested.join('\n')}`);
  expect(String(types.F100).length).toBeLessThan(1_000_000);
  const many = Array.from(
    { length: 20_000 },
    (_, i) => `struct s${i} { struct s${i} *next; }; int f${i}(struct s${i});`,
  );
  expect(Object.keys(cdef(many.join('\n')).functions)).toHaveLength(20_000);
});
