// The main entry for ECMAScript modules: the same object as default, and its names.
import ffi from './index.js';

export default ffi;
export const {
  alloc,
  arena,
  bind,
  cdef,
  dlopen,
  getNativeFunction,
  getBufferPointer,
  pointer,
  read,
  write,
  readString,
  readStrings,
  writeString,
  fill,
  copy,
  compare,
  toArrayBuffer,
  toBuffer,
  errno,
  suffix,
  sizeof,
  alignof,
  offsetof,
  type,
  types,
  capabilities,
  libffi,
  version,
} = ffi;
