// A user's CommonJS module, in both ways that TypeScript knows to write one.
import ffi = require('ffi-native');

import { type CType, getNativeFunction, type LibraryOptions } from 'ffi-native';

const options: LibraryOptions = { resolve: 'lazy' };
const pow = getNativeFunction('libm.so.6', 'pow', 'double', ['double', 'double'], options);
const power: number = pow(2, 10);
const long: CType = ffi.type('long');
const isSame: boolean = ffi.getNativeFunction === getNativeFunction;
const names: string[] = Object.keys(ffi).sort();
// @ts-expect-error: nor has the object a default
const inner: unknown = ffi.default;
console.log(JSON.stringify({ power, long: String(long), isSame, names, hasInner: inner !== undefined }));
