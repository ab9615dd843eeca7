// libffi: what the libffi in this binary is and can.
'use strict';

const { binding } = require('../core/binding.js');
const { requirePermission } = require('../core/permission.js');
const { requireType } = require('../types/ctype.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */

/**
 * Where libffi itself puts the members of a struct, by ffi_get_struct_offsets.
 * @param {string | CType} typeName of a struct
 * @returns {number[]} bytes, a number for each member
 * @throws ERR_FFI_UNSUPPORTED_TYPE for what libffi cannot be told of, such as bit-fields; ERR_FFI_INCOMPLETE_TYPE,
 *   ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function structOffsets(typeName) {
  requirePermission();
  return binding.structOffsets(requireType(typeName, 'typeName'));
}

const { abis, closureSize } = binding.libffiFacts();

/** `abis` are the calling conventions that the option `abi` can name; the first of them is the default. */
const libffi = Object.freeze({
  version: binding.libffi,
  defaultAbi: abis[0],
  abis: Object.freeze(abis),
  closureSize,
  structOffsets,
});

module.exports = { libffi };
