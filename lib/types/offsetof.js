// offsetof: where a part of a struct, union or array is.
'use strict';

const { binding } = require('../core/binding.js');
const { requirePermission } = require('../core/permission.js');
const { requireText } = require('../core/validate.js');
const { requireType, typeOf } = require('./ctype.js');

/** @typedef {InstanceType<typeof import('./ctype.js').CType>} CType */

/**
 * The part of a type that a path names.
 * @param {string | CType} typeName
 * @param {string} path such as 'a.b[2].c', or '[3].x' of an array
 * @returns {{type: CType, offset: number}} the offset is in bytes
 * @throws ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, ERR_FFI_INCOMPLETE_TYPE, ERR_FFI_UNSUPPORTED_TYPE,
 *   ERR_INVALID_ARG_TYPE
 */
function partAt(typeName, path) {
  const whole = requireType(typeName, 'typeName');
  requireText(path, 'path');
  const { type, offset } = binding.partAt(whole, path);
  return { type: typeOf(type), offset };
}

/**
 * C's offsetof.
 * @param {string | CType} typeName of a struct or union, or an array of them
 * @param {string} path such as 'a.b[2].c'
 * @returns {number} bytes
 * @throws ERR_INVALID_ARG_VALUE for an unknown member, a bit-field and a way through a pointer; ERR_OUT_OF_RANGE for an
 *   element that the array lacks; ERR_FFI_INCOMPLETE_TYPE, ERR_FFI_UNSUPPORTED_TYPE, ERR_INVALID_ARG_TYPE
 */
function offsetof(typeName, path) {
  requirePermission();
  return partAt(typeName, path).offset;
}

module.exports = { offsetof, partAt };
