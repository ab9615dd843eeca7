// The text of C declarations as words, and as parts between brackets, commas and semicolons, by template literal types.
// What the words mean is said in c-reader.d.ts. Recursions are tail calls, of which TypeScript allows 1,000.

import type { Nothing } from './values.js';

/** Whether a text is known to the compiler, and is neither `string` nor a pattern. */
export type IsLiteral<Text extends string> = Nothing extends { [Key in Text]: 1 } ? false : true;

/** How many steps a recursion may take; what needs more is not read. */
type Limit = 900;

/** In place of a text that is too long to read: no declaration begins so. */
type Unreadable = ')';

/** The words of a text, each followed by one blank; marks such as `*` are words. Comments and qualifiers are left out. */
export type WordsOf<Text extends string> = JoinWords<PadAll<WithoutComments<Text>, Marks>>;

/** Line ends and tabs are marks until {@link JoinWords} drops them. */
type Marks = ['\n', '\t', '\r', '*', '(', ')', '[', ']', '{', '}', ',', ';', ':', '='];

type PadAll<Text extends string, All extends string[]> = All extends [
  infer Mark extends string,
  ...infer Others extends string[],
]
  ? PadAll<Pad<Text, Mark>, Others>
  : Text;

/** The text with blanks around a mark. */
type Pad<
  Text extends string,
  Mark extends string,
  Done extends string = '',
  Steps extends 0[] = [],
> = Text extends `${infer Before}${Mark}${infer After}`
  ? Steps['length'] extends Limit
    ? Unreadable
    : Pad<After, Mark, `${Done}${Before} ${Mark} `, [...Steps, 0]>
  : `${Done}${Text}`;

/** Eight words at a time: long structs and enums have thousands. */
type JoinWords<
  Text extends string,
  Done extends string = '',
  Steps extends 0[] = [],
> = Text extends `${infer A} ${infer B} ${infer C} ${infer D} ${infer E} ${infer F} ${infer G} ${infer H} ${infer Rest}`
  ? Steps['length'] extends Limit
    ? `${Unreadable} `
    : JoinWords<
        Rest,
        `${Done}${Respelt<A>}${Respelt<B>}${Respelt<C>}${Respelt<D>}${Respelt<E>}${Respelt<F>}${Respelt<G>}${Respelt<H>}`,
        [...Steps, 0]
      >
  : Text extends `${infer A} ${infer Rest}`
    ? JoinWords<Rest, `${Done}${Respelt<A>}`, Steps>
    : `${Done}${Respelt<Text>}`;

type Respelt<Word extends string> = Word extends keyof Respellings ? Respellings[Word] : `${Word} `;

/** Words that say nothing of values, and gcc's spellings of some that do. */
interface Respellings {
  '': '';
  '\n': '';
  '\t': '';
  '\r': '';
  volatile: '';
  __volatile: '';
  __volatile__: '';
  restrict: '';
  __restrict: '';
  __restrict__: '';
  _Atomic: '';
  extern: '';
  register: '';
  inline: '';
  __inline: '';
  __inline__: '';
  _Noreturn: '';
  __extension__: '';
  __cdecl: '';
  __stdcall: '';
  __fastcall: '';
  __thiscall: '';
  __const: 'const ';
  __const__: 'const ';
  __signed: 'signed ';
  __signed__: 'signed ';
  __complex: '_Complex ';
  __complex__: '_Complex ';
}

/** The text with a blank for each comment, or the end of its line. */
export type WithoutComments<
  Text extends string,
  Done extends string = '',
  Steps extends 0[] = [],
> = Text extends `${infer Before}/${infer After}`
  ? Steps['length'] extends Limit
    ? Unreadable
    : After extends `*${string}*/${infer Rest}`
      ? WithoutComments<Rest, `${Done}${Before} `, [...Steps, 0]>
      : After extends `/${string}\n${infer Rest}`
        ? WithoutComments<Rest, `${Done}${Before}\n`, [...Steps, 0]>
        : After extends `/${string}`
          ? `${Done}${Before}`
          : WithoutComments<After, `${Done}${Before}/`, [...Steps, 0]>
  : `${Done}${Text}`;

/** The text without lines such as `#define A 1`. */
export type WithoutDirectives<
  Text extends string,
  Done extends string = '',
  Steps extends 0[] = [],
> = Text extends `${infer Before}#${infer After}`
  ? Steps['length'] extends Limit
    ? Unreadable
    : After extends `${string}\n${infer Rest}`
      ? WithoutDirectives<Rest, `${Done}${Before}\n`, [...Steps, 0]>
      : `${Done}${Before}`
  : `${Done}${Text}`;

/** What stands before the bracket that closes, and what behind it; of words whose opening bracket is taken already. */
export type Closed<
  Words extends string,
  Open extends string,
  Close extends string,
  Depth extends 0[] = [],
  Done extends string = '',
> = Words extends `${infer Head}${Close} ${infer After}`
  ? Count<Head, Open, Depth> extends [0, ...infer Outer extends 0[]]
    ? Closed<After, Open, Close, Outer, `${Done}${Head}${Close} `>
    : { inside: `${Done}${Head}`; after: After }
  : null;

/** How often a character stands in a text: a tuple of that length. */
type Count<
  Text extends string,
  Character extends string,
  Found extends 0[] = [],
> = Text extends `${string}${Character}${infer Rest}` ? Count<Rest, Character, [0, ...Found]> : Found;

/** The parts of a text between marks, of those outside of brackets; null where there are too many marks. */
export type Split<
  Text extends string,
  Mark extends string,
  Done extends string[] = [],
  Pending extends string = '',
  Steps extends 0[] = [],
> = Text extends `${infer Head}${Mark}${infer Rest}`
  ? Steps['length'] extends Limit
    ? null
    : IsOpen<`${Pending}${Head}`> extends true
      ? Split<Rest, Mark, Done, `${Pending}${Head}${Mark}`, [...Steps, 0]>
      : Split<Rest, Mark, [...Done, `${Pending}${Head}`], '', [...Steps, 0]>
  : [...Done, `${Pending}${Text}`];

/** Whether a bracket is open at the end of a text. */
type IsOpen<Text extends string> = Text extends `${string}${'(' | '[' | '{'}${string}`
  ? true extends Differ<Text, '(', ')'> | Differ<Text, '[', ']'> | Differ<Text, '{', '}'>
    ? true
    : false
  : false;

type Differ<Text extends string, Open extends string, Close extends string> =
  Count<Text, Open> extends Count<Text, Close> ? false : true;
