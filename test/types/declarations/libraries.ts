// What dlopen, Library.func and bind infer from prototypes, objects and declaration text.
import {
  bind,
  cdef,
  dlopen,
  type FunctionArgument,
  getNativeFunction,
  type Library,
  type NativeFunction,
  type Pointer,
  type PointerArgument,
  type TextArgument,
  type,
  type WithErrno,
} from 'ffi-native';
import { same } from './equal.js';

type Text = TextArgument | readonly number[];

// Declaration text.
const zoo = dlopen(
  'libzoo.so',
  `
  /* Comments; even int this(one); */
  #define LIMIT 10
  typedef int64_t big;             // 64 bits
  typedef struct point { double x, y; } point, point_again;
  struct pair { big a; point b; };
  typedef enum { RED, GREEN = 1 << 4 } color;
  typedef int (*compare_fn)(const void *, const void *);
  extern int counter;

  double pow(double x, double y);
  int  abs(int);
  int getpid(void), getppid(void);
  int rand(void) __attribute__((nothrow));
  extern big sum(const big *values, size_t count);
  point mirror(point, color);
  struct pair *make(const point *, _Out_ struct pair *);
  void sort(void *, size_t, compare_fn);
  int printf(const char *format, ...);
  void (*signal(int number, void (*handler)(int)))(int);
  char *const *arguments(void);
`,
);
const f = zoo.functions;
same<typeof f.pow, NativeFunction<[number, number], number>>(true);
same<typeof f.abs, NativeFunction<[number], number>>(true);
same<typeof f.sum, NativeFunction<[PointerArgument | readonly bigint[], bigint], bigint>>(true);
same<Parameters<typeof f.mirror>, [{ x?: number; y?: number }, number]>(true);
same<ReturnType<typeof f.mirror>, { x: number; y: number }>(true);
same<ReturnType<typeof f.make>, bigint>(true);
same<
  typeof f.sort,
  NativeFunction<[PointerArgument, bigint, FunctionArgument<(a: bigint, b: bigint) => number>], undefined>
>(true);
same<typeof f.printf, NativeFunction<[Text, ...unknown[]], number>>(true);
same<typeof f.signal, NativeFunction<[number, FunctionArgument<(a: number) => void>], bigint>>(true);
same<typeof f.arguments, NativeFunction<[], bigint>>(true);
const made: { a?: bigint; b?: { x?: number; y?: number } } = {};
f.make({ x: 1 }, made);
f.make([{ x: 1 }, { y: 2 }], made);
f.printf('%d', 'int', 5);
f.sort(null, 0n, (left, right) => Number(left - right));
f.sort(null, 0n, f.abs);
f.sort(null, 0n, f.abs.address);
// @ts-expect-error: z is no member
f.make({ z: 1 }, made);
// @ts-expect-error: the comparison returns an int
f.sort(null, 0n, () => 'text');
// @ts-expect-error: a big is a BigInt
f.sum([1, 2], 2n);
same<ReturnType<typeof f.getpid | typeof f.getppid>, number>(true);
// One declaration is not read: functions of other names may be there.
same<typeof f.rand, NativeFunction>(true);

// The types of the text are known to the library's other texts.
same<ReturnType<typeof byType>, { x: number; y: number }>(true);
const byType = zoo.func('mirror', 'point (const struct pair *)');
same<Parameters<typeof byType>[0], PointerArgument | Pair | readonly Pair[]>(true);
type Pair = { a?: bigint; b?: { x?: number; y?: number } };

// Text that is read to the end has no other functions.
const math = dlopen('libm.so.6', 'double pow(double, double); int abs(int);');
same<keyof typeof math.functions, 'pow' | 'abs'>(true);
same<typeof math, Library<{ readonly pow: Binary; readonly abs: Unary }, '', Record<never, never>>>(true);
type Binary = NativeFunction<[number, number], number>;
type Unary = NativeFunction<[number], number>;
// @ts-expect-error: it is not declared
math.functions.sin;
// @ts-expect-error: functions are fixed
math.functions.pow = f.pow;
const plain: Library = math;
plain.functions.anything(1);

// An object.
const old = dlopen(['libold.so.2', 'libold.so', null], {
  pow: 'double (double, double)',
  maybe: { type: 'int (int)', name: 'maybe_v1', optional: true, errno: 'throw' },
  sure: { type: 'int (int)', optional: false },
  wide: { type: 'long (long)', int64: 'number' },
  text: { type: 'const char *(void)', strings: true, free: 0x1000n },
  dynamic: type('int (int)'),
  pointer: 'int (*)(int)',
  wrong: 'int',
});
same<typeof old.functions.pow, Binary>(true);
same<typeof old.functions.maybe, Unary | undefined>(true);
same<typeof old.functions.sure, Unary>(true);
same<typeof old.functions.wide, NativeFunction<[number | bigint], number>>(true);
same<typeof old.functions.text, NativeFunction<[], string | null>>(true);
same<typeof old.functions.dynamic, NativeFunction>(true);
same<typeof old.functions.pointer, Unary>(true);
same<typeof old.functions.wrong, NativeFunction>(true);
// @ts-expect-error: it may be missing
old.functions.maybe(1);
// @ts-expect-error: a misspelt option
dlopen(null, { pow: { type: 'double (double, double)', optinal: true } });
// @ts-expect-error: the type is missing
dlopen(null, { pow: { name: 'pow' } });
// @ts-expect-error: no such choice
dlopen(null, { pow: { type: 'double (double, double)', int64: 'string' } });

// Prototypes and types.
same<ReturnType<typeof atoi>, number>(true);
const atoi = math.func('int atoi(const char *)');
same<Parameters<typeof atoi>, [Text]>(true);
same<typeof semicolon, NativeFunction<[bigint], bigint>>(true);
const semicolon = math.func('long labs(long n);');
same<typeof typed, Unary>(true);
const typed = math.func('abs', 'int (int)');
same<typeof listed, NativeFunction<[number, PointerArgument], number>>(true);
const listed = math.func('frexp', 'double', ['double', 'int *']);
same<typeof optional, Unary | undefined>(true);
const optional = math.func('int abs(int)', { optional: true });
same<typeof named, NativeFunction<[], string | null>>(true);
const named = math.func('version', 'const char *(void)', { name: 'version_v2', strings: true });
same<typeof pointers, NativeFunction<[bigint | number], Pointer | null, WithErrno<Pointer | null>>>(true);
const pointers = math.func('malloc', 'void *', ['size_t'], { pointers: 'typed', int64: 'number', errno: true });
same<typeof unread, NativeFunction>(true);
const unread = math.func('int strlen(const char *) __attribute__((pure))');
same<typeof unknown, NativeFunction>(true);
const unknown = math.func(String('int abs(int)'));
math.func('abs', type('int (int)'))(1);
// @ts-expect-error: a misspelt option
math.func('int abs(int)', { optinal: true });
// @ts-expect-error: the types of the parameters are an array
math.func('abs', 'int', 'int');

// Options of the library, and of a function in their place.
const loose = dlopen('libloose.so', 'long f(void); const char *g(void);', {
  int64: 'number',
  strings: true,
  scope: 'global',
});
same<ReturnType<typeof loose.functions.f>, number>(true);
same<ReturnType<typeof loose.functions.g>, string | null>(true);
same<typeof strict, NativeFunction<[], bigint>>(true);
const strict = loose.func('long f(void)', { int64: 'bigint' });
const entries = dlopen(null, { a: 'long (void)', b: { type: 'long (void)', int64: 'bigint' } }, { int64: 'number' });
same<ReturnType<typeof entries.functions.a>, number>(true);
same<ReturnType<typeof entries.functions.b>, bigint>(true);
// @ts-expect-error: a misspelt option
dlopen(null, 'int abs(int);', { int: 'number' });
// @ts-expect-error: what frees is a function's own option
dlopen(null, 'int abs(int);', { free: 0n });

// Text and declarations that are not known while compiling.
declare const header: string;
interface Functions {
  pow(x: number, y: number): number;
}
same<typeof written.functions, Functions>(true);
const written = dlopen<Functions>('libm.so.6', header);
const declared = dlopen<Functions>('libm.so.6', cdef(header), { int64: 'number' });
declared.functions.pow(2, 10);
// @ts-expect-error: not among the functions
declared.functions.sin;
// @ts-expect-error: the path is missing
dlopen<Functions>();
const dynamic = dlopen('libm.so.6', header);
same<typeof dynamic.functions.pow, NativeFunction>(true);
// There, a name may stand for anything: a struct by value, a character.
same<typeof open, NativeFunction<[import('ffi-native').CArgument, import('ffi-native').CArgument], bigint>>(true);
const open = dynamic.func('gchar *f(gint, const gchar *)');
same<typeof none.functions, Record<never, never>>(true);
const none = dlopen('libm.so.6');
same<Awaited<typeof none.unloaded>, undefined>(true);

// Function pointers.
same<typeof bound, Unary>(true);
const bound = bind(0x1000n, 'int (int)');
same<typeof boundPointer, NativeFunction<[], number>>(true);
const boundPointer = bind(0x1000n, 'long (*)(void)', { int64: 'number' });
declare const toFunction: Pointer;
same<typeof boundByItself, NativeFunction>(true);
const boundByItself = bind(toFunction);
bind(toFunction, undefined, { int64: 'number' });
// @ts-expect-error: of an address, only its type can tell what is there
bind(0x1000n);
// @ts-expect-error: an address has no version
bind(0x1000n, 'int (int)', { version: 'V1' });
// @ts-expect-error: undefined is no address
bind(undefined, 'int (int)');

// The oldest form takes options, too.
const strerror = getNativeFunction(null, 'strerror', 'const char *', ['int'], { strings: true, resolve: 'lazy' });
same<typeof strerror, NativeFunction<[number], string | null>>(true);
// @ts-expect-error: free is no string
getNativeFunction(null, 'strerror', 'const char *', ['int'], { strings: true, free: 'free' });
// @ts-expect-error: only open libraries can lack functions
getNativeFunction(null, 'strerror', 'const char *', ['int'], { optional: true });
