// Library: an open shared library, with the functions and variables that its declarations name.
'use strict';

const { inspect } = require('node:util');
const { binding } = require('../core/binding.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { handleOf } = require('../core/type-handles.js');
const { requireText } = require('../core/validate.js');
const { makePointer } = require('../memory/pointer.js');
const { requireType } = require('../types/ctype.js');
const { cdef, symbolOf } = require('../types/declarations.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */
/** @typedef {InstanceType<typeof import('../types/declarations.js').Declarations>} Declarations */
/** @typedef {import('../core/binding.js').LibraryHandle} LibraryHandle */
/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */
/** @typedef {(...args: any[]) => any} BoundFunction */

/** Whoever makes a Library must have this: users get theirs from dlopen(). */
const madeHere = Symbol('made here');

/**
 * The one function or variable that a text declares.
 * @param {string} text without its semicolon, or with it
 * @param {Declarations} scope
 * @param {'functions' | 'variables'} kind
 */
function declareOne(text, scope, kind) {
  const declared = cdef(`${text.replace(/;\s*$/, '')};`, { types: [scope] });
  const [fault] = /** @type {readonly {reason: string}[]} */ (declared.skipped);
  if (fault !== undefined) throw createError('ERR_FFI_UNSUPPORTED_TYPE', `'${text}': ${fault.reason}`);
  const [name, ...others] = Object.keys(declared[kind]);
  if (name === undefined || others.length !== 0) {
    const expected = kind === 'functions' ? 'a prototype, such as int f(int)' : 'a variable, such as extern int x';
    throw createError('ERR_INVALID_ARG_VALUE', `'${text}' must declare ${expected}`);
  }
  return { name, .../** @type {{type: CType, symbol: string}} */ (symbolOf(declared, name)) };
}

class Library {
  /** @type {LibraryHandle} */
  #handle;

  /** The names that texts given to this library know. @type {Declarations} */
  #scope;

  #closed = false;

  /**
   * @param {symbol} key
   * @param {string | null} path that was opened
   * @param {LibraryHandle} handle
   * @param {Declarations} scope
   */
  constructor(key, path, handle, scope) {
    if (key !== madeHere) {
      throw createError('ERR_INVALID_ARG_VALUE', 'a Library is made by dlopen(), not by its constructor');
    }
    /** What was opened; null is this process. */
    this.path = path;
    this.#handle = handle;
    this.#scope = scope;
    /** The functions by name: those of an object of declarations at once, those of C text when first used. */
    this.functions = Object.create(null);
  }

  /** The types that the library's declarations name. */
  get types() {
    return this.#scope.types;
  }

  /** The constants of the library's declarations. */
  get constants() {
    return this.#scope.constants;
  }

  get closed() {
    return this.#closed;
  }

  /**
   * The type of a C type-name in which the names of the library's declarations are known.
   * @param {string | CType} typeName
   */
  type(typeName) {
    return this.#scope.type(typeName);
  }

  /**
   * Binds a function: `func('int atoi(const char *)')`, `func('atoi', 'int (const char *)')` or
   * `func('atoi', 'int', ['const char *'])`.
   * @param {string} nameOrPrototype
   * @param {string | CType} [typeOrReturnType]
   * @param {(string | CType)[]} [argTypes]
   * @returns {BoundFunction}
   */
  func(nameOrPrototype, typeOrReturnType, argTypes) {
    requirePermission();
    requireText(nameOrPrototype, 'name');
    if (typeOrReturnType === undefined) {
      const { name, type, symbol } = declareOne(nameOrPrototype, this.#scope, 'functions');
      return this.#bind(name, symbol, type);
    }
    if (argTypes === undefined) return this.#bind(nameOrPrototype, nameOrPrototype, this.type(typeOrReturnType));
    if (!Array.isArray(argTypes)) {
      throw createError('ERR_INVALID_ARG_TYPE', `argTypes must be an array, received ${describe(argTypes)}`);
    }
    const [result, ...parameters] = [typeOrReturnType, ...argTypes].map((type, i) => this.#handleOf(type, i));
    return binding.bind(this.#handle, nameOrPrototype, result, parameters);
  }

  /**
   * The address of a symbol.
   * @param {string} name
   * @returns {bigint}
   * @throws ERR_FFI_SYMBOL_NOT_FOUND, ERR_FFI_LIBRARY_CLOSED
   */
  symbol(name) {
    requirePermission();
    requireText(name, 'name');
    return binding.symbolAddress(this.#handle, name);
  }

  /**
   * Whether the library exports a symbol.
   * @param {string} name
   */
  has(name) {
    requirePermission();
    requireText(name, 'name');
    return binding.hasSymbol(this.#handle, name);
  }

  /**
   * A pointer to a variable: `variable('extern char **environ')`. Where the process has a variable of this name, as it
   * has copies of libc's, that is the one which all use.
   * @param {string} declaration
   */
  variable(declaration) {
    requirePermission();
    requireText(declaration, 'declaration');
    const { type, symbol } = declareOne(declaration, this.#scope, 'variables');
    const address = binding.variableAddress(this.#handle, symbol);
    if (type.kind === 'array') return makePointer(address, /** @type {CType} */ (type.element), type.length, this);
    return makePointer(address, type, 1, this);
  }

  /** Gives the library back. Its functions throw ERR_FFI_LIBRARY_CLOSED from now on. Idempotent. */
  close() {
    this.#closed = true;
    binding.closeLibrary(this.#handle);
  }

  [Symbol.dispose ?? Symbol.for('nodejs.dispose')]() {
    this.close();
  }

  [inspect.custom]() {
    return `Library { ${this.path === null ? 'this process' : `'${this.path}'`}${this.#closed ? ', closed' : ''} }`;
  }

  /**
   * The handle of the result's type (0) or a parameter's; '...' is read by native code.
   * @param {unknown} type
   * @param {number} i
   */
  #handleOf(type, i) {
    if (type === '...' && i > 0) return type;
    requireType(type, i === 0 ? 'returnType' : `argTypes[${i - 1}]`);
    return /** @type {TypeHandle} */ (handleOf(this.type(/** @type {string | CType} */ (type))));
  }

  /**
   * @param {string} name for messages
   * @param {string} symbol
   * @param {CType} type
   * @returns {BoundFunction}
   */
  #bind(name, symbol, type) {
    const address = binding.symbolAddress(this.#handle, symbol);
    return binding.bindAddress(this.#handle, address, name, /** @type {TypeHandle} */ (handleOf(type)));
  }
}

module.exports = { Library, madeHere };
