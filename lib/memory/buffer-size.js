// How many bytes a buffer of any kind has.
'use strict';

const { isArrayBuffer, isArrayBufferView, isTypedArray } = require('node:util').types;

// The getters themselves: a user's object may have a property of this name.
const byteLengthOf = (/** @type {object} */ prototype) =>
  /** @type {() => number} */ (Object.getOwnPropertyDescriptor(prototype, 'byteLength')?.get);
const lengths = {
  typedArray: byteLengthOf(Object.getPrototypeOf(Uint8Array.prototype)),
  dataView: byteLengthOf(DataView.prototype),
  arrayBuffer: byteLengthOf(ArrayBuffer.prototype),
  sharedArrayBuffer: byteLengthOf(SharedArrayBuffer.prototype),
};

/** @param {unknown} buffer */
function sizeOfBuffer(buffer) {
  if (isTypedArray(buffer)) return lengths.typedArray.call(buffer);
  if (isArrayBufferView(buffer)) return lengths.dataView.call(buffer);
  return (isArrayBuffer(buffer) ? lengths.arrayBuffer : lengths.sharedArrayBuffer).call(buffer);
}

module.exports = { sizeOfBuffer };
