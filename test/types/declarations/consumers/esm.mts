// A user's ECMAScript module: what its imports are for TypeScript, they are for Node too.

import * as everything from 'ffi-native';
import ffi, { type CType, getNativeFunction, type LibraryOptions } from 'ffi-native';

const options: LibraryOptions = { resolve: 'lazy' };
const pow = getNativeFunction('libm.so.6', 'pow', 'double', ['double', 'double'], options);
const power: number = pow(2, 10);
const long: CType = ffi.type('long');
const isSame: boolean = ffi.getNativeFunction === getNativeFunction && everything.default === ffi;
const names: string[] = Object.keys(everything).sort();
// @ts-expect-error: the object has no default of its own
const inner: unknown = ffi.default;
console.log(JSON.stringify({ power, long: String(long), isSame, names, hasInner: inner !== undefined }));
