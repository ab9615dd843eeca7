// Libraries that are opened, with the functions that their declarations name.

import type { Fact, FactsOf, FunctionTypesOf, IsOpen, NamesOf } from './c-declarations.js';
import type { CallbackOf, FunctionIn, FunctionOf, FunctionOfPrototype } from './c-texts.js';
import type { Context, FunctionOfTree } from './c-values.js';
import type { Callback, CallbackOptions } from './callbacks.js';
import type { Exactly, FunctionOptions, NativeFunction, SharedOptions } from './functions.js';
import type { CType, Declarations, Pointer, TypeLike } from './index.js';
import type { Nothing } from './values.js';

/** How the library is loaded. An unknown option or value is ERR_INVALID_ARG_VALUE. */
export interface LibraryOptions {
  /**
   * Whose definitions the library's own references take where the Node executable exports the same names (OpenSSL,
   * zlib ...): `'own'` the library's, `'process'` the executable's, `'auto'` the library's where some would be
   * replaced. It has no effect on a library that is loaded already.
   * @default 'auto'
   */
  readonly symbols?: 'auto' | 'own' | 'process' | undefined;
  /**
   * When the loader resolves the functions that the library itself calls: `'now'`, or `'lazy'`, at their first call.
   * @default 'now'
   */
  readonly resolve?: 'now' | 'lazy' | undefined;
  /**
   * Whether libraries that are loaded later see its names: `'global'`, or `'local'`, where they do not.
   * @default 'local'
   */
  readonly scope?: 'local' | 'global' | undefined;
}

/** How a function of an open library is found and called. */
export interface LibraryFunctionOptions extends FunctionOptions {
  /** The symbol, where it is not the function's name. */
  readonly name?: string | undefined;
  /** Whether the library may lack it: the function is then undefined. */
  readonly optional?: boolean | undefined;
}

/** The type of one function of a library, with its options. */
export interface FunctionEntry extends LibraryFunctionOptions {
  readonly type: TypeLike;
}

/** The type of one function of a library, and how it is found and called. */
export type FunctionDeclaration = TypeLike | FunctionEntry;

/** The functions of a library by name. */
export interface FunctionDeclarations {
  readonly [name: string]: FunctionDeclaration;
}

/** How a library is loaded, and what all its functions share. */
export interface DlopenOptions extends LibraryOptions, SharedOptions {
  /** Declarations whose names the library's texts know. */
  readonly types?: Declarations | readonly Declarations[] | undefined;
  /** `'same'`: all asynchronous calls of the library run on one thread, which is for them alone. */
  readonly thread?: 'same' | undefined;
}

/** A path as the system's loader takes it; of several, the first that loads; null is this process. */
export type LibraryPath = string | null | readonly (string | null)[];

/** Functions that are not known while compiling. */
export interface AnyFunctions {
  readonly [name: string]: NativeFunction;
}

/** Options that stand over others. */
type Merge<Options, Over> = Omit<Options, keyof Over> & Over;

/** What an optional function is. */
type Found<Options, Bound> = 'optional' extends keyof Options
  ? Options['optional'] extends false | undefined
    ? Bound
    : Bound | undefined
  : Bound;

/** The text whose types a library's texts may name: '' for none, `string` where it is not known while compiling. */
type TextOf<Declared, Options> = 'types' extends keyof Options
  ? string
  : Declared extends string
    ? FactsOf<Declared> extends Fact<'function', string, unknown>
      ? ''
      : Declared
    : Declared extends Declarations
      ? string
      : '';

/** What a text for a library depends on; a function's own options stand over the library's. */
type ContextOf<Text extends string, Options, Own = Nothing> = Context<NamesOf<FactsOf<Text>>, Merge<Options, Own>>;

/** The functions that text or an object declares. */
type FunctionsOf<Declared, Options> = Declared extends undefined
  ? Nothing
  : Declared extends string
    ? FunctionsOfFacts<FactsOf<Declared>, Options>
    : Declared extends Declarations
      ? AnyFunctions
      : { readonly [Name in keyof Declared]: FunctionOfEntry<Declared[Name], TextOf<Declared, Options>, Options> };

/** Of text that is read in part, functions of other names may be there. */
type FunctionsOfFacts<Facts, Options> =
  IsOpen<Facts> extends true
    ? [Facts] extends [Fact<'unread', never, never>]
      ? AnyFunctions
      : KnownFunctions<FunctionTypesOf<Facts>, Context<NamesOf<Facts>, Options>> & AnyFunctions
    : KnownFunctions<FunctionTypesOf<Facts>, Context<NamesOf<Facts>, Options>>;

/** Behind a condition, so that compilers show what is in it, and not its name. */
type KnownFunctions<Trees, C extends Context> = Trees extends object
  ? { readonly [Name in keyof Trees]: FunctionOfTree<Trees[Name], C> }
  : never;

type FunctionOfEntry<Entry, Text extends string, Options> = Entry extends TypeLike
  ? FunctionOf<Entry, ContextOf<Text, Options>>
  : Entry extends FunctionEntry
    ? Found<Entry, FunctionOf<Entry['type'], ContextOf<Text, Options, Entry>>>
    : NativeFunction;

/** Entries without misspelt options. */
type ExactEntries<Declared> = Declared extends FunctionDeclarations
  ? {
      readonly [Name in keyof Declared]: Declared[Name] extends TypeLike
        ? unknown
        : Exactly<Declared[Name], FunctionEntry>;
    }
  : unknown;

/**
 * Opens a library whose functions are declared by text that is not known while compiling, such as a file's:
 * `dlopen<{ pow(x: number, y: number): number }>(path, text)`.
 */
export function dlopen<Functions extends object = never>(
  path: [Functions] extends [never] ? never : LibraryPath,
  declarations: string | Declarations | FunctionDeclarations,
  options?: DlopenOptions,
): Library<Functions>;
/**
 * Opens a library. Functions are typed where the declarations are literal; see docs/api/typescript.md.
 *
 * @param path as the system's loader takes it; of several, the first that loads; null is this process
 * @param declarations C text or what {@link cdef} gave, whose functions are bound when first used; or an object of
 *   function types, which are bound at once
 * @param options of the library, and of all its functions
 * @throws ERR_FFI_LIBRARY_LOAD_FAILED; ERR_FFI_SYMBOL_NOT_FOUND, which names all that an object misses
 */
export function dlopen<
  const Declared extends string | Declarations | FunctionDeclarations | undefined = undefined,
  const Options extends DlopenOptions = Nothing,
>(
  path: LibraryPath,
  declarations?: Declared & ExactEntries<Declared>,
  options?: Exactly<Options, DlopenOptions>,
): Library<FunctionsOf<Declared, Options>, TextOf<Declared, Options>, Options>;

/**
 * An open library. `Text` are the declarations whose types its texts may name, `Options` those of all its functions, as far
 * as they are known while compiling.
 */
export interface Library<
  Functions extends object = { readonly [name: string]: any },
  Text extends string = string,
  Options = Nothing,
> {
  /** What was opened; null is this process. */
  readonly path: string | null;
  readonly functions: Functions;
  readonly types: { readonly [name: string]: CType };
  readonly constants: { readonly [name: string]: number | bigint | string };
  readonly closed: boolean;
  /** Fulfilled when the library has been closed and no call runs in it any more. */
  readonly unloaded: Promise<undefined>;
  /** Binds a function by its type: `func('atoi', 'int (const char *)')`. */
  func<const Type extends TypeLike, const Own extends LibraryFunctionOptions = Nothing>(
    name: string,
    type: Type,
    options?: Exactly<Own, LibraryFunctionOptions>,
  ): Found<Own, FunctionOf<Type, ContextOf<Text, Options, Own>>>;
  /** Binds a function by the types of its result and its parameters: `func('atoi', 'int', ['const char *'])`. */
  func<
    const ReturnType extends TypeLike,
    const ArgTypes extends readonly TypeLike[],
    const Own extends LibraryFunctionOptions = Nothing,
  >(
    name: string,
    returnType: ReturnType,
    argTypes: ArgTypes,
    options?: Exactly<Own, LibraryFunctionOptions>,
  ): Found<Own, FunctionIn<ReturnType, ArgTypes, ContextOf<Text, Options, Own>>>;
  /** Binds a function by its prototype: `func('int atoi(const char *)')`. */
  func<const Prototype extends string, const Own extends LibraryFunctionOptions = Nothing>(
    prototype: Prototype,
    options?: Exactly<Own, LibraryFunctionOptions>,
  ): Found<Own, FunctionOfPrototype<Prototype, ContextOf<Text, Options, Own>>>;
  /** The address of a symbol. @throws ERR_FFI_SYMBOL_NOT_FOUND, ERR_FFI_LIBRARY_CLOSED */
  symbol(name: string): bigint;
  has(name: string): boolean;
  /** A pointer to a variable: `variable('extern char **environ')`. */
  variable(declaration: string): Pointer;
  /** The type of a C type-name in which the names of the library's declarations are known. */
  type(typeName: TypeLike): CType;
  /**
   * A callback in whose type the names of the library's declarations are known; the library keeps it, and closes it when
   * it is unloaded.
   */
  callback<const Type extends TypeLike, const Own extends CallbackOptions = Nothing>(
    type: Type,
    fn: CallbackOf<Type, ContextOf<Text, Options, Own>>,
    options?: Exactly<Own, CallbackOptions>,
  ): Callback;
  /** Gives the library back; its functions throw ERR_FFI_LIBRARY_CLOSED from then on. */
  close(): void;
}

// biome-ignore lint/complexity/noUselessEmptyExport: without it, the types that are not marked are exported, too
export {};
