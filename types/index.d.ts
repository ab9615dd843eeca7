// The declarations of the main entry, written by hand. They follow lib/; test/types/declarations.test.js holds them to
// what the module does. TypeScript 5.0 or newer.

import type { NodeBuffer, TextEncoding } from './access.js';
import type { Abi, FunctionTypeOptions } from './functions.js';
import type { PointerArgument } from './values.js';
import type { Elements } from './views.js';

export * from './access.js';
export * from './callbacks.js';
export * from './functions.js';
export * from './library.js';
export * from './ownership.js';
export * from './values.js';
export * from './views.js';

/** A C type-name such as `'int'`, `'const char *'` or `'struct { double x, y; }'`, or a type that {@link type} gave. */
export type TypeLike = string | CType;

/**
 * The address of the first byte of a buffer, a view's offset included. It holds until the buffer is collected,
 * transferred or resized: the address keeps nothing alive, and a WebAssembly memory moves when it grows.
 *
 * @returns may be 0n for a buffer of no bytes
 * @throws ERR_INVALID_ARG_TYPE for what is no buffer, ERR_INVALID_ARG_VALUE for a detached one, ERR_ACCESS_DENIED
 */
export function getBufferPointer(buffer: ArrayBufferView | ArrayBufferLike): bigint;

/**
 * C's `sizeof`.
 *
 * @returns bytes; undefined for a text that is no type, and for a type without a size
 * @throws ERR_INVALID_ARG_TYPE for what is neither a string nor a CType, ERR_ACCESS_DENIED
 */
export function sizeof(typeName: TypeLike): number | undefined;

/**
 * C's `_Alignof`.
 *
 * @returns bytes; undefined for a text that is no type, and for a type without an alignment
 * @throws ERR_INVALID_ARG_TYPE for what is neither a string nor a CType, ERR_ACCESS_DENIED
 */
export function alignof(typeName: TypeLike): number | undefined;

/**
 * The type of a C type-name. Equal types are one object, except that a struct, union or enum with a tag is a new type
 * in each text.
 *
 * @throws ERR_FFI_UNSUPPORTED_TYPE or ERR_FFI_INCOMPLETE_TYPE, with `offset` and a caret under the fault;
 *   ERR_INVALID_ARG_TYPE for what is neither a string nor a CType, ERR_ACCESS_DENIED
 */
export function type(typeName: TypeLike): CType;

/**
 * Zeroed memory for values of a C type. It lives as long as the Pointer, or anything that was made of it.
 *
 * @param typeName of an element; of an array type, its elements: `alloc('char[]', 'text')`
 * @param countOrContents how many elements, 1 unless told; or what they contain: an array of them, the object of one
 *   struct, a string for `char[]`
 * @throws ERR_FFI_INCOMPLETE_TYPE, ERR_FFI_UNSUPPORTED_TYPE, ERR_OUT_OF_RANGE, and what a wrong value throws
 */
export function alloc(typeName: TypeLike, countOrContents?: unknown): Pointer;

/**
 * A pointer to what is at an address. Nothing is read before an element is asked for.
 *
 * @param address BigInt, Pointer, buffer or bound function; what is no BigInt is kept alive
 * @param typeName of an element
 * @param length the bounds, in elements: where it is left out, those of a Pointer or a buffer; of other addresses none are
 *   known
 */
export function pointer(address: PointerArgument, typeName: TypeLike, length?: number): Pointer;

/** An address, the type of what is there and, where they are known, its bounds. Immutable; so is not what is there. */
export interface Pointer extends Iterable<any> {
  readonly address: bigint;
  /** The type of an element. */
  readonly type: CType;
  /** How many elements there are; undefined where that is not known. */
  readonly length: number | undefined;
  /** A copy of element 0; setting it writes it. */
  value: any;
  /** A copy of an element. @throws ERR_FFI_OUT_OF_BOUNDS, ERR_FFI_INVALID_POINTER, ERR_FFI_ACCESS_VIOLATION */
  get(i: number): any;
  /** Writes an element; nothing is written unless the whole value can be. */
  set(i: number, value: unknown): void;
  /** A pointer to an element, within the same bounds. */
  at(i: number): Pointer;
  /** A pointer further on, by whole elements, within the same bounds; one just behind the last element has none. */
  add(n: number): Pointer;
  /** A pointer further back, within the same bounds. */
  sub(n: number): Pointer;
  /** A pointer to a part of element 0, as C writes it: `'a.b[2].c'`; of an array, to its elements. */
  member(path: string): Pointer;
  /** A pointer to the same memory with another type; known bounds stay, in whole elements of it, or fewer. */
  cast(typeName: TypeLike, length?: number): Pointer;
  /**
   * Ends the memory of {@link alloc} or {@link own} now: everything made of it throws ERR_FFI_USE_AFTER_FREE. Idempotent.
   *
   * @throws ERR_INVALID_ARG_VALUE for other memory
   */
  close(): void;
  /** Whether the memory has ended, by whatever way. */
  readonly closed: boolean;
  /** Whether another value stands for the same address. */
  equals(other: PointerArgument): boolean;
  /** The struct, union or array that an element is, read and written in place. @throws ERR_FFI_UNSUPPORTED_TYPE for others */
  view(i?: number): any;
  /**
   * All elements, read and written in place: of numbers in memory that is V8's (of `alloc`, an arena, a buffer) a typed
   * array, which is empty once an arena has been closed; else an array whose elements are.
   *
   * @throws ERR_FFI_OUT_OF_BOUNDS where their number is not known; ERR_INVALID_ARG_VALUE where a typed array cannot begin
   */
  viewAll(): Elements;
  /** Copies of all elements. @throws ERR_FFI_OUT_OF_BOUNDS where their number is not known */
  toArray(): any[];
  /** A copy of the bytes of all elements. */
  toBuffer(): NodeBuffer;
  /** The text here up to its NUL, or of `length` bytes; its encoding is that of the type. */
  readString(length?: number, encoding?: TextEncoding): string;
  /** Writes text and its NUL, if there is room for both; the number of bytes. */
  writeString(text: string, encoding?: TextEncoding): number;
  toString(): string;
}

/**
 * C's `offsetof`.
 *
 * @param typeName of a struct or union, or of an array of them
 * @param path as C writes it: `'a.b[2].c'`
 * @returns bytes from the start of the type
 * @throws ERR_INVALID_ARG_VALUE for an unknown member, a bit-field, and a way through a pointer; ERR_OUT_OF_RANGE for an
 *   element that the array lacks; ERR_FFI_INCOMPLETE_TYPE, ERR_FFI_UNSUPPORTED_TYPE, ERR_INVALID_ARG_TYPE,
 *   ERR_ACCESS_DENIED
 */
export function offsetof(typeName: TypeLike, path: string): number;

/**
 * The members of a struct or union, in order: by name; or as a list, in which a member without a name is an anonymous
 * struct or union, or an unnamed bit-field.
 */
export type Fields =
  | { readonly [name: string]: TypeLike }
  | readonly (readonly [name: string | undefined, type: TypeLike] | Field)[];

export interface Field {
  readonly name?: string | undefined;
  readonly type: TypeLike;
  /** The width of a bit-field, in bits. */
  readonly bits?: number | undefined;
  /** As `__attribute__((packed))` of the member. */
  readonly packed?: boolean | undefined;
  /** As `__attribute__((aligned(n)))` of the member: it raises the alignment to so many bytes, a power of two. */
  readonly alignment?: number | undefined;
}

export interface RecordOptions {
  /** As `__attribute__((packed))`: no padding between members. */
  readonly packed?: boolean | undefined;
  /** As `__attribute__((aligned(n)))`: it raises the alignment to so many bytes, a power of two. */
  readonly alignment?: number | undefined;
}

/**
 * Builders of types: each gives the very type that the same words of C give, and refuses what C refuses. The type-names
 * of a struct's or union's members know its tag.
 *
 * @throws ERR_FFI_UNSUPPORTED_TYPE, ERR_FFI_INCOMPLETE_TYPE, ERR_FFI_INVALID_SIGNATURE, ERR_INVALID_ARG_TYPE,
 *   ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, ERR_ACCESS_DENIED
 */
export const types: {
  struct(fields: Fields, options?: RecordOptions): CType;
  struct(tag: string | undefined, fields: Fields, options?: RecordOptions): CType;
  union(fields: Fields, options?: RecordOptions): CType;
  union(tag: string | undefined, fields: Fields, options?: RecordOptions): CType;
  /** @param storage the integer type of the enum; without one it is what C makes it */
  enumeration(values: { readonly [name: string]: number | bigint }, storage?: TypeLike): CType;
  enumeration(tag: string | undefined, values: { readonly [name: string]: number | bigint }, storage?: TypeLike): CType;
  /** An array of unknown length, as `int []`: the last member of a struct can be one. */
  array(element: TypeLike): CType;
  array(element: TypeLike, length: number): CType;
  pointer(target: TypeLike): CType;
  /** `'...'` at the end of `argTypes` makes it variadic. */
  func(returnType: TypeLike, argTypes: readonly TypeLike[], options?: FunctionTypeOptions): CType;
};

/** What the libffi in this binary is and can. */
export const libffi: {
  readonly version: string;
  /** The platform's own calling convention: the first of `abis`. */
  readonly defaultAbi: Abi;
  /** The calling conventions of this machine by libffi's names; {@link FunctionTypeOptions.abi} takes them. */
  readonly abis: readonly Abi[];
  /** Bytes of a closure. */
  readonly closureSize: number;
  /**
   * Where libffi itself puts the members of a struct, in bytes, by ffi_get_struct_offsets.
   *
   * @throws ERR_FFI_UNSUPPORTED_TYPE for what libffi cannot be told of: bit-fields, packed structs, alignments of
   *   members, members without a size; ERR_INVALID_ARG_VALUE for what is no struct, ERR_FFI_INCOMPLETE_TYPE,
   *   ERR_INVALID_ARG_TYPE, ERR_ACCESS_DENIED
   */
  structOffsets(typeName: TypeLike): number[];
};

/**
 * Reads C declarations as they stand in headers: handwritten ones, or what `cc -E` prints. What is not understood is
 * listed in `skipped`.
 */
export function cdef(
  source: string,
  options?: { readonly types?: Declarations | readonly Declarations[] },
): Declarations;

/** A set of C declarations: the scope of their names, and what they say is exported. */
export interface Declarations {
  /** The types by name: typedef names, and the tags that are no typedef name besides. */
  readonly types: { readonly [name: string]: CType };
  /** Enumeration constants and `#define`d numbers and texts. */
  readonly constants: { readonly [name: string]: number | bigint | string };
  readonly functions: { readonly [name: string]: CType };
  readonly variables: { readonly [name: string]: CType };
  /** What is named and never completed. */
  readonly opaque: readonly string[];
  readonly skipped: readonly {
    readonly line: number;
    readonly file?: string;
    readonly text: string;
    readonly reason: string;
  }[];
  /** The type of a C type-name in which the names of these declarations are known. */
  type(typeName: TypeLike): CType;
  /** Adds declarations. */
  extend(source: string): this;
}

/**
 * What the last call of a function with the option `errno` left in C's errno. Each thread has its own.
 *
 * @param value what the next such call finds there
 * @returns 0 where no call has failed yet; before `value` takes its place
 */
export function errno(value?: number): number;

/**
 * Sets what is given, for all calls at once; the rest stays.
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE
 */
export function configure(options: {
  /** How many asynchronous calls run at once in this process, from 1 to 1024: as many as processors unless it is set. */
  readonly threads?: number | undefined;
  /** Milliseconds that callbacks of this thread wait for it, unless they have a `grace` of their own; Infinity: for ever. */
  readonly callbackGrace?: number | undefined;
  /** Whether a process that dies in C says where, on its standard error; it does unless told. */
  readonly faultReport?: boolean | undefined;
}): void;

/** How the names of shared libraries end on this platform: `'so'`, `'dylib'` or `'dll'`. */
export const suffix: string;

/** What depends on the platform, the runtime and the build. */
export const capabilities: {
  /** Whether reading text from a wrong address is an error, and not the death of the process. */
  readonly guardedAccess: boolean;
  /** Whether an ArrayBuffer can share memory of C's; Electron forbids it. */
  readonly externalBuffers: boolean;
  /** Whether asynchronous calls hold the bytes of buffers, whatever becomes of these. */
  readonly heldBuffers: boolean;
  /** How calls are made: `'general'` is Node-API and libffi. */
  readonly engine: 'general';
  /** The version of libffi in the binary. */
  readonly libffi: string;
};

/** The version of this package. */
export const version: string;

/** What a C type is. An `'opaque'` type is a name that nobody has declared: only pointers to it are of use. */
export type CTypeKind =
  | 'void'
  | 'bool'
  | 'integer'
  | 'float'
  | 'complex'
  | 'enum'
  | 'pointer'
  | 'array'
  | 'struct'
  | 'union'
  | 'function'
  | 'opaque';

/** A C type, immutable. Properties that a type of its kind does not have are undefined. */
export interface CType {
  /** The C spelling, which `String(type)` gives too. */
  readonly name: string;
  readonly kind: CTypeKind;
  /** Bytes, as C's `sizeof`; undefined for what has none. */
  readonly size: number | undefined;
  /** Bytes, as C's `_Alignof`; undefined for what has none. */
  readonly alignment: number | undefined;
  /** The tag of a struct, union or enum; undefined for an untagged one. */
  readonly tag: string | undefined;
  /** The members of a struct or union, in order; undefined as long as they are unknown. */
  readonly members: readonly CMember[] | undefined;
  /** What a pointer points to. */
  readonly target: CType | undefined;
  /** The type of an array's elements. */
  readonly element: CType | undefined;
  /** The number of an array's elements; undefined where C gives none (`int []`). */
  readonly length: number | undefined;
  /** The result of a function. */
  readonly returnType: CType | undefined;
  /** The parameters of a function, arrays and functions adjusted to pointers as C does. */
  readonly argTypes: readonly CType[] | undefined;
  /** Whether a function takes further arguments (`...`). */
  readonly variadic: boolean | undefined;
  /** The calling convention of a function: `'default'`, or what makes it another type than the default would. */
  readonly abi: 'default' | 'win64' | undefined;
  /** The constants of an enum by name: Numbers, or BigInts where the enum has 64 bits. */
  readonly values: Readonly<Record<string, number | bigint>> | undefined;
  toString(): string;
}

/** A member of a struct or union. */
export interface CMember {
  /** Empty for an anonymous struct or union and for an unnamed bit-field. */
  readonly name: string;
  readonly type: CType;
  /** Bytes from the start of the struct; of a bit-field, the byte in which it begins. */
  readonly offset: number;
  /** Where a bit-field's bits are: `offset` in bits within its first byte, from 0 to 7, and `width` in bits. */
  readonly bits?: { readonly offset: number; readonly width: number };
}

/** The `code` of every error that the module throws; docs/errors.md explains each. */
export type ErrorCode =
  | 'ERR_INVALID_ARG_TYPE'
  | 'ERR_INVALID_ARG_VALUE'
  | 'ERR_OUT_OF_RANGE'
  | 'ERR_MEMORY_ALLOCATION_FAILED'
  | 'ERR_ACCESS_DENIED'
  | 'ERR_FFI_ACCESS_VIOLATION'
  | 'ERR_FFI_CALLBACK_CLOSED'
  | 'ERR_FFI_CALLBACK_DEADLOCK'
  | 'ERR_FFI_BINARY_NOT_FOUND'
  | 'ERR_FFI_INCOMPLETE_TYPE'
  | 'ERR_FFI_INVALID_POINTER'
  | 'ERR_FFI_INVALID_SIGNATURE'
  | 'ERR_FFI_LIBRARY_CLOSED'
  | 'ERR_FFI_LIBRARY_LOAD_FAILED'
  | 'ERR_FFI_NATIVE_EXCEPTION'
  | 'ERR_FFI_NO_SHARED_MEMORY'
  | 'ERR_FFI_OUT_OF_BOUNDS'
  | 'ERR_FFI_SYMBOL_NOT_FOUND'
  | 'ERR_FFI_USE_AFTER_FREE'
  | 'ERR_FFI_UNSUPPORTED_TYPE';

/** The shape of the errors that the module throws. */
export interface FFIError extends Error {
  readonly code: ErrorCode;
  /** Where reading a C type-name failed: an index into the text. */
  readonly offset?: number;
  /** The memory that could not be read (ERR_FFI_ACCESS_VIOLATION). */
  readonly address?: bigint;
}
