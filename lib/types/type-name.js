// What can be asked of a type by its name.
'use strict';

const { binding } = require('../core/binding.js');
const { requirePermission } = require('../core/permission.js');
const { requireType, typeOf } = require('./ctype.js');

/** @typedef {InstanceType<typeof import('./ctype.js').CType>} CType */

/**
 * The type of a C type-name (C17 6.7.7); equal types are one object.
 * @param {string | CType} typeName such as 'const char *' or 'struct { double x, y; }'
 * @returns {CType}
 * @throws ERR_FFI_UNSUPPORTED_TYPE or ERR_FFI_INCOMPLETE_TYPE, with `offset` and a caret under the fault
 */
function type(typeName) {
  requirePermission();
  const given = requireType(typeName, 'typeName');
  return typeOf(typeof given === 'string' ? binding.parseType(given) : given);
}

/**
 * @param {unknown} typeName
 * @param {(type: import('../core/binding.js').TypeHandle | string) => number | undefined} measure
 */
function measured(typeName, measure) {
  requirePermission();
  if (typeof typeName === 'string' && !typeName.isWellFormed()) return undefined; // it cannot be handed to native code
  return measure(requireType(typeName, 'typeName'));
}

/**
 * C's sizeof.
 * @param {string | CType} typeName
 * @returns {number | undefined} bytes; undefined for what is no supported or complete type
 */
function sizeof(typeName) {
  return measured(typeName, binding.sizeOf);
}

/**
 * C's _Alignof.
 * @param {string | CType} typeName
 * @returns {number | undefined} bytes; undefined for what is no supported or complete type
 */
function alignof(typeName) {
  return measured(typeName, binding.alignOf);
}

module.exports = { type, sizeof, alignof };
