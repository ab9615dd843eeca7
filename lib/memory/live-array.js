// Live arrays: an array of C as an Array whose elements are read and written where they lie. Its length is C's and does not
// change.
'use strict';

const { inspect } = require('node:util');
const { setPlace } = require('../core/addresses.js');
const { binding } = require('../core/binding.js');
const { createError } = require('../core/errors.js');
const { numberKinds } = require('../core/number-kinds.js');
const { requireInteger } = require('../core/validate.js');
const { newBuffer } = require('./block.js');
const { cellOf, partMakers } = require('./cells.js');

/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */
/** @typedef {import('./cells.js').Cell} Cell */
/** @typedef {InstanceType<typeof import('./block.js').Block>} Block */

/** Arrays of more elements make a new view each time that one is asked for: nobody would let them go. */
const MOST_KEPT_VIEWS = 1024;

/** How many elements are read to show them, unless the options tell. */
const SHOWN = 100;

/**
 * What there is to know of a live array.
 * @typedef {object} Extent
 * @property {TypeHandle} element
 * @property {Cell} cell
 * @property {number} step in bytes from an element to the next
 * @property {number} length
 * @property {Block} block
 * @property {number} offset of element 0
 */

/** @type {WeakMap<object, Extent>} */
const extents = new WeakMap();

/**
 * Copies of all elements, which nothing in memory changes any more.
 * @param {Extent} extent
 * @returns {ArrayLike<unknown>}
 */
function copyElements({ element, cell, step, length, block, offset }) {
  if (!(cell.form in numberKinds) || cell.form === 'bool') {
    const array = binding.arrayType(element, length);
    return /** @type {ArrayLike<unknown>} */ (
      length === 0 ? [] : binding.loadValue(array, block.at(offset), undefined, block)
    );
  }
  const bytes = new Uint8Array(newBuffer(step * length));
  if (length !== 0) binding.readBytes(block.at(offset), bytes, block);
  return new numberKinds[cell.form].view(bytes.buffer);
}

/** @param {string} key @returns {number | undefined} the number that it names, if it is one's plain text */
function indexOf(key) {
  const first = key.charCodeAt(0);
  if (first !== 45 && (first < 48 || first > 57)) return undefined;
  const index = Number(key);
  return String(index) === key ? index : undefined;
}

/** @param {Extent} extent @param {number} index */
function requireIndex({ length, offset, step }, index) {
  if (Number.isInteger(index) && index >= 0 && index < length) return offset + index * step;
  throw createError('ERR_FFI_OUT_OF_BOUNDS', `index ${index} is out of bounds: the array has ${length} elements`);
}

/** @implements {ProxyHandler<unknown[]>} */
class Elements {
  /** @type {unknown[]} */
  #views = [];

  /** @param {Extent} extent */
  constructor(extent) {
    this.extent = extent;
  }

  /** @param {number} index */
  read(index) {
    const place = requireIndex(this.extent, index);
    const { cell, block, length } = this.extent;
    if (!cell.isPart || length > MOST_KEPT_VIEWS) return cell.get(block, place);
    this.#views[index] ??= cell.get(block, place);
    return this.#views[index];
  }

  /** @param {number} index @param {unknown} value */
  write(index, value) {
    this.extent.cell.set(this.extent.block, requireIndex(this.extent, index), value);
  }

  /** @param {unknown[]} target @param {string | symbol} key */
  get(target, key) {
    const index = typeof key === 'string' ? indexOf(key) : undefined;
    return index === undefined ? Reflect.get(target, key) : this.read(index);
  }

  /** @param {unknown[]} _target @param {string | symbol} key @param {unknown} value */
  set(_target, key, value) {
    const index = typeof key === 'string' ? indexOf(key) : undefined;
    if (index === undefined) return false; // its length, and what is no element, cannot be set
    this.write(index, value);
    return true;
  }

  /** @param {unknown[]} target @param {string | symbol} key */
  has(target, key) {
    const index = typeof key === 'string' ? indexOf(key) : undefined;
    return index === undefined ? Reflect.has(target, key) : this.#isIndex(index);
  }

  /** @param {unknown[]} target @param {string | symbol} key */
  getOwnPropertyDescriptor(target, key) {
    const index = typeof key === 'string' ? indexOf(key) : undefined;
    if (index === undefined) return Reflect.getOwnPropertyDescriptor(target, key);
    if (!this.#isIndex(index)) return undefined;
    return { value: this.read(index), writable: true, enumerable: true, configurable: true };
  }

  /** @param {unknown[]} _target @param {string | symbol} key @param {PropertyDescriptor} descriptor */
  defineProperty(_target, key, descriptor) {
    const isValue = 'value' in descriptor && descriptor.get === undefined;
    return isValue && this.set(_target, key, descriptor.value);
  }

  deleteProperty() {
    return false;
  }

  preventExtensions() {
    return false; // its elements would then have to be the target's own
  }

  setPrototypeOf() {
    return false;
  }

  ownKeys() {
    const { length } = this.extent;
    return [...Array.from({ length }, (_, i) => String(i)), 'length'];
  }

  /** @param {number} index */
  #isIndex(index) {
    return Number.isInteger(index) && index >= 0 && index < this.extent.length;
  }
}

/**
 * Moves elements: by copies, since an element that is a view shows what is moved to its place.
 * @param {unknown[]} array
 * @param {(copies: any) => void} move
 */
function moveElements(array, move) {
  const copies = Array.from(copyElements(/** @type {Extent} */ (extents.get(array))));
  move(copies);
  for (const [i, value] of copies.entries()) array[i] = value;
  return array;
}

/**
 * What live arrays have beside or in place of Array's methods. Those that would change the length are missing, as those of
 * typed arrays are.
 */
const methods = {
  /** @this {unknown[]} @param {((a: any, b: any) => number) | undefined} compare of copies */
  sort(compare) {
    return moveElements(this, (copies) => copies.sort(compare));
  },
  /** @this {unknown[]} */
  reverse() {
    return moveElements(this, (copies) => copies.reverse());
  },
  /** @this {unknown[]} @param {number[]} range */
  copyWithin(...range) {
    return moveElements(this, (copies) => copies.copyWithin(...range));
  },
  /**
   * Writes elements from an offset on.
   * @this {unknown[]} @param {ArrayLike<unknown>} source @param {number} offset
   */
  set(source, offset = 0) {
    const from = requireInteger(offset, 'offset');
    const values = Array.from(copiesOf(source));
    requireRange(this.length, from, values.length);
    for (const [i, value] of values.entries()) this[from + i] = value;
  },
  push: undefined,
  pop: undefined,
  shift: undefined,
  unshift: undefined,
  splice: undefined,
};

/** @param {ArrayLike<unknown>} source whose elements may be where they are to be written */
function copiesOf(source) {
  const extent = extents.get(source);
  return extent === undefined ? source : copyElements(extent);
}

/** @param {number} length @param {number} from @param {number} count */
function requireRange(length, from, count) {
  if (from >= 0 && from + count <= length) return;
  throw createError(
    'ERR_FFI_OUT_OF_BOUNDS',
    `${count} elements from index ${from} on are out of bounds: the array has ${length} elements`,
  );
}

/**
 * Shows the elements as those of an Array, and why one cannot be read.
 * @this {unknown[]}
 * @param {number} _depth
 * @param {import('node:util').InspectOptions} options
 */
function inspectArray(_depth, options) {
  const shown = new Array(this.length);
  const most = Math.min(this.length, options.maxArrayLength ?? SHOWN);
  try {
    for (let i = 0; i < most; i++) shown[i] = this[i];
  } catch (error) {
    return `[ ${/** @type {Error} */ (error).message} ]`;
  }
  return shown;
}

const prototype = Object.create(Array.prototype, {
  ...Object.fromEntries(Object.entries(methods).map(([name, value]) => [name, { value }])),
  [inspect.custom]: { value: inspectArray },
});
Object.freeze(prototype);

/**
 * A live array of elements in memory.
 * @param {TypeHandle} element complete
 * @param {number} length
 * @param {Block} block
 * @param {number} offset of element 0
 * @returns {unknown[]}
 */
function liveElements(element, length, block, offset) {
  const step = /** @type {number} */ (binding.sizeOf(element));
  const extent = { element, cell: cellOf(element), step, length, block, offset };
  const target = Object.setPrototypeOf(new Array(length), prototype);
  const array = new Proxy(target, new Elements(extent));
  extents.set(array, extent);
  setPlace(array, {
    address: block.address + BigInt(offset),
    lifetime: block.lifetime,
    type: element,
    size: step * length,
    elements: () => copyElements(extent),
  });
  return array;
}

partMakers.array = (type, block, offset) => {
  const { element, length } = binding.partsOfType(type);
  return liveElements(/** @type {TypeHandle} */ (element), /** @type {number} */ (length), block, offset);
};

module.exports = { copyElements, liveElements };
