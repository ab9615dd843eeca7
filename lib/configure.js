// configure: what is set for all calls at once.
'use strict';

const { requireGrace } = require('./callback/callback-options.js');
const { requireThreads } = require('./call/async.js');
const { binding } = require('./core/binding.js');
const { requirePermission } = require('./core/permission.js');
const { requireChoice, requireOptions } = require('./core/validate.js');

/**
 * By option, how its value is checked and what then sets it.
 * @type {Readonly<Record<string, {read: (value: any, place: string) => any, set: (value: any) => void}>>}
 */
const settings = Object.freeze({
  threads: { read: requireThreads, set: binding.resizePool },
  callbackGrace: { read: requireGrace, set: binding.setCallbackGrace },
  faultReport: { read: (value, place) => requireChoice(value, place, [true, false]), set: binding.enableFaultReports },
});

/**
 * Sets what is given; the rest stays. Nothing is set unless all of it can be.
 * @param {object} options `threads`: how many asynchronous calls run at once in this process, the number of processors
 *   unless it is set; `callbackGrace`: how long callbacks of this thread that have no `grace` of their own wait for it;
 *   `faultReport`: whether a process that dies in C says where
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE
 */
function configure(options) {
  requirePermission();
  const given = Object.entries(requireOptions(options, Object.keys(settings)));
  const chosen = given
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ set: settings[name].set, value: settings[name].read(value, `options.${name}`) }));
  for (const { set, value } of chosen) set(value);
}

module.exports = { configure };
