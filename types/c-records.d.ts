// What stands in the braces of structs, unions and enums.

import type { Declared, ReadDeclarator, ReadSpecifiers, Specified } from './c-reader.js';
import type { Const, RecordOf } from './c-tree.js';
import type { Split } from './c-words.js';

/** A member of a struct or union. What cannot be read could have any name. */
export interface Member<Name, Type> {
  name: Name;
  type: Type;
}

export type AnyMember = Member<string, unknown>;

type UnreadMember = Member<string, 'unread'>;

/** The members in a body, as a union of {@link Member}. */
export type MembersOf<Body extends string> =
  Split<Body, '; '> extends infer Lines extends string[]
    ? { [Index in keyof Lines]: MembersOfLine<Lines[Index]> }[number]
    : UnreadMember;

type MembersOfLine<Words extends string> = Words extends ''
  ? never
  : ReadSpecifiers<Words> extends Specified<infer Base, infer Rest extends string>
    ? Rest extends ''
      ? MembersOfAnonymous<Base>
      : Split<Rest, ', '> extends infer Declarators extends string[]
        ? { [Index in keyof Declarators]: ReadMember<Base, Declarators[Index]> }[number]
        : UnreadMember
    : UnreadMember;

/** The members of an anonymous struct or union are the outer one's; a tag by itself declares no member. */
type MembersOfAnonymous<Base> =
  Base extends Const<infer Unqualified>
    ? MembersOfAnonymous<Unqualified>
    : Base extends RecordOf<'struct' | 'union', '', infer Body extends string>
      ? MembersOf<Body>
      : never;

/** A declarator, of a bit-field too. */
type ReadMember<Base, Words extends string> = Words extends `: ${string}`
  ? never
  : Words extends `${infer Declarator}: ${string}`
    ? ReadMember<Base, Declarator>
    : ReadDeclarator<Base, Words> extends Declared<infer Type, infer Name extends string, ''>
      ? Member<Name, Type>
      : UnreadMember;

/** An enum, if its constants are seen to fit in 31 bits. */
export type KindOfEnum<Body extends string> =
  Split<Body, ', '> extends infer Constants extends string[]
    ? { [Index in keyof Constants]: IsSmall<Constants[Index]> }[number] extends true
      ? 'enum'
      : 'unread'
    : 'unread';

type IsSmall<Constant extends string> = Constant extends `${string}= ${infer Value}` ? IsSmallValue<Value> : true;

/** Decimal numbers of up to nine digits, hexadecimal ones of up to seven, and single bits. */
type IsSmallValue<Words extends string> = Words extends `( ${infer Value}) `
  ? IsSmallValue<Value>
  : Words extends `${'' | '-' | '- '}${bigint} `
    ? IsShort<Words, Ten>
    : Words extends `0x${infer Digits} `
      ? Digits extends `${string}${' ' | '<' | '*' | '~' | '+' | '-'}${string}`
        ? IsBit<Words>
        : IsShort<Digits, Seven>
      : IsBit<Words>;

type IsBit<Words extends string> = Words extends `${'1' | '1u' | '1U' | '0x1'}${' << ' | '<<'}${Bit} ` ? true : false;

// biome-ignore format: a list of numbers
type Bit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20 | 21 | 22 | 23 | 24
  | 25 | 26 | 27 | 28 | 29 | 30;

/** Whether a text has no more characters than a tuple has elements. */
type IsShort<Text extends string, Room extends 0[]> = Text extends `${infer _First}${infer Rest}`
  ? Room extends [0, ...infer Less extends 0[]]
    ? IsShort<Rest, Less>
    : false
  : true;

type Seven = [0, 0, 0, 0, 0, 0, 0];
type Ten = [...Seven, 0, 0, 0];
