// Checks of arguments that are no C values: names, options. What is wrong is named with the argument and the value.
'use strict';

const { describe } = require('./describe.js');
const { createError } = require('./errors.js');

/**
 * @param {unknown} value
 * @param {string} name of the argument
 * @param {string} [expected] what it must be, where that is more than a string
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function requireText(value, name, expected = 'a string') {
  if (typeof value !== 'string') {
    throw createError('ERR_INVALID_ARG_TYPE', `${name} must be ${expected}, received ${describe(value)}`);
  }
  if (value === '') throw createError('ERR_INVALID_ARG_VALUE', `${name} must not be empty`);
  if (value.includes('\0')) {
    throw createError('ERR_INVALID_ARG_VALUE', `${name} must be without NUL characters: C would take one for the end`);
  }
  if (!value.isWellFormed()) {
    throw createError('ERR_INVALID_ARG_VALUE', `${name} must be without lone surrogates: they have no UTF-8 form`);
  }
}

/**
 * @param {unknown} value
 * @param {string} name of the argument
 * @returns {number} the value
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 */
function requireInteger(value, name) {
  if (typeof value !== 'number') {
    throw createError('ERR_INVALID_ARG_TYPE', `${name} must be an integer, received ${describe(value)}`);
  }
  if (!Number.isSafeInteger(value)) {
    throw createError('ERR_OUT_OF_RANGE', `${name} must be a safe integer, received ${describe(value)}`);
  }
  return value;
}

/**
 * Takes an object that has no properties but those of some names.
 * @param {unknown} options
 * @param {string[]} names
 * @param {string} [name] of the argument
 * @returns {Record<string, unknown>}
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function requireOptions(options, names, name = 'options') {
  if (typeof options !== 'object' || options === null) {
    throw createError('ERR_INVALID_ARG_TYPE', `${name} must be an object, received ${describe(options)}`);
  }
  for (const given of Object.keys(options)) {
    if (names.includes(given)) continue;
    throw createError('ERR_INVALID_ARG_VALUE', `${name}.${given} is no option: there are ${names.join(', ')}`);
  }
  return /** @type {Record<string, unknown>} */ (options);
}

/**
 * Completes options by their defaults. Each option has a list of choices, the first of which is its default.
 * @template {Record<string, readonly string[]>} Choices
 * @param {unknown} options
 * @param {Choices} choices
 * @returns {{[Name in keyof Choices]: Choices[Name][number]}}
 */
function chooseOptions(options, choices) {
  const given = requireOptions(options === undefined ? {} : options, Object.keys(choices));
  /** @type {Record<string, unknown>} */
  const chosen = {};
  for (const [name, [standard, ...others]] of Object.entries(choices)) {
    const value = given[name] === undefined ? standard : given[name];
    if (value !== standard && !others.includes(/** @type {string} */ (value))) {
      const known = [standard, ...others].map((choice) => `'${choice}'`).join(', ');
      throw createError(
        'ERR_INVALID_ARG_VALUE',
        `options.${name} must be one of ${known}, received ${describe(given[name])}`,
      );
    }
    chosen[name] = value;
  }
  return /** @type {any} */ (chosen);
}

module.exports = { requireText, requireInteger, requireOptions, chooseOptions };
