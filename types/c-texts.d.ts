// What literal texts and types mean in a context: the values of type-names, the functions of function types and
// prototypes. Types that are no literals take and give anything.

import type { Declared, ReadParameterText, ReadPrototype, ReadType } from './c-reader.js';
import type { ArgumentOfTree, CallbackOfTree, Context, FunctionOfTree, ResultOfTree, Settled } from './c-values.js';
import type { NativeFunction } from './functions.js';
import type { TypeLike } from './index.js';
import type { CArgument, CResult } from './values.js';

/** The argument that a parameter of a type takes. */
export type ArgumentIn<Type extends TypeLike, C extends Context> = Type extends string
  ? ArgumentOfTree<ReadParameterText<Type>, C>
  : CArgument;

/** The result of a function that returns a type. */
export type ResultIn<Type extends TypeLike, C extends Context> = Type extends string
  ? ResultOfTree<ReadType<Type>, C>
  : CResult;

/**
 * The arguments that parameters of some types take. Types behind `'...'` are those of further arguments; without them each
 * call brings pairs of a type and a value.
 */
export type ArgumentsIn<Types extends readonly TypeLike[], C extends Context> = number extends Types['length']
  ? ArgumentsOfEach<Types, C>
  : '...' extends Types[number]
    ? Types extends readonly [...infer Fixed extends readonly TypeLike[], '...']
      ? [...ArgumentsOfEach<Fixed, C>, ...unknown[]]
      : ArgumentsOfEach<WithoutDots<Types>, C>
    : ArgumentsOfEach<Types, C>;

type ArgumentsOfEach<Types extends readonly TypeLike[], C extends Context> = {
  -readonly [Index in keyof Types]: ArgumentIn<Types[Index], C>;
};

type WithoutDots<Types extends readonly TypeLike[], Done extends TypeLike[] = []> = Types extends readonly [
  infer First extends TypeLike,
  ...infer Others extends readonly TypeLike[],
]
  ? WithoutDots<Others, First extends '...' ? Done : [...Done, First]>
  : Done;

/** The function of a result's type and those of parameters. */
export type FunctionIn<
  ReturnType extends TypeLike,
  ArgTypes extends readonly TypeLike[],
  C extends Context,
> = NativeFunction<ArgumentsIn<ArgTypes, C>, ResultIn<ReturnType, C>, Settled<ResultIn<ReturnType, C>, C>>;

/** The function of a literal type such as `'int (const char *)'`; of any other, one that takes and gives anything. */
export type FunctionOf<Type extends TypeLike, C extends Context> = Type extends string
  ? FunctionOfTree<ReadType<Type>, C>
  : NativeFunction;

/** The JavaScript function that C calls by a literal type. */
export type CallbackOf<Type extends TypeLike, C extends Context> = Type extends string
  ? CallbackOfTree<ReadType<Type>, C>
  : (...args: any[]) => unknown;

/** The function of a literal prototype such as `'int atoi(const char *)'`. */
export type FunctionOfPrototype<Text extends string, C extends Context> =
  ReadPrototype<Text> extends Declared<infer Type, string, ''> ? FunctionOfTree<Type, C> : NativeFunction;
