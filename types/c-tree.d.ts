// C types as TypeScript's types have them while a text is read: a tree. Neither how texts are read (c-reader.d.ts), nor
// what their values are (values.d.ts). Bodies and parameter lists stay words until somebody needs them.

import type { Nothing } from './values.js';

/** A type that is known by one word: arithmetic types, and what cannot be said more of. */
export type Kind =
  | 'void'
  | 'bool'
  | 'char'
  | 'wchar'
  | 'char16'
  | 'char32'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float'
  | 'double'
  | 'long double'
  | 'complex'
  | 'enum'
  /** `const char *` whose result is text. */
  | 'string'
  /** A name that nobody has declared. */
  | 'opaque'
  /** What is not read, or is declared where TypeScript does not see it. */
  | 'unread';

/** A pointer. */
export interface PointerTo<Target> {
  to: Target;
}

/** A type with `const`. */
export interface Const<Type> {
  const: Type;
}

/** An array; `length` is what stands in the brackets. */
export interface ArrayOf<Element, Length> {
  element: Element;
  length: Length;
}

/** A function; `parameters` are the words in its parentheses. */
export interface FunctionType<Parameters, Returns> {
  parameters: Parameters;
  returns: Returns;
}

/** A struct, union or enum; `body` are the words in its braces. */
export interface RecordOf<Sort, Tag, Body> {
  record: Sort;
  tag: Tag;
  body: Body;
}

/** A typedef name, or a tag as in `struct point`, which a scope explains. */
export interface Named<Name> {
  name: Name;
}

/** A parameter with a mark: `'out'` where C writes to what it points to, `'in'` where it only reads. */
export interface Marked<Direction, Type> {
  direction: Direction;
  marked: Type;
}

/** What names of a text stand for; in an open scope there may be others. */
export interface Scope {
  readonly known: object;
  readonly open: boolean;
}

/** The scope of a type-name that stands alone. */
export interface NoNames extends Scope {
  readonly known: Nothing;
  readonly open: false;
}

/** What a type is, without `const` and typedef names. */
export type Resolve<Type, Names extends Scope> =
  Type extends Const<infer Unqualified>
    ? Resolve<Unqualified, Names>
    : Type extends Named<infer Name>
      ? Name extends keyof Names['known']
        ? Resolve<Names['known'][Name], Names>
        : Name extends keyof Scalars
          ? Scalars[Name]
          : Names['open'] extends true
            ? 'unread'
            : 'opaque'
      : Type;

/** Whether a type is `const`: by itself, by its typedef name or by its elements. */
export type IsConst<Type, Names extends Scope> =
  Type extends Const<unknown>
    ? true
    : Type extends ArrayOf<infer Element, unknown>
      ? IsConst<Element, Names>
      : Type extends Named<infer Name>
        ? Name extends keyof Names['known']
          ? IsConst<Names['known'][Name], Names>
          : false
        : false;

/**
 * The names that every text knows. `long` and what rests on it is as on 64-bit Unix; names whose size differs between
 * 64-bit Unix systems are left out.
 */
export interface Scalars {
  string: 'string';
  pointer: PointerTo<'void'>;
  bool: 'bool';

  int8_t: 'int8';
  int16_t: 'int16';
  int32_t: 'int32';
  int64_t: 'int64';
  uint8_t: 'uint8';
  uint16_t: 'uint16';
  uint32_t: 'uint32';
  uint64_t: 'uint64';
  int_least8_t: 'int8';
  int_least16_t: 'int16';
  int_least32_t: 'int32';
  int_least64_t: 'int64';
  uint_least8_t: 'uint8';
  uint_least16_t: 'uint16';
  uint_least32_t: 'uint32';
  uint_least64_t: 'uint64';
  intptr_t: 'int64';
  uintptr_t: 'uint64';
  intmax_t: 'int64';
  uintmax_t: 'uint64';
  size_t: 'uint64';
  ssize_t: 'int64';
  ptrdiff_t: 'int64';
  wchar_t: 'wchar';
  wint_t: 'int32' | 'uint32';
  char16_t: 'char16';
  char32_t: 'char32';

  off_t: 'int64';
  time_t: 'int64';
  clock_t: 'int64' | 'uint64';
  ino_t: 'uint64';
  mode_t: 'uint16' | 'uint32';
  pid_t: 'int32';
  uid_t: 'uint32';
  gid_t: 'uint32';
}
