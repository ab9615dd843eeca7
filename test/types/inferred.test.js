// What TypeScript infers from C is never wrong: for types by hand and random ones, for whole declaration texts, and for
// texts that are too long. The module says what is right.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { cdef, type } = require('../..');
const { Random, seed } = require('../support/random.js');
const { RandomType } = require('../support/random-type.js');
const { valid } = require('./corpus.js');
const { Project } = require('./project.js');
const { argumentOf, resultOf } = require('./value-types.js');

const equal = fs.readFileSync(path.join(__dirname, 'declarations/equal.ts'), 'utf8');
const head = `
  import { same } from './equal.js';
  import { dlopen, type ArgumentOf, type CArgument, type Complex, type NativeFunction, type PointerArgument,
    type ResultOf, type TextArgument } from 'ffi-native';
  export declare function sound<Inferred, Right extends Inferred>(): void;
`;

let project;
afterEach(() => {
  project?.remove();
  project = undefined;
});

/** TypeScript's complaints about lines of a module. */
function check(lines, compilerOptions) {
  const files = { 'equal.ts': equal, 'main.ts': `${head}\n${lines.join('\n')}` };
  project = new Project(files, { module: 'node16', ...compilerOptions });
  return project.compile();
}

/** Lines that are right when all that a type takes is accepted, and what it gives is of the inferred type. */
function soundLines(text) {
  const ctype = type(text);
  const literal = JSON.stringify(text);
  if (ctype.kind === 'array') return [`sound<ArgumentOf<${literal}>, PointerArgument>();`];
  return [
    `sound<ArgumentOf<${literal}>, ${argumentOf(ctype)}>();`,
    `sound<ResultOf<${literal}>, ${resultOf(ctype)}>();`,
  ];
}

describe('types', () => {
  test('by hand', () => {
    expect(check(valid.flatMap(soundLines))).toBe('');
  });

  test(`400 random ones (FFI_NATIVE_SEED=${seed} repeats them)`, () => {
    const random = new Random(seed);
    const texts = Array.from({ length: 400 }, () => {
      const generator = new RandomType(random);
      return random.chance(60) ? generator.record() : generator.typeName(3);
    });
    expect(check(texts.flatMap(soundLines))).toBe('');
  });

  test('a wrong one would be seen', () => {
    expect(check(['sound<ResultOf<"long">, number>();'])).toContain(
      "'number' does not satisfy the constraint 'bigint'",
    );
    expect(check(['sound<ArgumentOf<"struct { int a; }">, { a?: bigint }>();'])).toContain(
      'not satisfy the constraint',
    );
  });

  test('by hand, and read to the end', () => {
    // docs/api/typescript.md lists what is left open.
    const isOpen = /__attribute__|_Alignas|alignas|_Atomic\(|_t\b|["'\\]|1L|sizeof|struct tagged c/;
    const texts = valid.filter((text) => {
      const { kind } = type(text);
      return !isOpen.test(text) && kind !== 'array' && !(kind === 'enum' && text.includes('='));
    });
    expect(texts.length).toBeGreaterThan(100);
    const lines = texts.map((text) => `same<ResultOf<${JSON.stringify(text)}>, ${resultOf(type(text))}>(true);`);
    expect(check(lines)).toBe('');
  });
});

describe('declaration text', () => {
  const text = `
    /* Of sqlite3.h, zlib.h and others. */
    typedef struct sqlite3 sqlite3; // opaque
    typedef struct sqlite3_stmt sqlite3_stmt;
    typedef long long int sqlite_int64;
    typedef sqlite_int64 sqlite3_int64;
    typedef void (*sqlite3_destructor_type)(void*);
    int sqlite3_open(const char *filename, sqlite3 **ppDb);
    sqlite3_int64 sqlite3_last_insert_rowid(sqlite3*);
    int sqlite3_bind_text(sqlite3_stmt*, int, const char*, int, void(*)(void*));
    int sqlite3_bind_blob(sqlite3_stmt*, int, const void*, int n, sqlite3_destructor_type);
    const unsigned char *sqlite3_column_text(sqlite3_stmt*, int iCol);
    int sqlite3_exec(sqlite3*, const char *sql, int (*callback)(void*,int,char**,char**), void *, char **errmsg);

    #define ZLIB_VERSION 1
    typedef unsigned char Byte; typedef Byte Bytef, *BytePtr;
    typedef unsigned long uLong;
    extern uLong crc32 (uLong crc, const Bytef *buf, unsigned int len);
    int compress(BytePtr dest, uLong *destLen, const Bytef *source, uLong sourceLen);

    typedef struct { int quot, rem; } div_t;
    struct lldiv { long long quot; long long rem; };
    div_t div(int numer, int denom), other_div(int, int);
    struct lldiv lldiv(long long int, long long);
    enum mode { READ = 1, WRITE = 1 << 1 };
    enum mode set_mode(enum mode, _Bool);
    union number { int i; double d; };
    union number read_number(union number, float);
    double _Complex cexp(double _Complex z);
    extern int counter; const char *names[3];
    char *(*getter(int which))(void);
    struct outer { struct inner { int x; } in; struct inner list[2]; } make_outer(void);
  `;
  const open = `const lib = dlopen('x', \`${text}\`); type F = typeof lib.functions;`;
  const { functions, skipped } = cdef(text);
  const names = Object.keys(functions);

  test('has the functions that the module finds', () => {
    expect(skipped).toEqual([]);
    expect(names).toHaveLength(16);
    const known = names.map((name) => `'${name}'`).join(' | ');
    expect(check([open, `sound<keyof F, ${known}>();`])).toBe('');
  });

  test('has their arguments and results', () => {
    const lines = names.flatMap((name) => {
      const { argTypes, returnType } = functions[name];
      return [
        `sound<ReturnType<F['${name}']>, ${resultOf(returnType)}>();`,
        `same<Parameters<F['${name}']>['length'], ${argTypes.length}>(true);`,
        ...argTypes.map((argument, i) => `sound<Parameters<F['${name}']>[${i}], ${argumentOf(argument)}>();`),
      ];
    });
    expect(check([open, ...lines])).toBe('');
  });

  test('can be exported by a module that is compiled to declarations', () => {
    const lines = [`export ${open}`, 'export const { lldiv, compress } = lib.functions;'];
    expect(check(lines, { declaration: true })).toBe('');
    const declarations = fs.readFileSync(path.join(project.folder, 'out/main.d.ts'), 'utf8');
    expect(declarations).toContain('compress: NativeFunction<[');
    expect(declarations).not.toMatch(/import\("(?!ffi-native")/);
  });
});

describe('long texts', () => {
  const prototypes = (count) => Array.from({ length: count }, (_, i) => `int f${i}(const char *name, size_t size);\n`);
  const open = (declarations) => `export const lib = dlopen('x', \`${declarations}\`);`;

  test('of 850 prototypes are read', () => {
    const uses = Array.from(
      { length: 850 },
      (_, i) => `export const result${i}: number = lib.functions.f${i}('', 0n);`,
    );
    expect(
      check([open(prototypes(850).join('')), 'same<ReturnType<typeof lib.functions.f7>, number>(true);', ...uses]),
    ).toBe('');
  });

  const many = (count, make) => Array.from({ length: count }, (_, i) => make(i)).join('\n');
  test.each([
    ['prototypes', prototypes(2_000).join('')],
    ['comments', many(2_000, (i) => `/* ${i} */`)],
    ['directives', many(2_000, (i) => `#define A${i} 1`)],
    ['members', `struct s { ${many(2_000, (i) => `int m${i};`)} }; int f(struct s);`],
    ['constants', `typedef enum { ${many(2_000, (i) => `A${i} = ${i},`)} } e; int f(e);`],
    ['parameters', `int f(${many(2_000, (i) => `int a${i}, `)} int last);`],
  ])('of more %s are left open, and no errors', (_, declarations) => {
    expect(check([open(declarations), 'export const f: (...args: any[]) => unknown = lib.functions.f;'])).toBe('');
  });
});
