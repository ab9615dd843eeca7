// types.struct() and its like: C types from their parts, where the parts are not known as C text. Native code checks what
// C demands of them, as it does for text.
'use strict';

const { binding } = require('../core/binding.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { requireChoice, requireInteger, requireOptions, requireText } = require('../core/validate.js');
const { abiChoices } = require('./abi.js');
const { requireType, requireTypes, typeOf } = require('./ctype.js');

/** @typedef {InstanceType<typeof import('./ctype.js').CType>} CType */
/** @typedef {import('../core/binding.js').FieldParts} FieldParts */

/**
 * A member of a struct or union. One without a name is an anonymous struct or union, or an unnamed bit-field.
 * @typedef {{name?: string, type: string | CType, bits?: number, packed?: boolean, alignment?: number}} Field
 */

/** @typedef {Record<string, string | CType> | (Field | [name: string | undefined, type: string | CType])[]} Fields */

/**
 * Whether a value is a plain object of any realm: a Map, a CType or an instance of a class would have no entries.
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isPlain(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * @param {unknown} value
 * @param {string} name of the option
 */
function requireFlag(value, name) {
  if (typeof value === 'boolean') return value;
  throw createError('ERR_INVALID_ARG_TYPE', `${name} must be a boolean, received ${describe(value)}`);
}

/**
 * @param {unknown} value
 * @param {string} name of the option
 */
function optionalInteger(value, name) {
  return value === undefined ? undefined : requireInteger(value, name);
}

/**
 * @param {unknown} field
 * @param {string} place
 * @returns {FieldParts}
 */
function readField(field, place) {
  if (Array.isArray(field) && field.length !== 2) {
    throw createError('ERR_INVALID_ARG_VALUE', `${place} must be [name, type], received ${field.length} elements`);
  }
  const given = Array.isArray(field) ? { name: field[0], type: field[1] } : field;
  const options = requireOptions(given, ['name', 'type', 'bits', 'packed', 'alignment'], place);
  const { name = '', type, bits, packed = false, alignment } = options;
  if (name !== '') requireText(name, `${place}.name`);
  return [
    /** @type {string} */ (name),
    requireType(type, `${place}.type`),
    optionalInteger(bits, `${place}.bits`),
    requireFlag(packed, `${place}.packed`),
    optionalInteger(alignment, `${place}.alignment`),
  ];
}

/**
 * @param {unknown} fields
 * @returns {FieldParts[]}
 */
function readFields(fields) {
  if (Array.isArray(fields)) return Array.from(fields, (field, i) => readField(field, `fields[${i}]`));
  if (isPlain(fields)) {
    return Object.entries(fields).map(([name, type]) => {
      requireText(name, 'the name of a field');
      return [name, requireType(type, `fields.${name}`), undefined, false, undefined];
    });
  }
  const expected = 'an object of types by name, or an array of [name, type]';
  throw createError('ERR_INVALID_ARG_TYPE', `fields must be ${expected}, received ${describe(fields)}`);
}

/**
 * Separates the tag, which may be left out, from what follows it.
 * @param {any[]} args
 */
function splitTag([first, ...others]) {
  if (typeof first !== 'string' && first !== undefined) return [undefined, first, ...others];
  if (first !== undefined) requireText(first, 'tag');
  return [first, ...others];
}

/**
 * @param {boolean} isUnion
 * @param {any[]} args
 */
function record(isUnion, args) {
  requirePermission();
  const [tag, fields, options] = splitTag(args);
  const { packed = false, alignment } = requireOptions(options, ['packed', 'alignment']);
  const isPacked = requireFlag(packed, 'options.packed');
  const least = optionalInteger(alignment, 'options.alignment');
  return typeOf(binding.recordType(isUnion, tag, readFields(fields), isPacked, least));
}

/**
 * A struct: `struct({ x: 'double', y: 'double' })`. Type-names of its members know its tag.
 * @param {...any} args `(tag?: string, fields: Fields, options?: {packed?: boolean, alignment?: number})`
 * @returns {CType}
 * @throws ERR_FFI_UNSUPPORTED_TYPE, ERR_FFI_INCOMPLETE_TYPE, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function struct(...args) {
  return record(false, args);
}

/**
 * A union, made as a struct is.
 * @param {...any} args `(tag?: string, fields: Fields, options?: {packed?: boolean, alignment?: number})`
 * @returns {CType}
 * @throws ERR_FFI_UNSUPPORTED_TYPE, ERR_FFI_INCOMPLETE_TYPE, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function union(...args) {
  return record(true, args);
}

/**
 * @param {unknown} value of an enum's constant
 * @param {string} name
 */
function requireConstant(value, name) {
  if (typeof value === 'bigint') {
    if (value >= -(2n ** 63n) && value < 2n ** 64n) return value;
    throw createError('ERR_OUT_OF_RANGE', `${name} must have 64 bits at most, received ${describe(value)}`);
  }
  return requireInteger(value, name);
}

/**
 * An enum: `enumeration({ RED: 0, GREEN: 5 })`.
 * @param {...any} args `(tag?: string, values: Record<string, number | bigint>, storage?: string | CType)`; without a
 *   storage type the enum is the integer that C makes it
 * @returns {CType}
 * @throws ERR_FFI_UNSUPPORTED_TYPE, ERR_OUT_OF_RANGE, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function enumeration(...args) {
  requirePermission();
  const [tag, values, storage] = splitTag(args);
  if (!isPlain(values)) {
    const expected = 'values must be an object of integers by name';
    throw createError('ERR_INVALID_ARG_TYPE', `${expected}, received ${describe(values)}`);
  }
  const constants = Object.entries(values).map(([name, value]) => {
    requireText(name, 'the name of a constant');
    return /** @type {[string, number | bigint]} */ ([name, requireConstant(value, `values.${name}`)]);
  });
  const below = storage === undefined ? undefined : requireType(storage, 'storage');
  return typeOf(binding.enumType(tag, constants, below));
}

/**
 * An array.
 * @param {string | CType} element
 * @param {...number} length of elements; without it the array is one of unknown length, as `int []`
 * @returns {CType}
 * @throws ERR_FFI_UNSUPPORTED_TYPE, ERR_FFI_INCOMPLETE_TYPE, ERR_OUT_OF_RANGE, ERR_INVALID_ARG_TYPE
 */
function array(element, ...length) {
  requirePermission();
  const type = requireType(element, 'type');
  if (length.length === 0) return typeOf(binding.arrayType(type));
  const count = requireInteger(length[0], 'length');
  if (count < 0) throw createError('ERR_OUT_OF_RANGE', `length must not be negative, received ${count}`);
  return typeOf(binding.arrayType(type, count));
}

/**
 * A pointer.
 * @param {string | CType} target
 * @returns {CType}
 * @throws ERR_FFI_UNSUPPORTED_TYPE, ERR_FFI_INCOMPLETE_TYPE, ERR_INVALID_ARG_TYPE
 */
function pointer(target) {
  requirePermission();
  return typeOf(binding.pointerType(requireType(target, 'type')));
}

/**
 * A function type: `func('int', ['const char *', '...'])`.
 * @param {string | CType} returnType
 * @param {(string | CType)[]} argTypes '...' at the end makes it variadic
 * @param {{abi?: string}} [options] the calling convention, one of `libffi.abis`
 * @returns {CType}
 * @throws ERR_FFI_UNSUPPORTED_TYPE, ERR_FFI_INCOMPLETE_TYPE, ERR_FFI_INVALID_SIGNATURE, ERR_INVALID_ARG_TYPE,
 *   ERR_INVALID_ARG_VALUE
 */
function func(returnType, argTypes, options) {
  requirePermission();
  const result = requireType(returnType, 'returnType');
  const parameters = requireTypes(argTypes, 'argTypes');
  const { abi: given } = requireOptions(options, ['abi']);
  const abi = requireChoice(given, 'options.abi', abiChoices);
  return typeOf(binding.functionType(result, parameters, abi));
}

/** Makes types of their parts; equal to what type() makes of the C text. */
const types = Object.freeze({ struct, union, enumeration, array, pointer, func });

module.exports = { types };
