// Which objects stand for an address in C's memory: Pointers, bound functions, views; and how a Pointer is made. It is apart
// from their classes so that the hooks of native code can ask it too.
'use strict';

/** @typedef {InstanceType<typeof import('./lifetime.js').Lifetime>} Lifetime */
/** @typedef {import('./binding.js').TypeHandle} TypeHandle */

/**
 * Where the memory is that an object stands for. Of views also what is there, of how many bytes, and, of an array, a
 * copy of its elements.
 * @typedef {object} Place
 * @property {bigint} address
 * @property {Lifetime | undefined} lifetime of what is there
 * @property {TypeHandle} [type]
 * @property {number} [size]
 * @property {() => ArrayLike<unknown>} [elements]
 */

/** @type {WeakMap<object, Place>} */
const places = new WeakMap();

/**
 * @param {object} object
 * @param {Place} place
 */
function setPlace(object, place) {
  places.set(object, place);
}

/** @type {((value: object) => Place | undefined)[]} */
const finders = [];

/**
 * Says how the objects of a class are known that are too many for a map.
 * @param {(value: object) => Place | undefined} find
 */
function addFinder(find) {
  finders.push(find);
}

/**
 * @param {unknown} value
 * @returns {Place | undefined} undefined for what stands for no address
 */
function placeOf(value) {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const find of finders) {
    const place = find(value);
    if (place !== undefined) return place;
  }
  return places.get(value);
}

/**
 * @param {unknown} value
 * @returns {bigint | undefined} undefined for what stands for no address
 * @throws ERR_FFI_USE_AFTER_FREE
 */
function addressOf(value) {
  const place = placeOf(value);
  place?.lifetime?.requireAlive();
  return place?.address;
}

/** @type {(address: bigint, type: TypeHandle) => object} */
let makePointer;

/**
 * Says how Pointers are made; their module does so when it is loaded.
 * @param {typeof makePointer} make
 */
function setPointerMaker(make) {
  makePointer = make;
}

/**
 * A Pointer to what C says is at an address.
 * @param {bigint} address
 * @param {TypeHandle} type of what is there
 */
function pointerTo(address, type) {
  return makePointer(address, type);
}

module.exports = { setPlace, addFinder, placeOf, addressOf, setPointerMaker, pointerTo };
