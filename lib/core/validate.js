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
 * Takes an object that has no properties but those of some names; undefined is one without any.
 * @param {unknown} options
 * @param {string[]} names
 * @param {string} [place] of the argument
 * @returns {Record<string, unknown>}
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function requireOptions(options, names, place = 'options') {
  if (options === undefined) return {};
  if (typeof options !== 'object' || options === null) {
    throw createError('ERR_INVALID_ARG_TYPE', `${place} must be an object, received ${describe(options)}`);
  }
  for (const given of Object.keys(options)) {
    if (names.includes(given)) continue;
    throw createError('ERR_INVALID_ARG_VALUE', `${place}.${given} is no option: there are ${names.join(', ')}`);
  }
  return /** @type {Record<string, unknown>} */ (options);
}

/**
 * Takes one of some choices; undefined is the first.
 * @template Choice
 * @param {unknown} value
 * @param {string} place of the value
 * @param {readonly Choice[]} choices
 * @returns {Choice}
 * @throws ERR_INVALID_ARG_VALUE
 */
function requireChoice(value, place, choices) {
  const chosen = /** @type {Choice} */ (value === undefined ? choices[0] : value);
  if (choices.includes(chosen)) return chosen;
  const known = choices.map(describe).join(', ');
  throw createError('ERR_INVALID_ARG_VALUE', `${place} must be one of ${known}, received ${describe(value)}`);
}

/**
 * Completes options by their defaults.
 * @template {Record<string, readonly unknown[]>} Choices
 * @param {Record<string, unknown>} options of which others may be those of something else
 * @param {Choices} choices by option
 * @returns {{[Name in keyof Choices]: Choices[Name][number]}}
 * @throws ERR_INVALID_ARG_VALUE
 */
function chooseOptions(options, choices) {
  const chosen = Object.entries(choices).map(([name, known]) => [
    name,
    requireChoice(options[name], `options.${name}`, known),
  ]);
  return Object.fromEntries(chosen);
}

module.exports = { requireText, requireInteger, requireOptions, requireChoice, chooseOptions };
