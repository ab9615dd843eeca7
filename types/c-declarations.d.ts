// Declaration text with literal prototypes: which functions it declares, and which names they may use. Types of functions
// and names are trees; what cannot be read makes the text open, in which any name may stand for anything.

import type { Declared, ReadableWords, ReadDeclarator, ReadSpecifiers, Specified } from './c-reader.js';
import type { Const, FunctionType, RecordOf, Scope } from './c-tree.js';
import type { IsLiteral, Split, WithoutComments, WithoutDirectives } from './c-words.js';

/** What one declaration says: a function, a type's name or tag, or that it was not read. */
export interface Fact<Sort, Name, Type> {
  fact: Sort;
  name: Name;
  type: Type;
}

type Unread = Fact<'unread', never, never>;

/** What a text says, as a union of facts. Quotes and continued lines have rules of their own: such a text is not read. */
export type FactsOf<Text extends string> =
  IsLiteral<Text> extends true
    ? Text extends `${string}${'"' | "'" | '\\'}${string}`
      ? Unread
      : Split<WithoutDirectives<WithoutComments<Text>>, ';'> extends infer Parts extends string[]
        ? { [Index in keyof Parts]: FactsOfPart<ReadableWords<Parts[Index]>> }[number]
        : Unread
    : Unread;

/** What stands between two semicolons. */
type FactsOfPart<Words extends string> = Words extends ''
  ? never
  : Words extends `typedef ${infer Declaration}`
    ? FactsOfDeclaration<'type', ReadSpecifiers<Declaration>> | FactsOfTag<Declaration>
    : FactsOfDeclaration<'function', ReadSpecifiers<Words>> | FactsOfTag<Words>;

type FactsOfDeclaration<Sort, Specifiers> =
  Specifiers extends Specified<infer Base, infer Rest extends string>
    ? Rest extends ''
      ? never
      : FactsOfDeclarators<Sort, Base, ReadDeclarator<Base, Rest>>
    : Unread;

type FactsOfDeclarators<Sort, Base, First> =
  First extends Declared<infer Type, infer Name extends string, infer Rest>
    ? Rest extends ''
      ? FactOf<Sort, Name, Type>
      : Rest extends `, ${infer Others}`
        ? FactOf<Sort, Name, Type> | FactsOfDeclarators<Sort, Base, ReadDeclarator<Base, Others>>
        : Unread
    : Unread;

/** Variables are no functions. */
type FactOf<Sort, Name extends string, Type> = Sort extends 'type'
  ? Fact<'type', Name, Type>
  : Type extends FunctionType<unknown, unknown>
    ? Fact<'function', Name, Type>
    : never;

/** The tag that is defined in front; of one that is defined within braces or parentheses nothing more is known. */
type FactsOfTag<Words extends string> = Words extends `${string}{ ${infer Inner}`
  ? ReadSpecifiers<Words> extends Specified<infer Base, string>
    ? TagOf<Base> | (Inner extends `${string}{ ${string}` ? Unread : never)
    : Unread
  : never;

type TagOf<Base> =
  Base extends Const<infer Unqualified>
    ? TagOf<Unqualified>
    : Base extends RecordOf<infer Sort extends string, infer Tag extends string, string>
      ? Tag extends ''
        ? never
        : Fact<'type', `${Sort} ${Tag}`, Base>
      : Unread;

/** The functions, as trees by name. */
export type FunctionTypesOf<Facts> = {
  readonly [Each in Extract<Facts, Fact<'function', string, unknown>> as Each['name']]: Each['type'];
};

/** The names that the text gives to types. */
export interface NamesOf<Facts> extends Scope {
  readonly known: { [Each in Extract<Facts, Fact<'type', string, unknown>> as Each['name']]: Each['type'] };
  readonly open: IsOpen<Facts>;
}

/** Whether something in the text was not read. */
export type IsOpen<Facts> = Unread extends Facts ? true : false;
