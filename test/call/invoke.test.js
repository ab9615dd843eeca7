// Calls: how many arguments, what comes back, and what an error leaves behind.
'use strict';

const vm = require('node:vm');
const { getNativeFunction } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const ranges = require('../support/ranges.js');
const { errorOf, refusal } = require('../support/refusal.js');

const bind = (name, returnType, argTypes) => getNativeFunction(fixtures, name, returnType, argTypes);
const add = bind('add_i32', 'int', ['int', 'int']);

describe('the count of arguments', () => {
  const sum8 = bind('sum8', 'int', Array(8).fill('int'));
  const noop = bind('noop', 'void', []);
  const refused = (name, expected, received) => ({
    name: 'TypeError',
    code: 'ERR_INVALID_ARG_VALUE',
    message: `${name} takes ${expected}, received ${received}`,
  });

  test('missing ones are no zeros', () => {
    expect(refusal(() => add())).toEqual(refused('add_i32', '2 arguments', 0));
    expect(refusal(() => add(1))).toEqual(refused('add_i32', '2 arguments', 1));
    expect(refusal(() => sum8(...Array(7).fill(1)))).toEqual(refused('sum8', '8 arguments', 7));
    expect(refusal(() => bind('identity_int', 'int', ['int'])())).toEqual(refused('identity_int', '1 argument', 0));
  });

  test('surplus ones are no noise', () => {
    for (const surplus of [1, 2, 6, 7, 8, 20, 10_000]) {
      const given = Array(2 + surplus).fill(1);
      expect(refusal(() => add(...given))).toEqual(refused('add_i32', '2 arguments', 2 + surplus));
      expect(refusal(() => noop(...given))).toEqual(refused('noop', '0 arguments', 2 + surplus));
    }
    expect(refusal(() => add(1, 2, undefined))).toEqual(refused('add_i32', '2 arguments', 3));
  });

  test('many of them, of which one is wrong', () => {
    const f = bind('sum8', 'int', Array(100).fill('int'));
    for (const index of [0, 1, 7, 8, 50, 99]) {
      const given = Array(100).fill(1);
      given[index] = 'one';
      expect(errorOf(() => f(...given)).message).toMatch(`Argument ${index} of sum8 must be an integer`);
    }
    expect(f(...Array(100).fill(1))).toBe(8);
  });
});

describe('results', () => {
  test('void is undefined', () => expect(bind('noop', 'void', [])()).toBeUndefined());

  test('_Bool is a boolean, and takes 0 and 1', () => {
    const identity = bind('identity_bool', 'bool', ['_Bool']);
    for (const value of [true, 1]) expect(identity(value)).toBe(true);
    for (const value of [false, 0, -0]) expect(identity(value)).toBe(false);
    const code = (value) => errorOf(() => identity(value)).code;
    for (const value of [2, -1, 0.5, NaN, Infinity]) expect(code(value)).toBe('ERR_OUT_OF_RANGE');
    for (const value of [1n, 'true', null, undefined, {}]) expect(code(value)).toBe('ERR_INVALID_ARG_TYPE');
  });

  test('a result narrower than a register has no remains of the register', () => {
    const narrow = (returnType) => bind('identity_llong', returnType, ['long long']);
    const bits = -0x0123_4567_89ab_cdefn;
    expect(narrow('signed char')(bits)).toBe(Number(BigInt.asIntN(8, bits)));
    expect(narrow('unsigned char')(bits)).toBe(Number(BigInt.asUintN(8, bits)));
    expect(narrow('short')(bits)).toBe(Number(BigInt.asIntN(16, bits)));
    expect(narrow('unsigned short')(bits)).toBe(Number(BigInt.asUintN(16, bits)));
    expect(narrow('int')(bits)).toBe(Number(BigInt.asIntN(32, bits)));
    expect(narrow('unsigned')(bits)).toBe(Number(BigInt.asUintN(32, bits)));
    expect(narrow('unsigned long long')(bits)).toBe(BigInt.asUintN(64, bits));
    expect(narrow('pointer')(bits)).toBe(BigInt.asUintN(64, bits));
    expect(narrow('bool')(bits & ~0xffn)).toBe(false);
  });

  test('float is rounded once, double not at all, long double keeps what a double has', () => {
    const float = bind('identity_float', 'float', ['float']);
    expect(float(0.1)).toBe(Math.fround(0.1));
    expect(float(1 + 2 ** -24)).toBe(1);
    expect(float(1 + 3 * 2 ** -24)).toBe(1 + 2 ** -22);
    const long = bind('identity_ldouble', 'long double', ['long double']);
    for (const value of [0, -0, 0.1, Math.PI, 5e-324, Number.MAX_VALUE, -Infinity, NaN])
      expect(long(value)).toBe(value);
    expect(errorOf(() => long(1n)).code).toBe('ERR_INVALID_ARG_TYPE');
    const sqrt = getNativeFunction('libm.so.6', 'sqrtl', 'long double', ['long double']);
    expect(sqrt(2)).toBe(Math.SQRT2);
  });

  test('char16_t, char32_t and wchar_t are integers', () => {
    const range = {
      char16: [0, 65535],
      char32: [0, 2 ** 32 - 1],
      wchar: ranges.wchar,
    };
    for (const [name, [min, max]] of Object.entries(range)) {
      const identity = bind(`identity_${name}`, `${name}_t`, [`${name}_t`]);
      for (const value of [min, 0, max]) expect(identity(value)).toBe(value);
      for (const value of [min - 1, max + 1, 0.5]) expect(errorOf(() => identity(value)).code).toBe('ERR_OUT_OF_RANGE');
      for (const value of ['a', 1n]) expect(errorOf(() => identity(value)).code).toBe('ERR_INVALID_ARG_TYPE');
    }
  });

  test('enums are the integers under them', () => {
    const signed = 'enum { LOW = -1, HIGH = 5 }';
    const identity = bind('identity_int', signed, [signed]);
    for (const value of [-1, 5, 6, -(2 ** 31)]) expect(identity(value)).toBe(value); // as C, any value of the integer
    expect(errorOf(() => identity(2 ** 31)).code).toBe('ERR_OUT_OF_RANGE');
    expect(errorOf(() => identity('LOW')).code).toBe('ERR_INVALID_ARG_TYPE');
    const unsigned = 'enum { SMALL, LARGE = 0xFFFFFFFF }';
    expect(bind('identity_uint', unsigned, [unsigned])(2 ** 32 - 1)).toBe(2 ** 32 - 1);
    const large = 'enum { HUGE = 1L << 40 }';
    expect(bind('identity_ulong', large, [large])(1n << 40n)).toBe(1n << 40n);
    const small = 'enum __attribute__((packed)) { TINY = -1 }';
    expect(bind('identity_schar', small, [small])(-128)).toBe(-128);
    expect(errorOf(() => bind('identity_schar', small, [small])(128)).code).toBe('ERR_OUT_OF_RANGE');
  });

  test('qualifiers of values say nothing', () => {
    const qualified = bind('identity_int', 'const volatile int', ['const int']);
    expect(qualified(5)).toBe(5);
    expect(bind('identity_int', '_Atomic int', ['_Atomic(int)'])(5)).toBe(5);
  });
});

describe('errors', () => {
  test('nothing is called when one argument is wrong', () => {
    const swap = bind('swap_int', 'int', ['int *', 'int']);
    const place = Int32Array.of(7);
    expect(() => swap(place, 'x')).toThrow(TypeError);
    expect(() => swap(place, 2 ** 40)).toThrow(RangeError);
    expect(place[0]).toBe(7);
  });

  test('are of the realm in which the module was loaded', () => {
    expect(errorOf(() => add(1))).toBeInstanceOf(TypeError);
    expect(errorOf(() => add(1, 0.5))).toBeInstanceOf(RangeError);
    const [ours, theirs] = vm.runInNewContext('try { f(1) } catch (e) { [e, e instanceof TypeError] }', { f: add });
    expect(ours).toBeInstanceOf(TypeError);
    expect(theirs).toBe(false);
  });

  test('have a stack that leads to the call', () => {
    function theCaller() {
      return add(1);
    }
    expect(errorOf(theCaller).stack).toContain('theCaller');
  });

  test('a description of what was received runs no code of the user', () => {
    const trap = () => {
      throw new Error('code of the user ran');
    };
    class Named {
      static get name() {
        return trap();
      }
    }
    const trappedFunction = new Proxy(class {}, { get: trap, getOwnPropertyDescriptor: trap, getPrototypeOf: trap });
    const traps = { get: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap, has: trap, ownKeys: trap };
    const strangers = [
      new Named(),
      { constructor: trappedFunction },
      new Proxy({}, traps),
      Object.create(new Proxy({}, traps)),
      { toString: trap, valueOf: trap, [Symbol.toPrimitive]: trap, [Symbol.for('nodejs.util.inspect.custom')]: trap },
      Object.defineProperty({}, 'constructor', { get: trap }),
      Object.defineProperty({}, Symbol.toStringTag, { get: trap }),
      Object.assign(() => {}, { toString: trap }),
      new Proxy(() => {}, { ...traps, apply: trap }),
    ];
    const strlen = getNativeFunction(null, 'strlen', 'size_t', ['const char *']);
    for (const stranger of strangers) {
      expect(errorOf(() => add(stranger, 1)).code).toBe('ERR_INVALID_ARG_TYPE');
      expect(errorOf(() => strlen(stranger)).code).toBe('ERR_INVALID_ARG_TYPE');
    }
  });
});

describe('depth', () => {
  // At the end of the stack an error cannot even be made: whatever comes out, the process lives.
  test.each([
    ['a wrong count', (f) => f(1)],
    ['a wrong type', (f) => f('one', 1)],
    ['a wrong string', (_, g) => g('\0')],
    ['a call that is right', (f) => f(1, 2)],
    ['a binding', () => add.constructor && bind('add_i32', 'int', ['int', 'nope nope'])],
  ])('%s at the end of the stack', (_, act) => {
    const strlen = getNativeFunction(null, 'strlen', 'size_t', ['const char *']);
    let overflows = 0;
    function descend() {
      try {
        descend();
      } catch (error) {
        overflows += error instanceof RangeError ? 1 : 0;
      }
      try {
        act(add, strlen);
      } catch {}
    }
    descend();
    expect(overflows).toBeGreaterThan(0);
    expect(add(1, 2)).toBe(3);
  });

  test('a function that argument getters call again', () => {
    const argTypes = ['int', 'int'];
    Object.defineProperty(argTypes, 0, { get: () => (add(1, 1) === 2 ? 'int' : 'double') });
    expect(bind('add_i32', 'int', argTypes)(1, 2)).toBe(3);
  });
});

test('functions, types and libraries that nobody holds are collected while others are in use', () => {
  for (let i = 0; i < 20_000; i++) {
    const f = bind('identity_pointer', 'pointer', [`struct { char a[${(i % 500) + 1}]; } *`]);
    expect(f(BigInt(i)) === BigInt(i)).toBe(true);
  }
});
