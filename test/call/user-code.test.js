// Objects whose members run code of the user's while they are converted: getters, proxies, arrays with accessors. It may
// do anything; C sees either what is right or nothing at all.
'use strict';

const { getNativeFunction } = require('../..');
const { blockFunctions, intBytes } = require('../support/blocks.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const bind = (name, returnType, argTypes) => getNativeFunction(fixtures, name, returnType, argTypes);
const point = 'struct { double x, y; }';
const swap = bind('point_swap', point, [point]);
const span = 'struct { const uint8_t *bytes; int count; }';
const sum = bind('span_sum', 'int', [span]);
const sumAnd = bind('span_sum_and', 'int', [span, 'const uint8_t *', 'int']);
const ints = blockFunctions('int v[3]');

const detach = (view) => structuredClone(view.buffer, { transfer: [view.buffer] });
const getter = (name, get, object = {}) => Object.defineProperty(object, name, { get, enumerable: true });

describe('what it throws comes out of the call', () => {
  const thrown = new Error('mine');
  const fail = () => {
    throw thrown;
  };
  const proxies = {
    ownKeys: new Proxy({}, { ownKeys: fail }),
    getOwnPropertyDescriptor: new Proxy({ x: 1 }, { getOwnPropertyDescriptor: fail }),
    get: new Proxy({ x: 1 }, { get: fail }),
  };

  test('of a getter', () => {
    expect(errorOf(() => swap(getter('x', fail)))).toBe(thrown);
    expect(errorOf(() => swap(getter('y', fail, { x: 1 })))).toBe(thrown);
  });

  test.each(Object.keys(proxies))('of the proxy trap %s', (trap) => {
    expect(errorOf(() => swap(proxies[trap]))).toBe(thrown);
  });

  test('of an element of an array', () => {
    expect(errorOf(() => ints.pass(getter(1, fail, [1, 2, 3])))).toBe(thrown);
    expect(errorOf(() => ints.pass([1, proxies.get, 3])).code).toBe('ERR_INVALID_ARG_TYPE');
  });

  test('of part of a complex number', () => {
    const square = bind('complex_square', 'double _Complex', ['double _Complex']);
    expect(errorOf(() => square(getter('re', fail, { im: 0 })))).toBe(thrown);
    expect(errorOf(() => square(getter('im', fail, { re: 0 })))).toBe(thrown);
  });

  test.each([undefined, null, 0, 'text', Symbol.iterator])('%p, which is no error', (value) => {
    let caught = 'nothing';
    try {
      swap(
        getter('x', () => {
          throw value;
        }),
      );
    } catch (error) {
      caught = error;
    }
    expect(caught).toBe(value);
  });

  test('and the function goes on', () => {
    for (let i = 0; i < 1000; i++) expect(errorOf(() => swap(getter('x', fail)))).toBe(thrown);
    expect(swap({ x: 1, y: 2 })).toEqual({ x: 2, y: 1 });
  });
});

describe('it is asked once for each value', () => {
  test('of a getter', () => {
    let count = 0;
    expect(swap(getter('x', () => ++count))).toEqual({ x: 0, y: 1 });
    expect(count).toBe(1);
  });

  test('of a proxy', () => {
    const calls = [];
    const traps = {};
    for (const name of Reflect.ownKeys(Reflect)) {
      if (typeof Reflect[name] !== 'function') continue;
      traps[name] = (...args) => {
        calls.push(`${name} ${typeof args[1] === 'string' ? args[1] : ''}`.trim());
        return Reflect[name](...args);
      };
    }
    expect(swap(new Proxy({ x: 1, y: 2 }, traps))).toEqual({ x: 2, y: 1 });
    expect(calls.filter((call) => call.startsWith('get '))).toEqual(['get x', 'get y']);
    expect(calls.filter((call) => /^(set|defineProperty|deleteProperty|preventExtensions|apply)/.test(call))).toEqual(
      [],
    );
  });

  test('a proxy says what members there are', () => {
    const all = new Proxy(
      {},
      {
        ownKeys: () => ['y', 'x'],
        getOwnPropertyDescriptor: (_, key) => ({ value: key, enumerable: true, configurable: true }),
        get: (_, key) => (key === 'x' ? 1 : 2),
      },
    );
    expect(swap(all)).toEqual({ x: 2, y: 1 });
    const { proxy, revoke } = Proxy.revocable({ x: 1 }, {});
    revoke();
    expect(errorOf(() => swap(proxy)).name).toBe('TypeError');
  });
});

describe('it may change what is being converted', () => {
  test('a member that is gone is undefined', () => {
    const object = { x: 1, y: 2 };
    getter('x', () => delete object.y && 1, object);
    expect(errorOf(() => swap(object)).message).toMatch('member y must be a number, received undefined');
  });

  test('a member that is added comes too late', () => {
    const object = {};
    getter(
      'x',
      () => {
        object.z = 5;
        return 1;
      },
      object,
    );
    expect(swap(object)).toEqual({ x: 0, y: 1 });
  });

  test('an array that shrinks or grows has undefined elements, or surplus ones that are not read', () => {
    const shrinking = [1, 2, 3];
    getter(
      0,
      () => {
        shrinking.length = 2;
        return 1;
      },
      shrinking,
    );
    expect(errorOf(() => ints.pass(shrinking)).message).toMatch('member v[2] must be an integer');
    const growing = [1, 2, 3];
    getter(0, () => growing.push(...Array(1000).fill(9)) && 1, growing);
    expect(ints.pass(growing)).toEqual(Int32Array.of(1, 2, 3));
  });

  test('typed arrays are copied when their turn comes', () => {
    const { bytesOf } = blockFunctions('int a; int v[3]; int b');
    const v = Int32Array.of(1, 2, 3);
    expect(bytesOf(getter('a', () => v.fill(7) && 0, {}))).toEqual(Buffer.alloc(20));
    const late = { v };
    getter(
      'b',
      () => {
        detach(v);
        return 5;
      },
      late,
    );
    expect(bytesOf(late)).toEqual(intBytes(0, 7, 7, 7, 5));
    const early = getter('a', () => {
      detach(early.v);
      return 5;
    });
    early.v = Int32Array.of(1, 2, 3);
    expect(errorOf(() => bytesOf(early)).code).toBe('ERR_INVALID_ARG_VALUE');
  });
});

describe('it may take a buffer away whose address goes to C', () => {
  /** Expects that a call is refused, and that its message begins with the place of the buffer. */
  const expectGone = (act, place) => {
    const { name, code, message } = refusal(act);
    expect({ name, code, message }).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: expect.stringMatching(/ cannot be used: its buffer is detached or no longer holds it$/),
    });
    expect(message.split(' cannot')[0]).toBe(place);
  };

  test('in the same object', () => {
    const bytes = new Uint8Array(1 << 16).fill(1);
    const object = { bytes };
    getter(
      'count',
      () => {
        detach(bytes);
        return 1 << 16;
      },
      object,
    );
    expectGone(() => sum(object), 'Argument 0 of span_sum: member bytes');
  });

  test('in another argument, before or behind the object', () => {
    const bytes = new Uint8Array(1 << 16).fill(1);
    const object = { bytes: null };
    getter(
      'count',
      () => {
        detach(bytes);
        return 0;
      },
      object,
    );
    expectGone(() => sumAnd(object, bytes, 1 << 16), 'Argument 1 of span_sum_and');
    const two = bind('span_sum_and', 'int', ['const uint8_t *', span]);
    const other = new Uint8Array(1 << 16).fill(1);
    const thief = getter('count', () => detach(other) && 0, { bytes: null });
    expectGone(() => two(other, thief), 'Argument 0 of span_sum_and');
  });

  test('in an element of an array of pointers, in a union, in a tail', () => {
    const pointers = blockFunctions('struct { const void *p[2]; int n; } v');
    const bytes = new Uint8Array(1 << 16);
    const array = { p: [null, bytes] };
    getter('n', () => detach(bytes) && 1, array);
    expectGone(() => pointers.pass(array), 'Argument 0 of block_identity: member v.p[1]');

    const union = blockFunctions('struct { union { void *p; long n; } u; int n; } v');
    const inUnion = new Uint8Array(1 << 16);
    const holder = { u: { p: inUnion } };
    getter('n', () => detach(inUnion) && 1, holder);
    expectGone(() => union.pass(holder), 'Argument 0 of block_identity: member v.u.p');

    const tail = bind('describe_tail', 'int', ['char *', 'size_t', 'const char *', '...']);
    const inTail = new Uint8Array(1 << 16);
    const thief = getter('a', () => detach(inTail) && 1);
    const text = Buffer.alloc(100);
    const call = () => tail(text, 100n, 'pS', 'void *', inTail, 'struct { int16_t a; double b; }', thief);
    expectGone(call, 'Argument 4 of describe_tail');
    expect(text).toEqual(Buffer.alloc(100));
  });

  test('and give its memory to another: the address is that of the buffer when C is entered', () => {
    const bytes = new Uint8Array(new ArrayBuffer(1 << 16, { maxByteLength: 1 << 20 })).fill(1);
    const object = { bytes };
    getter(
      'count',
      () => {
        bytes.buffer.resize(1 << 20);
        bytes.fill(2);
        return 1 << 20;
      },
      object,
    );
    expect(sum(object)).toBe(2 << 20);
    const shrinking = new Uint8Array(new ArrayBuffer(1 << 16, { maxByteLength: 1 << 20 }), 16, 16);
    const other = { bytes: shrinking };
    getter(
      'count',
      () => {
        shrinking.buffer.resize(8);
        return 16;
      },
      other,
    );
    expectGone(() => sum(other), 'Argument 0 of span_sum: member bytes');
  });

  test('WebAssembly memory that grows moves', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const bytes = new Uint8Array(memory.buffer);
    const object = { bytes };
    getter('count', () => memory.grow(1), object);
    expectGone(() => sum(object), 'Argument 0 of span_sum: member bytes');
  });

  test('small arrays move when garbage is collected', () => {
    let garbage = [];
    for (let i = 0; i < 200; i++) {
      const bytes = Uint8Array.of(1, 2, 3, 4);
      const object = { bytes };
      getter(
        'count',
        () => {
          garbage = Array.from({ length: 20_000 }, (_, j) => ({ j }));
          return bytes.length;
        },
        object,
      );
      expect(sum(object)).toBe(10);
    }
    expect(garbage).toHaveLength(20_000);
  });
});

describe('it may call', () => {
  test('the same function', () => {
    const object = getter('x', () => swap({ x: 1, y: 2 }).x);
    object.y = 5;
    expect(swap(object)).toEqual({ x: 5, y: 2 });
    let depth = 0;
    const nested = () => (depth++ < 100 ? swap(getter('x', nested)).y + 1 : 0);
    expect(nested()).toBe(100);
  });

  test('the same function until the stack ends', () => {
    const endless = () => swap(getter('x', endless)).y;
    expect(errorOf(endless).name).toBe('RangeError');
    const object = {};
    getter('x', () => swap(object).y, object);
    expect(errorOf(() => swap(object)).name).toBe('RangeError');
    expect(swap({ x: 1, y: 2 })).toEqual({ x: 2, y: 1 });
  });

  test('a variadic function with so many other tails that it forgets this one', () => {
    const f = bind('describe_tail', 'int', ['char *', 'size_t', 'const char *', '...']);
    const text = Buffer.alloc(100);
    const churn = () => {
      for (let i = 1; i <= 200; i++) {
        f(text, 100n, '', `struct { char a[${i}]; }`, {});
        bind('noop', 'void', [`struct { char b[${i}]; } *`]);
      }
      return 7;
    };
    const record = getter('a', churn);
    record.b = 0.5;
    f(text, 100n, 'S', 'struct { int16_t a; double b; }', record);
    expect(text.toString('latin1', 0, 8)).toBe('{7 0.5} ');
  });
});

test('strings, holes and accessors of a prototype', () => {
  const inherited = Object.assign(new Array(3), [1, 2]);
  inherited.length = 3;
  Object.setPrototypeOf(
    inherited,
    getter(2, () => 9, Object.create(Array.prototype)),
  );
  expect(ints.pass(inherited)).toEqual(Int32Array.of(1, 2, 9)); // as indexing says
});
