// The JavaScript values of C types that were read into a tree: what is taken, and what is given. docs/semantics.md says
// the same in words. Mapped types and unions stand behind conditions: compilers then write what is in them, and not their
// names, which nobody but this package can import.

import type { ReadParameters } from './c-reader.js';
import type { AnyMember, KindOfEnum, MembersOf } from './c-records.js';
import type { ArrayOf, FunctionType, IsConst, Marked, PointerTo, RecordOf, Resolve, Scope } from './c-tree.js';
import type { NativeFunction, WithErrno } from './functions.js';
import type { Pointer } from './index.js';
import type { CArgument, Complex, CResult, FunctionArgument, PointerArgument, TextArgument } from './values.js';

/** What the values of a text depend on besides itself: the names that it may use, and value options. */
export interface Context<Names extends Scope = Scope, Options = unknown> {
  readonly names: Names;
  readonly options: Options;
}

interface Values<Taken, Given> {
  in: Taken;
  out: Given;
}

/** Those that no option changes. */
interface ScalarValues {
  void: Values<never, undefined>;
  bool: Values<boolean | 0 | 1, boolean>;
  char: Values<number, number>;
  wchar: Values<number, number>;
  char16: Values<number, number>;
  char32: Values<number, number>;
  int8: Values<number, number>;
  uint8: Values<number, number>;
  int16: Values<number, number>;
  uint16: Values<number, number>;
  int32: Values<number, number>;
  uint32: Values<number, number>;
  enum: Values<number, number>;
  float: Values<number, number>;
  double: Values<number, number>;
  'long double': Values<number, number>;
  complex: Values<Complex, Complex>;
  string: Values<TextArgument, string | null>;
}

/** Pointers to these are text. */
type Character = 'char' | 'wchar' | 'char16' | 'char32';

/** An option, as far as it is known. */
type Option<C extends Context, Name> = Name extends keyof C['options'] ? C['options'][Name] : undefined;

type Int64In<Chosen> = Chosen extends 'number' ? number | bigint : bigint;
type Int64Out<Chosen> = Chosen extends 'number' ? number : bigint;

/** A type without its typedef names; an enum is 'enum', or 'unread'. */
export type Concrete<Type, C extends Context> =
  Resolve<Type, C['names']> extends infer Resolved
    ? Resolved extends RecordOf<'enum', string, infer Body extends string>
      ? KindOfEnum<Body>
      : Resolved
    : never;

// What is taken.

/** What a member or an element takes, and a parameter that is no pointer. */
type In<Type, C extends Context> = ConcreteIn<Concrete<Type, C>, C>;

type ConcreteIn<Type, C extends Context> = Type extends keyof ScalarValues
  ? ScalarValues[Type]['in']
  : Type extends 'int64' | 'uint64'
    ? Int64In<Option<C, 'int64'>>
    : Type extends PointerTo<infer Target>
      ? PointerIn<Target, Concrete<Target, C>, C, 'unmarked'>
      : Type extends ArrayOf<infer Element, string>
        ? ArrayIn<Concrete<Element, C>, C>
        : Type extends RecordOf<infer Sort, string, infer Body extends string>
          ? RecordIn<Sort, MembersOf<Body>, C>
          : CArgument;

type ArrayIn<Element, C extends Context> = Element extends 'char'
  ? string | readonly number[] | ArrayBufferView
  : readonly ConcreteIn<Element, C>[] | ArrayBufferView;

/** Members of a struct that are left out are zero; of a union there is one, or it is one that came out of C. */
type RecordIn<Sort, Members, C extends Context> = Sort extends 'union'
  ? OneOf<StructIn<Members, C>> | RecordOut<Sort, Members, C>
  : StructIn<Members, C>;

type StructIn<Members, C extends Context> = [Members] extends [AnyMember]
  ? { [Each in Members as Each['name']]?: In<Each['type'], C> }
  : never;

type OneOf<Members> = Members extends object
  ? { [Name in keyof Members]-?: { [Only in Name]-?: Members[Only] } }[keyof Members]
  : never;

/** The argument of a parameter. Arrays and functions are pointers. */
export type ArgumentOfTree<Type, C extends Context> =
  Type extends Marked<infer Direction, infer Unmarked>
    ? ArgumentIn<Concrete<Unmarked, C>, C, Direction>
    : ArgumentIn<Concrete<Type, C>, C, 'unmarked'>;

type ArgumentIn<Type, C extends Context, Direction> = Type extends
  | PointerTo<infer Target>
  | ArrayOf<infer Target, string>
  ? Concrete<Target, C> extends FunctionType<infer Parameters extends string, infer Returns>
    ? FunctionArgument<CalledByC<Parameters, Returns, C>>
    : PointerIn<Target, Concrete<Target, C>, C, Direction>
  : Type extends FunctionType<infer Parameters extends string, infer Returns>
    ? FunctionArgument<CalledByC<Parameters, Returns, C>>
    : ConcreteIn<Type, C>;

/** What a pointer takes: besides addresses, contents for what C only reads, and for what is marked. */
type PointerIn<Target, Type, C extends Context, Direction> = Type extends 'unread'
  ? CArgument
  : Type extends 'void' | 'opaque' | FunctionType<unknown, unknown>
    ? PointerArgument
    : Direction extends 'out'
      ? PointerArgument | ContentsOut<Type, C>
      : Direction extends 'in'
        ? TextOrAddress<Type> | ContentsIn<Type, C>
        : IsConst<Target, C['names']> extends true
          ? TextOrAddress<Type> | ContentsIn<Type, C>
          : TextOrAddress<Type>;

type TextOrAddress<Type> = Type extends Character ? TextArgument : PointerArgument;

/** An array of what is pointed to; of a struct or union, also one object. */
type ContentsIn<Type, C extends Context> =
  Type extends RecordOf<unknown, unknown, unknown>
    ? ConcreteIn<Type, C> | readonly ConcreteIn<Type, C>[]
    : readonly ConcreteIn<Type, C>[];

/** What C writes comes back into them. Of a union it is not known which member C wrote. */
type ContentsOut<Type, C extends Context> =
  Type extends RecordOf<'struct', unknown, unknown>
    ? ConcreteIn<Type, C> | ConcreteIn<Type, C>[]
    : ConcreteIn<Type, C>[];

// What is given.

/** The result of a function, and the value of a member. */
export type ResultOfTree<Type, C extends Context> = ConcreteOut<Concrete<Type, C>, C>;

type ConcreteOut<Type, C extends Context> = Type extends keyof ScalarValues
  ? ScalarValues[Type]['out']
  : Type extends 'int64' | 'uint64'
    ? Int64Out<Option<C, 'int64'>>
    : Type extends PointerTo<infer Target>
      ? PointerOut<Concrete<Target, C>, IsConst<Target, C['names']>, C>
      : Type extends ArrayOf<infer Element, string>
        ? ArrayOut<Concrete<Element, C>, C>
        : Type extends RecordOf<infer Sort, string, infer Body extends string>
          ? RecordOut<Sort, MembersOf<Body>, C>
          : CResult;

/** What is unread may be a character. */
type PointerOut<Target, IsTargetConst, C extends Context> = Target extends 'unread'
  ? TextOut<C> | AddressOut<C>
  : Target extends Character
    ? IsTargetConst extends true
      ? TextOut<C>
      : AddressOut<C>
    : AddressOut<C>;

type TextOut<C extends Context> = IfTrue<Option<C, 'strings'>, string | null, AddressOut<C>>;
type IfTrue<Chosen, Yes, No> = Chosen extends true ? Yes : No;

type AddressOut<C extends Context> = IfTyped<Option<C, 'pointers'>>;
type IfTyped<Chosen> = Chosen extends 'typed' ? Pointer | null : bigint;

/** Arrays of these are typed arrays. */
interface TypedArrays {
  char: string | Uint8Array;
  wchar: Int32Array | Uint16Array | Uint32Array;
  char16: Uint16Array;
  char32: Uint32Array;
  int8: Int8Array;
  uint8: Uint8Array;
  int16: Int16Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  enum: Int32Array | Uint32Array;
  float: Float32Array;
  double: Float64Array;
  unread: any;
}

type ArrayOut<Element, C extends Context> = Element extends keyof TypedArrays
  ? TypedArrays[Element]
  : Element extends 'int64'
    ? Int64ArrayOut<Option<C, 'int64'>, BigInt64Array>
    : Element extends 'uint64'
      ? Int64ArrayOut<Option<C, 'int64'>, BigUint64Array>
      : ConcreteOut<Element, C>[];

type Int64ArrayOut<Chosen, BigInts> = Chosen extends 'number' ? number[] : BigInts;

/** A union cannot be changed. */
type RecordOut<Sort, Members, C extends Context> = Sort extends 'union'
  ? ReadonlyOf<StructOut<Members, C>>
  : StructOut<Members, C>;

type ReadonlyOf<Members> = Members extends object ? { readonly [Name in keyof Members]: Members[Name] } : never;

type StructOut<Members, C extends Context> = [Members] extends [AnyMember]
  ? { [Each in Members as Each['name']]: ResultOfTree<Each['type'], C> }
  : never;

// Functions.

/** What an asynchronous call gives for a result. */
export type Settled<Result, C extends Context> =
  Option<C, 'errno'> extends infer Chosen ? (Chosen extends true ? WithErrno<Result> : Result) : never;

/** The function that a tree stands for, or that it points to. */
export type FunctionOfTree<Type, C extends Context> =
  Concrete<Type, C> extends FunctionType<infer Parameters extends string, infer Returns>
    ? NativeFunction<
        ArgumentsOfTrees<ReadParameters<Parameters>, C>,
        ResultOfTree<Returns, C>,
        Settled<ResultOfTree<Returns, C>, C>
      >
    : Concrete<Type, C> extends PointerTo<infer Target>
      ? FunctionOfTree<Target, C>
      : NativeFunction;

type ArgumentsOfTrees<Trees, C extends Context> = Trees extends [...infer Fixed, '...']
  ? [...ArgumentsOfTrees<Fixed, C>, ...unknown[]]
  : Trees extends unknown[]
    ? { [Index in keyof Trees]: ArgumentOfTree<Trees[Index], C> }
    : CArgument[];

/** What C calls by a function type, or a pointer to one. */
export type CallbackOfTree<Type, C extends Context> =
  Concrete<Type, C> extends FunctionType<infer Parameters extends string, infer Returns>
    ? CalledByC<Parameters, Returns, C>
    : Concrete<Type, C> extends PointerTo<infer Target>
      ? CallbackOfTree<Target, C>
      : (...args: any[]) => unknown;

/** A JavaScript function that C calls: its arguments are what C gives, its result is what C takes. */
type CalledByC<Parameters extends string, Returns, C extends Context> =
  Concrete<Returns, C> extends 'void'
    ? (...args: CallbackArguments<ReadParameters<Parameters>, C>) => void
    : (...args: CallbackArguments<ReadParameters<Parameters>, C>) => In<Returns, C>;

type CallbackArguments<Trees, C extends Context> = Trees extends unknown[]
  ? { [Index in keyof Trees]: CallbackArgument<Trees[Index], C> }
  : CResult[];

type CallbackArgument<Type, C extends Context> =
  Type extends Marked<unknown, infer Unmarked>
    ? CallbackArgument<Unmarked, C>
    : Concrete<Type, C> extends ArrayOf<infer Target, string>
      ? ResultOfTree<PointerTo<Target>, C>
      : Concrete<Type, C> extends FunctionType<unknown, unknown>
        ? ResultOfTree<PointerTo<Type>, C>
        : ResultOfTree<Type, C>;
