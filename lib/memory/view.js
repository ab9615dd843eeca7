// View: what all views of structs and unions have in common. The class of each type is written in view-class.js.
'use strict';

const { inspect } = require('node:util');
const { addFinder } = require('../core/addresses.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { Block } = require('./block.js');
const { lifetimeOf } = require('./buffer-lifetime.js');
const { locate } = require('./region.js');

/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */
/** @typedef {new (...args: any[]) => object} ViewClass */

/** Whoever makes a view of memory that is there must give this: users give contents. */
const madeHere = Symbol('made here');

/**
 * What the views of a type have in common.
 * @typedef {object} Shape
 * @property {TypeHandle} type
 * @property {number} size
 * @property {string[]} names of the members
 * @property {(view: object) => [InstanceType<typeof Block>, number]} whereIs the block, and the offset in it
 */

/** The classes of types. @type {WeakMap<object, Shape>} */
const shapes = new WeakMap();

/** What users keep for views. @type {WeakMap<object, unknown>} */
const owners = new WeakMap();

/**
 * The class of a type that another class is, or extends.
 * @param {ViewClass} Class
 * @returns {ViewClass}
 */
function classBehind(Class) {
  for (let each = Class; typeof each === 'function'; each = Object.getPrototypeOf(each)) {
    if (shapes.has(each)) return each;
  }
  throw createError(
    'ERR_INVALID_ARG_TYPE',
    'at() must be called on a class that viewClass() gave, or that extends one',
  );
}

class View {
  /** @type {Shape} */
  #shape;

  /** @param {Shape} shape */
  constructor(shape) {
    this.#shape = shape;
  }

  /** The members as those of a plain object; one that cannot be read is the error that says why. */
  [inspect.custom]() {
    const shown = {};
    for (const name of this.#shape.names) {
      // Defined, not set: a member may be called __proto__.
      Object.defineProperty(shown, name, { value: this.#readOrFail(name), enumerable: true });
    }
    return shown;
  }

  /** @param {string} name */
  #readOrFail(name) {
    try {
      return Reflect.get(this, name);
    } catch (error) {
      return error;
    }
  }

  /** @param {object} value */
  static placeOf(value) {
    if (!(#shape in value)) return undefined;
    const { type, size, whereIs } = value.#shape;
    const [block, offset] = whereIs(value);
    return { address: block.address + BigInt(offset), lifetime: block.lifetime, type, size };
  }
}

/**
 * A view of what is at an address: a static method of the classes. The constructors of classes that extend a type's class
 * are not run for it.
 * @this {ViewClass}
 * @param {unknown} address BigInt, Pointer, buffer or view
 * @param {unknown} [owner] stays alive as long as the view; where the address knows no lifetime, the view has its
 * @throws ERR_FFI_INVALID_POINTER, ERR_FFI_OUT_OF_BOUNDS, ERR_FFI_USE_AFTER_FREE, ERR_INVALID_ARG_TYPE
 */
function at(address, owner) {
  requirePermission();
  const Class = classBehind(this);
  const start = locate(address, 'address', 0, /** @type {Shape} */ (shapes.get(Class)).size);
  const lifetime = lifetimeOf(address) ?? lifetimeOf(owner);
  lifetime?.requireAlive();
  const block = lifetime?.blockAt(start) ?? new Block(start, lifetime);
  const view = Reflect.construct(Class, [madeHere, block, Number(start - block.address)], this);
  if (owner !== undefined) owners.set(view, owner);
  return view;
}

Object.defineProperty(View, 'at', { value: at });
const { placeOf } = View;
Reflect.deleteProperty(View, 'placeOf'); // it is no method of the users' classes
addFinder(placeOf);

module.exports = { View, madeHere, shapes };
