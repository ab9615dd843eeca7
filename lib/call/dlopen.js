// dlopen: opens a library with the declarations of what is in it.
'use strict';

const { binding } = require('../core/binding.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { requireChoice, requireOptions, requireText } = require('../core/validate.js');
const { chooseLibraryOptions, libraryOptionNames } = require('../library/options.js');
const { requireType } = require('../types/ctype.js');
const { Declarations, cdef, symbolOf } = require('../types/declarations.js');
const { Library, madeHere } = require('./library.js');
const { readFunctionOptions, sharedOptionNames } = require('./function-options.js');

/** @typedef {InstanceType<typeof Library>} LibraryObject */
/** @typedef {InstanceType<typeof Declarations>} DeclarationsObject */

const optionNames = [...libraryOptionNames, ...sharedOptionNames, 'types', 'thread'];

/**
 * Opens the first of some paths that loads.
 * @param {unknown} path
 * @param {import('../core/binding.js').LibraryOptions} options
 * @returns {[string | null, import('../core/binding.js').LibraryHandle]}
 */
function openFirst(path, options) {
  const paths = Array.isArray(path) ? Array.from(path) : [path];
  if (paths.length === 0) throw createError('ERR_INVALID_ARG_VALUE', 'path must name at least one library');
  for (const candidate of paths) {
    if (candidate !== null) requireText(candidate, 'path', 'a string, or null for this process');
  }
  const reasons = [];
  for (const candidate of paths) {
    try {
      return [candidate, binding.openLibrary(candidate, options)];
    } catch (error) {
      if (paths.length === 1 || /** @type {any} */ (error).code !== 'ERR_FFI_LIBRARY_LOAD_FAILED') throw error;
      reasons.push(/** @type {Error} */ (error).message);
    }
  }
  throw createError('ERR_FFI_LIBRARY_LOAD_FAILED', reasons.join('\n'));
}

/**
 * Fills the functions that C text declares: each is bound when it is first used.
 * @param {LibraryObject} library
 * @param {DeclarationsObject} declarations
 */
function declareFunctions(library, declarations) {
  for (const name of Object.keys(declarations.functions)) {
    /** @type {unknown} */
    let bound;
    const get = () => {
      const { type, symbol } = /** @type {NonNullable<ReturnType<typeof symbolOf>>} */ (symbolOf(declarations, name));
      bound ??= library.func(symbol, type);
      return bound;
    };
    Object.defineProperty(library.functions, name, { enumerable: true, get });
  }
}

/**
 * Reads one entry of an object of declarations.
 * @param {string} key
 * @param {unknown} entry a type, or an object with it and the options of the function
 */
function readEntry(key, entry) {
  const isType = typeof entry === 'string' || !(typeof entry === 'object' && entry !== null && 'type' in entry);
  const { type, ...options } = isType ? { type: entry } : /** @type {any} */ (entry);
  requireType(type, `the type of '${key}'`);
  return { key, type, options };
}

/**
 * Binds the functions of an object of declarations, or names all that are missing.
 * @param {LibraryObject} library
 * @param {object} declarations
 */
function bindFunctions(library, declarations) {
  const entries = Object.entries(declarations).map(([key, entry]) => readEntry(key, entry));
  const missing = [];
  for (const { key, type, options } of entries) {
    try {
      Object.defineProperty(library.functions, key, { enumerable: true, value: library.func(key, type, options) });
    } catch (error) {
      if (/** @type {any} */ (error).code !== 'ERR_FFI_SYMBOL_NOT_FOUND') throw error;
      missing.push(/** @type {Error} */ (error));
    }
  }
  if (missing.length === 0) return;
  throw createError('ERR_FFI_SYMBOL_NOT_FOUND', missing.map(({ message }) => message).join('\n'));
}

/**
 * The names that a library's texts know, and how its functions are declared.
 * @param {unknown} declarations C text, Declarations, an object or undefined
 * @param {DeclarationsObject | DeclarationsObject[] | undefined} types
 * @returns {{scope: DeclarationsObject, declare: (library: LibraryObject) => void}}
 */
function readDeclarations(declarations, types) {
  if (declarations instanceof Declarations) {
    if (types === undefined)
      return { scope: declarations, declare: (library) => declareFunctions(library, declarations) };
    throw createError(
      'ERR_INVALID_ARG_VALUE',
      'options.types is for C text and objects: Declarations know their types, give these to cdef()',
    );
  }
  const isText = typeof declarations === 'string';
  const scope = cdef(isText ? declarations : '', { types });
  if (isText) return { scope, declare: (library) => declareFunctions(library, scope) };
  const named = declarations ?? {};
  if (declarations !== null && isPlainObject(named))
    return { scope, declare: (library) => bindFunctions(library, named) };
  const received = describe(declarations);
  throw createError(
    'ERR_INVALID_ARG_TYPE',
    `declarations must be C text, Declarations or a plain object, received ${received}`,
  );
}

/**
 * Whether a value is an object of no class, of any realm: one of another class (a Map, an array, Declarations of another
 * instance of this module) has no entries that are meant.
 * @param {unknown} value
 * @returns {value is object}
 */
function isPlainObject(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Opens a library.
 * @param {string | null | (string | null)[]} path as the system's loader takes it; of several, the first that loads;
 *   null is this process
 * @param {string | DeclarationsObject | object} [declarations] C text, what cdef() gave, or an object of function types, which
 *   are bound at once
 * @param {{symbols?: string, resolve?: string, scope?: string, types?: DeclarationsObject | DeclarationsObject[],
 *   thread?: 'same'} &
 *   import('./function-options.js').FunctionOptions} [options] of the library, and of all its functions
 * @returns {LibraryObject}
 * @throws ERR_FFI_LIBRARY_LOAD_FAILED, ERR_FFI_SYMBOL_NOT_FOUND, ERR_FFI_UNSUPPORTED_TYPE, ERR_INVALID_ARG_TYPE,
 *   ERR_INVALID_ARG_VALUE
 */
function dlopen(path, declarations, options) {
  requirePermission();
  const given = requireOptions(options, optionNames);
  const types = /** @type {DeclarationsObject | DeclarationsObject[] | undefined} */ (given.types);
  const { scope, declare } = readDeclarations(declarations, types);
  readFunctionOptions(given); // what is wrong with them is wrong now, not when a function is bound
  const thread = requireChoice(given.thread, 'options.thread', [undefined, 'same']);
  const lane = thread === 'same' ? binding.openLane() : undefined;
  const [opened, handle] = openFirst(path, chooseLibraryOptions(given));
  const shared = sharedOptionNames.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]);
  const library = new Library(madeHere, opened, { handle, lane }, scope, Object.fromEntries(shared));
  try {
    declare(library);
  } catch (error) {
    library.close();
    throw error;
  }
  Object.freeze(library.functions);
  Object.freeze(library);
  return library;
}

module.exports = { dlopen };
