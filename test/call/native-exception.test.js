// C++ exceptions that leave a function.
'use strict';

const { getNativeFunction } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { refusal } = require('../support/refusal.js');

const bind = (name, returnType, argTypes, options) => getNativeFunction(fixtures, name, returnType, argTypes, options);
const throwError = bind('throw_error', 'int', ['int']);

const exception = (message) => ({ name: 'Error', code: 'ERR_FFI_NATIVE_EXCEPTION', message });

test('an exception says what it is', () => {
  const expected = exception('throw_error has thrown a C++ exception: n is not 0');
  for (let i = 0; i < 1000; i++) expect(refusal(() => throwError(1))).toEqual(expected);
  expect(throwError(0)).toBe(1);
});

test('what is thrown may be anything', () => {
  expect(refusal(() => bind('throw_number', 'int', ['int'])(7))).toEqual(
    exception('throw_number has thrown a C++ exception: it is no std::exception'),
  );
});

test('with errno, too', () => {
  const act = bind('throw_error', 'int', ['int'], { errno: true });
  expect(refusal(() => act(1)).code).toBe('ERR_FFI_NATIVE_EXCEPTION');
});

test('C++ frames are left in order, callbacks are errors of their own call', () => {
  const through = bind('throw_through', 'int', ['int (*)(int)', 'int']);
  const timesEnded = bind('times_ended', 'int', []);
  const before = timesEnded();
  expect(refusal(() => through((x) => x, 1)).message).toMatch(/behind the callback$/);
  const nested = () => through((x) => throwError(x), 1);
  expect(refusal(nested).message).toMatch(/n is not 0$/);
  expect(timesEnded()).toBe(before + 2);
});
