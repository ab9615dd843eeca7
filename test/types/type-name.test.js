// What the type-names of C mean: every order of words, every declarator, the names of the standard headers.
'use strict';

const { type } = require('../..');

/** All orders of a list, each once. */
function orders(words) {
  if (words.length < 2) return [words];
  const found = new Map();
  words.forEach((word, i) => {
    for (const rest of orders(words.filter((_, j) => j !== i))) {
      found.set([word, ...rest].join(' '), [word, ...rest]);
    }
  });
  return [...found.values()];
}

describe('words in any order', () => {
  test.each([
    ['char', ['char']],
    ['signed char', ['signed', 'char']],
    ['unsigned char', ['unsigned', 'char']],
    ['short', ['short'], ['short', 'int'], ['signed', 'short'], ['signed', 'short', 'int']],
    ['unsigned short', ['unsigned', 'short'], ['unsigned', 'short', 'int']],
    ['int', ['int'], ['signed'], ['signed', 'int']],
    ['unsigned int', ['unsigned'], ['unsigned', 'int']],
    ['long', ['long'], ['long', 'int'], ['signed', 'long'], ['signed', 'long', 'int']],
    ['unsigned long', ['unsigned', 'long'], ['unsigned', 'long', 'int']],
    [
      'long long',
      ['long', 'long'],
      ['long', 'long', 'int'],
      ['signed', 'long', 'long'],
      ['signed', 'long', 'long', 'int'],
    ],
    ['unsigned long long', ['unsigned', 'long', 'long'], ['unsigned', 'long', 'long', 'int']],
    ['float', ['float']],
    ['double', ['double']],
    ['long double', ['long', 'double']],
    ['float _Complex', ['float', '_Complex']],
    ['double _Complex', ['double', '_Complex']],
    ['long double _Complex', ['long', 'double', '_Complex']],
    ['_Bool', ['_Bool']],
    ['void', ['void']],
  ])('%s', (name, ...lists) => {
    const expected = type(name);
    expect(String(expected)).toBe(name);
    for (const words of lists.flatMap(orders)) {
      expect(type(words.join(' '))).toBe(expected);
      for (let i = 0; i <= words.length; i++) {
        const qualified = [...words.slice(0, i), 'const', ...words.slice(i)].join(' ');
        expect(type(qualified)).toBe(type(`const ${name}`));
        expect(type(`${qualified} *`)).toBe(type(`const ${name} *`));
      }
    }
  });

  test('other spellings of gcc and of C23', () => {
    expect(type('__signed__ char')).toBe(type('signed char'));
    expect(type('__const int * __restrict')).toBe(type('const int *restrict'));
    expect(type('__volatile__ __const__ int')).toBe(type('const volatile int'));
    expect(type('__complex__ double')).toBe(type('double _Complex'));
    expect(type('__extension__ long long')).toBe(type('long long'));
  });
});

describe('qualifiers', () => {
  test('stand anywhere, any number of times', () => {
    const expected = type('const volatile int');
    for (const text of [
      'int const volatile',
      'volatile int const',
      'const int volatile const const',
      'const volatile signed',
    ]) {
      expect(type(text)).toBe(expected);
    }
    expect(type('long const unsigned volatile long int')).toBe(type('const volatile unsigned long long'));
    expect(type('size_t const')).toBe(type('const size_t'));
    expect(type('struct { int a; } const')).toBe(type('const struct { int a; }'));
  });

  test('make a type of their own', () => {
    const all = ['int', 'const int', 'volatile int', '_Atomic int', 'const volatile int'].map(type);
    expect(new Set(all).size).toBe(all.length);
    expect(type('_Atomic(int)')).toBe(type('_Atomic int'));
    expect(type('_Atomic(int *)')).toBe(type('int *_Atomic'));
    expect(type('_Atomic(int) const *')).toBe(type('const _Atomic int *'));
  });

  test('belong to the star before them', () => {
    expect(type('int const *')).toBe(type('const int *'));
    expect(type('int * const')).not.toBe(type('const int *'));
    expect(type('int *restrict const volatile').target).toBe(type('int'));
    expect(type('char const * const * volatile *').target.target.target).toBe(type('const char'));
    expect(String(type('char const * const * volatile *'))).toBe('const char *const *volatile *');
  });

  test('of an array are of its elements', () => {
    expect(type('const int [3]').element).toBe(type('const int'));
    expect(type('int const [2][3]').element.element).toBe(type('const int'));
  });

  test('of parameters and results by value say nothing', () => {
    expect(type('int (const int, char *const)')).toBe(type('int (int, char *)'));
    expect(type('const int (void)')).toBe(type('int (void)'));
    expect(type('int (const char *)')).not.toBe(type('int (char *)'));
  });
});

describe('typedef names', () => {
  const headers = {
    'stdint.h': `int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t int_least8_t int_least16_t
      int_least32_t int_least64_t uint_least8_t uint_least16_t uint_least32_t uint_least64_t int_fast8_t int_fast16_t
      int_fast32_t int_fast64_t uint_fast8_t uint_fast16_t uint_fast32_t uint_fast64_t intptr_t uintptr_t intmax_t
      uintmax_t`,
    'stddef.h': 'size_t ptrdiff_t wchar_t max_align_t',
    'stdbool.h': 'bool',
    'wchar.h': 'wint_t mbstate_t wchar_t size_t',
    'uchar.h': 'char16_t char32_t mbstate_t size_t',
    'sys/types.h': `blkcnt_t blksize_t clock_t clockid_t dev_t fsblkcnt_t fsfilcnt_t gid_t id_t ino_t key_t mode_t
      nlink_t off_t pid_t pthread_attr_t pthread_barrier_t pthread_barrierattr_t pthread_cond_t pthread_condattr_t
      pthread_key_t pthread_mutex_t pthread_mutexattr_t pthread_once_t pthread_rwlock_t pthread_rwlockattr_t
      pthread_spinlock_t pthread_t size_t ssize_t suseconds_t time_t timer_t uid_t useconds_t`,
  };
  const names = Object.entries(headers).flatMap(([header, list]) => list.split(/\s+/).map((name) => [name, header]));

  test.each(names)('%s of %s', (name) => {
    const known = type(name);
    expect(known.kind).not.toBe('opaque');
    expect(known.size).toBeGreaterThan(0);
    expect(type(`const ${name} *`).target).toBe(type(`${name} const`));
    expect(type(`void (${name} ${name})`)).toBe(type(`void (${name})`)); // a parameter may take the name
  });

  test('are the types that they stand for', () => {
    expect(type('bool')).toBe(type('_Bool'));
    expect(type('uint8_t')).toBe(type('unsigned char'));
    expect(type('int32_t')).toBe(type('int'));
    expect(type('char16_t')).not.toBe(type('uint16_t')); // a pointer to one is text, a pointer to the other is not
    expect(type('wchar_t')).not.toBe(type('int'));
  });

  test('are no keywords: where a name is expected they are names', () => {
    expect(type('struct { int size_t; }').members[0].name).toBe('size_t');
    expect(type('enum { bool, size_t }').values).toEqual({ bool: 0, size_t: 1 });
    expect(type('void (unsigned size_t)')).toBe(type('void (unsigned)'));
  });

  test('pointer and string are ours', () => {
    expect(type('pointer')).toBe(type('void *'));
    expect(type('string')).not.toBe(type('const char *'));
    expect(type('string').target).toBe(type('const char'));
    expect(String(type('string'))).toBe('string');
    expect(String(type('string (*)(string [])'))).toBe('string (*)(string *)');
    expect(type('pointer *').target).toBe(type('void *'));
  });
});

describe('names that nobody has declared', () => {
  test('are opaque, and pointers to them are pointers', () => {
    const opaque = type('FILE');
    expect(opaque).toMatchObject({ kind: 'opaque', size: undefined, alignment: undefined, name: 'FILE' });
    expect(type('FILE *')).toMatchObject({ kind: 'pointer', size: type('void *').size });
    expect(type('const FILE *restrict').target).toBe(type('const FILE'));
    expect(type('FILE *(*)(FILE **, const FILE *)').target.returnType.target).toBe(opaque);
  });

  test('with a tag are incomplete, each type-name has its own', () => {
    for (const kind of ['struct', 'union', 'enum']) {
      expect(type(`${kind} nobody`)).toMatchObject({ kind, tag: 'nobody', size: undefined });
      expect(type(`${kind} nobody *`).target).toMatchObject({ kind, tag: 'nobody' });
    }
    expect(type('void (*)(struct s *, struct s *)').target.argTypes).toHaveLength(2);
    const [first, second] = type('void (struct s *, struct s *)').argTypes;
    expect(first).toBe(second);
  });
});

describe('declarators', () => {
  test.each([
    ['int*', 'int *'],
    ['int * * *', 'int ***'],
    ['int[3]', 'int [3]'],
    ['int [2] [3] [4]', 'int [2][3][4]'],
    ['int []', 'int []'],
    ['int [][3]', 'int [][3]'],
    ['int *[3]', 'int *[3]'],
    ['int (*)[3]', 'int (*)[3]'],
    ['int (*(*)[2])[3]', 'int (*(*)[2])[3]'],
    ['int ((((*))))', 'int *'],
    ['int (((*))[3])', 'int (*)[3]'],
    ['int ()', 'int (void)'],
    ['int (void)', 'int (void)'],
    ['int (*)()', 'int (*)(void)'],
    ['int (int)', 'int (int)'],
    ['int (int a, char *b, double c[3])', 'int (int, char *, double *)'],
    ['int (const char *, ...)', 'int (const char *, ...)'],
    ['int (int, ... )', 'int (int, ...)'],
    ['void (*(int, void (*)(int)))(int)', 'void (*(int, void (*)(int)))(int)'],
    ['int (*const *volatile)(void)', 'int (*const *volatile)(void)'],
    ['char *(*(*[3][4])())[5]', 'char *(*(*[3][4])(void))[5]'],
    ['int (*)(int (int), int [3], int [static const 4], int [*])', 'int (*)(int (*)(int), int *, int *, int *)'],
    ['int (int (x), int (*y)(int z), int (w)[3])', 'int (int, int (*)(int), int *)'],
    ['int (size_t (size_t))', 'int (unsigned long (*)(unsigned long))'],
    ['int (foo *)', 'int (foo *)'],
    ['int (int n, int matrix[n][3])', 'int (int, int (*)[3])'],
    ['void (register int x)', 'void (int)'],
    ['int (*)(struct { int a; } *)', 'int (*)(struct { int a; } *)'],
    ['int (__attribute__((noinline)) *)(int x __attribute__((unused)))', 'int (*)(int)'],
  ])('%s', (text, spelling) => {
    expect(String(type(text))).toBe(spelling);
    expect(type(spelling)).toBe(type(text));
  });

  test('to the depth that a text may have', () => {
    const stars = '*'.repeat(255);
    let target = type(`int ${stars}`);
    for (let i = 0; i < 255; i++) target = target.target;
    expect(target).toBe(type('int'));
    expect(type(`int ${'[1]'.repeat(200)}`).size).toBe(4);
    let pointer = 'int *';
    for (let i = 0; i < 60; i++) pointer = `void (*)(${pointer})`;
    expect(String(type(pointer))).toBe(pointer);
  });
});

describe('comments and white space', () => {
  test.each([
    'const/**/char/* a comment */*',
    ' \t\r\n\v\fconst\nchar\t* ',
    'const char * // to the end',
    '// first\nconst char // second\n*',
    'const char/*/ not yet over */*/**/',
    'const \\\n char \\\r\n *',
    `/* ${'x'.repeat(60_000)} */ const char *`,
  ])('%j', (text) => expect(type(text)).toBe(type('const char *')));

  test('other spellings of brackets', () => {
    expect(type('int <:3:>')).toBe(type('int [3]'));
    expect(type('struct <% int a; %>')).toBe(type('struct { int a; }'));
  });
});

describe('constant expressions', () => {
  test.each([
    ['0', 0],
    ['010', 8],
    ['0x1F', 31],
    ['0b1010', 10],
    ['1'.padStart(40, '0'), 1],
    ['10u', 10],
    ['10lu', 10],
    ['10ULL', 10],
    ["'a'", 97],
    ["'\\n'", 10],
    ["'\\x41'", 65],
    ["'\\101'", 65],
    ["L'a'", 97],
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['1 << 4 >> 1', 8],
    ['5 > 3 ? 7 : 9', 7],
    ['0 ? 1 / 0 : 4', 4],
    ['0 && 1 / 0 || 1', 1],
    ['1 || 1 / 0', 1],
    ['-(-5)', 5],
    ['~~6', 6],
    ['!0', 1],
    ['(unsigned char) 300', 44],
    ['(char) 0x141', 65],
    ['-1 < 0u ? 1 : 2', 2],
    ['-1L < 0u ? 1 : 2', 1],
    ['sizeof(int)', 4],
    ['sizeof (char [7])', 7],
    ['sizeof 1', 4],
    ['sizeof(struct foo *)', 8],
    ['sizeof(void (*)(int p))', 8],
    ['sizeof(enum e { A = 1, B })', 4],
    ['_Alignof(struct __attribute__((packed)) { int a; })', 1],
    ['_Alignof(double)', 8],
    ["'a' == 97", 1],
    ['7 % 4', 3],
    ['-7 / 2 + 4', 1],
    ['6 & 3 | 8 ^ 1', 11],
  ])('%s', (expression, value) => {
    expect(type(`char [${expression}]`).length).toBe(value);
    expect(Number(type(`enum { VALUE = ${expression} }`).values.VALUE)).toBe(value);
  });

  test('know the constants before them', () => {
    expect(type('struct { enum { COUNT = 3, NEXT } kind; char text[COUNT * NEXT]; }').size).toBe(16);
    expect(type('enum { A = 5, B = A << 1, C }').values).toEqual({ A: 5, B: 10, C: 11 });
  });
});
