// Text in C's memory.
'use strict';

const { binding } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { requireChoice, requireText } = require('../core/validate.js');
const { typeOf } = require('../types/ctype.js');
const { requireSize, toArrayBuffer } = require('./bytes.js');
const { locate, regionOf } = require('./region.js');

/** @typedef {'utf8' | 'utf16' | 'utf32'} Encoding in the machine's order of bytes; wchar_t is utf32 but on Windows */

const units = /** @type {const} */ ({ utf8: 1, utf16: 2, utf32: 4 });
const Units = /** @type {const} */ ({ 1: Uint8Array, 2: Uint16Array, 4: Uint32Array });
const encodings = /** @type {Encoding[]} */ (Object.keys(units));

/** The types of characters that are not in UTF-8. @type {Map<object, Encoding>} */
const encodingsOfTypes = new Map(
  ['char16_t', 'char32_t', 'wchar_t'].map((name) => {
    const type = typeOf(binding.parseType(name));
    return [type, type.size === 2 ? 'utf16' : 'utf32'];
  }),
);

/**
 * The encoding of text whose characters have a type.
 * @param {object} type
 * @returns {Encoding}
 */
function encodingOf(type) {
  return encodingsOfTypes.get(type) ?? 'utf8';
}

/**
 * The text at an address: up to its NUL, or of so many bytes.
 * @param {unknown} address BigInt, Pointer or buffer
 * @param {number} [length] in bytes; NULs within are then characters
 * @param {Encoding} [encoding] 'utf8' unless told
 * @returns {string} what is no character is U+FFFD
 * @throws ERR_FFI_INVALID_POINTER, ERR_FFI_ACCESS_VIOLATION, ERR_FFI_OUT_OF_BOUNDS, ERR_INVALID_ARG_VALUE
 */
function readString(address, length, encoding) {
  requirePermission();
  const chosen = requireChoice(encoding, 'encoding', encodings);
  const { size: known } = regionOf(address, 'address');
  const size = length === undefined ? known : requireSize(length, 'length');
  const unit = units[chosen];
  if (size === undefined) return binding.textAt(locate(address, 'address', 0, unit), unit, address);
  if (size % unit !== 0) {
    throw createError('ERR_INVALID_ARG_VALUE', `length must be whole units of ${unit} bytes, received ${size}`);
  }
  const values = new Units[unit](toArrayBuffer(address, size));
  const end = length === undefined ? values.indexOf(0) : -1; // known bounds end a text that has no NUL in them
  return decode(end < 0 ? values : values.subarray(0, end));
}

/** @param {Uint8Array | Uint16Array | Uint32Array} values units of text */
function decode(values) {
  if (values instanceof Uint8Array) return Buffer.from(values.buffer, 0, values.length).toString('utf8');
  let text = '';
  for (const value of values) text += values instanceof Uint16Array ? String.fromCharCode(value) : characterOf(value);
  return text;
}

/** @param {number} value of a unit of UTF-32 */
function characterOf(value) {
  return value <= 0x10ffff ? String.fromCodePoint(value) : '\ufffd';
}

/**
 * @param {string} text
 * @param {Encoding} encoding
 * @returns {Uint8Array} with its NUL
 */
function encode(text, encoding) {
  if (encoding === 'utf8') return Buffer.from(`${text}\0`);
  const values =
    encoding === 'utf16'
      ? Uint16Array.from({ length: text.length + 1 }, (_, i) => text.charCodeAt(i)) // NaN, behind the end, is 0
      : Uint32Array.from(`${text}\0`, (character) => /** @type {number} */ (character.codePointAt(0)));
  return new Uint8Array(values.buffer);
}

/**
 * Text as bytes for C.
 * @param {unknown} text
 * @param {Encoding} [encoding] 'utf8' unless told
 * @returns {{bytes: Uint8Array, unit: 1 | 2 | 4, typeName: string}} with the NUL; the type of a unit
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function encodeText(text, encoding) {
  if (text !== '') requireText(text, 'text');
  const chosen = requireChoice(encoding, 'encoding', encodings);
  const typeName = { utf8: 'char', utf16: 'char16_t', utf32: 'char32_t' }[chosen];
  return { bytes: encode(/** @type {string} */ (text), chosen), unit: units[chosen], typeName };
}

/**
 * Writes text and its NUL at an address. Nothing is written where they do not fit.
 * @param {unknown} address BigInt, Pointer or buffer
 * @param {string} text
 * @param {number} [size] the room in bytes; known bounds where it is left out
 * @param {Encoding} [encoding] 'utf8' unless told
 * @returns {number} bytes, the NUL among them
 * @throws ERR_FFI_OUT_OF_BOUNDS where the text does not fit, ERR_FFI_INVALID_POINTER, ERR_FFI_ACCESS_VIOLATION,
 *   ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function writeString(address, text, size, encoding) {
  requirePermission();
  const { bytes } = encodeText(text, encoding);
  const room = size === undefined ? regionOf(address, 'address').size : requireSize(size, 'size');
  if (room === undefined) {
    throw createError('ERR_INVALID_ARG_VALUE', 'size must be given: how many bytes there is room for is not known');
  }
  if (bytes.length > room) {
    throw createError('ERR_FFI_OUT_OF_BOUNDS', `the text needs ${bytes.length} bytes with its NUL: there are ${room}`);
  }
  binding.writeBytes(locate(address, 'address', 0, bytes.length), bytes, address);
  return bytes.length;
}

/**
 * The texts of a list such as argv: a list of pointers, of which NULL is the last, or so many.
 * @param {unknown} address of the first pointer
 * @param {number} [count]
 * @returns {(string | null)[]}
 * @throws ERR_FFI_INVALID_POINTER, ERR_FFI_ACCESS_VIOLATION, ERR_FFI_OUT_OF_BOUNDS
 */
function readStrings(address, count) {
  requirePermission();
  const most = count === undefined ? Number.POSITIVE_INFINITY : requireSize(count, 'count');
  const step = /** @type {number} */ (binding.sizeOf('void *'));
  /** @type {(string | null)[]} */
  const texts = [];
  for (let i = 0; i < most; i++) {
    const text = /** @type {bigint} */ (binding.scalarLoads.ptr(locate(address, 'address', i * step, step), address));
    if (text === 0n && count === undefined) break;
    texts.push(text === 0n ? null : binding.textAt(text, 1));
  }
  return texts;
}

module.exports = { encodeText, encodingOf, readString, readStrings, writeString };
