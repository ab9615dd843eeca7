// How far a buffer of the user's reaches, of whatever kind and realm it is: asked of the buffer itself, since a user's object
// may have properties of these names.
'use strict';

const { isAnyArrayBuffer, isArrayBuffer, isArrayBufferView, isTypedArray } = require('node:util').types;

const getter = (/** @type {object} */ prototype, /** @type {string} */ name) =>
  /** @type {() => any} */ (Object.getOwnPropertyDescriptor(prototype, name)?.get);
const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
const dataView = DataView.prototype;
const lengths = {
  typedArray: getter(typedArray, 'byteLength'),
  dataView: getter(dataView, 'byteLength'),
  arrayBuffer: getter(ArrayBuffer.prototype, 'byteLength'),
  sharedArrayBuffer: getter(SharedArrayBuffer.prototype, 'byteLength'),
};
const buffers = { typedArray: getter(typedArray, 'buffer'), dataView: getter(dataView, 'buffer') };
const offsets = { typedArray: getter(typedArray, 'byteOffset'), dataView: getter(dataView, 'byteOffset') };

/**
 * @param {unknown} value
 * @returns {value is ArrayBufferView | ArrayBufferLike}
 */
function isBuffer(value) {
  return isArrayBufferView(value) || isAnyArrayBuffer(value);
}

/**
 * @param {object} buffer a view, an ArrayBuffer or a SharedArrayBuffer
 * @returns {keyof typeof lengths}
 */
function kindOf(buffer) {
  if (isTypedArray(buffer)) return 'typedArray';
  if (isArrayBufferView(buffer)) return 'dataView';
  return isArrayBuffer(buffer) ? 'arrayBuffer' : 'sharedArrayBuffer';
}

/**
 * @param {object} buffer
 * @returns {number} bytes
 */
function sizeOfBuffer(buffer) {
  return lengths[kindOf(buffer)].call(buffer);
}

/**
 * A view over the bytes of a buffer, as they are now.
 * @param {object} buffer
 * @returns {DataView | undefined} undefined for one that has lost them
 */
function viewOfBuffer(buffer) {
  const kind = kindOf(buffer);
  try {
    if (kind === 'arrayBuffer' || kind === 'sharedArrayBuffer')
      return new DataView(/** @type {ArrayBuffer} */ (buffer));
    const size = lengths[kind].call(buffer);
    return new DataView(buffers[kind].call(buffer), offsets[kind].call(buffer), size);
  } catch {
    return undefined;
  }
}

module.exports = { isBuffer, sizeOfBuffer, viewOfBuffer };
