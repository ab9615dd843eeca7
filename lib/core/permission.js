// Node's permission model: where it knows the scope `ffi` and denies it, no entry point does anything.
'use strict';

const process = require('node:process'); // not the global, which a vm context looks up anew, and anybody may replace
const { createError } = require('./errors.js');

// An older Node answers "denied" for a scope that it does not know: its flag tells whether it does.
const knowsScope = process.allowedNodeEnvironmentFlags?.has('--allow-ffi') ?? false;

/**
 * @throws ERR_ACCESS_DENIED
 */
function requirePermission() {
  const { permission } = /** @type {{permission?: {has(scope: string): boolean}}} */ (/** @type {unknown} */ (process));
  if (!knowsScope || permission === undefined || permission.has('ffi')) return;
  throw createError('ERR_ACCESS_DENIED', "Node's permission model denies `ffi`: start Node with --allow-ffi", {
    permission: 'FFI',
  });
}

module.exports = { requirePermission };
