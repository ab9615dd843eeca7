// The table of error codes, and errors as they reach the user.
'use strict';

const { inspect } = require('node:util');
const { getBufferPointer, getNativeFunction, type } = require('../..');
const { codes, createError } = require('../../lib/core/errors.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf } = require('../support/refusal.js');

/** An act for each code that this process can raise. */
const acts = {
  ERR_INVALID_ARG_TYPE: () => getBufferPointer(1),
  ERR_INVALID_ARG_VALUE: () => getNativeFunction('', 'f', 'int', []),
  ERR_OUT_OF_RANGE: () => getNativeFunction(null, 'abs', 'int', ['int'])(0.5),
  ERR_FFI_ACCESS_VIOLATION: () => getNativeFunction(fixtures, 'identity_pointer', 'string', ['pointer'])(16n),
  ERR_FFI_INCOMPLETE_TYPE: () => type('void [3]'),
  ERR_FFI_LIBRARY_LOAD_FAILED: () => getNativeFunction('/nowhere/lib.so', 'f', 'int', []),
  ERR_FFI_SYMBOL_NOT_FOUND: () => getNativeFunction(null, 'no_such_symbol', 'int', []),
  ERR_FFI_UNSUPPORTED_TYPE: () => type('no type'),
};

test('every code has an error class and a meaning, a whole sentence', () => {
  expect(Object.isFrozen(codes)).toBe(true);
  for (const [code, { Class, meaning }] of Object.entries(codes)) {
    expect(code).toMatch(/^ERR_[A-Z0-9_]+$/);
    expect([Error, TypeError, RangeError]).toContain(Class);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
  }
});

test('an error has the class of its code, and carries what it is given', () => {
  for (const [code, { Class }] of Object.entries(codes)) {
    const error = createError(code, 'what is wrong', { offset: 3, address: 16n });
    expect(error).toBeInstanceOf(Class);
    expect(Object.getPrototypeOf(error)).toBe(Class.prototype);
    expect({ ...error, message: error.message }).toEqual({ code, message: 'what is wrong', offset: 3, address: 16n });
  }
});

test('a code that is not in the table is a mistake of ours, and says so', () => {
  for (const code of ['ERR_UNHEARD_OF', '']) {
    expect(() => createError(code, 'what is wrong')).toThrow(`${code} is missing in the table of error codes`);
  }
});

describe.each(Object.entries(acts))('%s', (code, act) => {
  test('is thrown as an error of its class, once for each act', () => {
    const error = errorOf(act);
    expect(error).toMatchObject({ code, name: codes[code].Class.name });
    expect(error).toBeInstanceOf(codes[code].Class);
    expect(errorOf(act)).not.toBe(error);
  });

  test('says what is wrong, and shows its code', () => {
    const error = errorOf(act);
    expect(error.message).toMatch(/^\S.{9,}/);
    expect(error.message).not.toMatch(/\[object|undefined is not|std::|napi/i);
    expect(inspect(error)).toContain(`code: '${code}'`);
    expect(error.stack.split('\n')[0]).toContain(error.message.split('\n')[0]);
    expect(error.stack).toContain(__filename);
  });
});

test('details stand on the error only where they say something', () => {
  expect(Object.keys(errorOf(acts.ERR_OUT_OF_RANGE))).toEqual(['code']);
  expect(Object.keys(errorOf(acts.ERR_FFI_UNSUPPORTED_TYPE))).toEqual(['code', 'offset']);
  expect(Object.keys(errorOf(acts.ERR_FFI_ACCESS_VIOLATION))).toEqual(['code', 'address']);
});
