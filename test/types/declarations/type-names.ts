// C type-names with several words, declarators and braces, as TypeScript reads them.
import type {
  ArgumentOf,
  ArgumentsOf,
  CArgument,
  Complex,
  FunctionArgument,
  PointerArgument,
  ResultOf,
  TextArgument,
} from 'ffi-native';
import { same } from './equal.js';

// Specifiers in any order.
same<ResultOf<'int long unsigned'>, bigint>(true);
same<ResultOf<'long const int long'>, bigint>(true);
same<ResultOf<'double long'>, number>(true);
same<ResultOf<'char volatile unsigned'>, number>(true);
same<ResultOf<'short signed int'>, number>(true);
same<ResultOf<'float _Complex'>, Complex>(true);
same<ArgumentOf<'_Complex long double'>, Complex>(true);
same<ResultOf<'unsigned\n\tlong\r\n'>, bigint>(true);
same<ResultOf<'long /* not int */'>, bigint>(true);
same<ResultOf<'int // long'>, number>(true);

// Parameters: names, arrays, functions.
same<ArgumentOf<'double x'>, number>(true);
same<ArgumentOf<'size_t n'>, bigint>(true);
same<ArgumentOf<'char buffer[256]'>, TextArgument>(true);
same<ArgumentOf<'const int list[static 3]'>, PointerArgument | readonly number[]>(true);
same<ArgumentOf<'char *argv[]'>, PointerArgument>(true);
same<ArgumentOf<'int matrix[3][3]'>, PointerArgument>(true);

// Pointers to functions take functions of JavaScript.
type Compare = FunctionArgument<(left: bigint, right: bigint) => number>;
same<ArgumentOf<'int (*)(const void *, const void *)'>, Compare>(true);
same<ArgumentOf<'int (*compare)(const void *, const void *)'>, Compare>(true);
same<ArgumentOf<'int compare(const void *, const void *)'>, Compare>(true);
same<ArgumentOf<'void (*)(void)'>, FunctionArgument<() => void>>(true);
same<ArgumentOf<'long (*)(int list[2], void (*then)(int))'>, FunctionArgument<(a: bigint, b: bigint) => bigint>>(true);
same<ArgumentOf<'struct { int x; } (*)(struct { int y; })'>, FunctionArgument<(a: { y: number }) => { x?: number }>>(
  true,
);
same<ResultOf<'void (*(*)(int, void (*)(int)))(int)'>, bigint>(true);

// What C only reads, or is marked, can come as contents.
interface Point {
  x?: number;
  y?: number;
}
same<ArgumentOf<'const struct { double x, y; } *'>, PointerArgument | Flat<Point> | readonly Flat<Point>[]>(true);
same<ArgumentOf<'struct { double x, y; } *'>, PointerArgument>(true);
same<ArgumentOf<'const double *'>, PointerArgument | readonly number[]>(true);
same<ArgumentOf<'double const *'>, PointerArgument | readonly number[]>(true);
same<ArgumentOf<'double *const'>, PointerArgument>(true);
same<ArgumentOf<'const void *'>, PointerArgument>(true);
same<ArgumentOf<'const struct tm *'>, PointerArgument>(true);
same<ArgumentOf<'const FILE *'>, PointerArgument>(true);
same<ArgumentOf<'const int (*)[2]'>, PointerArgument | readonly (ArrayBufferView | readonly number[])[]>(true);
same<ArgumentOf<'_Out_ int *'>, PointerArgument | number[]>(true);
same<ArgumentOf<'_Out_ size_t *count'>, PointerArgument | bigint[]>(true);
same<ArgumentOf<'_Inout_opt_ struct { double x, y; } *'>, PointerArgument | Flat<Point> | Flat<Point>[]>(true);
same<ArgumentOf<'[in, out] int *'>, PointerArgument | number[]>(true);
same<ArgumentOf<'[out, optional] int list[4]'>, PointerArgument | number[]>(true);
same<ArgumentOf<'[in] int *'>, PointerArgument | readonly number[]>(true);
same<ArgumentOf<'[retval][out] int *'>, PointerArgument | number[]>(true);
same<ArgumentOf<'_In_opt_ int *'>, PointerArgument | readonly number[]>(true);
same<ArgumentOf<'_Out_writes_(n) int *'>, PointerArgument | number[]>(true);
same<ArgumentOf<'_In_ int'>, number>(true);
// C writes text to memory, not to strings.
same<ArgumentOf<'_Out_ char *'>, PointerArgument | number[]>(true);
type Text = TextArgument | readonly number[];
same<ArgumentOf<'const char *const *'>, PointerArgument | readonly Text[]>(true);
same<ArgumentOf<'_Out_ const char **'>, PointerArgument | Text[]>(true);
const names: ArgumentOf<'const char *const *'> = ['a', 'b', null];
names?.toString();

// Structs and unions.
type Flat<T> = { [Name in keyof T]: T[Name] };
same<ArgumentOf<'struct { double x, y; }'>, Flat<Point>>(true);
same<ResultOf<'struct { double x, y; }'>, { x: number; y: number }>(true);
same<ResultOf<'struct point { double x; const double y; } const'>, { x: number; y: number }>(true);
same<ResultOf<'struct { unsigned a : 3, : 0, b : 5; long c : 40; }'>, { a: number; b: number; c: bigint }>(true);
same<ResultOf<'struct { int a; struct { int b; union { int c; }; }; }'>, { a: number; b: number; c: number }>(true);
same<ResultOf<'struct { struct { int a; } b; struct node *next; }'>, { b: { a: number }; next: bigint }>(true);
same<ResultOf<'struct { int a; enum { X, Y } b; }'>, { a: number; b: number }>(true);
same<
  ResultOf<'struct { char c[4]; int i[2]; size_t n[2]; float f[1]; void *p[2]; short s[2][3]; struct { int x; } r[2]; }'>,
  {
    c: string | Uint8Array;
    i: Int32Array;
    n: BigUint64Array;
    f: Float32Array;
    p: bigint[];
    s: Int16Array[];
    r: { x: number }[];
  }
>(true);
same<
  ArgumentOf<'struct { char c[4]; int i[2]; const char *text; const int *list; void (*done)(int); }'>,
  {
    c?: string | ArrayBufferView | readonly number[];
    i?: ArrayBufferView | readonly number[];
    text?: TextArgument | readonly number[];
    list?: PointerArgument | readonly number[];
    done?: PointerArgument;
  }
>(true);
same<ResultOf<'union { int i; float f; }'>, { readonly i: number; readonly f: number }>(true);
same<
  ArgumentOf<'union { int i; float f; }'>,
  { i: number } | { f: number } | { readonly i: number; readonly f: number }
>(true);
// A struct that contains pointers to itself ends somewhere.
type Node = ResultOf<'struct node { int value; const struct node *next; }'>;
same<Node, { value: number; next: bigint }>(true);

// Enums, where all constants are seen to be small.
same<ArgumentOf<'enum { A, B = -1, C = 0x7F, D = 1 << 30, E = (1 << 3) }'>, number>(true);
same<ArgumentOf<'enum { A = 1 << 40 }'>, CArgument>(true);
same<ArgumentOf<'enum { A = 5000000000 }'>, CArgument>(true);
same<ArgumentOf<'enum { A = 0xFFFFFFFF, B = -1 }'>, CArgument>(true);
same<ArgumentOf<'enum : uint64_t { A }'>, CArgument>(true);

// Variadic parameters.
same<ArgumentsOf<['char *', '...']>, [TextArgument, ...unknown[]]>(true);
same<ArgumentsOf<['char *', '...', 'int', 'double']>, [TextArgument, number, number]>(true);

// Value options.
same<ResultOf<'long', { int64: 'number' }>, number>(true);
same<ArgumentOf<'long', { int64: 'number' }>, number | bigint>(true);
same<ResultOf<'long', { int64: 'bigint' }>, bigint>(true);
same<ResultOf<'long', { int64?: 'number' }>, number | bigint>(true);
same<ResultOf<'struct { long a; size_t b[2]; }', { int64: 'number' }>, { a: number; b: number[] }>(true);
same<ResultOf<'const char *', { strings: true }>, string | null>(true);
same<ResultOf<'const char32_t *', { strings: true }>, string | null>(true);
same<ResultOf<'char *', { strings: true }>, bigint>(true);
same<ResultOf<'const unsigned char *', { strings: true }>, bigint>(true);
same<ResultOf<'struct { const wchar_t *name; }', { strings: true }>, { name: string | null }>(true);
same<ResultOf<'const char *', { strings: boolean }>, string | null | bigint>(true);
