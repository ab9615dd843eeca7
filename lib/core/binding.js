// The native half as one instance of our own, with the hooks that it calls. All other modules of lib/ call native code
// through this object only.
'use strict';

const { isDataView, isProxy, isSharedArrayBuffer } = require('node:util').types;
const { addressOf, pointerTo } = require('./addresses.js');
const { buffersOf } = require('./buffers-of.js');
const { copyBack } = require('./copy-back.js');
const callbackReports = require('./callback-reports.js');
const { describe } = require('./describe.js');
const { createError } = require('./errors.js');
const { loadAddon } = require('./load.js');
const recordCode = require('./record-code.js');
const { systemError } = require('./system-error.js');
const { handleOf } = require('./type-handles.js');
const { unionValues } = require('./union-value.js');
const { viewContents } = require('./view-contents.js');

/**
 * A handle of a C type: opaque, and never given to a user.
 * @typedef {{readonly _typeHandle: unique symbol}} TypeHandle
 */

/**
 * A handle of an open library, likewise.
 * @typedef {{readonly _libraryHandle: unique symbol}} LibraryHandle
 */

/**
 * A native callback.
 * @typedef {{readonly _callbackHandle: unique symbol}} CallbackHandle
 */

/**
 * A thread that is for the calls of one library.
 * @typedef {{readonly _laneHandle: unique symbol}} LaneHandle
 */

/**
 * A handle of memory of C's that we own, likewise.
 * @typedef {{readonly _memoryHandle: unique symbol}} MemoryHandle
 */

/**
 * The options of a function, all of them checked.
 * @typedef {{abi: string | undefined, version: string, errno: 'ignored' | 'kept' | 'thrown' | 'thrownIfItFails',
 *   int64AsNumber: boolean, textResults: boolean, typedPointers: boolean, free: bigint | undefined,
 *   freeOwner: Function | null, lane?: LaneHandle}} NativeFunctionOptions
 */

/**
 * Scalars by the names that read and write have for them.
 * @typedef {'i8' | 'u8' | 'i16' | 'u16' | 'i32' | 'u32' | 'i64' | 'u64' | 'f32' | 'f64' | 'ptr'} ScalarName
 */

/**
 * What every type has.
 * @typedef {{name: string, kind: string, size: number | undefined, alignment: number | undefined}} TypeDescription
 */

/**
 * What a type is made of, by its kind.
 * @typedef {object} TypeParts
 * @property {string} [tag]
 * @property {TypeHandle} [target]
 * @property {TypeHandle} [element]
 * @property {number} [length]
 * @property {{name: string, type: TypeHandle, offset: number, declaration: string,
 *   bits?: {offset: number, width: number}}[]} [members]
 * @property {[string, number | bigint][]} [values]
 * @property {TypeHandle} [returnType]
 * @property {TypeHandle[]} [argTypes]
 * @property {boolean} [variadic]
 * @property {string} [abi]
 */

/**
 * A member that has a value, be it of an anonymous struct or union in the record; `index` is native code's.
 * @typedef {{name: string, type: TypeHandle, offset: number, isBitField: boolean, index: number}} FieldDescription
 */

/**
 * A member as the builders give it; the name is empty where there is none.
 * @typedef {[name: string, type: TypeHandle | string, bits: number | undefined, packed: boolean,
 *   alignment: number | undefined]} FieldParts
 */

/**
 * @typedef {object} LibraryOptions
 * @property {'auto' | 'own' | 'process'} symbols
 * @property {'now' | 'lazy'} resolve
 * @property {'local' | 'global'} scope
 */

/**
 * The options of a callback, all of them checked.
 * @typedef {{name: string, int64AsNumber: boolean, textResults: boolean, typedPointers: boolean, wait: boolean,
 *   grace: number | null | undefined, onError: Function | undefined, defaultReturn: unknown}} NativeCallbackOptions
 */

/**
 * `kept` is looked at by nobody: what keeps the memory is an argument, lest V8 collect it when its address has been asked
 * for and the access is yet to come.
 * @typedef {object} Binding
 * @property {string} libffi
 * @property {(typeName: string) => TypeHandle} parseType
 * @property {(isUnion: boolean, tag: string | undefined, fields: FieldParts[], packed: boolean,
 *   alignment: number | undefined) => TypeHandle} recordType
 * @property {(tag: string | undefined, constants: [string, number | bigint][],
 *   storage: TypeHandle | string | undefined) => TypeHandle} enumType
 * @property {(element: TypeHandle | string, length?: number) => TypeHandle} arrayType
 * @property {(target: TypeHandle | string) => TypeHandle} pointerType
 * @property {(returnType: TypeHandle | string, argTypes: (TypeHandle | string)[], abi: string) => TypeHandle
 *   } functionType
 * @property {() => string[]} abiNames
 * @property {(type: TypeHandle | string, path: string) => {type: TypeHandle, offset: number}} partAt
 * @property {() => {abis: string[], closureSize: number}} libffiFacts
 * @property {(type: TypeHandle | string) => number[]} structOffsets
 * @property {(type: TypeHandle) => TypeDescription} describeType
 * @property {(type: TypeHandle) => TypeParts} partsOfType
 * @property {(type: TypeHandle | string) => number | undefined} sizeOf
 * @property {(type: TypeHandle | string) => number | undefined} alignOf
 * @property {(buffer: unknown) => bigint} bufferAddress
 * @property {() => {guardedAccess: boolean, externalBuffers: boolean, heldBuffers: boolean}} memoryCapabilities
 * @property {(address: bigint, view: Uint8Array, kept?: unknown) => void} readBytes
 * @property {(address: bigint, view: Uint8Array, kept?: unknown) => void} writeBytes
 * @property {(address: bigint, byte: number, size: number, kept?: unknown) => void} fillBytes
 * @property {(to: bigint, from: bigint, size: number, ...kept: unknown[]) => void} copyBytes
 * @property {(a: bigint, b: bigint, size: number, ...kept: unknown[]) => -1 | 0 | 1} compareBytes
 * @property {(address: bigint, unit: 1 | 2 | 4, kept?: unknown) => string} textAt
 * @property {Readonly<Record<ScalarName, (address: bigint, kept?: unknown) => any>>} scalarLoads
 * @property {Readonly<Record<ScalarName, (address: bigint, value: unknown, kept?: unknown) => void>>} scalarStores
 * @property {(type: TypeHandle) => FieldDescription[]} recordFields
 * @property {(type: TypeHandle) => string} formOfValue
 * @property {(type: TypeHandle, other: TypeHandle) => boolean} isSameRecord
 * @property {(record: TypeHandle, index: number, address: bigint) => unknown} loadBitField
 * @property {(record: TypeHandle, index: number, address: bigint, value: unknown) => void} storeBitField
 * @property {(type: TypeHandle, bytes: Uint8Array, index: number, rules: number) => unknown} fieldValue
 * @property {(type: TypeHandle, address: bigint, rules?: number, kept?: unknown) => unknown} loadValue
 * @property {(type: TypeHandle, address: bigint, value: unknown, requireAlive?: () => void) => void} storeValue
 * @property {(value: unknown, name: string) => bigint} addressOf
 * @property {(path: string | null, options: LibraryOptions) => LibraryHandle} openLibrary
 * @property {(library: LibraryHandle, name: string, version: string) => bigint} symbolAddress
 * @property {(library: LibraryHandle, name: string) => bigint} variableAddress
 * @property {(library: LibraryHandle, name: string) => boolean} hasSymbol
 * @property {(library: LibraryHandle) => Promise<undefined>} closeLibrary
 * @property {(owner: LibraryHandle | Function | null, address: bigint, name: string, type: TypeHandle | string,
 *   options: NativeFunctionOptions) => (...args: unknown[]) => unknown} bindAddress
 * @property {(library: string | null | LibraryHandle, name: string, symbol: string, returnType: TypeHandle | string,
 *   argTypes: (TypeHandle | string)[], opening: LibraryOptions | undefined, options: NativeFunctionOptions) =>
 *   (...args: unknown[]) => unknown} bind
 * @property {(bound: Function) => bigint} functionAddress
 * @property {(bound: Function) => TypeHandle} typeOfFunction
 * @property {(type: TypeHandle | string, fn: Function, options: NativeCallbackOptions) => CallbackHandle} openCallback
 * @property {(callback: CallbackHandle) => bigint} addressOfCallback
 * @property {(callback: CallbackHandle) => void} closeCallback
 * @property {(holds: boolean) => void} holdThread
 * @property {(grace: number | null) => void} setCallbackGrace
 * @property {(call: [bound: Function, args: unknown[], resolve: (value: any) => void, reject: (error: unknown) => void]) =>
 *   number} callAsync
 * @property {(call: number) => boolean} cancelAsync
 * @property {(kept: object) => void} keepForCalls
 * @property {() => LaneHandle} openLane
 * @property {(threads: number) => void} resizePool
 * @property {(release: Function, address: bigint, context: bigint | undefined, only: boolean) => MemoryHandle} own
 * @property {(memory: MemoryHandle) => void} release
 * @property {(memory: MemoryHandle) => void} disown
 * @property {(address: bigint, size: number, memory: MemoryHandle | undefined) => ArrayBuffer} shareMemory
 * @property {(enabled: boolean) => void} enableFaultReports
 * @property {(errno?: number) => number} errno
 */

const dataViewByteLength = Object.getOwnPropertyDescriptor(DataView.prototype, 'byteLength')?.get;
const View = Uint8Array;
const typedArrayAt = Object.getPrototypeOf(View.prototype).at;

/** Functions that native code has bound have the hooks as their property of this name. */
const key = Symbol('ffi-native hooks');

/**
 * @param {unknown} value
 * @returns {value is Function}
 */
function isBound(value) {
  // Looked up where no getter or proxy of the user's can run.
  if (typeof value !== 'function' || isProxy(value)) return false;
  return Object.getOwnPropertyDescriptor(value, key)?.value === hooks;
}

/**
 * The address that a value stands for, or a view over a SharedArrayBuffer of any realm; undefined for any other value.
 * @param {unknown} value
 */
function address(value) {
  const known = isBound(value) ? binding.functionAddress(value) : addressOf(value);
  return known ?? (isSharedArrayBuffer(value) ? new View(value) : undefined);
}

/**
 * Whether a view is neither detached nor beyond the end of its buffer, which may have been resized.
 * @param {ArrayBufferView} view
 */
function isUsableView(view) {
  try {
    if (isDataView(view)) dataViewByteLength?.call(view);
    else typedArrayAt.call(view, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * What native code takes for a type: the handle of a CType, a C type-name as it is; undefined for any other value.
 * @param {unknown} value
 */
function typeHandle(value) {
  return typeof value === 'string' ? value : handleOf(value);
}

// Native code refers to the hooks weakly, so that a vm context can be collected: this module holds them.
const { makeUnion, unionBytes } = unionValues(() => binding);
const contentsOfView = viewContents(() => binding);
const hooks = Object.freeze({
  key,
  createError,
  describe,
  address,
  buffersOf,
  isUsableView,
  typeHandle,
  contents: (/** @type {unknown} */ value, /** @type {TypeHandle} */ type) =>
    unionBytes(value, type) ?? contentsOfView(value, type),
  makeUnion,
  makePointer: pointerTo,
  copyBack,
  systemError,
  ...recordCode,
  ...callbackReports,
});
const binding = /** @type {Binding} */ (Object.assign(loadAddon().instantiate(hooks), { hooks }));

module.exports = { binding, isBound };
