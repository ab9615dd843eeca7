// Which JavaScript values C types take and give, as TypeScript can tell from the text of a type-name. What it cannot read
// is any of them. The values of trees are in c-values.d.ts.

import type { ArgumentIn, ArgumentsIn, ResultIn } from './c-texts.js';
import type { NoNames } from './c-tree.js';
import type { Context } from './c-values.js';
import type { InMemory } from './c-views.js';
import type { Callback } from './callbacks.js';
import type { NativeFunction } from './functions.js';
import type { Pointer, TypeLike } from './index.js';

/**
 * What a pointer parameter takes: NULL, an address from 0n to 2n ** 64n - 1n, or a view or a buffer, which C may write to.
 */
export type PointerArgument =
  | null
  | bigint
  | Pointer
  | Callback
  | InMemory
  | NativeFunction<any, any>
  | ArrayBufferView
  | ArrayBufferLike;

/** What a pointer to text takes: also a string, of which C gets a copy that lasts for the call. */
export type TextArgument = PointerArgument | string;

/** What a pointer to a function takes: also a JavaScript function, which lives for the call. */
export type FunctionArgument<Fn> =
  | null
  | bigint
  | Pointer
  | InMemory
  | FunctionAddress
  | ArrayBufferView
  | ArrayBufferLike
  | Callback
  | Fn;

/** A bound function, as an address: whatever its own type, it says nothing of a callback's parameters. */
export type FunctionAddress = Pick<NativeFunction, 'address' | 'name' | 'length'>;

/** Any value that C takes, for types that are not known before the program runs. */
export type CArgument = boolean | number | TextArgument | CRecord;

/** Any value that C gives, for types that are not known before the program runs. */
export type CResult = boolean | number | bigint | string | null | undefined | CRecord;

/** A struct, union or array, by member; or a complex number `{re, im}`. */
export interface CRecord {
  readonly [member: string]: any;
}

/** A complex number. */
export interface Complex {
  re: number;
  im: number;
}

/** An object without properties. */
export type Nothing = Record<never, never>;

/** What changes the values of a function, when it is known while compiling. */
export interface ValueOptions {
  /**
   * `'number'`: 64-bit integers come out as Numbers, or are ERR_OUT_OF_RANGE where no Number is exact; safe integers go
   * in beside BigInts.
   * @default 'bigint'
   */
  readonly int64?: 'bigint' | 'number' | undefined;
  /**
   * Whether pointers to const `char`, `wchar_t`, `char16_t` and `char32_t` come out as strings, null for NULL.
   * @default false
   */
  readonly strings?: boolean | undefined;
  /**
   * `'typed'`: other pointers come out as Pointers, null for NULL.
   * @default 'bigint'
   */
  readonly pointers?: 'bigint' | 'typed' | undefined;
}

/**
 * The argument that a parameter of this type takes, where the type is a literal: type-names are read as C reads them, the
 * commonest typedef names included. For an unknown type, a CType and a text that is no literal it is a {@link CArgument}.
 */
export type ArgumentOf<Type extends TypeLike, Options extends ValueOptions = Nothing> = ArgumentIn<
  Type,
  Context<NoNames, Options>
>;

/** The result of a function that returns this type, as {@link ArgumentOf} reads it; otherwise a {@link CResult}. */
export type ResultOf<Type extends TypeLike, Options extends ValueOptions = Nothing> = ResultIn<
  Type,
  Context<NoNames, Options>
>;

/** The arguments that parameters of these types take. */
export type ArgumentsOf<Types extends readonly TypeLike[], Options extends ValueOptions = Nothing> = ArgumentsIn<
  Types,
  Context<NoNames, Options>
>;
