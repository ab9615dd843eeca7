// Which objects stand for an address in C's memory: Pointers, bound functions; and how a Pointer is made. It is apart from
// their classes so that the hooks of native code can ask it too.
'use strict';

/** @typedef {InstanceType<typeof import('./lifetime.js').Lifetime>} Lifetime */

/** @type {WeakMap<object, {address: bigint, lifetime: Lifetime | undefined}>} */
const places = new WeakMap();

/**
 * @param {object} object
 * @param {bigint} address that it stands for
 * @param {Lifetime} [lifetime] of what is there
 */
function setAddress(object, address, lifetime) {
  places.set(object, { address, lifetime });
}

/**
 * @param {unknown} value
 * @returns {bigint | undefined} undefined for what stands for no address
 * @throws ERR_FFI_USE_AFTER_FREE
 */
function addressOf(value) {
  const place = places.get(/** @type {object} */ (value));
  place?.lifetime?.requireAlive();
  return place?.address;
}

/**
 * @param {unknown} value that stands for an address
 * @returns {Lifetime | undefined} of what is there
 */
function lifetimeOf(value) {
  return places.get(/** @type {object} */ (value))?.lifetime;
}

/** @type {(address: bigint, type: import('./binding.js').TypeHandle) => object} */
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
 * @param {import('./binding.js').TypeHandle} type of what is there
 */
function pointerTo(address, type) {
  return makePointer(address, type);
}

module.exports = { setAddress, addressOf, lifetimeOf, setPointerMaker, pointerTo };
