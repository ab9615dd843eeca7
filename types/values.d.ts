// Which JavaScript values C types take and give, as TypeScript can tell from the text of a type-name. What it cannot read
// is any of them.

import type { NativeFunction, Pointer, TypeLike } from './index.js';

/** What a pointer parameter takes: NULL, an address from 0n to 2n ** 64n - 1n, or a buffer, which C may write to. */
export type PointerArgument = null | bigint | Pointer | NativeFunction<any, any> | ArrayBufferView | ArrayBufferLike;

/** What a pointer to text takes: also a string, of which C gets a copy that lasts for the call. */
export type TextArgument = PointerArgument | string;

/** Any value that C takes, for types that are not known before the program runs. */
export type CArgument = boolean | number | TextArgument | CRecord;

/** Any value that C gives, for types that are not known before the program runs. */
export type CResult = boolean | number | bigint | string | null | undefined | CRecord;

/** A struct or union, by member; or a complex number `{re, im}`. */
export interface CRecord {
  readonly [member: string]: any;
}

/**
 * The arguments that parameters of these types take.
 */
export type ArgumentsOf<Types extends readonly TypeLike[]> = {
  -readonly [Index in keyof Types]: ArgumentOf<Types[Index]>;
};

/**
 * The argument that a parameter of this type takes, where the type is a literal which TypeScript can read: `void`, the
 * arithmetic types in their usual spellings, the typedef names of {@link Scalars}, `string`, `pointer`, and pointers
 * to anything, with `const`, `volatile`, `restrict` and spaces wherever C allows them. For any other type, such as an
 * array, an enum, a CType, an unusual order (`int long unsigned`) or a text with comments, it is a {@link CArgument}.
 */
export type ArgumentOf<Type extends TypeLike> = Read<Type>['in'];

/** The result of a function that returns this type, as {@link ArgumentOf} reads it; otherwise a {@link CResult}. */
export type ResultOf<Type extends TypeLike> = Read<Type>['out'];

interface Values<In, Out> {
  in: In;
  out: Out;
}

type BooleanValues = Values<boolean | 0 | 1, boolean>;
type NumberValues = Values<number, number>;
type BigIntValues = Values<bigint, bigint>;
type AnyValues = Values<CArgument, CResult>;

/**
 * The scalar types by name. `long` and what rests on it is as on 64-bit Unix; names whose size differs between
 * 64-bit Unix systems are left out.
 */
export interface Scalars {
  void: Values<never, undefined>;
  string: Values<TextArgument, string | null>;
  pointer: Values<PointerArgument, bigint>;

  bool: BooleanValues;
  _Bool: BooleanValues;

  char: NumberValues;
  'signed char': NumberValues;
  'unsigned char': NumberValues;
  short: NumberValues;
  'short int': NumberValues;
  'signed short': NumberValues;
  'signed short int': NumberValues;
  'unsigned short': NumberValues;
  'unsigned short int': NumberValues;
  'short unsigned int': NumberValues;
  int: NumberValues;
  signed: NumberValues;
  'signed int': NumberValues;
  unsigned: NumberValues;
  'unsigned int': NumberValues;
  long: BigIntValues;
  'long int': BigIntValues;
  'signed long': BigIntValues;
  'signed long int': BigIntValues;
  'unsigned long': BigIntValues;
  'unsigned long int': BigIntValues;
  'long unsigned int': BigIntValues;
  'long long': BigIntValues;
  'long long int': BigIntValues;
  'signed long long': BigIntValues;
  'signed long long int': BigIntValues;
  'unsigned long long': BigIntValues;
  'unsigned long long int': BigIntValues;
  'long long unsigned int': BigIntValues;
  float: NumberValues;
  double: NumberValues;
  'long double': NumberValues;

  int8_t: NumberValues;
  int16_t: NumberValues;
  int32_t: NumberValues;
  int64_t: BigIntValues;
  uint8_t: NumberValues;
  uint16_t: NumberValues;
  uint32_t: NumberValues;
  uint64_t: BigIntValues;
  int_least8_t: NumberValues;
  int_least16_t: NumberValues;
  int_least32_t: NumberValues;
  int_least64_t: BigIntValues;
  uint_least8_t: NumberValues;
  uint_least16_t: NumberValues;
  uint_least32_t: NumberValues;
  uint_least64_t: BigIntValues;
  intptr_t: BigIntValues;
  uintptr_t: BigIntValues;
  intmax_t: BigIntValues;
  uintmax_t: BigIntValues;
  size_t: BigIntValues;
  ssize_t: BigIntValues;
  ptrdiff_t: BigIntValues;
  wchar_t: NumberValues;
  wint_t: NumberValues;
  char16_t: NumberValues;
  char32_t: NumberValues;

  off_t: BigIntValues;
  time_t: BigIntValues;
  clock_t: BigIntValues;
  ino_t: BigIntValues;
  mode_t: NumberValues;
  pid_t: NumberValues;
  uid_t: NumberValues;
  gid_t: NumberValues;
}

/** Pointers to these are text. */
type Character = 'char' | 'char16_t' | 'char32_t' | 'wchar_t';

/** Texts with braces, brackets or comments are left alone: what C makes of them takes more than a look at their end. */
type Read<Type extends TypeLike> = Type extends `${string}${'{' | '[' | '/'}${string}`
  ? AnyValues
  : Type extends `${string}(*)${string}`
    ? Scalars['pointer']
    : Type extends `${string}(${string}`
      ? AnyValues
      : Type extends string
        ? ReadWords<Words<Spaced<Type>>>
        : AnyValues;

type ReadWords<Text extends string> = Text extends keyof Scalars
  ? Scalars[Text]
  : Text extends `${infer Target} *`
    ? Target extends Character
      ? Values<TextArgument, bigint>
      : Scalars['pointer']
    : AnyValues;

/** The text with spaces around every star. */
type Spaced<Text extends string, Done extends string = ''> = Text extends `${infer Before}*${infer After}`
  ? Spaced<After, `${Done}${Before} * `>
  : `${Done}${Text}`;

/** The words of a text, each after one space, without qualifiers. */
type Words<Text extends string, Done extends string = ''> = Text extends `${infer Word} ${infer Rest}`
  ? Words<Rest, Append<Done, Word>>
  : Append<Done, Text>;

type Append<Done extends string, Word extends string> = Word extends '' | 'const' | 'volatile' | 'restrict' | '_Atomic'
  ? Done
  : Done extends ''
    ? Word
    : `${Done} ${Word}`;
