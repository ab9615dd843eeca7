// The class of the views of a struct or union: objects whose members are read and written where they lie. Each type has one,
// written as JavaScript of its own where code may be made from text.
'use strict';

const { binding } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { numberKinds } = require('../core/number-kinds.js');
const { requirePermission } = require('../core/permission.js');
const { handleOf } = require('../core/type-handles.js');
const { type: typeNamed } = require('../types/type-name.js');
const { Block, OwnLifetime, allocateBlock } = require('./block.js');
const { cellOf, partMakers } = require('./cells.js');
const { sizeOfElement } = require('./element.js');
const { compile, writeLoad, writeStore } = require('./number-code.js');
const { View, madeHere, shapes } = require('./view.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */
/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */
/** @typedef {InstanceType<typeof Block>} BlockObject */
/** @typedef {import('./view.js').Shape} Shape */
/** @typedef {import('./view.js').ViewClass} ViewClass */

/**
 * A member: its cell, and where that is in the record.
 * @typedef {{name: string, offset: number, cell: import('./cells.js').Cell}} Member
 */

/**
 * A bit-field, which is read and written with the record's address.
 * @param {TypeHandle} record
 * @param {number} index
 */
function bitFieldCell(record, index) {
  return {
    form: 'other',
    isPart: false,
    get: (/** @type {BlockObject} */ block, /** @type {number} */ offset) =>
      binding.loadBitField(record, index, block.at(offset)),
    set: (/** @type {BlockObject} */ block, /** @type {number} */ offset, /** @type {unknown} */ value) =>
      binding.storeBitField(record, index, block.at(offset), value),
  };
}

/**
 * @param {TypeHandle} record
 * @returns {Member[]}
 */
function membersOf(record) {
  return binding.recordFields(record).map(({ name, type, offset, isBitField, index }) => {
    if (isBitField) return { name, offset: 0, cell: bitFieldCell(record, index) };
    return { name, offset, cell: cellOf(type) };
  });
}

/**
 * Memory of its own for a view that is made with `new`.
 * @param {Shape} shape
 * @param {unknown} contents
 * @returns {[BlockObject, number]}
 */
function allocate({ type, size }, contents) {
  requirePermission();
  const buffer = allocateBlock(size, /** @type {number} */ (binding.alignOf(type)));
  const block = /** @type {BlockObject} */ (new OwnLifetime([buffer]).blockAt(buffer.start));
  if (contents !== undefined) binding.storeValue(type, buffer.address, contents);
  return [block, Number(buffer.address - buffer.start)];
}

/**
 * Refuses a class that would have its own idea of a member: the view's own properties would hide it.
 * @param {ViewClass} Class
 * @param {ViewClass} Derived
 * @param {Member[]} members
 */
function requireNoMembers(Class, Derived, members) {
  for (let { prototype } = Derived; prototype !== Class.prototype; prototype = Object.getPrototypeOf(prototype)) {
    const hidden = members.find(({ name }) => name !== 'constructor' && Object.hasOwn(prototype, name));
    if (hidden === undefined) continue;
    throw createError(
      'ERR_INVALID_ARG_VALUE',
      `class ${Derived.name} has a '${hidden.name}' of its own, which the member of that name would hide`,
    );
  }
}

/**
 * What gives a new view its members. They are its own properties, so that Object.keys, JSON and spread see them; their
 * functions are those of all views.
 * @param {() => ViewClass} classOf
 * @param {Member[]} members
 * @param {PropertyDescriptor[]} accessors
 */
function finisher(classOf, members, accessors) {
  const properties = members.map(({ name }, i) => /** @type {const} */ ([name, Object.freeze({ ...accessors[i] })]));
  /** @type {WeakSet<ViewClass>} */
  const accepted = new WeakSet();
  return (/** @type {object} */ view, /** @type {ViewClass} */ Made) => {
    const Class = classOf();
    if (Made !== Class && !accepted.has(Made)) {
      requireNoMembers(Class, Made, members);
      accepted.add(Made);
    }
    for (const [name, accessor] of properties) Reflect.defineProperty(view, name, accessor);
    // A misspelled member is an error then, but a class that extends this one may have fields yet to come.
    if (Made === Class) Object.preventExtensions(view);
  };
}

/**
 * The class as text: accessors have the members' places and kinds written into them. Fields get their values once, by
 * initializers: V8 then knows them for constants.
 * @param {Member[]} members
 */
function writeClass(members) {
  const parts = members.map(({ cell }, i) => (cell.isPart ? `#part${i};` : ''));
  const accessors = members.map(({ offset, cell: { form, isPart } }, i) => {
    const isNumber = form in numberKinds;
    const place = `this.#offset + ${offset}`;
    const read = `cells[${i}].get(this.#block, ${place})`;
    return `{
      enumerable: true,
      get() { ${isNumber ? writeLoad(form, 'this.#block', place) : ''} return ${isPart ? `this.#part${i} ??= ` : ''}${read}; },
      set(v) { ${isNumber ? writeStore(form, 'this.#block', place) : ''} cells[${i}].set(this.#block, ${place}, v); },
    }`;
  });
  return `
    let finish, givenBlock, givenOffset;
    const Made = class extends View {
      #block = givenBlock; #offset = givenOffset; ${parts.join(' ')}
      constructor(contents, block, offset) {
        [givenBlock, givenOffset] = contents === madeHere ? [block, offset] : allocate(shape, contents);
        super(shape);
        givenBlock = undefined;
        finish(this, new.target);
      }
      static {
        shape.whereIs = (view) => [view.#block, view.#offset];
        finish = finisher(() => Made, members, [${accessors.join(', ')}]);
      }
    };
    return Made;`;
}

/**
 * The same class where no code may be made from text.
 * @param {Shape} shape
 * @param {Member[]} members
 * @returns {ViewClass}
 */
function makeClass(shape, members) {
  class Made extends View {
    /** @type {BlockObject} */
    #block;
    /** @type {number} */
    #offset;
    /** @type {unknown[]} */
    #parts = [];

    /** @param {unknown} contents @param {BlockObject} block @param {number} offset */
    constructor(contents, block, offset) {
      super(shape);
      [this.#block, this.#offset] = contents === madeHere ? [block, offset] : allocate(shape, contents);
      finish(this, new.target);
    }

    /** @param {Member} member @param {number} i */
    static accessor({ offset, cell }, i) {
      return {
        enumerable: true,
        /** @this {Made} */
        get() {
          if (!cell.isPart) return cell.get(this.#block, this.#offset + offset);
          this.#parts[i] ??= cell.get(this.#block, this.#offset + offset);
          return this.#parts[i];
        },
        /** @this {Made} @param {unknown} value */
        set(value) {
          cell.set(this.#block, this.#offset + offset, value);
        },
      };
    }

    /** @param {object} view @returns {[BlockObject, number]} */
    static whereIs(view) {
      const made = /** @type {Made} */ (view);
      return [made.#block, made.#offset];
    }
  }
  const { accessor, whereIs } = Made;
  for (const name of ['accessor', 'whereIs']) Reflect.deleteProperty(Made, name); // no methods of the users' classes
  shape.whereIs = whereIs;
  const finish = finisher(() => Made, members, members.map(accessor));
  return Made;
}

/** @type {WeakMap<TypeHandle, ViewClass>} */
const classes = new WeakMap();

/**
 * @param {TypeHandle} type of a complete struct or union
 * @returns {ViewClass}
 */
function viewClassOf(type) {
  const known = classes.get(type);
  if (known !== undefined) return known;
  const members = membersOf(type);
  const size = /** @type {number} */ (binding.sizeOf(type));
  /** @type {Shape} */
  const shape = { type, size, names: members.map(({ name }) => name), whereIs: () => [new Block(0n, undefined), 0] };
  const values = { View, shape, members, madeHere, allocate, finisher, cells: members.map(({ cell }) => cell) };
  const Made = /** @type {ViewClass} */ (compile(writeClass(members), values) ?? makeClass(shape, members));
  Object.defineProperty(Made, 'name', { value: binding.partsOfType(type).tag || 'View' });
  shapes.set(Made, shape);
  classes.set(type, Made);
  return Made;
}

partMakers.record = (type, block, offset) => new (viewClassOf(type))(madeHere, block, offset);

/**
 * The class of the views of a struct or union, to be used as it is or extended.
 * @param {string | CType} typeName
 * @throws ERR_FFI_UNSUPPORTED_TYPE for what is no struct and no union, ERR_FFI_INCOMPLETE_TYPE, ERR_INVALID_ARG_TYPE
 */
function viewClass(typeName) {
  requirePermission();
  const type = typeNamed(typeName);
  sizeOfElement(type);
  if (type.kind !== 'struct' && type.kind !== 'union') {
    throw createError('ERR_FFI_UNSUPPORTED_TYPE', `'${type}' has no class of views: structs and unions have`);
  }
  return viewClassOf(/** @type {TypeHandle} */ (handleOf(type)));
}

module.exports = { viewClass };
