// Type-names that are refused: with which code, at which place, and with a caret under that very place. A mark (¦) in a
// text of the table stands where the fault is.
'use strict';

const { alignof, sizeof, type } = require('../..');
const { errorOf, refusal } = require('../support/refusal.js');

const UNSUPPORTED = 'ERR_FFI_UNSUPPORTED_TYPE';
const INCOMPLETE = 'ERR_FFI_INCOMPLETE_TYPE';

/** The column of the caret and the line above it, without what a cut line is introduced by. */
function caretOf(message) {
  const [line, caret] = message.split('\n').slice(-2);
  const lead = line.startsWith('  ...') ? '  ...' : '  ';
  expect(caret).toMatch(/^\s+\^$/);
  return { line: line.slice(lead.length).replace(/\.\.\.$/, ''), column: caret.length - 1 - lead.length };
}

/** Checks a marked text. */
function check(marked, code) {
  const text = marked.replace('¦', '');
  const before = marked.slice(0, marked.indexOf('¦'));
  const error = errorOf(() => type(text));
  expect({ name: error.name, code: error.code, offset: error.offset }).toEqual({
    name: 'TypeError',
    code,
    offset: before.length,
  });
  const { line, column } = caretOf(error.message);
  const begin = text.lastIndexOf('\n', before.length - 1) + 1;
  const wholeLine = text.slice(begin).split('\n')[0];
  expect(wholeLine).toContain(line);
  // The caret's column in the line that is shown is the fault's column in the text.
  const shownFrom = begin + wholeLine.indexOf(line);
  expect([...text.slice(shownFrom, before.length)]).toHaveLength(column);
  expect(error.message.split('\n')).toHaveLength(3);
  expect(error.message.split('\n')[1].length).toBeLessThan(140);
}

describe('words', () => {
  test.each([
    ['¦'],
    ['   ¦'],
    ['const¦'],
    ['¦*'],
    ['¦[3]'],
    ['¦(int)'],
    ['¦3'],
    ["¦'a'"],
    ['unsigned ¦float'],
    ['float ¦unsigned'],
    ['long ¦char'],
    ['short ¦long'],
    ['long long ¦long'],
    ['signed ¦unsigned'],
    ['unsigned ¦unsigned'],
    ['double ¦double'],
    ['long double ¦long'],
    ['short ¦double'],
    ['void ¦_Complex'],
    ['unsigned ¦_Complex'],
    ['¦_Complex'],
    ['int ¦int'],
    ['int ¦size_t'],
    ['int ¦name'],
    ['size_t ¦int'],
    ['struct s ¦int'],
    ['int ¦struct s'],
    ['FILE ¦FILE'],
    ['¦static int'],
    ['int ¦typedef'],
    ['¦extern int'],
    ['¦return'],
    ['int ¦if'],
    ['¦_Imaginary float'],
    ['int *¦name'],
    ['int ¦, int'],
    ['int¦;'],
    ['int ¦= 3'],
    ['int ¦@'],
    ['int ¦#'],
    ['int ¦\\'],
    ['int ¦`'],
    ['int¦\0'],
    ['int ¦/* never closed'],
    ["int [¦'a]"],
    ["int [¦'']"],
    ["int [¦'ab']"],
    ["int [¦'\\q']"],
    ['int¦\u00a0*'],
    ['¦\ufeffint'],
    ['int ¦\u2028*'],
    ['/* é€😀 */ int ¦float'],
    ['int *\n  const ¦char'],
    ['int *\n\tconst ¦char\n // more'],
  ])('%j', (marked) => check(marked, UNSUPPORTED));

  test('a fault in a long line is shown with what is around it', () => {
    check(`void (*)(${'int, '.repeat(50)}float ¦short, ${'int, '.repeat(50)}int)`, UNSUPPORTED);
    check(`void (*)(${'/* é€😀 */ '.repeat(50)}float ¦short, ${'/* é€😀 */ '.repeat(50)}int)`, UNSUPPORTED);
  });
});

describe('declarators', () => {
  test.each([
    ['int (¦', UNSUPPORTED],
    ['int ¦)', UNSUPPORTED],
    ['int (*¦', UNSUPPORTED],
    ['int [¦', UNSUPPORTED],
    ['int [3¦', UNSUPPORTED],
    ['int [¦[3]]', UNSUPPORTED],
    ['int [3¦)', UNSUPPORTED],
    ['int [¦-1]', UNSUPPORTED],
    ['int [¦1.5]', UNSUPPORTED],
    ['int [¦n]', UNSUPPORTED],
    ['int ¦[*]', UNSUPPORTED],
    ['int ¦[static 3]', UNSUPPORTED],
    ['int [3 ¦4]', UNSUPPORTED],
    ['int ¦[3](void)', UNSUPPORTED],
    ['int ¦(void)[3]', UNSUPPORTED],
    ['int ¦(void)(void)', UNSUPPORTED],
    ['int ¦[2][]', INCOMPLETE],
    ['void ¦[3]', INCOMPLETE],
    ['struct s ¦[3]', INCOMPLETE],
    ['nobody ¦[3]', UNSUPPORTED],
    ['int (¦void, int)', INCOMPLETE],
    ['int (int, ¦const void)', INCOMPLETE],
    ['int (int, ¦nobody)', UNSUPPORTED],
    ['int (int,¦)', UNSUPPORTED],
    ['int (¦...)', UNSUPPORTED],
    ['int (int, ...¦, int)', UNSUPPORTED],
    ['int (int ¦int)', UNSUPPORTED],
    ['int (int a ¦b)', UNSUPPORTED],
    ['nobody ¦(void)', UNSUPPORTED],
    ['¦int restrict', UNSUPPORTED],
    ['¦_Atomic(int [3])', UNSUPPORTED],
    ['_Atomic(int¦', UNSUPPORTED],
    ['¦__attribute__((aligned(8))) int', UNSUPPORTED],
    ['¦_Alignas(8) int', UNSUPPORTED],
    ['int __attribute__((¦vector_size(16)))', UNSUPPORTED],
    ['void (__attribute__((¦vector_size(8))) *)(int)', UNSUPPORTED],
    ['int __attribute__(¦x)', UNSUPPORTED],
  ])('%j', check);
});

describe('structs, unions and enums', () => {
  test.each([
    ['struct¦', UNSUPPORTED],
    ['struct ¦3', UNSUPPORTED],
    ['struct ¦int { int a; }', UNSUPPORTED],
    ['struct { int a;¦', UNSUPPORTED],
    ['struct { int a ¦b; }', UNSUPPORTED],
    ['struct { int¦; }', UNSUPPORTED],
    ['struct { a¦; }', UNSUPPORTED],
    ['struct { void ¦a; }', INCOMPLETE],
    ['struct { struct s ¦a; }', INCOMPLETE],
    ['struct { nobody ¦a; }', UNSUPPORTED],
    ['struct { int ¦a(void); }', UNSUPPORTED],
    ['struct { int a; char ¦a; }', UNSUPPORTED],
    ['struct { int a; ¦struct { int a; }; }', UNSUPPORTED],
    ['struct { int ¦a[]; int b; }', UNSUPPORTED],
    ['struct { int ¦a[]; }', UNSUPPORTED],
    ['union { int a; int ¦b[]; }', UNSUPPORTED],
    ['struct { int a : ¦33; }', UNSUPPORTED],
    ['struct { int a : ¦-1; }', UNSUPPORTED],
    ['struct { int a : ¦0; }', UNSUPPORTED],
    ['struct { double ¦a : 3; }', UNSUPPORTED],
    ['struct { _Bool a : ¦2; }', UNSUPPORTED],
    ['struct s { struct s ¦a; }', INCOMPLETE],
    ['struct s { struct ¦s { int a; } b; }', UNSUPPORTED],
    ['union { struct s *a; union ¦s *b; }', UNSUPPORTED],
    ['struct { ¦_Static_assert(sizeof(int) == 5, "five"); }', UNSUPPORTED],
    ['struct { int a __attribute__((aligned(¦3))); }', UNSUPPORTED],
    ['struct { ¦_Alignas(1) int a; }', UNSUPPORTED],
    ['struct { ¦_Alignas(8) int a : 3; }', UNSUPPORTED],
    ['enum¦', UNSUPPORTED],
    ['enum {¦}', UNSUPPORTED],
    ['enum { ¦3 }', UNSUPPORTED],
    ['enum { A, ¦A }', UNSUPPORTED],
    ['enum { A = ¦}', UNSUPPORTED],
    ['enum { A = ¦x }', UNSUPPORTED],
    ['enum { A = 18446744073709551615u, ¦B }', UNSUPPORTED],
    ['enum ¦{ A = -1, B = 18446744073709551615u }', UNSUPPORTED],
    ['enum { A = 1 ¦/ 0 }', UNSUPPORTED],
    ['enum { A = 1 ¦<< 32 }', UNSUPPORTED],
    ['enum { A = 2147483647 ¦+ 1 }', UNSUPPORTED],
    ['enum { A = ¦99999999999999999999 }', UNSUPPORTED],
    ['enum { A = sizeof(¦void) }', INCOMPLETE],
    ['enum e { A = sizeof(enum ¦e { B }) }', UNSUPPORTED],
  ])('%j', check);
});

describe('limits', () => {
  const levels = 'more than 256 levels are open at once';

  test.each([
    ['parentheses', `int ${'('.repeat(60_000)}`],
    ['parentheses of functions', `int ${'(int'.repeat(10_000)}`],
    ['braces', 'struct {'.repeat(8_000)],
    ['parentheses of a constant', `int [${'('.repeat(60_000)}`],
    ['signs of a constant', `int [${'- '.repeat(30_000)}1]`],
    ['conditions', `int [${'1?'.repeat(30_000)}`],
    ['sizeof', `int [${'sizeof('.repeat(8_000)}`],
    ['_Atomic', '_Atomic('.repeat(8_000)],
    ['_Alignas', `struct { ${'_Alignas(struct { '.repeat(3_000)}`],
    ['enums', 'enum { A = sizeof('.repeat(3_000)],
  ])('too many %s', (_, text) => {
    const error = errorOf(() => type(text));
    expect(error).toMatchObject({ name: 'TypeError', code: UNSUPPORTED });
    expect(error.message).toMatch(levels);
    expect(error.offset).toBeLessThan(10_000);
  });

  test('stars and brackets that follow one another', () => {
    for (const text of [`int ${'*'.repeat(60_000)}`, `int ${'*'.repeat(257)}`, `int ${'[1]'.repeat(257)}`]) {
      expect(errorOf(() => type(text))).toMatchObject({
        code: UNSUPPORTED,
        message: expect.stringMatching(/256 levels/),
      });
    }
    expect(type(`int ${'*'.repeat(256)}`).kind).toBe('pointer');
  });

  test('65,536 bytes of text, not characters', () => {
    const padded = (length) => `int${' '.repeat(length - 3)}`;
    expect(type(padded(65_536))).toBe(type('int'));
    for (const text of [padded(65_537), `int /*${'é'.repeat(33_000)}*/`, 'int '.repeat(1e6)]) {
      expect(refusal(() => type(text))).toMatchObject({ code: UNSUPPORTED, message: expect.stringContaining('65536') });
      expect(errorOf(() => type(text)).offset).toBe(65_536);
      expect(sizeof(text)).toBeUndefined();
    }
  });

  test('4,096 parameters', () => {
    const parameters = (count) => `void (${Array(count).fill('int').join(', ')})`;
    expect(type(parameters(4096)).argTypes).toHaveLength(4096);
    const text = parameters(4097);
    check(`${text.slice(0, -4)}¦int)`, UNSUPPORTED);
  });

  test('sizes that no Number holds exactly', () => {
    expect(type('char [9007199254740991]').size).toBe(Number.MAX_SAFE_INTEGER);
    check('char ¦[9007199254740992]', UNSUPPORTED);
    check('int ¦[4611686018427387904]', UNSUPPORTED);
    check('char ¦[0xFFFFFFFF][0xFFFFFFFF]', UNSUPPORTED);
    check('char ¦[18446744073709551615u]', UNSUPPORTED);
    check('struct ¦{ char a[9007199254740991], b; }', UNSUPPORTED);
    check('struct ¦{ char a[9007199254740990]; int b; }', UNSUPPORTED);
    expect(type('struct { char a[0]; char b[0][9007199254740991]; }').size).toBe(0);
  });

  test('much of everything is no trouble', () => {
    const members = Array.from({ length: 5000 }, (_, i) => `int a${i};`).join('');
    expect(type(`struct {${members}}`).members).toHaveLength(5000);
    const constants = Array.from({ length: 6000 }, (_, i) => `A${i}`).join();
    expect(Object.keys(type(`enum {${constants}}`).values)).toHaveLength(6000);
    expect(type(`int [${'1+'.repeat(30_000)}1]`).length).toBe(30_001);
  });
});

test.each([undefined, null, 1, 1n, true, Symbol('int'), {}, [], ['int'], Object('int'), () => 'int'])(
  '%p is no type-name',
  (value) => {
    for (const ask of [type, sizeof, alignof]) {
      const { name, code, message } = refusal(() => ask(value));
      expect({ name, code }).toEqual({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
      expect(message).toMatch(/^typeName must be a C type-name or a CType, received /);
    }
  },
);
