// Structs, unions and arrays that are read and written where they lie.

import type { InMemory, ViewOfText } from './c-views.js';
import type { Pointer, TypeLike } from './index.js';
import type { PointerArgument } from './values.js';

/**
 * The view of a struct, union or array, where the type is a literal: its members are those of memory, read and written in
 * place. Numbers are as C gives them, pointers are Pointers or null, `char[n]` is text or, where that would lose something,
 * bytes in place.
 */
export type View<Type extends TypeLike> = ViewOfText<Type> & InMemory;

/** A typed array over memory that is V8's, or an array in place: see {@link Pointer.viewAll}. */
export type Elements =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array
  | any[];

/** A class of views, to be used as it is or extended. */
export interface ViewClass<Instance> {
  /**
   * A view with zeroed memory of its own, which lives as long as it.
   *
   * @param contents as an argument of the type takes them
   */
  new (contents?: Partial<Omit<Instance, keyof InMemory>>): Instance;
  /**
   * A view of what is at an address; the constructors of classes that extend this one are not run.
   *
   * @param owner stays alive as long as the view; the closing of an arena, a library or a Pointer's memory ends it
   * @throws ERR_FFI_INVALID_POINTER, ERR_FFI_OUT_OF_BOUNDS, ERR_FFI_USE_AFTER_FREE, ERR_INVALID_ARG_TYPE
   */
  at<Class extends new (...args: any[]) => any>(
    this: Class,
    address: Exclude<PointerArgument, null>,
    owner?: unknown,
  ): InstanceType<Class>;
}

/**
 * The class of the views of a struct or union. Its objects go in where C takes the type or a pointer to it.
 *
 * @throws ERR_FFI_UNSUPPORTED_TYPE for what is no struct and no union, ERR_FFI_INCOMPLETE_TYPE, ERR_INVALID_ARG_TYPE
 */
export function viewClass<const Type extends TypeLike>(typeName: Type): ViewClass<View<Type>>;
