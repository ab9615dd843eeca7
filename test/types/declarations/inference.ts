// What TypeScript reads out of literal C type-names.
import {
  type ArgumentOf,
  type ArgumentsOf,
  type CArgument,
  type CResult,
  type CType,
  getNativeFunction,
  type PointerArgument,
  type ResultOf,
  type TextArgument,
  type,
} from 'ffi-native';
import { same } from './equal.js';

// Scalars.
same<ArgumentOf<'int'>, number>(true);
same<ResultOf<'int'>, number>(true);
same<ArgumentOf<'int64_t'>, bigint>(true);
same<ResultOf<'size_t'>, bigint>(true);
same<ResultOf<'unsigned long'>, bigint>(true);
same<ArgumentOf<'float'>, number>(true);
same<ResultOf<'long double'>, number>(true);
same<ArgumentOf<'bool'>, boolean | 0 | 1>(true);
same<ResultOf<'_Bool'>, boolean>(true);
same<ResultOf<'void'>, undefined>(true);
same<ArgumentOf<'void'>, never>(true);

// Blanks and qualifiers.
same<ResultOf<' unsigned   long long  int '>, bigint>(true);
same<ArgumentOf<'const int'>, number>(true);
same<ArgumentOf<'int const volatile'>, number>(true);
same<ArgumentOf<'_Atomic int'>, number>(true);

// Pointers.
same<ArgumentOf<'void *'>, PointerArgument>(true);
same<ResultOf<'void *'>, bigint>(true);
same<ArgumentOf<'pointer'>, PointerArgument>(true);
same<ArgumentOf<'int*'>, PointerArgument>(true);
same<ArgumentOf<'struct sqlite3 **'>, PointerArgument>(true);
same<ArgumentOf<'FILE *'>, PointerArgument>(true);
same<ResultOf<'const void * const'>, bigint>(true);
same<ResultOf<'void (*)(int)'>, bigint>(true);
same<ArgumentOf<'int *const *volatile *'>, PointerArgument>(true);
same<ArgumentOf<'int (*)[3]'>, PointerArgument>(true);

// Text. What C only reads can also come as an array, and is copied.
same<ArgumentOf<'char*'>, TextArgument>(true);
same<ArgumentOf<'char16_t *'>, TextArgument>(true);
same<ArgumentOf<'_Atomic char *'>, TextArgument>(true);
same<ArgumentOf<'unsigned char *'>, PointerArgument>(true);
same<ArgumentOf<'char **'>, PointerArgument>(true);
same<ArgumentOf<'const char *'>, TextArgument | readonly number[]>(true);
same<ArgumentOf<'char const*restrict'>, TextArgument | readonly number[]>(true);
same<ArgumentOf<'const wchar_t *'>, TextArgument | readonly number[]>(true);
same<ArgumentOf<'const char **'>, PointerArgument>(true);
same<ResultOf<'const char *'>, bigint>(true);
same<ArgumentOf<'string'>, TextArgument>(true);
same<ResultOf<'string'>, string | null>(true);
same<ArgumentOf<'string *'>, PointerArgument>(true);

// What is not read: any value.
same<ArgumentOf<string>, CArgument>(true);
same<ResultOf<string>, CResult>(true);
same<ArgumentOf<CType>, CArgument>(true);
same<ResultOf<CType>, CResult>(true);
same<ArgumentOf<`int${string}`>, CArgument>(true);
same<ResultOf<'_Atomic(long)'>, CResult>(true);
same<ResultOf<'int __attribute__((mode(DI)))'>, CResult>(true);
same<ResultOf<'enum { A = sizeof(long) }'>, CResult>(true);
same<ResultOf<'__int128'>, CResult>(true);
same<ResultOf<'struct point'>, CResult>(true);
same<ResultOf<'itn'>, CResult>(true);
same<ResultOf<''>, CResult>(true);

// One of several.
same<ResultOf<'int' | 'int64_t'>, number | bigint>(true);
same<ArgumentsOf<['int', 'void *']>, [number, PointerArgument]>(true);
same<ArgumentsOf<readonly ['int']>, [number]>(true);
same<ArgumentsOf<[]>, []>(true);
same<ArgumentsOf<string[]>, CArgument[]>(true);

// Bound functions.
const pow = getNativeFunction('libm.so.6', 'pow', 'double', ['double', 'double']);
same<Parameters<typeof pow>, [number, number]>(true);
same<ReturnType<typeof pow>, number>(true);
same<typeof pow.address, bigint>(true);
same<typeof pow.name, string>(true);
same<typeof pow.type, CType>(true);
same<typeof pow.callPath.reason, string>(true);
pow(2, 10);
// @ts-expect-error: one argument is missing
pow(2);
// @ts-expect-error: one argument too many
pow(2, 10, 3);
// @ts-expect-error: a double is a Number
pow(2n, 10);
// @ts-expect-error: the address is fixed
pow.address = 0n;

const memchr = getNativeFunction(null, 'memchr', 'void *', ['const void *', 'int', 'size_t']);
const found: bigint = memchr(new Uint8Array(4), 0, 4n);
memchr(null, 0, 0n);
memchr(found, 0, 0n);
memchr(new DataView(new ArrayBuffer(4)), 0, 4n);
memchr(new SharedArrayBuffer(4), 0, 4n);
// @ts-expect-error: an address is a BigInt
memchr(16, 0, 0n);
// @ts-expect-error: void is no text
memchr('text', 0, 4n);
// @ts-expect-error: undefined is not null
memchr(undefined, 0, 4n);
// @ts-expect-error: a plain object has no bytes
memchr({}, 0, 4n);
// @ts-expect-error: size_t is a BigInt
memchr(null, 0, 0);

const getenv = getNativeFunction(null, 'getenv', 'string', ['const char *']);
same<ReturnType<typeof getenv>, string | null>(true);
getenv('PATH');

const getpid = getNativeFunction(null, 'getpid', 'pid_t', []);
same<Parameters<typeof getpid>, []>(true);

// Types that are no literals.
declare const names: string[];
const dynamic = getNativeFunction(null, 'f', names.join(' '), names);
same<Parameters<typeof dynamic>, CArgument[]>(true);
same<ReturnType<typeof dynamic>, CResult>(true);
const mixed = getNativeFunction(null, 'f', type('int'), [type('double'), 'int']);
same<Parameters<typeof mixed>, [CArgument, number]>(true);
