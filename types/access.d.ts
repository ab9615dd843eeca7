// Guarded access to memory: an address that is not there is an error, not the end of the process.

import type { Pointer, TypeLike } from './index.js';
import type { PointerArgument } from './values.js';

/** Where something is: what a pointer parameter takes, too. */
type Address = PointerArgument;

/** In the machine's order of bytes. `wchar_t` is `'utf32'`, on Windows `'utf16'`. */
export type TextEncoding = 'utf8' | 'utf16' | 'utf32';

/** Node's Buffer, where its types are known. */
export type NodeBuffer = typeof globalThis extends { Buffer: { alloc(size: number): infer Known } }
  ? Known
  : Uint8Array;

type Numbers = 'i8' | 'u8' | 'i16' | 'u16' | 'i32' | 'u32' | 'f32' | 'f64';
type BigInts = 'i64' | 'u64' | 'ptr';

/**
 * The value of a C type at an address, `offset` bytes from there. `read.i32(address, offset?)` and the like read one
 * scalar: the names are those of `bun:ffi`.
 *
 * @throws ERR_FFI_INVALID_POINTER for NULL; ERR_FFI_ACCESS_VIOLATION, with `address`, where the memory is not there;
 *   ERR_FFI_OUT_OF_BOUNDS beyond the bounds of a Pointer or a buffer; ERR_FFI_INCOMPLETE_TYPE, ERR_FFI_UNSUPPORTED_TYPE,
 *   ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_ACCESS_DENIED
 */
export const read: ((address: Address, typeName: TypeLike, offset?: number) => any) &
  Readonly<Record<Numbers, (address: Address, offset?: number) => number>> &
  Readonly<Record<BigInts, (address: Address, offset?: number) => bigint>>;

/**
 * Writes a value of a C type at an address, `offset` bytes from there; nothing is written unless all of the value is one.
 *
 * @throws as {@link read}, and what a wrong value throws; where memory ends in the middle, `error.written` bytes have been
 *   written
 */
export const write: ((address: Address, typeName: TypeLike, value: unknown, offset?: number) => void) &
  Readonly<Record<Numbers, (address: Address, value: number, offset?: number) => void>> &
  Readonly<Record<'i64' | 'u64', (address: Address, value: bigint, offset?: number) => void>> & {
    readonly ptr: (address: Address, value: Address | null, offset?: number) => void;
  };

/**
 * The text at an address: up to its NUL, or, where `length` is given, of so many bytes. What is no character is U+FFFD.
 *
 * @throws as {@link read}
 */
export function readString(address: Address, length?: number, encoding?: TextEncoding): string;

/** The texts of a list such as `argv`, of which NULL is the last, or of `count` pointers. @throws as {@link read} */
export function readStrings(address: Address): string[];
export function readStrings(address: Address, count: number): (string | null)[];

/**
 * Writes text and its NUL at an address, where there is room for `size` bytes; the bounds of a Pointer or a buffer need not
 * be told. Nothing is written where the text does not fit: ERR_FFI_OUT_OF_BOUNDS.
 *
 * @returns bytes, the NUL among them
 */
export function writeString(address: Address, text: string, size?: number, encoding?: TextEncoding): number;

/**
 * An arena: memory for many values that ends all at once, when it is closed, or else when nobody can reach it any more.
 *
 * @param options `limit`: how many bytes may be allocated; beyond it is ERR_MEMORY_ALLOCATION_FAILED
 */
export function arena(options?: { readonly limit?: number | undefined }): Arena;

export interface Arena {
  /** As {@link alloc}, until the arena is closed. */
  alloc(typeName: TypeLike, countOrContents?: unknown): Pointer;
  /** A copy of text with its NUL, as `char`, `char16_t` or `char32_t`. */
  string(text: string, encoding?: TextEncoding): Pointer;
  /** Bytes that have been allocated, in arenas within this one too. */
  readonly size: number;
  /** An arena within this one: it ends with it, or before. */
  arena(options?: { readonly limit?: number | undefined }): Arena;
  /** Ends all memory of the arena: its Pointers throw ERR_FFI_USE_AFTER_FREE from now on. Idempotent. */
  close(): void;
  readonly closed: boolean;
}

/** Sets `length` bytes to one of 0 to 255. @throws as {@link write} */
export function fill(address: Address, byte: number, length: number): void;

/** Copies `length` bytes; the two places may overlap. @throws as {@link write} */
export function copy(target: Address, source: Address, length: number): void;

/** Compares `length` bytes as C's `memcmp` does. @throws as {@link read} */
export function compare(a: Address, b: Address, length: number): -1 | 0 | 1;
