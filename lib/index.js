// The main entry: names only, each from the area that has it.
'use strict';

const { bind } = require('./call/bind.js');
const { callback } = require('./callback/callback.js');
const { getNativeFunction } = require('./call/native-function.js');
const { libffi } = require('./call/libffi.js');
const { errno } = require('./call/errno.js');
const { capabilities, version } = require('./core/capabilities.js');
const { configure } = require('./configure.js');
const { dlopen } = require('./call/dlopen.js');
const { free, malloc } = require('./call/malloc.js');
const { own } = require('./call/own.js');
const { suffix } = require('./library/suffix.js');
const { compare, copy, fill, read, write } = require('./memory/access.js');
const { alloc } = require('./memory/alloc.js');
const { arena } = require('./memory/arena.js');
const { getBufferPointer } = require('./memory/buffer-pointer.js');
const { toArrayBuffer, toBuffer } = require('./call/shared-buffer.js');
const { keep } = require('./memory/keep.js');
const { pointer } = require('./memory/pointer.js');
const { readString, readStrings, writeString } = require('./memory/text.js');
const { viewClass } = require('./memory/view-class.js');
const { types } = require('./types/builders.js');
const { cdef } = require('./types/declarations.js');
const { offsetof } = require('./types/offsetof.js');
const { alignof, sizeof, type } = require('./types/type-name.js');

module.exports = {
  alloc,
  arena,
  malloc,
  free,
  own,
  keep,
  bind,
  callback,
  cdef,
  configure,
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
  viewClass,
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
};
