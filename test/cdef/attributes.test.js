// Attributes and pragmas that change a layout, a type or a calling convention, with the compilers as judges.
'use strict';

const { cdef, libffi } = require('../..');
const { isInstalled, temporaryFolder } = require('../support/compiler.js');
const { Random, seed } = require('../support/random.js');
const { RandomType } = require('../support/random-type.js');
const { askSpelling, askType, disagreements } = require('./header.js');

const hasWin64 = libffi.abis.includes('win64');
const folder = temporaryFolder();
const compilers = ['cc', 'clang'].filter(isInstalled);

/** What a compiler says otherwise of the types, functions and variables of a text, all of which is understood. */
function judge(compiler, source) {
  const { types, functions, variables, skipped } = cdef(source);
  expect(skipped).toEqual([]);
  const questions = Object.entries(types).flatMap(([name, type]) => {
    const spelling = type.tag === name ? String(type) : name;
    return type.size === undefined ? [] : askType(spelling, type);
  });
  questions.push(...Object.entries({ ...functions, ...variables }).map(([name, type]) => askSpelling(name, type)));
  return disagreements(compiler, folder, { source, options: [] }, questions);
}

describe.each(compilers)('%s agrees about', (compiler) => {
  test('#pragma pack and its stack', () => {
    const member = 'char c; long l; struct { short s; double d; } in; int b : 3, w : 30; unsigned : 0; char e;';
    const source = `
      #pragma pack(2)
      struct two { ${member} };
      #pragma pack(push, 1)
      struct one { ${member} }; union one_union { char c[3]; long l; };
      #pragma pack(push, name, 4)
      struct four { ${member} } __attribute__((aligned(16)));
      #pragma pack(push)
      #pragma pack(8)
      struct eight { ${member} };
      #pragma pack(pop, name)
      struct one_again { ${member} }; struct packed_one { ${member} } __attribute__((packed));
      #pragma pack(pop)
      struct two_again { ${member} }; struct packed_two { char c; long l : 3; } __attribute__((packed));
      #pragma pack(pop)
      struct still_two { ${member} };
      #pragma pack()
      struct natural { ${member} struct one o; };
      #pragma pack(16)
      struct sixteen { ${member} long double x; };
      #pragma pack(0)
      struct zero { ${member} long double x; };
    `;
    expect(judge(compiler, source)).toEqual([]);
  });

  test(`random records under #pragma pack (FFI_NATIVE_SEED=${seed} repeats them)`, () => {
    const random = new Random(seed);
    const generator = new RandomType(random);
    const lines = Array.from({ length: 200 }, (_, i) => {
      const pack = random.pick(['', ', 1', ', 2', ', 4', ', 8', ', 16']);
      return `#pragma pack(push${pack})\ntypedef ${generator.record()} R${i};\n#pragma pack(pop)`;
    });
    // clang limits no alignment that a bit-field asks for itself; gcc does.
    const isDisputed = (line) => compiler === 'clang' && /: \d+ __attribute__\(\(aligned/.test(line);
    const names = ['#include <stddef.h>', '#include <stdint.h>', '#include <uchar.h>'].join('\n');
    const source = lines.filter((line) => !isDisputed(line)).join('\n');
    const { types, skipped } = cdef(source);
    expect(skipped).toEqual([]);
    const questions = Object.entries(types)
      .filter(([name]) => /^R\d+$/.test(name))
      .flatMap(([name, type]) => askType(name, type));
    expect(questions.length).toBeGreaterThan(500);
    expect(disagreements(compiler, folder, { source: `${names}\n${source}`, options: [] }, questions)).toEqual([]);
  });

  test('packed and aligned, wherever they stand', () => {
    const source = `
      typedef struct { char c; int i; } __attribute__((packed)) behind_braces;
      typedef struct __attribute__((packed)) { char c; int i; } before_braces;
      typedef struct { char c; int i; } behind_name __attribute__((packed));
      typedef __attribute__((packed)) struct { char c; int i; } in_front;
      typedef struct { int x[5]; } aligned_name __attribute__((aligned(16))), plain_name;
      struct tagged { char c; }; typedef struct tagged aligned_tagged __attribute__((__aligned__(8)));
      typedef int same_alignment __attribute__((aligned(4)));
      struct holds { char c; aligned_name a; char d; aligned_tagged t; char e; plain_name p; };
      extern int object __attribute__((aligned(64))); int f(void) __attribute__((aligned(32)));
    `;
    expect(judge(compiler, source)).toEqual([]);
  });

  test('integers of a mode', () => {
    const source = ['QI', 'HI', 'SI', 'DI', '__DI__', 'word', '__pointer__', 'byte']
      .map(
        (mode, i) =>
          `typedef int i${i} __attribute__((mode(${mode}))); typedef unsigned u${i} __attribute__((__mode__(${mode})));`,
      )
      .join('\n');
    expect(judge(compiler, `${source}\nstruct m { char c; int x __attribute__((mode(HI))); };`)).toEqual([]);
    expect(String(cdef(source).types.u3)).toBe('unsigned long');
  });

  (hasWin64 ? test : test.skip)('calling conventions, wherever they stand', () => {
    const source = `
      int __attribute__((ms_abi)) f(int), (*g)(int), *h(int);
      int (__attribute__((__ms_abi__)) *pointer)(int);
      int (* __attribute__((ms_abi)) behind_star)(int), (* __attribute__((ms_abi)) *twice)(int);
      void * __attribute__((ms_abi)) result(int);
      int (*returned(char))(int) __attribute__((ms_abi));
      int (* __attribute__((ms_abi)) inner(char))(int);
      typedef int __attribute__((ms_abi)) function(int); function named, *to_named;
      int (__attribute__((sysv_abi)) *ours)(int), (__attribute__((stdcall)) *of_32_bits)(int);
      struct s { int (__attribute__((ms_abi)) *member)(int); void (*last)(void) __attribute__((ms_abi)); };
      void takes(int (__attribute__((ms_abi)) *)(int), int callback(void) __attribute__((ms_abi)));
    `;
    expect(judge(compiler, source)).toEqual([]);
  });
});

test('#pragma pack is part of what a type is', () => {
  const { types } = cdef(`
    #pragma pack(1)
    struct a { struct { char c; int i; } x; };
    #pragma pack(2)
    struct b { struct { char c; int i; } x; struct { char c; short s; } y; };
    #pragma pack()
    struct c { struct { char c; int i; } x; struct { char c; short s; } y; struct { char c; int i; } __attribute__((packed)) z; };
  `);
  const typeOf = (name, i) => types[name].members[i].type;
  expect(String(typeOf('a', 0))).toBe('struct __attribute__((packed)) { char c; int i; }');
  expect(typeOf('a', 0)).toBe(typeOf('c', 2));
  expect(String(typeOf('b', 0))).toBe('struct /* #pragma pack(2) */ { char c; int i; }');
  expect(typeOf('b', 0)).not.toBe(typeOf('c', 0));
  expect(typeOf('b', 1)).toBe(typeOf('c', 1)); // none of its members feels it
});

test('_Pragma and __pragma', () => {
  const { types } = cdef(`
    _Pragma("pack(push, 1)") struct a { char c; int i; };
    __pragma(pack(pop)) struct b { char c; int i; };
  `);
  expect([types.a.size, types.b.size]).toEqual([5, 8]);
});

test('a parameter that is a transparent union is one of its first member', () => {
  const { functions, types } = cdef(`
    typedef union { const int *i; char *c; } any __attribute__((__transparent_union__));
    union tagged { int *i; char *c; } __attribute__((transparent_union));
    void take(any, union tagged, any *), give(void); any get(void);
  `);
  expect(String(functions.take)).toBe('void (const int *, int *, any *)');
  expect(functions.get.returnType).toBe(types.any);
});

test("words of Microsoft's are read, and mean nothing on a 64-bit machine", () => {
  const { functions, variables, skipped } = cdef(`
    int __stdcall f(int); void *__cdecl g(void); typedef int (__stdcall *callback)(void *);
    int (__fastcall *h)(callback, int (__thiscall *)(void));
  `);
  expect(skipped).toEqual([]);
  expect(String(functions.f)).toBe('int (int)');
  expect(String(functions.g)).toBe('void *(void)');
  expect(String(variables.h)).toBe('int (*)(int (*)(void *), int (*)(void))');
});
