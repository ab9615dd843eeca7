// Gives an object or array of the user's what C wrote into the copy of it.
'use strict';

/**
 * @param {Record<string, unknown>} target
 * @param {Record<string, unknown>} source an array for an array, an object for an object
 * @throws TypeError what assignments throw in strict mode, for a property that cannot be written
 */
function copyBack(target, source) {
  for (const [name, value] of Object.entries(source)) {
    // A member may have any name, but only this one would change what the target is.
    if (name === '__proto__') Object.defineProperty(target, name, { value, enumerable: true, configurable: true });
    else target[name] = value;
  }
}

module.exports = { copyBack };
