// What a view gives native code that wants it by value: not its members one by one but what is in memory.
'use strict';

const { placeOf } = require('./addresses.js');

/** @typedef {import('./binding.js').TypeHandle} TypeHandle */

const arrayForms = new Set(['array', 'text']);

/**
 * @param {() => Pick<import('./binding.js').Binding, 'readBytes' | 'isSameRecord' | 'formOfValue'>} binding
 * @returns {(value: unknown, type: TypeHandle) => Uint8Array | ArrayLike<unknown> | undefined} the bytes of a struct or
 *   union of that type, the elements of any array; undefined for what is no such view
 */
function viewContents(binding) {
  return (value, type) => {
    const place = placeOf(value);
    if (place?.type === undefined) return undefined;
    if (place.elements !== undefined) return arrayForms.has(binding().formOfValue(type)) ? place.elements() : undefined;
    if (place.type !== type && !binding().isSameRecord(place.type, type)) return undefined;
    place.lifetime?.requireAlive();
    const bytes = new Uint8Array(/** @type {number} */ (place.size));
    binding().readBytes(place.address, bytes);
    return bytes;
  };
}

module.exports = { viewContents };
