// Parameters marked `_Out_`, `_Inout_`, `[in, out]` ...: what C wrote is copied back into objects and arrays.
'use strict';

const { alloc, cdef, getBufferPointer, getNativeFunction, type } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const bind = (name, returnType, argTypes, options) => getNativeFunction(fixtures, name, returnType, argTypes, options);
const libc = (name, returnType, argTypes, options) => getNativeFunction(null, name, returnType, argTypes, options);
const place = 'struct { double x, y; const char *label; }';
const getter = (name, get, object = {}) => Object.defineProperty(object, name, { get, enumerable: true });

const divide = bind('divide', 'int', ['int', 'int', '_Out_opt_ int *', '[out, optional] int *']);
const increment = bind('increment', 'int', ['_Inout_ int *', 'int']);
const fill = bind('fill_bytes', 'int', ['_Out_ int *', 'size_t', 'int']);
const move = bind('move_place', 'void', [`_Inout_ ${place} *`, 'double']);
const movePlaces = bind('move_places', 'void', [`[in, out] ${place} *`, 'int', 'double']);

describe('arrays', () => {
  test('of numbers get what C wrote', () => {
    const [quotient, remainder] = [[undefined], ['is not read']];
    expect(divide(17, 5, quotient, remainder)).toBe(5);
    expect([quotient, remainder]).toEqual([[3], [2]]);
  });

  test('that C reads too', () => {
    const values = [1, 2, 3];
    expect(increment(values, 3)).toBe(6);
    expect(values).toEqual([2, 3, 4]);
  });

  test('are zero for C where it does not read them, and are given all that C wrote', () => {
    for (const count of [1, 100, 10_000]) {
      const values = Array(count).fill(7);
      expect(fill(values, BigInt(4 * count), 0x01)).toBe(0);
      expect(values).toEqual(Array(count).fill(0x01010101));
    }
  });

  test('keep what C did not write: of an _Out_ array it is zero, of an _Inout_ one what it was', () => {
    const out = [1, 2, 3];
    fill(out, 4n, 0);
    expect(out).toEqual([0, 0, 0]);
    const inout = [1, 2, 3];
    increment(inout, 1);
    expect(inout).toEqual([2, 2, 3]);
  });

  test('without elements are refused: C writes one', () => {
    expect(refusal(() => divide(1, 1, [], null))).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: 'Argument 2 of divide must have an element at least: C writes there',
    });
    expect(errorOf(() => increment([], 0)).code).toBe('ERR_INVALID_ARG_VALUE');
  });

  test('with holes: what is written fills them, what is read may have none', () => {
    const out = new Array(3);
    fill(out, 12n, 0xff);
    expect(out).toEqual([-1, -1, -1]);
    expect(refusal(() => increment(Object.assign(new Array(3), { 0: 1, 2: 3 }), 3))).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message:
        'Argument 0 of increment: element [1] must be an integer from -2147483648 to 2147483647, received undefined',
    });
  });

  test('of structs: the elements are new objects', () => {
    const first = { x: 1, y: 1 };
    const places = [first, { x: 2, y: 2 }];
    movePlaces(places, 2, 0.5);
    expect(places).toEqual([
      { x: 1.5, y: 0.5, label: 0n },
      { x: 2.5, y: 1.5, label: 0n },
    ]);
    expect(first).toEqual({ x: 1, y: 1 });
    const error = errorOf(() => movePlaces([first, { x: 1 }, { y: '2' }], 3, 1));
    expect(error.message).toBe("Argument 0 of move_places: element [2].y must be a number, received '2'");
  });

  test('of another realm and of a class; a proxy of one is none', () => {
    const other = require('node:vm').runInNewContext('[1, 2]');
    class List extends Array {}
    for (const values of [other, List.of(1, 2)]) {
      expect(increment(values, 2)).toBe(3);
      expect([...values]).toEqual([2, 3]);
    }
    expect(refusal(() => increment(new Proxy([1, 2], {}), 2))).toMatchObject({
      code: 'ERR_INVALID_ARG_TYPE',
      message: expect.stringMatching(/received a Proxy$/),
    });
  });

  test('that shrink or go on growing while they are converted', () => {
    const shrinking = getter(0, () => 0, [0, 0, 0]);
    expect(
      errorOf(() =>
        increment(
          getter(0, () => (shrinking.length = 1), shrinking),
          3,
        ),
      ).message,
    ).toMatch('element [1] must be an integer');
    const growing = [1, 2];
    const reader = bind('increment', 'int', ['_Inout_ int *', 'int']);
    Object.defineProperty(growing, 0, { get: () => growing.push(9) && 1, set: () => {}, enumerable: true });
    expect(reader(growing, 2)).toBe(3);
    expect(growing.slice(1)).toEqual([3, 9]);
  });
});

describe('objects', () => {
  test('get every member; others that they have stay', () => {
    const target = { x: 1, y: 1, label: null };
    move(target, 2);
    expect(target).toEqual({ x: 3, y: -1, label: 0n });
    const gmtime = cdef(
      'struct tm { int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year; int others[3]; long off; void *zone; };',
    );
    const out = libc('gmtime_r', 'pointer', ['const time_t *', gmtime.type('_Out_ struct tm *')]);
    const mine = { mine: 1, tm_year: 'not read' };
    expect(out([86_399n], mine)).not.toBe(0n);
    expect(mine).toMatchObject({ mine: 1, tm_sec: 59, tm_min: 59, tm_hour: 23, tm_mday: 1, tm_mon: 0, tm_year: 70 });
    expect(mine.others).toEqual(Int32Array.of(4, 0, 0));
  });

  test('of classes and of other prototypes', () => {
    class Place {
      x = 1;
      y = 2;
    }
    const target = new Place();
    move(target, 1);
    expect(target).toBeInstanceOf(Place);
    expect({ ...target }).toEqual({ x: 2, y: 1, label: 0n });
    const bare = Object.assign(Object.create(null), { x: 0 });
    move(bare, 1);
    expect({ ...bare }).toEqual({ x: 1, y: -1, label: 0n });
  });

  test('through setters and proxies', () => {
    const seen = [];
    const record = (name) => ({ get: () => 5, set: (value) => seen.push([name, value]), enumerable: true });
    move(Object.defineProperties({}, { x: record('x'), y: record('y') }), 1);
    expect(seen).toEqual([
      ['x', 6],
      ['y', 4],
    ]);
    const target = {};
    move(new Proxy(target, {}), 1);
    expect(target).toEqual({ x: 1, y: -1, label: 0n });
  });

  test('members named as what every object inherits', () => {
    const f = bind('fill_bytes', 'int', ['_Out_ struct { char __proto__, constructor; } *', 'size_t', 'int']);
    const target = {};
    f(target, 2n, 7);
    expect(Object.getOwnPropertyDescriptor(target, '__proto__').value).toBe(7);
    expect([Object.getPrototypeOf(target), target.constructor]).toEqual([Object.prototype, 7]);
  });

  test('text that C gave comes out as the options say', () => {
    const named = { x: 0, y: 0, label: 'here' };
    bind('move_place', 'void', [`_Inout_ ${place} *`, 'double'], { strings: true })(named, 1);
    expect(named.label).toBe('moved');
  });

  test('are one struct: not a number, and not a union, of which C does not say what it wrote', () => {
    const f = bind('fill_bytes', 'int', ['_Out_ union { int i; float f; } *', 'size_t', 'int']);
    expect(refusal(() => f({}, 4n, 0)).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(refusal(() => f({}, 4n, 0)).message).toMatch("an array of 'union { int i; float f; }'");
    const unions = [null];
    f(unions, 4n, 1);
    expect(unions[0].i).toBe(0x01010101);
    expect(refusal(() => fill({}, 4n, 0)).code).toBe('ERR_INVALID_ARG_TYPE');
  });
});

describe('what cannot be written is no silent loss', () => {
  const words = (name) =>
    `does not get what C wrote: its '${name}' cannot be written: it is read-only, or the object frozen`;

  test.each([
    ['a frozen object', Object.freeze({ x: 1, y: 1, label: null }), 'x'],
    ['a sealed object without the member', Object.seal({ x: 1 }), 'y'],
    ['a getter without a setter', getter('y', () => 1, { x: 1 }), 'y'],
    ['a proxy that says no', new Proxy({ x: 1 }, { set: () => false }), 'x'],
  ])('%s', (_, target, member) => {
    expect(refusal(() => move(target, 1))).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: `Argument 0 of move_place ${words(member)}`,
    });
  });

  test('a frozen array, and one that cannot grow', () => {
    const { code, message } = refusal(() => divide(7, 2, [0], Object.freeze([0])));
    expect([code, message]).toEqual(['ERR_INVALID_ARG_VALUE', `Argument 3 of divide ${words('0')}`]);
    expect(refusal(() => divide(7, 2, Object.preventExtensions(new Array(1)), null)).message).toBe(
      `Argument 2 of divide ${words('0')}`,
    );
  });

  test('the other arguments get theirs all the same', () => {
    const remainder = [0];
    expect(refusal(() => divide(17, 5, Object.freeze([0]), remainder)).message).toMatch('Argument 2');
    expect(remainder).toEqual([2]);
    const target = Object.freeze({ x: 1, y: 1 });
    expect(errorOf(() => move(target, 1)).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(target).toEqual({ x: 1, y: 1 });
  });

  test('what a setter throws comes out of the call', () => {
    const mine = new Error('mine');
    const fail = () => {
      throw mine;
    };
    const target = Object.defineProperty({ x: 1 }, 'y', { set: fail, get: () => 1, enumerable: true });
    expect(errorOf(() => move(target, 1))).toBe(mine);
    expect(errorOf(() => move(new Proxy({}, { set: fail }), 1))).toBe(mine);
    expect(errorOf(() => move(new Proxy({}, { getOwnPropertyDescriptor: fail, ownKeys: () => ['x'] }), 1))).toBe(mine);
  });

  test('text that is not there names the argument', () => {
    const wild = bind('fill_bytes', 'int', ['_Out_ struct { const char *text; } *', 'size_t', 'int'], {
      strings: true,
    });
    const error = errorOf(() => wild({}, 8n, 1));
    expect(error).toMatchObject({ code: 'ERR_FFI_ACCESS_VIOLATION', address: 0x0101010101010101n });
    expect(error.message).toMatch(/^Argument 0 of fill_bytes does not get what C wrote: the memory at 0x/);
  });

  test('of an unsafe integer, it names the argument', () => {
    const longs = bind('get_longs', 'void', ['_Out_ int64_t *', 'int', 'int64_t'], { int64: 'number' });
    const out = [0, 0];
    longs(out, 2, 2 ** 53 - 2);
    expect(out).toEqual([2 ** 53 - 2, 2 ** 53 - 1]);
    expect(refusal(() => longs([0, 0], 2, 2 ** 53 - 1))).toMatchObject({
      code: 'ERR_OUT_OF_RANGE',
      message: expect.stringMatching(/^Argument 0 of get_longs does not get what C wrote: a 64-bit integer/),
    });
  });
});

describe('memory, NULL and addresses are passed as to any pointer', () => {
  test('typed arrays and Pointers are written where they are', () => {
    const quotient = Int32Array.of(9);
    const remainder = alloc('int');
    divide(17, 5, quotient, remainder);
    expect([quotient[0], remainder.value]).toEqual([3, 2]);
    divide(20, 3, getBufferPointer(quotient), remainder.address);
    expect([quotient[0], remainder.value]).toEqual([6, 2]);
  });

  test('null, where C allows it', () => expect(divide(17, 5, null, 0n)).toBe(5));

  test.each([undefined, 5, true, 'text', () => 0, Symbol.iterator])('%p is refused', (value) => {
    expect(refusal(() => divide(1, 1, value, null))).toMatchObject({
      code: 'ERR_INVALID_ARG_TYPE',
      message: expect.stringMatching(/^Argument 2 of divide must be null, .*an array of 'int'/),
    });
  });

  test('text is not for an _Out_ char *: C writes there', () => {
    const f = bind('fill_bytes', 'int', ['_Out_writes_(size) char *', 'size_t', 'int']);
    expect(refusal(() => f('text', 4n, 0)).code).toBe('ERR_INVALID_ARG_TYPE');
    const bytes = [0, 0];
    f(bytes, 2n, 65);
    expect(bytes).toEqual([65, 65]);
  });

  test('void has no elements', () => {
    const f = bind('fill_bytes', 'int', ['_Out_ void *', 'size_t', 'int']);
    expect(refusal(() => f([0], 4n, 0)).code).toBe('ERR_INVALID_ARG_TYPE');
    const bytes = Buffer.alloc(2);
    f(bytes, 2n, 65);
    expect(bytes.toString()).toBe('AA');
  });
});

describe('C is not entered', () => {
  test('where an argument is refused, and nothing is copied back', () => {
    const target = { x: 1, y: 'no' };
    expect(errorOf(() => move(target, 1)).message).toBe(
      "Argument 0 of move_place: member y must be a number, received 'no'",
    );
    const out = [5];
    expect(errorOf(() => divide(1, 1.5, out, null)).code).toBe('ERR_OUT_OF_RANGE');
    expect(out).toEqual([5]);
  });

  test('where a getter throws', () => {
    const mine = new Error('mine');
    const target = getter('x', () => {
      throw mine;
    });
    expect(errorOf(() => move(target, 1))).toBe(mine);
  });

  test('where a getter takes a buffer of another argument away', () => {
    const f = bind('divide', 'int', ['int', 'int', 'int *', '_Inout_ int *']);
    const quotient = new Int32Array(10_000);
    const thief = getter(0, () => structuredClone(quotient.buffer, { transfer: [quotient.buffer] }) && 0, []);
    thief.length = 1;
    expect(refusal(() => f(1, 1, quotient, thief))).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: 'Argument 2 of divide cannot be used: its buffer is detached or no longer holds it',
    });
  });
});

test('a getter or a setter may call the function itself', () => {
  const inner = { x: 10, y: 10 };
  const target = Object.defineProperty({ x: 1 }, 'y', {
    get: () => {
      move(inner, 1);
      return inner.y;
    },
    set: (y) => {
      move(inner, 1);
      expect([y, inner.y]).toEqual([8, 8]);
    },
    enumerable: true,
  });
  move(target, 1);
  expect([target.x, inner.x]).toEqual([2, 12]);
});

test('the tail of a variadic function has directions too', () => {
  const scan = libc('sscanf', 'int', ['const char *', 'const char *', '...']);
  const [a, b] = [[0], [0]];
  expect(scan('12 3.5', '%d %lf', '_Out_ int *', a, type('_Out_ double *'), b)).toBe(2);
  expect([a, b]).toEqual([[12], [3.5]]);
  const fixed = libc('sscanf', 'int', ['const char *', 'const char *', '...', '_Out_ int *']);
  expect(fixed('42', '%d', a)).toBe(1);
  expect(a).toEqual([42]);
  const many = Array.from({ length: 40 }, () => [0]);
  const format = many.map(() => '%d').join(' ');
  const text = many.map((_, i) => i).join(' ');
  expect(scan(text, format, ...many.flatMap((out) => ['_Out_ int *', out]))).toBe(40);
  expect(many.flat()).toEqual(many.map((_, i) => i));
});

describe('of libc', () => {
  test('strtol says where it stopped', () => {
    const strtol = libc('strtol', 'long', ['const char *', '_Out_opt_ const char **', 'int'], { strings: true });
    const end = [null];
    expect(strtol('0x1fg', end, 16)).toBe(0x1fn);
    expect(end).toEqual(['g']);
    expect(strtol('7', null, 10)).toBe(7n);
  });

  test('iconv moves two pointers and two counts', () => {
    const open = libc('iconv_open', 'void *', ['const char *', 'const char *']);
    const iconv = libc('iconv', 'size_t', [
      'void *',
      '_Inout_ char **',
      '_Inout_ size_t *',
      '_Inout_ char **',
      '_Inout_ size_t *',
    ]);
    const converter = open('UTF-16LE', 'UTF-8');
    const source = alloc('char[]', 'größe');
    const target = Buffer.alloc(32);
    const [from, left, to, room] = [[source], [BigInt(source.length - 1)], [target], [32n]];
    expect(iconv(converter, from, left, to, room)).toBe(0n);
    expect(target.toString('utf16le', 0, 32 - Number(room[0]))).toBe('größe');
    expect([from[0] - source.address, left]).toEqual([7n, [0n]]);
    expect(to[0] - getBufferPointer(target)).toBe(10n);
    libc('iconv_close', 'int', ['void *'])(converter);
  });

  test('getpwnam_r fills a struct and gives its address', () => {
    const passwd = cdef(
      'struct passwd { char *pw_name, *pw_passwd; uid_t pw_uid; gid_t pw_gid; char *pw_gecos, *pw_dir, *pw_shell; };',
    );
    const getpwnam = libc(
      'getpwnam_r',
      'int',
      [
        'const char *',
        passwd.type('_Out_ struct passwd *'),
        '_Out_writes_(size) char *',
        'size_t',
        passwd.type('_Outptr_ struct passwd **'),
      ],
      { int64: 'number' },
    );
    const [entry, texts, found] = [{}, Buffer.alloc(4096), [null]];
    expect(getpwnam('root', entry, texts, texts.length, found)).toBe(0);
    expect(entry).toMatchObject({ pw_uid: 0, pw_gid: 0 });
    const name = Number(entry.pw_name - getBufferPointer(texts));
    expect(texts.toString('latin1', name, name + 5)).toBe('root\0');
    expect(found[0]).not.toBe(0n);
    expect(getpwnam('there is no such user', {}, texts, texts.length, found)).toBe(0);
    expect(found).toEqual([0n]);
  });

  test('mktime puts a struct in order', () => {
    const tm = cdef(
      'struct tm { int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst; long tm_gmtoff; const char *tm_zone; };',
    );
    const timegm = libc('timegm', 'time_t', [tm.type('_Inout_ struct tm *')], { int64: 'number', strings: true });
    const date = { tm_year: 126, tm_mday: 40 };
    expect(timegm(date)).toBe(Date.UTC(2026, 0, 40) / 1000);
    expect(date).toMatchObject({ tm_year: 126, tm_mon: 1, tm_mday: 9, tm_wday: 1, tm_zone: 'GMT' });
    const mktime = libc('mktime', 'time_t', [tm.type('_Inout_ struct tm *')], { int64: 'number' });
    const local = { tm_year: 126, tm_mon: 6, tm_mday: 1, tm_isdst: -1 };
    expect(mktime(local)).toBe(new Date(2026, 6, 1).getTime() / 1000);
  });

  test('getsubopt walks through a text', () => {
    const getsubopt = libc('getsubopt', 'int', ['_Inout_ char **', 'char *const *', '_Out_ char **'], {
      pointers: 'typed',
    });
    const text = alloc('char[]', 'rw,name=value');
    const [option, value] = [[text], [null]];
    expect(getsubopt(option, ['ro', 'rw', 'name'], value)).toBe(1);
    expect(value).toEqual([null]);
    expect(getsubopt(option, ['ro', 'rw', 'name'], value)).toBe(2);
    expect(String.fromCharCode(...value[0].cast('char', 5))).toBe('value');
  });
});
