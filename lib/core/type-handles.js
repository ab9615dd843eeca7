// Which objects are types, and the native handle of each. It is apart from CType so that the hooks of native code can
// ask it too.
'use strict';

/** @typedef {import('./binding.js').TypeHandle} TypeHandle */

/** @type {WeakMap<object, TypeHandle>} */
const handles = new WeakMap();

/**
 * @param {object} type
 * @param {TypeHandle} handle
 */
function setHandle(type, handle) {
  handles.set(type, handle);
}

/**
 * The handle of a type that a user gave; undefined for what is no CType of this module.
 * @param {unknown} value
 * @returns {TypeHandle | undefined}
 */
function handleOf(value) {
  return handles.get(/** @type {object} */ (value));
}

module.exports = { setHandle, handleOf };
