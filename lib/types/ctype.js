// CType: a C type as a JavaScript object, immutable, one and the same for equal types.
'use strict';

const { inspect } = require('node:util');
const { binding } = require('../core/binding.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { handleOf, setHandle } = require('../core/type-handles.js');

/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */

/** Keys are handles: native code gives the same one for a type as long as anybody holds it. */
const known = new WeakMap();

/** Whoever makes a CType must have this: users reach the class, but get their types from type(). */
const madeHere = Symbol('made here');

class CType {
  /**
   * @param {symbol} key
   * @param {TypeHandle} handle
   */
  constructor(key, handle) {
    if (key !== madeHere) {
      throw createError('ERR_INVALID_ARG_VALUE', 'a CType is made by type(), not by its constructor');
    }
    const description = binding.describeType(handle);
    setHandle(this, handle);
    /** The C spelling. */
    this.name = description.name;
    /** What the type is: 'void', 'bool', 'integer', 'float', 'complex', 'enum', 'pointer', 'array', 'struct' ... */
    this.kind = description.kind;
    /** In bytes, as C's sizeof; undefined for what has none. */
    this.size = description.size;
    /** In bytes, as C's _Alignof; undefined for what has none. */
    this.alignment = description.alignment;
    Object.freeze(this);
  }

  get #parts() {
    return binding.partsOfType(/** @type {TypeHandle} */ (handleOf(this)));
  }

  /** The tag of a struct, union or enum; undefined for others and for untagged ones. */
  get tag() {
    return this.#parts.tag;
  }

  /** The members of a struct or union, in order: `{name, type, offset, bits?}`; offsets are in bytes. */
  get members() {
    const members = this.#parts.members?.map(({ name, type, offset, bits }) =>
      Object.freeze({ name, type: typeOf(type), offset, ...(bits && { bits: Object.freeze(bits) }) }),
    );
    return members && Object.freeze(members);
  }

  /** What a pointer points to. */
  get target() {
    return optionalTypeOf(this.#parts.target);
  }

  /** The type of an array's elements. */
  get element() {
    return optionalTypeOf(this.#parts.element);
  }

  /** The number of an array's elements; undefined where C gives none (`int []`). */
  get length() {
    return this.#parts.length;
  }

  /** The result of a function. */
  get returnType() {
    return optionalTypeOf(this.#parts.returnType);
  }

  /** The parameters of a function, arrays and functions adjusted to pointers as C does. */
  get argTypes() {
    const types = this.#parts.argTypes?.map(typeOf);
    return types && Object.freeze(types);
  }

  /** Whether a function takes further arguments (`...`). */
  get variadic() {
    return this.#parts.variadic;
  }

  /** The calling convention of a function: 'default', or one of `libffi.abis`. */
  get abi() {
    return this.#parts.abi;
  }

  /** The constants of an enum, by name: Numbers, or BigInts where the enum has 64 bits. */
  get values() {
    const { values } = this.#parts;
    return values && Object.freeze(Object.assign(Object.create(null), Object.fromEntries(values)));
  }

  toString() {
    return this.name;
  }

  /**
   * Shows the spelling and the size, and the members of a struct or union with their offsets, unless it is too deep in
   * what is shown.
   * @param {number} depth
   * @param {import('node:util').InspectOptionsStylized} options
   */
  [inspect.custom](depth, options) {
    const size = this.size === undefined ? '' : `, ${this.size} bytes`;
    const members = depth < 0 ? undefined : this.#parts.members;
    if (!members?.length) return options.stylize(`CType { ${this.name}${size} }`, 'special');
    const places = members.map(({ offset, bits }) => (bits ? `${offset}:${bits.offset}` : String(offset)));
    const width = Math.max(...places.map((place) => place.length));
    const lines = members.map(({ declaration }, i) => `\n  ${places[i].padStart(width)}  ${declaration};`);
    return options.stylize(`CType { ${this.name}${size}${lines.join('')}\n}`, 'special');
  }
}

/**
 * The CType of a handle.
 * @param {TypeHandle} handle
 * @returns {CType}
 */
function typeOf(handle) {
  let type = known.get(handle)?.deref();
  if (type === undefined) {
    type = new CType(madeHere, handle);
    known.set(handle, new WeakRef(type));
  }
  return type;
}

/** @param {TypeHandle | undefined} handle */
function optionalTypeOf(handle) {
  return handle && typeOf(handle);
}

/**
 * What native code takes for a type that a user gave.
 * @param {unknown} value a C type-name or a CType
 * @param {string} name of the argument, for the message
 * @returns {TypeHandle | string}
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function requireType(value, name) {
  if (typeof value === 'string' && !value.isWellFormed()) {
    throw createError('ERR_INVALID_ARG_VALUE', `${name} must be without lone surrogates: they are no characters`);
  }
  const type = typeof value === 'string' ? value : handleOf(value);
  if (type !== undefined) return type;
  throw createError('ERR_INVALID_ARG_TYPE', `${name} must be a C type-name or a CType, received ${describe(value)}`);
}

/**
 * What native code takes for types that a user gave; '...' among them is native code's to read.
 * @param {unknown} values
 * @param {string} name of the argument
 * @returns {(TypeHandle | string)[]}
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function requireTypes(values, name) {
  if (!Array.isArray(values)) {
    throw createError('ERR_INVALID_ARG_TYPE', `${name} must be an array, received ${describe(values)}`);
  }
  return Array.from(values, (value, i) => requireType(value, `${name}[${i}]`));
}

module.exports = { CType, typeOf, requireType, requireTypes };
