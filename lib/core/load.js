// Finds and loads the addon's binary; it knows nothing of what is in it.
'use strict';

const path = require('node:path');
const { createError } = require('./errors.js');

const built = path.join(__dirname, '..', '..', 'build', 'Release', 'ffi_native.node');

/** The binary that the environment names, for sanitizer builds and the like; none where the environment is closed. */
function chosenBinary() {
  try {
    return process.env.FFI_NATIVE_BINARY || undefined; // Deno asks for permission, and may refuse
  } catch {
    return undefined;
  }
}

/**
 * Loads the addon.
 * @returns {{instantiate: (hooks: object) => any}}
 * @throws ERR_FFI_BINARY_NOT_FOUND, with the reason of the system's loader
 */
function loadAddon() {
  const file = chosenBinary() ?? built;
  try {
    const addon = require(file);
    if (typeof addon.instantiate !== 'function') throw new Error('it is the addon of another package');
    return addon;
  } catch (cause) {
    const { platform, arch, version } = process;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const isForbidden = cause instanceof Error && 'code' in cause && cause.code === 'ERR_DLOPEN_DISABLED';
    const message =
      `ffi-native has no binary that loads here (${platform}-${arch}, Node ${version}).\n` +
      `Tried ${file}: ${reason}\n` +
      (isForbidden
        ? 'Start Node with --allow-addons.'
        : 'In a clone of the repository run `npm install`, which builds it.');
    throw Object.assign(createError('ERR_FFI_BINARY_NOT_FOUND', message), { cause });
  }
}

module.exports = { loadAddon };
