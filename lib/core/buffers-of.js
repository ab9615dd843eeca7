// The buffers whose bytes C uses when it is given a value for a pointer, and whether these can stay where they are while
// JavaScript goes on.
'use strict';

const { isAnyArrayBuffer, isArrayBuffer, isArrayBufferView, isTypedArray } = require('node:util').types;
const { markAsUntransferable } = require('node:worker_threads');
const { placeOf } = require('./addresses.js');
const { transferByCopy } = require('./transfer-by-copy.js');

// The getters themselves: a user's object may have a property of this name.
const getterOf = (/** @type {object} */ prototype, /** @type {string} */ name) =>
  /** @type {() => any} */ (Object.getOwnPropertyDescriptor(prototype, name)?.get);
const bufferOfTypedArray = getterOf(Object.getPrototypeOf(Uint8Array.prototype), 'buffer');
const bufferOfDataView = getterOf(DataView.prototype, 'buffer');
const isResizable = getterOf(ArrayBuffer.prototype, 'resizable');

/**
 * @param {unknown} value
 * @returns {(ArrayBuffer | SharedArrayBuffer)[]} none for what is no buffer and no view
 */
function bufferBehind(value) {
  if (isArrayBufferView(value)) return [(isTypedArray(value) ? bufferOfTypedArray : bufferOfDataView).call(value)];
  return isAnyArrayBuffer(value) ? [value] : [];
}

/**
 * Those of an object's own memory, as lib/memory/block.js notes them: an arena has several.
 * @param {unknown} value that stands for an address
 */
function memoryOf(value) {
  const kept = placeOf(value)?.lifetime?.kept;
  if (kept === undefined) return bufferBehind(value);
  return Array.isArray(kept) ? kept.map(({ buffer }) => buffer) : bufferBehind(kept);
}

/**
 * @param {object} value that stands for an address
 * @param {boolean} canHold whether native code can hold bytes; otherwise the buffers are made untransferable for ever
 * @param {boolean} mayMove whether V8 may move bytes that are held
 * @returns {(ArrayBuffer | SharedArrayBuffer)[] | null | undefined} undefined for none; null if one can be resized
 */
function buffersOf(value, canHold, mayMove) {
  const buffers = memoryOf(value);
  if (buffers.length === 0) return undefined;
  for (const buffer of buffers) {
    if (!isArrayBuffer(buffer)) continue; // a shared one may grow, but does not move
    if (isResizable.call(buffer)) return null;
    if (!canHold) markAsUntransferable(buffer);
    else if (mayMove) transferByCopy(buffer);
  }
  return buffers;
}

module.exports = { buffersOf };
