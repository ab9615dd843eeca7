// What callbacks report where nobody has called them: warnings, and the name of the one that has thrown.
'use strict';

/** @param {string} name of the callback */
function warnLateCall(name) {
  const message = `C has called ${name} after it was closed or collected, and got its default return: keep the callback, as by ffi.keep, for as long as C may call it`;
  process.emitWarning(message, { type: 'FFIWarning', code: 'ERR_FFI_CALLBACK_CLOSED' });
}

/**
 * @param {unknown} error what a callback has thrown
 * @param {string} name of the callback
 * @returns {unknown} the same
 */
function nameCallback(error, name) {
  if (error instanceof Error && Object.isExtensible(error) && !('callback' in error)) {
    Object.defineProperty(error, 'callback', { value: name, configurable: true, enumerable: true, writable: true });
  }
  return error;
}

module.exports = { warnLateCall, nameCallback };
