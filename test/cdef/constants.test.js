// Constants: of enums, and of macros that stand for a number or a text. The compiler is the judge of their values.
'use strict';

const { cdef } = require('../..');
const { temporaryFolder } = require('../support/compiler.js');
const ranges = require('../support/ranges.js');
const { askConstant, disagreements } = require('./header.js');

const folder = temporaryFolder();

/** The constants of a text, which the compiler has as well. */
function judged(source) {
  const { constants, skipped } = cdef(source);
  expect(skipped).toEqual([]);
  const questions = Object.entries(constants).map(([name, value]) => askConstant(name, value));
  expect(disagreements('cc', folder, { source, options: [] }, questions)).toEqual([]);
  return constants;
}

test('of enums', () => {
  const constants = judged(`
    enum { A, B = 5, C, D = -1, E, F = 'x', G = sizeof(int) << B, H = (int) 3000000000u };
    typedef enum big { LARGE = 1ull << 40, SMALL = 1, UNSIGNED = 0xFFFFFFFF } big;
    struct s { enum { INNER = A + C } member; };
  `);
  expect(constants).toMatchObject({ A: 0, B: 5, C: 6, D: -1, E: 0, F: 120, INNER: 6, LARGE: 1n << 40n });
});

test('of integers', () => {
  const constants = judged(`
    typedef unsigned char byte; enum mode { READ = 4 };
    #define DECIMAL 10
    #define OCTAL 0755
    #define HEXADECIMAL 0xFFFFFFFF
    #define BINARY 0b101
    #define LARGE 4294967296
    #define LONG -1L
    #define UNSIGNED_LONG 18446744073709551615UL
    #define SUFFIXED 7ull
    #define NEGATIVE (-5)
    #define CHARACTER '\\x41'
    #define NARROW '\\377'
    #define WIDE L'\\xFF'
    #define EXPRESSION ((DECIMAL << 2 | 1) & ~3)
    #define CHOICE (OCTAL > 100 ? 1u : -1)
    #define OPEN 1 + 2
    #define TIMES OPEN * 2
    #define CAST ((byte) 300)
    #define SIZE sizeof(struct later)
    #define OF_ENUM (READ | 1)
    #define FORWARD BACKWARD
    #define BACKWARD 3
    #define COMMENTED /* before */ 8 // behind
    #define SPLICED 1 + \\
      1
    #  define   SPACED	9	
    struct later { int a, b; };
  `);
  expect(constants).toEqual({
    READ: 4,
    DECIMAL: 10,
    OCTAL: 493,
    HEXADECIMAL: 4294967295,
    BINARY: 5,
    LARGE: 4294967296n,
    LONG: -1n,
    UNSIGNED_LONG: 18446744073709551615n,
    SUFFIXED: 7n,
    NEGATIVE: -5,
    CHARACTER: 65,
    NARROW: ranges.char[0] < 0 ? -1 : 255,
    WIDE: 255,
    EXPRESSION: 40,
    CHOICE: 1,
    OPEN: 3,
    TIMES: 5,
    CAST: 44,
    SIZE: 8n,
    OF_ENUM: 5,
    FORWARD: 3,
    BACKWARD: 3,
    COMMENTED: 8,
    SPLICED: 2,
    SPACED: 9,
  });
});

test('of floating numbers', () => {
  const constants = judged(`
    #define PI 3.14159265358979323846
    #define SINGLE 1.1f
    #define LONG_DOUBLE 1.5L
    #define SMALL .5e-3
    #define WHOLE 2.
    #define HEXADECIMAL 0x1.8p-3
    #define NEGATIVE (-(+1E+10))
    #define CAST ((double) -1.5)
    #define ROUNDED ((float) 0.1)
    #define WIDENED ((long double) 0.1)
    #define LARGEST ((double) 1.79769313486231570814527423731704357e+308L)
    #define ALIAS PI
  `);
  expect(constants).toMatchObject({ PI: Math.PI, SINGLE: Math.fround(1.1), ROUNDED: Math.fround(0.1), ALIAS: Math.PI });
  expect(constants).toMatchObject({ NEGATIVE: -1e10, LARGEST: Number.MAX_VALUE, WHOLE: 2, HEXADECIMAL: 0.1875 });
});

test('of texts', () => {
  const constants = judged(String.raw`
    #define VERSION "3"
    #define DATE "2024" "-" MONTH
    #define MONTH "05"
    #define EMPTY ""
    #define ESCAPES "\a\b\f\n\r\t\v\\\'\"\?\e\0\1012\x41" "B"
    #define UTF8 "é€😀" "\u00e9\U0001F600" "\xC3\xA9"
    #define U8 u8"é"
    #define COMMENT "/* no */ // comment"
    #define QUOTE "'"
  `);
  expect(constants).toMatchObject({ DATE: '2024-05', EMPTY: '', UTF8: 'é€😀é😀é', COMMENT: '/* no */ // comment' });
  expect(constants.ESCAPES).toBe('\x07\b\f\n\r\t\v\\\'"?\x1b\0A2AB');
});

test('of wide texts, by their characters', () => {
  expect(
    cdef(String.raw`
    #define WIDE L"a\x20ac" u"\u20ac" U"\U0001F600é"
  `).constants,
  ).toEqual({ WIDE: 'a€€😀é' });
});

test.each([
  '',
  '(x)',
  '()',
  '{ 1 }',
  'int',
  '(int)',
  '((void *) 0)',
  '((void (*)(int)) -1)',
  'other',
  'f(1)',
  'X',
  'X + 1',
  '1 +',
  '1 2',
  '"a" 1',
  '1 / 0',
  '08',
  '0x',
  '1.5.5',
  '1.5 + 1',
  '1.5df',
  '1e999',
  '2e400L',
  '0x1.8',
  '99999999999999999999',
  "''",
  "'ab'",
  "'\\400'",
  '"\\q"',
  '"\\xff"',
  '"\\ud800"',
  '"\\x"',
  'a ## b',
  '#a',
  '@',
  '"open',
  'struct s',
  'sizeof',
  'do',
  'return',
  'FUNCTION',
  'FUNCTION(1)',
  '1.0 "a"',
  'a.b',
  '-',
  '(1',
  '(double)',
  '-"a"',
  '(float) 1',
  'LOOP',
])('no constant is what stands for %j', (body) => {
  const { constants, skipped } = cdef(`
    #define FUNCTION(x) x
    #define LOOP POOL
    #define POOL (LOOP)
    #define X ${body}
    #define AFTER 1
  `);
  expect({ constants, skipped }).toEqual({ constants: { AFTER: 1 }, skipped: [] });
});

test('a macro counts as it is at the end', () => {
  const declarations = cdef(`
    #define A B
    #define B 1
    #define GONE 1
    #undef GONE
    #undef NEVER
    #define CHANGED 1
    #undef CHANGED
    #define CHANGED 2
    enum { BOTH = 1, ENUM };
    #define BOTH BOTH
    #define ENUM "text"
  `);
  expect(declarations.constants).toEqual({ BOTH: 1, ENUM: 'text', A: 1, B: 1, CHANGED: 2 });
  expect(declarations.extend('#define B 3\n#undef ENUM').constants).toMatchObject({ A: 3, ENUM: 2 });
});

test('a macro in a number is understood, if it means the same beside any operator', () => {
  const { types, skipped } = cdef(`
    #define LENGTH 4
    #define TWICE (LENGTH * 2)
    #define MINUS -1
    #define OPEN 1 + 1
    #define REAL 1.5
    struct s { int a[LENGTH], b[TWICE], c[3 - MINUS]; int bits : LENGTH; };
    #undef LENGTH
    enum { LATER = TWICE };
    int a[OPEN], b[REAL];
    #define LENGTH 1
    typedef int one[LENGTH];
  `);
  expect(types.s.size).toBe(68);
  expect(types.one.size).toBe(4);
  expect(skipped.map(({ text, reason }) => `${text} ${reason}`)).toEqual([
    "enum { LATER = TWICE }; 'TWICE' is no integer constant",
    "int a[OPEN], b[REAL]; the macro 'OPEN' needs parentheses around its value",
  ]);
});

test('a chain of macros has an end', () => {
  const chain = (length) => Array.from({ length }, (_, i) => `#define M${i} (M${i + 1})`).join('\n');
  expect(cdef(`${chain(100)}\n#define M100 7`).constants.M0).toBe(7);
  const long = cdef(`${chain(10_000)}\n#define M10000 7`).constants;
  expect(long.M9999).toBe(7);
  expect(long.M0).toBeUndefined(); // as far as 256 levels of parentheses
  const doubling = Array.from({ length: 200 }, (_, i) => `#define D${i} D${i + 1} D${i + 1}`).join('\n');
  expect(cdef(`${doubling}\n#define D200`).constants).toEqual({});
});
