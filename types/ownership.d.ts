// Who sees to it that memory ends, and memory that JavaScript shares with C.

import type { NodeBuffer } from './access.js';
import type { Pointer, TypeLike } from './index.js';
import type { PointerArgument } from './values.js';

/** A function of C's: a bound one, or where it is. */
type FreeFunction = ((...args: any[]) => any) | Pointer | bigint;

/**
 * The function of C's that frees memory. It is called with the address, and with a context besides, such as a size, where
 * there is one; what it returns is not looked at.
 */
export type Free = FreeFunction | { readonly function: FreeFunction; readonly context?: bigint | null | undefined };

/**
 * Memory of C's own allocator, which is not zeroed: for what C will free, or {@link free}.
 *
 * @param size in bytes; 0 gives an address, too
 * @throws ERR_MEMORY_ALLOCATION_FAILED, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_ACCESS_DENIED
 */
export function malloc(size: number): bigint;

/**
 * Gives memory of C's own allocator back. It stands for C's `free` wherever a function that frees is asked for.
 *
 * @param address NULL is nothing to do
 * @throws ERR_INVALID_ARG_VALUE for memory that has an owner, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_ACCESS_DENIED
 */
export function free(address: bigint | Pointer | null): void;

/**
 * Owns memory that C has allocated: `free` is called once, when the Pointer is closed, when neither it nor anything made of
 * it can be reached any more, or when the environment ends.
 *
 * @param typeName of an element; `void`, or the Pointer's own, unless told
 * @throws ERR_FFI_INVALID_POINTER for NULL, ERR_FFI_INVALID_SIGNATURE for a function that cannot free,
 *   ERR_INVALID_ARG_VALUE for memory that has an owner, ERR_FFI_LIBRARY_CLOSED, ERR_FFI_UNSUPPORTED_TYPE,
 *   ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_ACCESS_DENIED
 */
export function own(address: bigint | Pointer, free: Free, typeName?: TypeLike): Pointer;

/** Keeps values alive while an object is; of a Pointer also while anything is that was made of it. */
export function keep(owner: object, ...values: unknown[]): void;

export interface BytesOptions {
  /** Whether the bytes are copied. Otherwise they are shared with C, which needs a BigInt or a Pointer. */
  readonly copy?: boolean | undefined;
  /** Frees the memory once it has been copied, or when nobody can reach what shares it any more. */
  readonly free?: Free | undefined;
}

/**
 * The bytes at an address.
 *
 * @throws as {@link read}; ERR_FFI_NO_SHARED_MEMORY where the runtime forbids to share, ERR_INVALID_ARG_VALUE for memory that
 *   is not C's, or has an owner who frees it
 */
export function toArrayBuffer(address: PointerArgument, length: number, options?: BytesOptions): ArrayBuffer;
export function toBuffer(address: PointerArgument, length: number, options?: BytesOptions): NodeBuffer;
