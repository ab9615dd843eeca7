// The views of structs, unions and arrays that were read into a tree: as the values that C gives, but their arrays are arrays
// in place, their pointers Pointers, and all can be written.

import type { ReadType } from './c-reader.js';
import type { AnyMember, MembersOf } from './c-records.js';
import type { ArrayOf, NoNames, RecordOf } from './c-tree.js';
import type { Concrete, Context, ResultOfTree } from './c-values.js';
import type { TypeLike } from './index.js';

declare const inMemory: unique symbol;

/** What views have, for the compiler: it tells them from plain objects, which are no addresses. */
export interface InMemory {
  readonly [inMemory]: true;
}

type InPlace = Context<NoNames, { pointers: 'typed' }>;

/** The view of a literal type-name; of what TypeScript cannot read it is anything. */
export type ViewOfText<Type extends TypeLike> = Type extends string ? ViewOf<Concrete<ReadType<Type>, InPlace>> : any;

type ViewOf<Type> =
  Type extends RecordOf<'struct' | 'union', string, infer Body extends string>
    ? RecordView<MembersOf<Body>>
    : Type extends ArrayOf<infer Element, string>
      ? MemberView<Element>[]
      : any;

type RecordView<Members> = [Members] extends [AnyMember]
  ? { [Each in Members as Each['name']]: MemberView<Each['type']> }
  : never;

type MemberView<Type> = PartOrValue<Concrete<Type, InPlace>, Type>;

type PartOrValue<Resolved, Type> =
  Resolved extends RecordOf<'struct' | 'union', string, infer Body extends string>
    ? RecordView<MembersOf<Body>>
    : Resolved extends ArrayOf<infer Element, string>
      ? Concrete<Element, InPlace> extends 'char'
        ? string | number[]
        : MemberView<Element>[]
      : ResultOfTree<Type, InPlace>;
