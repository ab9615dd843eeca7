// Reads the words of one C type-name, parameter or declaration into a tree. What it does not understand is 'unread' or
// null, never an error: the module itself says what is wrong with a text.

import type { ArrayOf, Const, FunctionType, Marked, Named, PointerTo, RecordOf, Scalars } from './c-tree.js';
import type { Closed, IsLiteral, Split, WordsOf } from './c-words.js';

/** The tree of a type-name. */
export type ReadType<Text extends string> = Text extends unknown
  ? IsLiteral<Text> extends true
    ? TypeOf<ReadDeclaration<ReadableWords<Text>>>
    : 'unread'
  : never;

/** The tree of a parameter's text, which may have a name and a mark. */
export type ReadParameterText<Text extends string> = Text extends unknown
  ? IsLiteral<Text> extends true
    ? ReadParameter<ReadableWords<Text>>
    : 'unread'
  : never;

/** The name and the tree of what a text declares, such as a prototype; null when that cannot be read. */
export type ReadPrototype<Text extends string> =
  IsLiteral<Text> extends true ? Complete<ReadDeclaration<WithoutSemicolon<ReadableWords<Text>>>> : null;

/** Quotes and continued lines have rules of their own; texts with them are left alone. */
export type ReadableWords<Text extends string> = Text extends `${string}${'"' | "'" | '\\'}${string}`
  ? ''
  : WordsOf<Text>;

type WithoutSemicolon<Words extends string> = Words extends `${infer Declaration}; ` ? Declaration : Words;

/** What specifiers and a declarator say: a tree, a name, '' where there is none, and the words that were not read. */
export interface Declared<Type, Name, Rest> {
  type: Type;
  name: Name;
  rest: Rest;
}

type TypeOf<Declaration> = Declaration extends Declared<infer Type, '', ''> ? Type : 'unread';

type Complete<Declaration> = Declaration extends Declared<infer Type, infer Name, ''> ? Declared<Type, Name, ''> : null;

/** The first declarator of a declaration, with its specifiers. */
export type ReadDeclaration<Words extends string> =
  ReadSpecifiers<Words> extends Specified<infer Base, infer Rest extends string> ? ReadDeclarator<Base, Rest> : null;

// Specifiers: `const unsigned long`, `struct point { double x, y; }`.

export interface Specified<Base, Rest> {
  base: Base;
  rest: Rest;
}

/** Words of arithmetic types, which C allows in any order. */
type BasicWord =
  | 'void'
  | 'char'
  | 'short'
  | 'int'
  | 'long'
  | 'float'
  | 'double'
  | 'signed'
  | 'unsigned'
  | '_Bool'
  | '_Complex';

/** What is no name. Behind words that say more of a type than is read here, nothing is read. */
type NoName =
  | '*'
  | '('
  | ')'
  | '['
  | ']'
  | '{'
  | '}'
  | ','
  | ';'
  | ':'
  | '='
  | '...'
  | '__attribute__'
  | '__attribute'
  | '__declspec'
  | '_Alignas'
  | 'alignas'
  | 'typeof'
  | '__typeof__'
  | 'asm'
  | '__asm__'
  | 'typedef'
  | 'static'
  | '_Static_assert'
  | 'static_assert'
  | '__int128';

interface Basic<Words> {
  basic: Words;
}

export type ReadSpecifiers<
  Words extends string,
  Base = null,
  IsConst = false,
> = Words extends `${infer Word} ${infer Rest}`
  ? Word extends 'const'
    ? ReadSpecifiers<Rest, Base, true>
    : Word extends BasicWord
      ? Base extends null
        ? ReadSpecifiers<Rest, Basic<Word>, IsConst>
        : Base extends Basic<infer Others>
          ? ReadSpecifiers<Rest, Basic<Others | Word>, IsConst>
          : null
      : Base extends null
        ? Word extends NoName
          ? null
          : Word extends 'struct' | 'union' | 'enum'
            ? ReadRecord<Word, Rest> extends Specified<infer Record, infer After extends string>
              ? ReadSpecifiers<After, Record, IsConst>
              : null
            : ReadSpecifiers<Rest, Named<Word>, IsConst>
        : Specified<Qualified<Base, IsConst>, Words>
  : Base extends null
    ? null
    : Specified<Qualified<Base, IsConst>, ''>;

type Qualified<Base, IsConst> =
  Base extends Basic<infer Words> ? Qualified<BasicKind<Words>, IsConst> : IsConst extends true ? Const<Base> : Base;

/** The arithmetic type of some words; what C refuses is anything. */
type BasicKind<Words> = 'void' extends Words
  ? 'void'
  : '_Bool' extends Words
    ? 'bool'
    : '_Complex' extends Words
      ? 'complex'
      : 'double' extends Words
        ? 'long' extends Words
          ? 'long double'
          : 'double'
        : 'float' extends Words
          ? 'float'
          : IntegerKind<Words>;

type IntegerKind<Words> = 'char' extends Words
  ? 'signed' extends Words
    ? 'int8'
    : Sign<Words, 'char', 'uint8'>
  : 'short' extends Words
    ? Sign<Words, 'int16', 'uint16'>
    : 'long' extends Words
      ? Sign<Words, 'int64', 'uint64'>
      : Sign<Words, 'int32', 'uint32'>;

type Sign<Words, Signed, Unsigned> = 'unsigned' extends Words ? Unsigned : Signed;

/** What follows `struct`, `union` or `enum`. */
type ReadRecord<Sort extends string, Words extends string> = Words extends `{ ${infer Body}`
  ? WithBody<Sort, '', Closed<Body, '{', '}'>>
  : Words extends `${infer Tag} ${infer Rest}`
    ? Rest extends `{ ${infer Body}`
      ? WithBody<Sort, Tag, Closed<Body, '{', '}'>>
      : Specified<Named<`${Sort} ${Tag}`>, Rest>
    : null;

type WithBody<Sort, Tag, Braces> = Braces extends { inside: infer Body; after: infer After }
  ? Specified<RecordOf<Sort, Tag, Body>, After>
  : null;

// Declarators: `*const name[4]`, `(*)(int, int)`.

export type ReadDeclarator<Base, Words extends string> = Words extends `* ${infer Rest}`
  ? ReadDeclarator<PointerTo<Base>, Rest>
  : Words extends `const ${infer Rest}`
    ? ReadDeclarator<Const<Base>, Rest>
    : Words extends `( ${infer Rest}`
      ? IsGroup<Rest> extends true
        ? ReadGroup<Base, Closed<Rest, '(', ')'>>
        : ReadSuffixes<Base, '', Words>
      : Words extends `${infer Word} ${infer Rest}`
        ? Word extends NoName
          ? ReadSuffixes<Base, '', Words>
          : ReadSuffixes<Base, Word, Rest>
        : Declared<Base, '', ''>;

/** Whether a parenthesis groups, as in `(*f)(int)` and `(f)(int)`, or else opens a parameter list. */
type IsGroup<Words extends string> = Words extends `${'*' | '('} ${string}`
  ? true
  : Words extends `${infer Word} ) ${string}`
    ? Word extends `${string} ${string}` | BasicWord | keyof Scalars | NoName
      ? false
      : true
    : false;

/** What is behind the parentheses belongs to what is in front of them, and all of it to what is within. */
type ReadGroup<Base, Parentheses> = Parentheses extends {
  inside: infer Inside extends string;
  after: infer After extends string;
}
  ? ReadSuffixes<Base, '', After> extends Declared<infer Outer, '', infer Rest>
    ? ReadDeclarator<Outer, Inside> extends Declared<infer Type, infer Name, ''>
      ? Declared<Type, Name, Rest>
      : null
    : null
  : null;

/** Brackets and parameter lists. */
type ReadSuffixes<Base, Name, Words extends string> = Words extends `[ ${infer Rest}`
  ? ReadArray<Base, Name, Closed<Rest, '[', ']'>>
  : Words extends `( ${infer Rest}`
    ? Closed<Rest, '(', ')'> extends { inside: infer Parameters; after: infer After }
      ? Declared<FunctionType<Parameters, Base>, Name, After>
      : null
    : Declared<Base, Name, Words>;

type ReadArray<Base, Name, Brackets> = Brackets extends { inside: infer Length; after: infer After extends string }
  ? ReadSuffixes<Base, Name, After> extends Declared<infer Element, Name, infer Rest>
    ? Declared<ArrayOf<Element, Length>, Name, Rest>
    : null
  : null;

// Parameters.

/** The trees of the parameters in a list's parentheses. */
export type ReadParameters<Words extends string> = Words extends '' | 'void '
  ? []
  : Split<Words, ', '> extends infer Texts extends string[]
    ? { [Index in keyof Texts]: ReadParameter<Texts[Index]> }
    : '...'[];

/** The tree of a parameter, with the marks in front of it; '...' is as it is. */
type ReadParameter<Words extends string, Direction = 'unmarked'> = Words extends '... '
  ? '...'
  : Words extends `[ ${infer Marks}] ${infer Rest}`
    ? ReadParameter<Rest, Turn<Direction, BracketedDirection<Marks>>>
    : Words extends `${DirectionWord} ${string}`
      ? Words extends `${infer Word} ${infer Rest}`
        ? ReadParameter<WithoutArguments<Rest>, Turn<Direction, DirectionOf<Word>>>
        : 'unread'
      : ReadMarked<ReadDeclaration<Words>, Direction>;

type ReadMarked<Declaration, Direction> =
  Declaration extends Declared<infer Type, string, ''>
    ? Direction extends 'unmarked'
      ? Type
      : Marked<Direction, Type>
    : 'unread';

/** What is written is marked so, whatever else is said. */
type Turn<Before, Now> = 'out' extends Before | Now ? 'out' : 'in' extends Before | Now ? 'in' : 'unmarked';

/** `[in, out]`, `[out, retval]`. */
type BracketedDirection<Marks extends string> = Marks extends `${string}out ${string}`
  ? 'out'
  : Marks extends `${string}in ${string}`
    ? 'in'
    : 'unmarked';

/** `_In_`, `_Inout_opt_`, `_Out_writes_(n)`. */
type DirectionOf<Word extends string> = Word extends `_In_${string}` ? 'in' : 'out';
type DirectionWord = `${'_In_' | '_Out_' | '_Inout_' | '_Outptr_' | '_COM_Outptr_'}${'' | `${string}_`}`;

type WithoutArguments<Words extends string> = Words extends `( ${infer Rest}`
  ? Closed<Rest, '(', ')'> extends { after: infer After extends string }
    ? After
    : ''
  : Words;
