// Preloaded into a Node that runs under an emulator: what it takes for its own binary, the system of this machine cannot
// start, so it learns the command that does. scripts/test-cross.js sets that.
'use strict';

if (process.env.FFI_NATIVE_NODE) process.execPath = process.env.FFI_NATIVE_NODE;
