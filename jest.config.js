// How Jest runs the tests: plain CommonJS, no transforms. The binary under test is FFI_NATIVE_BINARY or the last build.
'use strict';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.js'],
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/.nodes/'],
  transform: {},
  maxWorkers: 2,
  testTimeout: 300_000, // stops what hangs, and measures nothing: sanitizers and busy machines are slow
};
