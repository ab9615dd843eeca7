// Whether two types are one: neither `any` nor a subtype passes for another.
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles when the two types are one. */
export declare function same<A, B>(yes: Equal<A, B>): void;
