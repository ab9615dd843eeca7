// own: memory that C allocated and that C frees, as a Pointer that sees to it.
'use strict';

const { binding } = require('../core/binding.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { Lifetime } = require('../core/lifetime.js');
const { requirePermission } = require('../core/permission.js');
const { requireOptions } = require('../core/validate.js');
const { requireElement } = require('../memory/element.js');
const { Pointer, makePointer } = require('../memory/pointer.js');
const { functionBehind } = require('./bound-function.js');
const { addressOfFree } = require('./free-function.js');
const { readFunctionOptions } = require('./function-options.js');
const { requireUnowned } = require('./malloc.js');

/** @typedef {InstanceType<typeof import('../types/ctype.js').CType>} CType */
/** @typedef {import('../core/binding.js').MemoryHandle} MemoryHandle */

/** The lifetime of memory that is given back to C. */
class OwnedLifetime extends Lifetime {
  /** @param {MemoryHandle} handle which gives the memory back when it is collected */
  constructor(handle) {
    super(handle);
    this.onClose = () => binding.release(/** @type {MemoryHandle} */ (this.end('it has been closed')));
  }
}

/** The function that was last bound by its address: many things are freed by one. */
let last = { address: 0n, type: '', bound: /** @type {Function | undefined} */ (undefined) };

/**
 * @param {unknown} free
 * @param {string} name of the argument
 * @param {string} type of the function, where it is known by its address only
 * @returns {Function} bound
 */
function boundFree(free, name, type) {
  const behind = functionBehind(free);
  if (behind !== null) return behind;
  const address = addressOfFree(free, name);
  if (last.address !== address || last.type !== type || last.bound === undefined) {
    const label = `the function at 0x${address.toString(16)}`;
    last = { address, type, bound: binding.bindAddress(null, address, label, type, readFunctionOptions({})) };
  }
  return /** @type {Function} */ (last.bound);
}

/**
 * Reads how memory is freed: by a function of C's, or by one that takes a context besides.
 * @param {unknown} free
 * @param {string} name of the argument
 * @returns {{release: Function, context: bigint | undefined}}
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_FFI_INVALID_POINTER
 */
function readFree(free, name) {
  if (typeof free !== 'object' || free === null || !Object.hasOwn(free, 'function')) {
    return { release: boundFree(free, name, 'void (void *)'), context: undefined };
  }
  const given = requireOptions(free, ['function', 'context'], name);
  const context = given.context === undefined ? undefined : requireContext(given.context, `${name}.context`);
  const type = context === undefined ? 'void (void *)' : 'void (void *, void *)';
  return { release: boundFree(given.function, `${name}.function`, type), context };
}

/**
 * @param {unknown} context
 * @param {string} name
 * @returns {bigint}
 */
function requireContext(context, name) {
  if (typeof context === 'bigint' || context === null) return binding.addressOf(context, name);
  throw createError('ERR_INVALID_ARG_TYPE', `${name} must be a BigInt or null, received ${describe(context)}`);
}

/**
 * Owns memory that C has allocated: C's function frees it when the Pointer is closed, when neither it nor anything made of
 * it can be reached any more, or when the environment ends; once.
 * @param {unknown} address BigInt, or a Pointer whose memory nobody owns
 * @param {unknown} free bound function, Pointer or BigInt, called with the address; `{function, context}`: and with a context
 * @param {string | CType} [typeName] of an element; void, or the Pointer's own, unless told
 * @returns {InstanceType<typeof Pointer>}
 * @throws ERR_FFI_INVALID_POINTER, ERR_FFI_INVALID_SIGNATURE, ERR_FFI_LIBRARY_CLOSED, ERR_FFI_UNSUPPORTED_TYPE,
 *   ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE
 */
function own(address, free, typeName) {
  requirePermission();
  requireUnowned(address);
  const target = binding.addressOf(address, 'address');
  if (target === 0n) throw createError('ERR_FFI_INVALID_POINTER', 'address must not be NULL: there is nothing to own');
  const known = address instanceof Pointer ? address : undefined;
  const cast = known !== undefined && typeName !== undefined ? known.cast(typeName) : known;
  const type = cast?.type ?? requireElement(typeName ?? 'void');
  const { release, context } = readFree(free, 'free');
  return makePointer(target, type, cast?.length, new OwnedLifetime(binding.own(release, target, context, false)));
}

module.exports = { OwnedLifetime, own, readFree };
