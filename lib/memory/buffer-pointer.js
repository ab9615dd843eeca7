// getBufferPointer: the address of a buffer's bytes.
'use strict';

const { binding } = require('../core/binding.js');
const { requirePermission } = require('../core/permission.js');

/**
 * The address of the first byte of a buffer, a view's offset included. It holds until the buffer is collected,
 * transferred or resized: the address keeps nothing alive, and a WebAssembly memory moves when it grows.
 * @param {NodeJS.ArrayBufferView | ArrayBufferLike} buffer
 * @returns {bigint} may be 0n for a buffer of no bytes
 * @throws ERR_INVALID_ARG_TYPE for what is no buffer, ERR_INVALID_ARG_VALUE for a detached one
 */
function getBufferPointer(buffer) {
  requirePermission();
  return binding.bufferAddress(buffer);
}

module.exports = { getBufferPointer };
