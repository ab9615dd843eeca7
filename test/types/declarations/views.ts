// Views as TypeScript reads them from literal type-names.
import { alloc, type Pointer, pointer, type View, viewClass } from 'ffi-native';
import { same } from './equal.js';

type Members<Type extends string> = {
  [Name in keyof View<Type> as Name extends string ? Name : never]: View<Type>[Name];
};

same<Members<'struct { double x, y; }'>, { x: number; y: number }>(true);
same<
  Members<'struct { int64_t big; _Bool yes; char name[8]; }'>,
  { big: bigint; yes: boolean; name: string | number[] }
>(true);
same<Members<'struct { struct { int a; } in; int v[3]; }'>, { in: { a: number }; v: number[] }>(true);
same<Members<'struct { int m[2][2]; struct { int a; } list[4]; }'>, { m: number[][]; list: { a: number }[] }>(true);
same<
  Members<'struct { void *p; const char *text; string s; int (*f)(int); }'>,
  {
    p: Pointer | null;
    text: Pointer | null;
    s: string | null;
    f: Pointer | null;
  }
>(true);
same<Members<'union { int i; float f; }'>, { i: number; f: number }>(true);
same<View<'int[3]'>[0], number>(true);

const view: View<'struct { int i; }'> = alloc('struct { int i; }').view();
view.i = 5;
// @ts-expect-error
view.i = 'text';
// @ts-expect-error
view.j = 5;

class Point extends viewClass('struct { double x, y; }') {
  get norm(): number {
    return Math.hypot(this.x, this.y);
  }
}
const norms: number[] = [new Point({ x: 3, y: 4 }).norm, new Point().norm, Point.at(5n).norm];
same<ReturnType<typeof Point.at<typeof Point>>, Point>(true);
// @ts-expect-error
export const wrong = new Point({ z: 1 });
// @ts-expect-error
Point.at(5);

const p = pointer(new Point(), 'double', 2);
norms.push(...p.toArray(), p.viewAll().length, p.toBuffer().length, p.writeString('text', 'utf8'));
export const text: string = p.readString(4);
