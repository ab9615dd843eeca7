// Library: an open shared library, with the functions and variables that its declarations name.
'use strict';

const { inspect } = require('node:util');
const { binding } = require('../core/binding.js');
const { makeCallback } = require('../core/callback-maker.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { Lifetime, setOwner } = require('../core/lifetime.js');
const { requirePermission } = require('../core/permission.js');
const { handleOf } = require('../core/type-handles.js');
const { requireChoice, requireOptions, requireText } = require('../core/validate.js');
const { makePointer } = require('../memory/pointer.js');
const { requireType } = require('../types/ctype.js');
const { cdef, symbolOf } = require('../types/declarations.js');
const { complete } = require('./bound-function.js');
const { functionOptionNames, readFunctionOptions } = require('./function-options.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */
/** @typedef {InstanceType<typeof import('../types/declarations.js').Declarations>} Declarations */
/** @typedef {import('../core/binding.js').LibraryHandle} LibraryHandle */
/** @typedef {import('../core/binding.js').LaneHandle} LaneHandle */
/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */
/** @typedef {(...args: any[]) => any} BoundFunction */

/**
 * A function to bind: its name for messages, its symbol, and its type, or those of its result and its parameters.
 * @typedef {{name: string, symbol: string, type?: CType, types?: (TypeHandle | string)[]}} FunctionRequest
 */

const optionNames = [...functionOptionNames, 'name', 'optional'];

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
  const [name, ...others] = [...Object.keys(declared.functions), ...Object.keys(declared.variables)];
  if (name === undefined || others.length !== 0 || !(name in declared[kind])) {
    const expected = kind === 'functions' ? 'a prototype, such as int f(int)' : 'a variable, such as extern int x';
    throw createError('ERR_INVALID_ARG_VALUE', `'${text}' must declare ${expected}`);
  }
  return { name, .../** @type {{type: CType, symbol: string}} */ (symbolOf(declared, name)) };
}

/**
 * What stands behind the name in a call of func().
 * @param {unknown[]} others
 * @returns {{type?: string | CType, argTypes?: unknown[], options?: unknown}}
 */
function readOthers(others) {
  const [first, second, third] = others;
  const isType = typeof first === 'string' || handleOf(first) !== undefined;
  if (!isType) return { options: first };
  const type = /** @type {string | CType} */ (first);
  if (Array.isArray(second)) return { type, argTypes: second, options: third };
  if (second === undefined || (typeof second === 'object' && second !== null))
    return { type, options: second ?? third };
  throw createError('ERR_INVALID_ARG_TYPE', `argTypes must be an array, received ${describe(second)}`);
}

/**
 * The symbol that options name in place of the function's own name.
 * @param {Record<string, unknown>} options
 */
function symbolIn({ name }) {
  if (name === undefined) return {};
  requireText(name, 'options.name');
  return { symbol: /** @type {string} */ (name) };
}

/** Of the options that functions share, those that callbacks have too. */
const valueOptionNames = ['int64', 'strings', 'pointers'];

class Library {
  /** @type {LibraryHandle} */
  #handle;

  /** The one thread on which all asynchronous calls run, if they do. @type {LaneHandle | undefined} */
  #lane;

  /** The names that texts given to this library know. @type {Declarations} */
  #scope;

  /** Apart, since the object itself is frozen. */
  #state = { lifetime: new Lifetime(this), end: /** @type {(nothing?: undefined) => void} */ (Boolean) };

  /** For all functions, where they do not say otherwise. @type {Record<string, unknown>} */
  #options;

  /**
   * @param {symbol} key
   * @param {string | null} path that was opened
   * @param {{handle: LibraryHandle, lane: LaneHandle | undefined}} opened
   * @param {Declarations} scope
   * @param {Record<string, unknown>} options of its functions
   */
  constructor(key, path, opened, scope, options) {
    if (key !== madeHere) {
      throw createError('ERR_INVALID_ARG_VALUE', 'a Library is made by dlopen(), not by its constructor');
    }
    /** What was opened; null is this process. */
    this.path = path;
    setOwner(this, this.#state.lifetime);
    this.#handle = opened.handle;
    this.#lane = opened.lane;
    this.#scope = scope;
    this.#options = options;
    /** Fulfilled when the library has been closed and no call runs in it any more. @type {Promise<undefined>} */
    this.unloaded = new Promise((resolve) => {
      this.#state.end = resolve;
    });
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
    return this.#state.lifetime.hasEnded;
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
   * `func('atoi', 'int', ['const char *'])`, each with options behind it.
   * @param {string} nameOrPrototype
   * @param {...unknown} others
   * @returns {BoundFunction | undefined} undefined only for an `optional` one that the library lacks
   */
  func(nameOrPrototype, ...others) {
    requirePermission();
    requireText(nameOrPrototype, 'name');
    const { type, argTypes, options } = readOthers(others);
    const own = requireOptions(options, optionNames);
    if (type === undefined) {
      const declared = declareOne(nameOrPrototype, this.#scope, 'functions');
      return this.#find({ ...declared, ...symbolIn(own) }, own);
    }
    const request = { name: nameOrPrototype, symbol: nameOrPrototype, ...symbolIn(own) };
    if (argTypes === undefined) return this.#find({ ...request, type: this.type(type) }, own);
    const types = [type, ...argTypes].map((part, i) => this.#handleOf(part, i));
    return this.#find({ ...request, types }, own);
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
    return binding.symbolAddress(this.#handle, name, '');
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
   * A pointer to a variable: `variable('extern char **environ')`. It is the one that the library's own code uses: the
   * process may have a copy of it for all, as it has of libc's.
   * @param {string} declaration
   */
  variable(declaration) {
    requirePermission();
    requireText(declaration, 'declaration');
    const { type, symbol } = declareOne(declaration, this.#scope, 'variables');
    const address = binding.variableAddress(this.#handle, symbol);
    if (type.kind === 'array')
      return makePointer(address, /** @type {CType} */ (type.element), type.length, this.#state.lifetime);
    return makePointer(address, type, 1, this.#state.lifetime);
  }

  /**
   * A callback in whose type the names of the library's declarations are known. The library keeps it until it is unloaded,
   * and closes it then. Its values are as the library's options say, where its own do not.
   * @param {string | CType} type of a function, or of a pointer to one
   * @param {(...args: any[]) => unknown} fn
   * @param {Record<string, unknown>} [options] those of callback()
   * @throws ERR_FFI_LIBRARY_CLOSED, and what callback() throws
   */
  callback(type, fn, options) {
    requirePermission();
    if (this.closed) throw createError('ERR_FFI_LIBRARY_CLOSED', 'the library has been closed');
    const shared = valueOptionNames
      .filter((name) => this.#options[name] !== undefined)
      .map((name) => [name, this.#options[name]]);
    const isObject = typeof options === 'object' && options !== null;
    const given = options === undefined || isObject ? { ...Object.fromEntries(shared), ...options } : options;
    const made = makeCallback(this.type(type), fn, given);
    this.unloaded.then(() => made.close()); // which is what keeps it until then
    return made;
  }

  /**
   * Gives the library back: its functions throw ERR_FFI_LIBRARY_CLOSED from now on. It never waits; `unloaded` tells when
   * the last running call has ended. Idempotent.
   */
  close() {
    if (this.#state.lifetime.hasEnded) return;
    this.#state.lifetime.end('the library has been closed');
    binding.closeLibrary(this.#handle).then(this.#state.end);
  }

  [Symbol.dispose ?? Symbol.for('nodejs.dispose')]() {
    this.close();
  }

  [inspect.custom]() {
    return `Library { ${this.path === null ? 'this process' : `'${this.path}'`}${this.#state.lifetime.hasEnded ? ', closed' : ''} }`;
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
   * Binds what is asked for, or gives undefined where it may be missing and is.
   * @param {FunctionRequest} request
   * @param {Record<string, unknown>} options of this function
   */
  #find(request, options) {
    const calling = { ...readFunctionOptions(options, this.#options), lane: this.#lane };
    const isOptional = requireChoice(options.optional, 'options.optional', [false, true]);
    try {
      return complete(this.#bind(request, calling), options.free);
    } catch (error) {
      if (isOptional && /** @type {any} */ (error).code === 'ERR_FFI_SYMBOL_NOT_FOUND') return undefined;
      throw error;
    }
  }

  /**
   * @param {FunctionRequest} request
   * @param {import('../core/binding.js').NativeFunctionOptions} options
   * @returns {BoundFunction}
   */
  #bind({ name, symbol, type, types }, options) {
    if (types !== undefined) {
      const [result, ...parameters] = types;
      return binding.bind(this.#handle, name, symbol, result, parameters, undefined, options);
    }
    const address = binding.symbolAddress(this.#handle, symbol, options.version);
    return binding.bindAddress(this.#handle, address, name, /** @type {TypeHandle} */ (handleOf(type)), options);
  }
}

module.exports = { Library, madeHere };
