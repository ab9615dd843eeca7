// keep: values that live as long as another one, for what C keeps and JavaScript does not see.
'use strict';

const { placeOf } = require('../core/addresses.js');
const { describe } = require('../core/describe.js');
const { createError } = require('../core/errors.js');
const { requirePermission } = require('../core/permission.js');

/** @type {WeakMap<object, unknown[]>} */
const kept = new WeakMap();

/**
 * Keeps values alive while an owner is. Where that is a Pointer, also while anything is that was made of it.
 * @param {object} owner
 * @param {...unknown} values
 * @throws ERR_INVALID_ARG_TYPE
 */
function keep(owner, ...values) {
  requirePermission();
  if ((typeof owner !== 'object' && typeof owner !== 'function') || owner === null) {
    throw createError('ERR_INVALID_ARG_TYPE', `owner must be an object, received ${describe(owner)}`);
  }
  const key = placeOf(owner)?.lifetime ?? owner;
  const list = kept.get(key);
  if (list === undefined) kept.set(key, values);
  else list.push(...values);
}

module.exports = { keep };
