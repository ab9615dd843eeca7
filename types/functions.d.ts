// Functions that JavaScript can call, and their options. Libraries that are opened first are in library.d.ts.

import type { FunctionIn, FunctionOf } from './c-texts.js';
import type { NoNames } from './c-tree.js';
import type { Context } from './c-values.js';
import type { CType, Pointer, TypeLike } from './index.js';
import type { LibraryOptions } from './library.js';
import type { CArgument, CResult, Nothing, PointerArgument, ValueOptions } from './values.js';

/** The names of calling conventions, on one machine or another. */
export type Abi = 'default' | 'unix64' | 'win64' | 'gnuw64' | 'sysv' | 'ms' | 'vfp';

/** What a function type says besides its result and its parameters. */
export interface FunctionTypeOptions {
  /**
   * The calling convention. Which there are is a matter of the machine: `libffi.abis` lists them. On x86-64,
   * `'win64'`, `'gnuw64'` and `'ms'` are Microsoft's, as gcc's `__attribute__((ms_abi))`.
   * @default 'default'
   */
  readonly abi?: Abi | undefined;
}

/** The options that all functions of a library can share. An unknown option or value is ERR_INVALID_ARG_VALUE. */
export interface SharedOptions extends FunctionTypeOptions, ValueOptions {
  /**
   * `true`: C's errno is kept for {@link errno}. `'throw'`: a result -1 or NULL becomes an Error with `code`, `errno` and
   * `syscall`.
   * @default false
   */
  readonly errno?: boolean | 'throw' | undefined;
  /**
   * Whether C may call JavaScript during the call.
   * @default true
   */
  readonly reentrant?: boolean | undefined;
  /** The version of the symbol, such as `'GLIBC_2.2.5'`. */
  readonly version?: string | undefined;
}

/** How a function is called, and how its values are converted. An unknown option or value is ERR_INVALID_ARG_VALUE. */
export interface FunctionOptions extends SharedOptions {
  /** The C function that frees a result which is text, once that is read: a bound function, a Pointer or an address. */
  readonly free?: Exclude<PointerArgument, null> | undefined;
}

/** Options without misspelt names: TypeScript would take any for a type parameter. */
export type Exactly<Options, Known> = Options &
  ([Exclude<keyof Options, keyof Known>] extends [never]
    ? Known
    : { readonly [Name in Exclude<keyof Options, keyof Known>]: never });

/** What an asynchronous call of a function with the option `errno: true` gives: the result, and what C left in errno. */
export interface WithErrno<Result> {
  value: Result;
  errno: number;
}

/** Options of asynchronous calls. */
export interface AsyncOptions {
  /** Takes back a call that has not begun: its Promise is rejected with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** A C function that runs on another thread. What the function throws is what the Promise is rejected with. */
export interface AsyncFunction<Arguments extends readonly unknown[] = CArgument[], Result = CResult> {
  (...args: Arguments): Promise<Result>;
  /** The same with options. @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE */
  with(options?: AsyncOptions): AsyncFunction<Arguments, Result>;
  readonly name: string;
  readonly length: number;
}

/**
 * A C function that JavaScript can call. It takes exactly its arguments; any other count is ERR_INVALID_ARG_VALUE. `Settled`
 * is the result of asynchronous calls.
 */
export interface NativeFunction<
  Arguments extends readonly unknown[] = CArgument[],
  Result = CResult,
  Settled = Result,
> {
  (...args: Arguments): Result;
  /** The same without waiting: C runs on another thread, and the arguments are what they are now. */
  readonly async: AsyncFunction<Arguments, Settled>;
  /** Where the function is: what C code takes for a pointer to it. */
  readonly address: bigint;
  /** The name by which it was found. */
  readonly name: string;
  /** The number of its arguments. */
  readonly length: number;
  /** Its C type. */
  readonly type: CType;
  /** How it is called, and why so. */
  readonly callPath: { readonly path: 'general'; readonly reason: string };
}

/**
 * Binds a C function of a shared library.
 *
 * Arguments and results are typed by the C type-names and the value options where these are literals; for any other
 * type an argument is a {@link CArgument}, a result a {@link CResult}. What the compiler cannot see is checked at each
 * call: see the errors below.
 *
 * @param library a file name or a path, as the system's loader takes it; null is this process with its libraries
 * @param name of the function, as the library exports it
 * @param returnType of the function
 * @param argTypes of its parameters, in order
 * @param options of the library and of the function
 * @throws ERR_FFI_LIBRARY_LOAD_FAILED, ERR_FFI_SYMBOL_NOT_FOUND, ERR_FFI_UNSUPPORTED_TYPE, ERR_FFI_INCOMPLETE_TYPE,
 *   ERR_FFI_INVALID_SIGNATURE, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_ACCESS_DENIED. The function throws
 *   ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE and ERR_OUT_OF_RANGE before C is entered, and
 *   ERR_FFI_ACCESS_VIOLATION after it, for a `string` result that cannot be read.
 *
 * @example
 * const pow = getNativeFunction('libm.so.6', 'pow', 'double', ['double', 'double']);
 * pow(2, 10); // 1024
 */
export function getNativeFunction<
  const ReturnType extends TypeLike,
  const ArgTypes extends readonly TypeLike[],
  const Options extends LibraryOptions & FunctionOptions = Nothing,
>(
  library: string | null,
  name: string,
  returnType: ReturnType,
  argTypes: ArgTypes,
  options?: Exactly<Options, LibraryOptions & FunctionOptions>,
): FunctionIn<ReturnType, ArgTypes, Context<NoNames, Options>>;

/**
 * Binds the C function at an address: one from a struct, a vtable or {@link Library.symbol}. Whether there is one, and of
 * this type, cannot be checked.
 */
export function bind<const Type extends TypeLike, const Options extends Omit<FunctionOptions, 'version'> = Nothing>(
  address: PointerArgument,
  functionType: Type,
  options?: Exactly<Options, Omit<FunctionOptions, 'version'>>,
): FunctionOf<Type, Context<NoNames, Options>>;
/** Binds the function to which a Pointer points, by the Pointer's own type. */
export function bind(
  address: Pointer,
  functionType?: undefined,
  options?: Omit<FunctionOptions, 'version'>,
): NativeFunction;
