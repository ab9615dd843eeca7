// Makes the calls that its argument lists as JSON, in order, in a process of their own, and prints what came of each:
// {value} or {code, message}. It is run by fixtures.js, and says nothing of what is right.
'use strict';

const ffi = require('../..');

const outcomes = JSON.parse(process.argv[2]).map(({ library, name, returnType = 'string', args = [], options }) => {
  try {
    const types = args.map(() => 'int');
    return { value: ffi.getNativeFunction(library, name, returnType, types, options)(...args) };
  } catch (error) {
    return { code: error.code, message: error.message };
  }
});
process.stdout.write(`\n${JSON.stringify(outcomes)}`);
