// The declarations of the main entry for ECMAScript modules: its names, and the same object as default.
import ffi = require('./index.js');

export * from './index.js';
export default ffi;
