// The options of a function: how it is called, and how its values are converted.
'use strict';

const { chooseOptions, requireChoice, requireText } = require('../core/validate.js');
const { abiChoices } = require('../types/abi.js');
const { functionBehind } = require('./bound-function.js');
const { addressOfFree } = require('./free-function.js');

/**
 * @typedef {object} FunctionOptions
 * @property {string} [abi] the calling convention, one of `libffi.abis`; that of the type unless it is given
 * @property {string} [version] of the symbol, such as 'GLIBC_2.2.5'
 * @property {boolean} [reentrant] whether C may call JavaScript during the call; every call allows it so far
 * @property {boolean | 'throw'} [errno] whether errno is kept for `errno()`; 'throw': -1 and NULL become errors
 * @property {'bigint' | 'number'} [int64] what 64-bit integers are
 * @property {boolean} [strings] whether results that point to const characters are strings
 * @property {'bigint' | 'typed'} [pointers] what pointer results are
 * @property {unknown} [free] the C function that frees a result that is text: a bound function, a Pointer, a BigInt
 */

/** How each option of few values can be chosen; the first is what it is when it is not given. */
const choices = /** @type {const} */ ({
  errno: [false, true, 'throw'],
  int64: ['bigint', 'number'],
  strings: [false, true],
  pointers: ['bigint', 'typed'],
  reentrant: [true, false],
});

/** Those that all functions of a library can share. */
const sharedOptionNames = ['abi', 'version', ...Object.keys(choices)];

const functionOptionNames = [...sharedOptionNames, 'free'];

/**
 * What becomes of errno. 'throw' for a whole library is not for those of its functions whose results cannot say that they
 * have failed.
 * @param {Record<string, unknown>} own
 * @param {unknown} errno what is chosen
 * @returns {import('../core/binding.js').NativeFunctionOptions['errno']}
 */
function errnoUse(own, errno) {
  if (errno === 'throw') return own.errno === undefined ? 'thrownIfItFails' : 'thrown';
  return errno ? 'kept' : 'ignored';
}

/**
 * Checks options, of which others may be those of something else, and gives them as native code takes them.
 * @param {Record<string, unknown>} own of the function, whose names are known
 * @param {Record<string, unknown>} [shared] where its own say nothing
 * @returns {import('../core/binding.js').NativeFunctionOptions}
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_FFI_INVALID_POINTER
 */
function readFunctionOptions(own, shared = {}) {
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  const options = { ...shared, ...Object.fromEntries(given) };
  const { abi, version, free } = options;
  if (version !== undefined) requireText(version, 'options.version');
  const { errno, int64, strings, pointers } = chooseOptions(options, choices);
  return {
    abi: abi === undefined ? undefined : requireChoice(abi, 'options.abi', abiChoices),
    version: /** @type {string | undefined} */ (version) ?? '',
    errno: errnoUse(own, errno),
    int64AsNumber: int64 === 'number',
    textResults: strings,
    typedPointers: pointers === 'typed',
    free: free === undefined ? undefined : addressOfFree(free, 'options.free'),
    freeOwner: functionBehind(free),
  };
}

module.exports = { sharedOptionNames, functionOptionNames, readFunctionOptions };
