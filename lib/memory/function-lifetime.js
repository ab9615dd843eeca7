// The lifetime of a bound function's code: it ends when its library is closed.
'use strict';

const { binding } = require('../core/binding.js');
const { Lifetime } = require('../core/lifetime.js');

class FunctionLifetime extends Lifetime {
  /** @throws ERR_FFI_LIBRARY_CLOSED */
  requireAlive() {
    binding.functionAddress(/** @type {Function} */ (this.kept));
  }
}

module.exports = { FunctionLifetime };
