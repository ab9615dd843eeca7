// Gives an object or array of the user's what C wrote into the copy of it.
'use strict';

/**
 * @param {Record<string, unknown>} target
 * @param {Record<string, unknown>} source an array for an array, an object for an object
 * @returns {string | undefined} the first property that cannot be written; what setters throw is thrown
 */
function copyBack(target, source) {
  /** @type {string | undefined} */
  let refused;
  for (const [name, value] of Object.entries(source)) {
    // A member may have any name, but only this one would change what the target is.
    const isWritten =
      name === '__proto__'
        ? Reflect.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true })
        : Reflect.set(target, name, value);
    if (!isWritten) refused ??= name;
  }
  return refused;
}

module.exports = { copyBack };
