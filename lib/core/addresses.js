// Which objects stand for an address in C's memory: Pointers, bound functions. It is apart from their classes so that the
// hooks of native code can ask it too.
'use strict';

/** @type {WeakMap<object, bigint>} */
const addresses = new WeakMap();

/**
 * @param {object} object
 * @param {bigint} address that it stands for as long as it lives
 */
function setAddress(object, address) {
  addresses.set(object, address);
}

/**
 * @param {unknown} value
 * @returns {bigint | undefined} undefined for what stands for no address
 */
function addressOf(value) {
  return addresses.get(/** @type {object} */ (value));
}

module.exports = { setAddress, addressOf };
