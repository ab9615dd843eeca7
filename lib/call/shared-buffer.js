// toArrayBuffer and toBuffer: bytes at an address, copied; or shared with C, which may free them when nobody uses them any
// more.
'use strict';

const { constants } = require('node:buffer');
const { placeOf } = require('../core/addresses.js');
const { binding } = require('../core/binding.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { requireChoice, requireOptions } = require('../core/validate.js');
const { keep } = require('../memory/keep.js');
const { Pointer } = require('../memory/pointer.js');
const { locate } = require('../memory/region.js');
const bytes = require('../memory/bytes.js');
const { requireUnowned } = require('./malloc.js');
const { OwnedLifetime, readFree } = require('./own.js');

/** @typedef {import('../core/binding.js').MemoryHandle} MemoryHandle */
/** @typedef {InstanceType<typeof OwnedLifetime>} Owner */
/** @typedef {{copy?: boolean, free?: unknown}} Options */

/**
 * The newest buffer over the memory at an address, and the lifetime that it shares.
 * @type {Map<bigint, {buffer: WeakRef<ArrayBuffer>, owner: WeakRef<Owner> | undefined}>}
 */
const shared = new Map();

const forgetting = new FinalizationRegistry((/** @type {bigint} */ address) => {
  if (shared.get(address)?.buffer.deref() === undefined) shared.delete(address);
});

/**
 * The lifetime of memory that may be shared: that of own(), or none where JavaScript knows of no owner.
 * @param {unknown} address
 * @returns {Owner | undefined}
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_FFI_USE_AFTER_FREE
 */
function requireMemoryOfC(address) {
  if (typeof address !== 'bigint' && !(address instanceof Pointer)) {
    throw createError(
      'ERR_INVALID_ARG_TYPE',
      `address must be a BigInt or a Pointer where memory is shared, received ${describe(address)}`,
    );
  }
  const lifetime = placeOf(address)?.lifetime;
  lifetime?.requireAlive();
  if (lifetime === undefined || lifetime instanceof OwnedLifetime) return lifetime;
  throw createError(
    'ERR_INVALID_ARG_VALUE',
    'options.copy: only memory of C can be shared: that of this Pointer ends with JavaScript, its library or its buffer',
  );
}

/**
 * What is shared at an address already: a buffer of this size at least, if there is one, and the owner.
 * @param {bigint} address
 * @param {number} size
 * @param {Owner | undefined} owner where it is known
 * @returns {{buffer: ArrayBuffer | undefined, owner: Owner | undefined}}
 */
function findShared(address, size, owner) {
  const known = shared.get(address);
  const buffer = known?.buffer.deref();
  // One that was detached has no bytes.
  if (buffer === undefined || buffer.byteLength === 0) return { buffer: undefined, owner };
  const itsOwner = known?.owner?.deref();
  if (owner !== undefined && owner !== itsOwner) return { buffer: undefined, owner };
  return { buffer: buffer.byteLength < size ? undefined : buffer, owner: itsOwner };
}

/**
 * Node marks such buffers as not to be transferred to other threads, where they would outlive the environment that frees
 * their memory. To mark them by worker_threads would make them not detachable, and Node ends a process that cannot detach
 * them at its end.
 * @param {bigint} address
 * @param {number} size
 * @param {Owner | undefined} owner
 * @returns {ArrayBuffer}
 */
function shareAnew(address, size, owner) {
  const handle = /** @type {MemoryHandle | undefined} */ (owner?.kept);
  const buffer = binding.shareMemory(address, size, handle);
  if (owner !== undefined) keep(buffer, owner);
  shared.set(address, { buffer: new WeakRef(buffer), owner: owner && new WeakRef(owner) });
  forgetting.register(buffer, address);
  return buffer;
}

/**
 * A buffer over memory that is C's to free when the buffer is collected.
 * @param {bigint} address
 * @param {number} size
 * @param {unknown} free
 */
function shareOwned(address, size, free) {
  const { release, context } = readFree(free, 'options.free');
  const handle = binding.own(release, address, context, true);
  try {
    return shareAnew(address, size, new OwnedLifetime(handle));
  } catch (error) {
    binding.disown(handle);
    throw error;
  }
}

/**
 * @param {unknown} address
 * @param {number} length
 * @param {unknown} free
 * @param {boolean} isWhole whether the buffer must have no more bytes than these
 */
function share(address, length, free, isWhole) {
  const owner = requireMemoryOfC(address);
  const size = bytes.requireSize(length, 'length');
  const start = locate(address, 'address', 0, size);
  if (start === 0n) throw createError('ERR_FFI_INVALID_POINTER', 'address is NULL: nothing is there');
  if (size > constants.MAX_LENGTH) {
    throw createError('ERR_OUT_OF_RANGE', `length must be at most ${constants.MAX_LENGTH}, received ${size}`);
  }
  if (free !== undefined) {
    requireUnowned(address);
    return shareOwned(start, size, free);
  }
  const known = findShared(start, size, owner);
  const fits = known.buffer !== undefined && (!isWhole || known.buffer.byteLength === size);
  return fits ? /** @type {ArrayBuffer} */ (known.buffer) : shareAnew(start, size, known.owner);
}

/**
 * A copy of bytes that C gets its memory back of.
 * @param {unknown} address
 * @param {number} length
 * @param {unknown} free
 */
function copyAndFree(address, length, free) {
  requireUnowned(address);
  const { release, context } = readFree(free, 'options.free');
  const copy = bytes.toArrayBuffer(address, length);
  binding.release(binding.own(release, binding.addressOf(address, 'address'), context, true));
  return copy;
}

/**
 * @param {unknown} address
 * @param {number} length
 * @param {Options | undefined} options
 * @param {boolean} isWhole
 */
function bytesAt(address, length, options, isWhole) {
  requirePermission();
  const { copy, free } = requireOptions(options, ['copy', 'free']);
  const copies = requireChoice(copy, 'options.copy', [true, false]);
  if (!copies) return share(address, length, free, isWhole);
  return free === undefined ? bytes.toArrayBuffer(address, length) : copyAndFree(address, length, free);
}

/**
 * The bytes at an address: a copy; or, where `copy` is false, the memory itself.
 * @param {unknown} address BigInt, Pointer, and for a copy also a buffer or bound function
 * @param {number} length in bytes
 * @param {Options} [options] `free`: the C function that frees the memory, as own() takes it: once the bytes have been
 *   copied, or when nobody has the shared ones any more
 * @returns {ArrayBuffer}
 * @throws ERR_FFI_INVALID_POINTER, ERR_FFI_ACCESS_VIOLATION, ERR_FFI_OUT_OF_BOUNDS, ERR_FFI_NO_SHARED_MEMORY,
 *   ERR_FFI_USE_AFTER_FREE, ERR_FFI_INVALID_SIGNATURE, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE
 */
function toArrayBuffer(address, length, options) {
  return bytesAt(address, length, options, true);
}

/**
 * The same as a Buffer.
 * @param {unknown} address
 * @param {number} length in bytes
 * @param {Options} [options]
 */
function toBuffer(address, length, options) {
  return Buffer.from(bytesAt(address, length, options, false), 0, length);
}

module.exports = { toArrayBuffer, toBuffer };
