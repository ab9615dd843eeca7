// What getNativeFunction takes, what it refuses, and the function that it makes.
'use strict';

const vm = require('node:vm');
const { getNativeFunction, type } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const typeError = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message });
const valueError = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE', message });
const add = (...rest) => getNativeFunction(fixtures, 'add_i32', ...rest);

describe('the function', () => {
  const f = add('int', ['int', 'int']);

  test('has the name, the length and the address of what it calls', () => {
    expect(f(2, 3)).toBe(5);
    expect(f.name).toBe('add_i32');
    expect(f).toHaveLength(2);
    expect(typeof f.address).toBe('bigint');
    expect(f.address).toBe(add('int', ['int', 'int']).address);
    expect(f.address).not.toBe(getNativeFunction(fixtures, 'add_f64', 'double', ['double', 'double']).address);
    expect(getNativeFunction(fixtures, 'noop', 'void', [])).toHaveLength(0);
  });

  test('keeps its address', () => {
    expect(() => {
      f.address = 1n;
    }).toThrow(TypeError);
    expect(() => Object.defineProperty(f, 'address', { value: 1n })).toThrow(TypeError);
    expect(f(2, 3)).toBe(5);
  });

  test('does not care for `this`, nor for how it is called', () => {
    for (const receiver of [undefined, null, 1, {}, f, globalThis]) expect(f.call(receiver, 1, 2)).toBe(3);
    expect(f.apply(null, [1, 2])).toBe(3);
    expect(f.bind(null, 1)(2)).toBe(3);
    expect(Reflect.apply(f, null, [1, 2])).toBe(3);
    expect(new Proxy(f, {})(1, 2)).toBe(3);
    expect([1, 2].map((x) => f(x, x))).toEqual([2, 4]);
    expect(vm.runInNewContext('f(1, 2)', { f })).toBe(3);
  });

  test('is no constructor', () => {
    expect(() => new f(1, 2)).toThrow(TypeError);
    expect(() => Reflect.construct(f, [1, 2])).toThrow(TypeError);
  });

  test('is another one at each binding', () => expect(add('int', ['int', 'int'])).not.toBe(f));
});

describe('library', () => {
  test.each([
    [undefined, 'undefined'],
    [1, '1'],
    [false, 'false'],
    [Buffer.from('libm.so.6'), 'an instance of Buffer'],
    [new URL('file:///lib/libm.so.6'), 'an instance of URL'],
    [Object('libm.so.6'), 'an instance of String'],
    [['libm.so.6'], 'an instance of Array'],
  ])('refuses %p', (library, received) => {
    const { name, code, message } = errorOf(() => getNativeFunction(library, 'cos', 'double', ['double']));
    expect({ name, code }).toEqual({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
    expect(message).toMatch(/^library must be a string/);
    expect(message.endsWith(`, received ${received}`)).toBe(true);
  });

  test('refuses the empty name, which dlopen would take for this process', () => {
    const bind = () => getNativeFunction('', 'cos', 'double', ['double']);
    expect(refusal(bind)).toEqual(valueError('library must not be empty'));
  });

  test('refuses NUL characters, at which dlopen would stop reading', () => {
    const bind = () => getNativeFunction('libm.so.6\0.txt', 'cos', 'double', ['double']);
    expect(refusal(bind).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(refusal(bind).message).toMatch(/^library must be without NUL characters/);
  });

  test('null is this process', () => {
    expect(getNativeFunction(null, 'abs', 'int', ['int'])(-3)).toBe(3);
    expect(errorOf(() => getNativeFunction(null, 'no_such_symbol', 'int', []))).toMatchObject({
      code: 'ERR_FFI_SYMBOL_NOT_FOUND',
    });
  });
});

describe('name', () => {
  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [1, '1'],
    [Symbol('cos'), 'Symbol(cos)'],
  ])('refuses %p', (name, received) => {
    const bind = () => getNativeFunction(null, name, 'int', []);
    expect(refusal(bind)).toEqual(typeError(`name must be a string, received ${received}`));
  });

  test('refuses the empty name and NUL characters', () => {
    expect(refusal(() => getNativeFunction(null, '', 'int', []))).toEqual(valueError('name must not be empty'));
    const bind = () => getNativeFunction(null, 'abs\0olute', 'int', ['int']);
    expect(refusal(bind).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(refusal(bind).message).toMatch(/^name must be without NUL characters/);
    for (const name of ['\ud800', 'abs\udfff']) {
      expect(refusal(() => getNativeFunction(null, name, 'int', ['int'])).code).toBe('ERR_INVALID_ARG_VALUE');
    }
  });

  test.each(['no_such_symbol', 'é', ' add_i32', 'add_i32 ', 'Add_i32'])('%p is no symbol', (name) => {
    const error = errorOf(() => getNativeFunction(fixtures, name, 'int', []));
    expect(error).toMatchObject({ name: 'Error', code: 'ERR_FFI_SYMBOL_NOT_FOUND' });
    expect(error.message).toContain(fixtures);
  });
});

describe('argTypes', () => {
  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['int', "'int'"],
    [{ length: 2, 0: 'int', 1: 'int' }, 'an instance of Object'],
    [new Set(['int']), 'an instance of Set'],
    [new Uint8Array(2), 'an instance of Uint8Array'],
    [() => ['int', 'int'], 'a function'],
  ])('refuses %p', (argTypes, received) => {
    expect(refusal(() => add('int', argTypes))).toEqual(typeError(`argTypes must be an array, received ${received}`));
  });

  test.each([
    [['int', undefined], 1, 'undefined'],
    [new Array(2), 0, 'undefined'],
    [['int', 1], 1, '1'],
    [['int', null], 1, 'null'],
    [['int', ['int']], 1, 'an instance of Array'],
    [['int', Object('int')], 1, 'an instance of String'],
    [['int', { name: 'int', kind: 'integer', size: 4 }], 1, 'an instance of Object'],
  ])('refuses %p', (argTypes, index, received) => {
    const message = `argTypes[${index}] must be a C type-name or a CType, received ${received}`;
    expect(refusal(() => add('int', argTypes))).toEqual(typeError(message));
  });

  test('may be an array of any realm, a proxy of one, or have getters, each of which is asked once', () => {
    expect(add('int', vm.runInNewContext("['int', 'int']"))(1, 2)).toBe(3);
    expect(add('int', new Proxy(['int', 'int'], {}))(1, 2)).toBe(3);
    let asked = 0;
    const argTypes = ['int'];
    Object.defineProperty(argTypes, 1, { get: () => (++asked === 1 ? 'int' : 'double') });
    expect(add('int', argTypes)(1, 2)).toBe(3);
    expect(asked).toBe(1);
  });

  test('an error of a getter goes through', () => {
    const failure = new Error('of the getter');
    const argTypes = Object.defineProperty(['int'], 1, {
      get: () => {
        throw failure;
      },
    });
    expect(errorOf(() => add('int', argTypes))).toBe(failure);
  });

  test('what is changed after the binding changes nothing', () => {
    const argTypes = ['int', 'int'];
    const f = add('int', argTypes);
    argTypes[0] = 'double';
    argTypes.length = 1;
    expect(f(1, 2)).toBe(3);
  });

  test('a type-name that is wrong is named with its place, its offset and a caret', () => {
    const error = errorOf(() => add('int', ['int', 'unsigned char short']));
    expect(error).toMatchObject({ name: 'TypeError', code: 'ERR_FFI_UNSUPPORTED_TYPE', offset: 14 });
    expect(error.message.split('\n')).toEqual([
      "argTypes[1]: 'short' makes no type with the words before it",
      '  unsigned char short',
      `  ${' '.repeat(14)}^`,
    ]);
    expect(errorOf(() => add('int int', [])).message).toMatch(/^returnType: /);
  });

  test('CTypes are taken as type-names are', () => {
    const int = type('int');
    expect(add(int, [int, int])(1, 2)).toBe(3);
  });

  test('4,096 at most', () => {
    expect(add('int', Array(4096).fill('int'))).toHaveLength(4096);
    expect(errorOf(() => add('int', Array(4097).fill('int'))).code).toBe('ERR_FFI_UNSUPPORTED_TYPE');
  });
});

describe('types that no value has', () => {
  const unsupported = [
    'nobody',
    'struct {}',
    'struct { int n; char text[]; }',
    'struct __attribute__((aligned(32))) { int a; }',
    'union { int a; _Alignas(64) char b; }',
  ];
  const incomplete = ['struct nobody', 'union nobody', 'enum nobody'];

  test.each([
    ...unsupported.map((name) => [name, 'ERR_FFI_UNSUPPORTED_TYPE']),
    ...[...incomplete, 'void', 'const void'].map((name) => [name, 'ERR_FFI_INCOMPLETE_TYPE']),
  ])('%s as a parameter', (name, code) => {
    const error = errorOf(() => add('int', ['int', name]));
    expect(error).toMatchObject({ name: 'TypeError', code });
    expect(error.message).toMatch(/^argTypes\[1\]: |a parameter/);
  });

  test.each([
    ...[...unsupported, 'int [3]', 'int []', 'int (int)'].map((name) => [name, 'ERR_FFI_UNSUPPORTED_TYPE']),
    ...incomplete.map((name) => [name, 'ERR_FFI_INCOMPLETE_TYPE']),
  ])('%s as a result', (name, code) => {
    const error = errorOf(() => add(name, ['int', 'int']));
    expect(error).toMatchObject({ name: 'TypeError', code });
    expect(error.message).toMatch(/^returnType: |a result|cannot return/);
  });

  test('arrays and functions as parameters are pointers, as C has it', () => {
    for (const name of ['int [3]', 'int []', 'int [2][3]', 'int (int, ...)']) {
      expect(getNativeFunction(fixtures, 'identity_pointer', 'pointer', [name])(7n)).toBe(7n);
    }
  });
});

describe('options', () => {
  const bind = (options) => add('int', ['int', 'int'], options);

  test('may be left out', () => {
    for (const options of [
      undefined,
      {},
      { symbols: undefined },
      { symbols: 'auto', resolve: 'lazy', scope: 'local' },
    ]) {
      expect(bind(options)(1, 2)).toBe(3);
    }
  });

  test.each([
    [null, 'null'],
    [1, '1'],
    ['auto', "'auto'"],
    [true, 'true'],
    [() => {}, 'a function'],
  ])('refuses %p', (options, received) => {
    expect(refusal(() => bind(options))).toEqual(typeError(`options must be an object, received ${received}`));
  });

  test.each(['thread', 'Symbols', 'constructor', '__proto__', ''])('refuses the unknown option %p', (name) => {
    const options = JSON.parse(`{${JSON.stringify(name)}: true}`);
    expect(refusal(() => bind(options)).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(refusal(() => bind(options)).message).toMatch(`options.${name} is no option: there are symbols, resolve`);
  });

  test.each(['own ', '', 1, true, ['own'], Object('own')])('refuses %p for symbols', (symbols) => {
    expect(refusal(() => bind({ symbols })).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(refusal(() => bind({ symbols })).message).toMatch("options.symbols must be one of 'auto', 'own', 'process'");
  });
});

describe('what a function tells', () => {
  const bound = add('int', ['int', 'const char *', '...']);

  test('type is its C type', () => {
    expect(String(bound.type)).toBe('int (int, const char *, ...)');
    expect(bound.type).toBe(bound.type);
    expect(add('int', ['int', 'int']).type.argTypes).toHaveLength(2);
  });

  test('callPath is how it is called', () => {
    expect(bound.callPath.path).toBe('general');
    expect(typeof bound.callPath.reason).toBe('string');
  });

  test('its getter outlives the function, and serves no other', () => {
    const { get } = Object.getOwnPropertyDescriptor(bound, 'type');
    for (const stranger of [undefined, {}, () => {}, new Proxy(bound, {}), Object.create(bound)]) {
      expect(refusal(() => get.call(stranger)).code).toBe('ERR_INVALID_ARG_TYPE');
    }
  });
});
