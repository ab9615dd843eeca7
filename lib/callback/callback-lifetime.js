// The lifetime of a callback's address: after its end nobody passes it to C any more.
'use strict';

const { createError } = require('../core/errors.js');
const { Lifetime } = require('../core/lifetime.js');

class CallbackLifetime extends Lifetime {
  requireAlive() {
    if (!this.hasEnded) return;
    throw createError('ERR_FFI_CALLBACK_CLOSED', 'the callback has been closed: C must not be given it any more');
  }
}

module.exports = { CallbackLifetime };
