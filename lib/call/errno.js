// errno: what C left there, kept between calls since Node's own work sets it too.
'use strict';

const { binding } = require('../core/binding.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');

/**
 * What the last call of a function with the option `errno` left in errno. Each thread has its own.
 * @param {number} [value] what the next such call finds there
 * @returns {number} 0 where no call has failed yet; before `value` takes its place
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 */
function errno(value) {
  requirePermission();
  if (value === undefined) return binding.errno();
  if (typeof value !== 'number') {
    throw createError('ERR_INVALID_ARG_TYPE', `errno must be an integer, received ${describe(value)}`);
  }
  if ((value | 0) !== value) {
    throw createError('ERR_OUT_OF_RANGE', `errno must be an int of C, received ${describe(value)}`);
  }
  return binding.errno(value);
}

module.exports = { errno };
