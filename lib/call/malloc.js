// malloc and free: memory of the allocator that the C libraries of this process use, found by its symbols as they find it.
'use strict';

const { placeOf } = require('../core/addresses.js');
const { binding } = require('../core/binding.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');
const { chooseLibraryOptions } = require('../library/options.js');
const { requireSize } = require('../memory/bytes.js');
const { Pointer } = require('../memory/pointer.js');
const { standForC } = require('./free-function.js');
const { readFunctionOptions } = require('./function-options.js');

const thisProcess = binding.openLibrary(null, chooseLibraryOptions({}));

/**
 * Binds a function of the process when it is first called.
 * @param {string} name
 * @param {string} type
 */
function bindLater(name, type) {
  const address = binding.symbolAddress(thisProcess, name, '');
  /** @type {((...args: unknown[]) => unknown) | undefined} */
  let bound;
  return {
    address,
    call(/** @type {bigint} */ argument) {
      bound ??= binding.bindAddress(null, address, name, type, readFunctionOptions({}));
      return bound(argument);
    },
  };
}

const allocator = {
  malloc: bindLater('malloc', 'void *(size_t)'),
  free: bindLater('free', 'void (void *)'),
};

/**
 * Memory of C's allocator, which is not zeroed. It is there until `free` is called, by whomever.
 * @param {number} size in bytes; 0 gives an address, too
 * @returns {bigint}
 * @throws ERR_MEMORY_ALLOCATION_FAILED, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 */
function malloc(size) {
  requirePermission();
  const bytes = requireSize(size, 'size');
  // NULL would be an answer to 0, and the same as none.
  const address = /** @type {bigint} */ (allocator.malloc.call(BigInt(Math.max(bytes, 1))));
  if (address !== 0n) return address;
  throw createError('ERR_MEMORY_ALLOCATION_FAILED', `malloc has no ${bytes} bytes`);
}

/**
 * Gives memory of C's allocator back.
 * @param {unknown} address BigInt, or a Pointer whose memory nobody owns; NULL is nothing to do
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE for memory that has an owner, ERR_OUT_OF_RANGE
 */
function free(address) {
  requirePermission();
  if (address !== null) requireUnowned(address);
  allocator.free.call(binding.addressOf(address, 'address'));
}

/**
 * Takes an address that stands for memory of which nobody else is to see to the end.
 * @param {unknown} address
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function requireUnowned(address) {
  if (typeof address !== 'bigint' && !(address instanceof Pointer)) {
    throw createError('ERR_INVALID_ARG_TYPE', `address must be a BigInt or a Pointer, received ${describe(address)}`);
  }
  const lifetime = placeOf(address)?.lifetime;
  lifetime?.requireAlive();
  if (lifetime === undefined) return;
  throw createError(
    'ERR_INVALID_ARG_VALUE',
    'the memory at address has an owner already: it ends with its Pointer, its arena, its library or its buffer',
  );
}

standForC(free, allocator.free.address);

module.exports = { malloc, free, requireUnowned };
