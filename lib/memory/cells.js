// How the value of a type is read and written where it lies: numbers at once, where their bytes are V8's; structs, unions and
// arrays as views; all else by native code, which has the rules.
'use strict';

const { pointerTo } = require('../core/addresses.js');
const { binding } = require('../core/binding.js');
const { numberKinds } = require('../core/number-kinds.js');
const { compile, writeLoad, writeStore } = require('./number-code.js');

/** @typedef {import('../core/binding.js').TypeHandle} TypeHandle */
/** @typedef {InstanceType<typeof import('./block.js').Block>} Block */

/**
 * `form` is the name of a number kind, or what native code's formOfValue says; a `part` is a view, which stays the same.
 * @typedef {object} Cell
 * @property {string} form
 * @property {boolean} isPart
 * @property {(block: Block, offset: number) => unknown} get
 * @property {(block: Block, offset: number, value: unknown) => void} set
 */

/** Pointers come out as Pointers: what ValueRules of native code has a bit for. */
const TYPED_POINTERS = 4;

/**
 * @param {TypeHandle} type
 * @param {Block} block
 * @param {number} offset
 * @param {unknown} value
 */
function store(type, block, offset, value) {
  binding.storeValue(type, block.at(offset), value, () => block.lifetime?.requireAlive());
}

/**
 * @param {string} kind
 * @param {TypeHandle} type
 */
function numberCell(kind, type) {
  const load = (/** @type {Block} */ block, /** @type {number} */ offset) =>
    binding.loadValue(type, block.at(offset), undefined, block);
  const put = store.bind(undefined, type);
  const code = compile(
    `return {
       get(block, offset) { ${writeLoad(kind, 'block', 'offset')} return load(block, offset); },
       set(block, offset, v) { ${writeStore(kind, 'block', 'offset')} put(block, offset, v); },
     };`,
    { load, put },
  );
  return code ?? { get: load, set: put };
}

/** @param {TypeHandle} type of a pointer */
function pointerCell(type) {
  if (binding.sizeOf(type) !== 8) return otherCell(type);
  const target = /** @type {TypeHandle} */ (binding.partsOfType(type).target);
  return {
    get(/** @type {Block} */ block, /** @type {number} */ offset) {
      const address = /** @type {bigint} */ (addresses.get(block, offset));
      return address === 0n ? null : pointerTo(address, target);
    },
  };
}

/** @param {TypeHandle} type of an array of char: its text if that says all, or else its bytes */
function textCell(type) {
  const array = binding.arrayType('unsigned char', binding.partsOfType(type).length);
  return {
    get(/** @type {Block} */ block, /** @type {number} */ offset) {
      const value = binding.loadValue(type, block.at(offset), undefined, block);
      return typeof value === 'string' ? value : partMakers.array(array, block, offset);
    },
  };
}

/** @param {TypeHandle} type */
function otherCell(type) {
  return {
    get: (/** @type {Block} */ block, /** @type {number} */ offset) =>
      binding.loadValue(type, block.at(offset), TYPED_POINTERS, block),
  };
}

/** @typedef {(type: TypeHandle, block: Block, offset: number) => object} PartMaker */

/** How views are made; their modules, which need cells, say so. @type {{record: PartMaker, array: PartMaker}} */
const partMakers = { record: () => ({}), array: () => ({}) };

/** @param {TypeHandle} type @param {'record' | 'array'} form */
function partCell(type, form) {
  return {
    get: (/** @type {Block} */ block, /** @type {number} */ offset) => partMakers[form](type, block, offset),
    isPart: true,
  };
}

/**
 * @param {TypeHandle} type
 * @returns {Cell}
 */
function makeCell(type) {
  const form = binding.formOfValue(type);
  const general = { form, isPart: false, set: store.bind(undefined, type) };
  if (form in numberKinds) return { ...general, ...numberCell(form, type) };
  if (form === 'record' || form === 'array') return { ...general, ...partCell(type, form) };
  if (form === 'pointer') return { ...general, ...pointerCell(type) };
  return { ...general, ...(form === 'text' ? textCell(type) : otherCell(type)) };
}

/** @type {WeakMap<TypeHandle, Cell>} */
const cells = new WeakMap();

/**
 * @param {TypeHandle} type complete
 * @returns {Cell}
 */
function cellOf(type) {
  let cell = cells.get(type);
  if (cell === undefined) {
    cell = makeCell(type);
    cells.set(type, cell);
  }
  return cell;
}

const addresses = cellOf(binding.parseType('uint64_t'));

module.exports = { TYPED_POINTERS, cellOf, partMakers };
