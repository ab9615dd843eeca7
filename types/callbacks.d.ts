// JavaScript functions that C calls.

import type { CallbackOf } from './c-texts.js';
import type { NoNames } from './c-tree.js';
import type { Context } from './c-values.js';
import type { Exactly } from './functions.js';
import type { CType, TypeLike } from './index.js';
import type { Nothing, ValueOptions } from './values.js';

/** How a callback is called, and how its values are converted. An unknown option or value is ERR_INVALID_ARG_VALUE. */
export interface CallbackOptions extends ValueOptions {
  /**
   * Decides what becomes of an error: what it returns goes to C, undefined for the default return; what it throws takes
   * the error's place.
   */
  readonly onError?: ((error: unknown, info: { readonly callback: string }) => unknown) | undefined;
  /** What C gets when there is no other value. @default zeroes */
  readonly defaultReturn?: unknown;
  /** Whether another thread of C's waits until the function has returned; false is for `void`. @default true */
  readonly wait?: boolean | undefined;
  /** Milliseconds that another thread waits while JavaScript waits for C, or Infinity. @default 1000 */
  readonly grace?: number | undefined;
}

/** A JavaScript function as C's. Where an address is taken, it is. */
export interface Callback {
  /** What C calls. */
  readonly address: bigint;
  /** The type of the function. */
  readonly type: CType;
  readonly closed: boolean;
  /** Keeps the process alive, and the callback, until `unref()` or `close()`. */
  ref(): this;
  unref(): this;
  /** From now on C gets the default return. Idempotent. */
  close(): void;
}

/**
 * A function that C can call, from any thread, until it is closed or collected: who lets C keep the address keeps the
 * callback.
 *
 * @param type of a function, or of a pointer to one
 * @throws ERR_FFI_INVALID_SIGNATURE, ERR_FFI_UNSUPPORTED_TYPE, ERR_FFI_INCOMPLETE_TYPE, ERR_INVALID_ARG_TYPE,
 *   ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE
 *
 * @example
 * const compare = callback('int (const void *, const void *)', (a, b) => read.i32(a) - read.i32(b));
 */
export function callback<const Type extends TypeLike, const Options extends CallbackOptions = Nothing>(
  type: Type,
  fn: CallbackOf<Type, Context<NoNames, Options>>,
  options?: Exactly<Options, CallbackOptions>,
): Callback;
