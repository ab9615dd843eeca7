// cdef: sets of C declarations, as headers have them. Declarations is a scope of types and a list of what C code exports;
// it loads and calls nothing.
'use strict';

const { inspect } = require('node:util');
const { binding } = require('../core/binding.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { requireType, typeOf } = require('./ctype.js');

/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */
/** @typedef {InstanceType<typeof import('./ctype.js').CType>} CType */

/**
 * A handle of declarations: opaque, and never given to a user.
 * @typedef {{readonly _declarationsHandle: unique symbol}} DeclarationsHandle
 */

/** @typedef {Readonly<{line: number, file?: string, text: string, reason: string}>} SkippedDeclaration */

/**
 * @typedef {object} NativeDeclarations
 * @property {(known: DeclarationsHandle[]) => DeclarationsHandle} createDeclarations
 * @property {(declarations: DeclarationsHandle, source: string) => void} readDeclarations
 * @property {(declarations: DeclarationsHandle, typeName: string) => TypeHandle} parseDeclaredType
 * @property {(declarations: DeclarationsHandle) => {types: string[], functions: string[], variables: string[],
 *   opaque: string[], skipped: SkippedDeclaration[]}} describeDeclarations
 * @property {(declarations: DeclarationsHandle) => [string, number | bigint | string][]} constantsOfDeclarations
 * @property {(declarations: DeclarationsHandle, name: string) => TypeHandle} declaredType
 * @property {(declarations: DeclarationsHandle, name: string) =>
 *   {type: TypeHandle, symbol: string} | undefined} declaredSymbol
 */

const native = /** @type {NativeDeclarations} */ (/** @type {unknown} */ (binding));

/** Whoever makes Declarations must have this: users reach the class, but get their objects from cdef(). */
const madeHere = Symbol('made here');

/**
 * The handle of declarations that a user gave; undefined for what is none of this module.
 * @type {(value: unknown) => DeclarationsHandle | undefined}
 */
let handleOf;

/**
 * An object of CTypes by name, each made when it is first asked for.
 * @param {readonly string[]} names
 * @param {(name: string) => CType} make
 * @returns {Readonly<Record<string, CType>>}
 */
function lazyTypes(names, make) {
  const table = Object.create(null);
  for (const name of names) {
    /** @type {CType | undefined} */
    let type;
    const get = () => {
      type ??= make(name);
      return type;
    };
    Object.defineProperty(table, name, { enumerable: true, get });
  }
  return Object.freeze(table);
}

class Declarations {
  /** @type {DeclarationsHandle} */
  #handle;

  /** What the handle was asked already; forgotten when declarations are added. */
  #cache = new Map();

  /**
   * @param {symbol} key
   * @param {DeclarationsHandle} handle
   */
  constructor(key, handle) {
    if (key !== madeHere) {
      throw createError('ERR_INVALID_ARG_VALUE', 'Declarations are made by cdef(), not by their constructor');
    }
    this.#handle = handle;
    Object.freeze(this);
  }

  /**
   * @template T
   * @param {string} name
   * @param {() => T} make
   * @returns {T}
   */
  #once(name, make) {
    if (!this.#cache.has(name)) this.#cache.set(name, make());
    return this.#cache.get(name);
  }

  get #description() {
    return this.#once('description', () => native.describeDeclarations(this.#handle));
  }

  /** The types by name: typedef names, and the tags that are no typedef name besides. */
  get types() {
    const make = (/** @type {string} */ name) => typeOf(native.declaredType(this.#handle, name));
    return this.#once('types', () => lazyTypes(this.#description.types, make));
  }

  /** The types of functions that a library exports, by name. */
  get functions() {
    return this.#once('functions', () => lazyTypes(this.#description.functions, (name) => this.#symbolType(name)));
  }

  /** The types of variables that a library exports, by name. */
  get variables() {
    return this.#once('variables', () => lazyTypes(this.#description.variables, (name) => this.#symbolType(name)));
  }

  /**
   * Enumeration constants and `#define`d numbers and texts, by name. An integer is a Number, or a BigInt if its C type
   * has 64 bits.
   * @returns {Readonly<Record<string, number | bigint | string>>}
   */
  get constants() {
    return this.#once('constants', () => {
      const table = Object.create(null);
      for (const [name, value] of native.constantsOfDeclarations(this.#handle)) table[name] = value;
      return Object.freeze(table);
    });
  }

  /** What is named and never completed, as C spells it: `struct sqlite3`, `FILE`. */
  get opaque() {
    return this.#once('opaque', () => Object.freeze(this.#description.opaque));
  }

  /** The declarations that were not understood, each with its line, its file if known, its text and the reason. */
  get skipped() {
    return this.#once('skipped', () => Object.freeze(this.#description.skipped.map(Object.freeze)));
  }

  /**
   * The type of a C type-name in which the names of these declarations are known.
   * @param {string | CType} typeName
   * @returns {CType}
   * @throws ERR_FFI_UNSUPPORTED_TYPE or ERR_FFI_INCOMPLETE_TYPE, with `offset` and a caret under the fault
   */
  type(typeName) {
    requirePermission();
    const given = requireType(typeName, 'typeName');
    return typeOf(typeof given === 'string' ? native.parseDeclaredType(this.#handle, given) : given);
  }

  /**
   * Adds declarations. What was declared before may be declared again, as it was.
   * @param {string} source
   * @returns {this}
   */
  extend(source) {
    requirePermission();
    requireSource(source);
    native.readDeclarations(this.#handle, source);
    this.#cache.clear();
    return this;
  }

  /**
   * @param {string} name
   * @returns {CType}
   */
  #symbolType(name) {
    const { type } = /** @type {{type: TypeHandle}} */ (native.declaredSymbol(this.#handle, name));
    return typeOf(type);
  }

  /**
   * @param {number} _depth
   * @param {import('node:util').InspectOptionsStylized} options
   */
  [inspect.custom](_depth, options) {
    const { types, functions, variables, skipped } = this.#description;
    const counts = Object.entries({ types, functions, variables, skipped }).map(
      ([name, { length }]) => `${length} ${name}`,
    );
    return options.stylize(`Declarations { ${counts.join(', ')} }`, 'special');
  }

  static {
    handleOf = (value) => (typeof value === 'object' && value !== null && #handle in value ? value.#handle : undefined);
  }
}

/**
 * @param {unknown} source
 * @throws ERR_INVALID_ARG_TYPE
 */
function requireSource(source) {
  if (typeof source === 'string') return;
  throw createError('ERR_INVALID_ARG_TYPE', `source must be a string of C declarations, received ${describe(source)}`);
}

/**
 * @param {unknown} value
 * @param {string} name of the argument, for the message
 * @returns {DeclarationsHandle}
 * @throws ERR_INVALID_ARG_TYPE
 */
function requireDeclarations(value, name) {
  const handle = handleOf(value);
  if (handle !== undefined) return handle;
  throw createError('ERR_INVALID_ARG_TYPE', `${name} must be Declarations made by cdef(), received ${describe(value)}`);
}

/**
 * The handles of the declarations that options name.
 * @param {unknown} options
 * @returns {DeclarationsHandle[]}
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function knownDeclarations(options) {
  if (options === undefined) return [];
  if (typeof options !== 'object' || options === null) {
    throw createError('ERR_INVALID_ARG_TYPE', `options must be an object, received ${describe(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (name !== 'types') throw createError('ERR_INVALID_ARG_VALUE', `options.${name} is no option: there is types`);
  }
  const { types } = /** @type {{types?: unknown}} */ (options);
  if (types === undefined) return [];
  if (!Array.isArray(types)) return [requireDeclarations(types, 'options.types')];
  return types.map((value, i) => requireDeclarations(value, `options.types[${i}]`));
}

/**
 * Reads C declarations as they stand in headers: handwritten ones, or what `cc -E` prints. What it does not understand
 * is skipped and listed in `skipped`; nothing in a text makes it fail.
 * @param {string} source
 * @param {{types?: Declarations | readonly Declarations[]}} [options] `types`: declarations whose names are known too
 * @returns {Declarations}
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function cdef(source, options) {
  requirePermission();
  requireSource(source);
  const handle = native.createDeclarations(knownDeclarations(options));
  return new Declarations(madeHere, handle).extend(source);
}

/**
 * The type of a declared function or variable, and the symbol by which a library exports it.
 * @param {Declarations} declarations
 * @param {string} name
 * @returns {{type: CType, symbol: string} | undefined} undefined for a name that is neither
 */
function symbolOf(declarations, name) {
  const found = native.declaredSymbol(requireDeclarations(declarations, 'declarations'), name);
  return found && { type: typeOf(found.type), symbol: found.symbol };
}

module.exports = { Declarations, cdef, symbolOf };
