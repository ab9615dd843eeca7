// What this process can do, and what we are.
'use strict';

const { binding } = require('./binding.js');
const { version } = require('../../package.json');

/**
 * What depends on the platform, the runtime and the build:
 * `guardedAccess`, whether a wrong address is an error and not a death; `externalBuffers`, whether memory of C's can be
 * shared with an ArrayBuffer; `heldBuffers`, whether asynchronous calls hold the bytes of buffers; `engine`, how calls are made; `libffi`, its version.
 */
const capabilities = Object.freeze({
  ...binding.memoryCapabilities(),
  engine: 'general',
  libffi: binding.libffi,
});

module.exports = { capabilities, version };
