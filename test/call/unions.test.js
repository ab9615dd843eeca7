// Unions: one member goes in; what comes out holds all bytes, and goes in again whole.
'use strict';

const os = require('node:os');
const { inspect } = require('node:util');
const { getNativeFunction } = require('../..');
const { blockFunctions, intBytes, shortBytes } = require('../support/blocks.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const bind = (name, returnType, argTypes) => getNativeFunction(fixtures, name, returnType, argTypes);
const number = 'union { int i; float f; char text[8]; }';
const ofFloat = bind('number_of_float', number, ['float']);
const asInt = bind('number_as_int', 'int', [number]);
const isLittleEndian = os.endianness() === 'LE';
const oneAsInt = 0x3f800000; // the bits of 1.0f

const typeError = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message });
const valueError = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE', message });

describe('going in', () => {
  test('an object with one member', () => {
    expect(asInt({ i: 5 })).toBe(5);
    expect(asInt({ f: 1 })).toBe(oneAsInt);
    expect(asInt({ text: '\x01' })).toBe(Buffer.from([1, 0, 0, 0])[isLittleEndian ? 'readInt32LE' : 'readInt32BE']());
    expect(asInt({ text: [...intBytes(2, 0)] })).toBe(2);
  });

  test('the bytes beyond the member are zero', () => {
    const { pack } = blockFunctions('union { signed char c; long l; char all[12]; } v');
    for (let i = 0; i < 100; i++) expect(pack({ c: -1 }).toString('hex')).toBe(`ff${'00'.repeat(15)}`);
  });

  test('no member is too few', () => {
    const none = valueError(
      "Argument 0 of number_as_int must have one member of 'union { int i; float f; char text[8]; }' (i, f, text), " +
        'received none',
    );
    expect(refusal(() => asInt({}))).toEqual(none);
    expect(refusal(() => asInt(Object.create(null)))).toEqual(none);
  });

  test('two members are too many', () => {
    expect(refusal(() => asInt({ i: 5, f: 1 }))).toEqual(
      valueError("Argument 0 of number_as_int has both 'i' and 'f', of which a union can have one"),
    );
    expect(refusal(() => asInt({ f: 1, text: 'abc' }))).toEqual(
      valueError("Argument 0 of number_as_int has both 'f' and 'text', of which a union can have one"),
    );
    expect(errorOf(() => asInt({ i: 5, f: '5' })).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(errorOf(() => asInt({ i: 5, f: undefined })).code).toBe('ERR_INVALID_ARG_TYPE');
  });

  test('a member that is none', () => {
    expect(refusal(() => asInt({ d: 5 }))).toEqual(
      valueError(
        "Argument 0 of number_as_int has 'd', which is no member of 'union { int i; float f; char text[8]; }': " +
          'there are i, f, text',
      ),
    );
    expect(errorOf(() => asInt({ i: undefined })).code).toBe('ERR_INVALID_ARG_TYPE');
  });

  test.each([undefined, null, 5, 5n, 'i', true, [], () => 5, new Map()])('%p is no union', (value) => {
    const { code, message } = errorOf(() => asInt(value));
    expect(code).toBe('ERR_INVALID_ARG_TYPE');
    expect(message).toMatch("must be an object with members of 'union { int i; float f; char text[8]; }' (i, f, text)");
  });
});

describe('coming out', () => {
  const value = ofFloat(1);

  test('every member can be read', () => {
    expect(value.f).toBe(1);
    expect(value.i).toBe(oneAsInt);
    expect(value.text).toEqual(Uint8Array.from(intBytes(oneAsInt, 0)));
    expect(value.d).toBeUndefined();
  });

  test('nothing can be written', () => {
    expect(Object.isFrozen(value)).toBe(true);
    expect(() => {
      value.i = 5;
    }).toThrow(TypeError);
    expect(() => {
      value.other = 5;
    }).toThrow(TypeError);
    expect(() => {
      delete value.i;
    }).toThrow(TypeError);
    value.text[0] = 99; // a copy
    expect(value.i).toBe(oneAsInt);
    expect(asInt(value)).toBe(oneAsInt);
  });

  test('looks like an object with these members', () => {
    expect(Object.keys(value)).toEqual(['i', 'f', 'text']);
    expect('i' in value).toBe(true);
    expect(Object.hasOwn(value, 'text')).toBe(true);
    const seen = [];
    for (const name in value) seen.push(name);
    expect(seen).toEqual(['i', 'f', 'text']);
    expect({ ...value }).toEqual({ i: oneAsInt, f: 1, text: value.text });
    expect(Object.entries(value)[1]).toEqual(['f', 1]);
    expect(JSON.parse(JSON.stringify(ofFloat(0)))).toEqual({ i: 0, f: 0, text: '' });
    expect(structuredClone(ofFloat(0))).toEqual({ i: 0, f: 0, text: '' });
    expect(inspect(value)).toBe(inspect({ ...value }));
    expect(inspect({ a: [value] }, { depth: 0 })).toBe('{ a: [Array] }');
    expect(inspect(value, { colors: true })).toBe(inspect({ ...value }, { colors: true }));
    expect(String(value)).toBe('[object Object]');
    expect(ofFloat(1)).toEqual(ofFloat(1));
    expect(ofFloat(1)).not.toEqual(ofFloat(2));
  });

  test('two values share nothing', () => {
    const [one, two] = [ofFloat(1), ofFloat(2)];
    expect([one.f, two.f, one.f]).toEqual([1, 2, 1]);
    expect(one).not.toBe(ofFloat(1));
  });

  test('each read makes a value of its own', () => {
    const { pass } = blockFunctions('union { struct { int a; } s; int v[2]; } v');
    const union = pass({ v: [1, 2] });
    union.s.a = 5;
    union.v[1] = 6;
    expect([union.s, union.v]).toEqual([{ a: 1 }, Int32Array.of(1, 2)]);
    expect(union.s).not.toBe(union.s);
  });

  test('members with the names of what every object has', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'toJSON', 'then'];
    const { unpack } = blockFunctions(`union { ${names.map((name) => `int ${name};`).join(' ')} } v`);
    const union = unpack(intBytes(5));
    expect(Object.keys(union)).toEqual(names);
    for (const name of names) expect(union[name]).toBe(5);
    expect(inspect(union)).toMatch(/__proto__.*constructor.*then/s);
    expect(inspect(union).match(/5/g)).toHaveLength(names.length);
    const { pass } = blockFunctions('union { int __proto__; float f; } v');
    expect(Reflect.get(pass(JSON.parse('{"__proto__": 7}')), '__proto__')).toBe(7);
  });

  test('a member that cannot be read throws when it is read, and only then', () => {
    const { unpack } = blockFunctions('union { long l; string s; } v');
    const union = unpack(Buffer.from(BigInt64Array.of(5n).buffer));
    expect(union.l).toBe(5n);
    expect(errorOf(() => union.s).code).toBe('ERR_FFI_ACCESS_VIOLATION');
    expect(inspect(union)).toMatch(/l: 5n/);
    expect(inspect(union)).toMatch(/ERR_FFI_ACCESS_VIOLATION/);
    expect(unpack([]).s).toBeNull();
  });

  test('a getter reads no other value', () => {
    const small = blockFunctions('union { char c; } v').unpack([1]);
    const large = blockFunctions('union { long l[7]; char c; } v').unpack([1]);
    const getterOf = (object, name) =>
      (
        Object.getOwnPropertyDescriptor(object, name) ??
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(object), name)
      ).get;
    expect(getterOf(large, 'l').call(large)).toHaveLength(7);
    for (const other of [small, {}, Object.create(large), new Proxy(large, {}), 5, null, undefined]) {
      expect(getterOf(large, 'l').call(other)).toBeUndefined();
    }
  });
});

describe('going in again', () => {
  test('all bytes are copied, whatever members say', () => {
    const { pack, unpack, pass } = blockFunctions('union { char c; struct { char a; long b; } s; char all[24]; } v');
    const bytes = Buffer.from(Array.from({ length: 24 }, (_, i) => 200 + i));
    const union = unpack(bytes);
    expect(pack(union)).toEqual(bytes); // the padding of s, too
    expect(pack(pass(pass(union)))).toEqual(bytes);
  });

  test('within structs and arrays', () => {
    const { pack, unpack } = blockFunctions('struct { char tag; union { float f; char c[4]; } u[2]; } v');
    const bytes = Buffer.from([1, 0, 0, 0, 0x81, 0x82, 0x83, 0xff, 1, 2, 3, 4]);
    const value = unpack(bytes);
    expect(pack(value)).toEqual(bytes);
    expect(pack({ ...value, u: [value.u[1], value.u[0]] })).toEqual(
      Buffer.from([1, 0, 0, 0, 1, 2, 3, 4, 0x81, 0x82, 0x83, 0xff]),
    );
  });

  test('where the type is written again, or has a tag', () => {
    const tagged = 'union tagged { int i; float f; char text[8]; }';
    const value = bind('number_of_float', tagged, ['float'])(1);
    expect(bind('number_as_int', 'int', [tagged])(value)).toBe(oneAsInt);
    const respaced = 'union{int i;float f;char text[ 4+4 ];}';
    expect(bind('number_as_int', 'int', [respaced])(ofFloat(1))).toBe(oneAsInt);
    expect(bind('number_as_int', 'int', [`const ${number}`])(ofFloat(1))).toBe(oneAsInt);
  });

  test('a union of another type is an object whose members do not fit', () => {
    const other = bind('number_of_float', 'union { unsigned u; double d; }', ['float'])(1);
    expect(errorOf(() => asInt(other)).code).toBe('ERR_INVALID_ARG_VALUE');
    const struct = bind('point_swap', 'struct { double x, y; }', ['struct { double x, y; }']);
    expect(errorOf(() => struct(ofFloat(1))).code).toBe('ERR_INVALID_ARG_VALUE');
  });

  test('what only stands for a union is none', () => {
    expect(errorOf(() => asInt(Object.create(ofFloat(1)))).code).toMatch(/ERR_INVALID_ARG_(TYPE|VALUE)/);
    expect(errorOf(() => asInt(new Proxy(ofFloat(1), {}))).code).toMatch(/ERR_INVALID_ARG_(TYPE|VALUE)/);
  });
});

describe('anonymous members', () => {
  test('a struct in a union is one member', () => {
    const { pass, pack } = blockFunctions('union { struct { float x, y; }; float v[2]; long bits; } v');
    expect(pack({ x: 1, y: 2 })).toEqual(Buffer.from(Float32Array.of(1, 2).buffer));
    expect(pack({ y: 2 })).toEqual(Buffer.from(Float32Array.of(0, 2).buffer));
    expect(pass({ x: 1, y: 2 }).v).toEqual(Float32Array.of(1, 2));
    expect(pass({ v: [3, 4] }).y).toBe(4);
    expect(refusal(() => pass({ x: 1, y: 2, v: [3, 4] }))).toEqual(
      valueError("Argument 0 of block_identity: member v has both 'x' and 'v', of which a union can have one"),
    );
    expect(errorOf(() => pass({ x: 1, bits: 5n })).message).toMatch("has both 'x' and 'bits'");
  });

  const variant = blockFunctions('int tag; union { int i; float f; struct { short a, b; }; }; int end');

  test('a union in a struct takes one of its members', () => {
    const middle = (value) => variant.bytesOf(value).subarray(4, 8);
    expect(middle({ tag: 1, i: 2, end: 3 })).toEqual(intBytes(2));
    expect(middle({ tag: 1, f: 1, end: 3 })).toEqual(intBytes(oneAsInt));
    expect(middle({ a: 1, b: 2 })).toEqual(shortBytes(1, 2));
    expect(middle({})).toEqual(intBytes(0));
    expect(refusal(() => variant.bytesOf({ i: 2, f: 1 }))).toEqual(
      valueError("Argument 0 of block_write has both 'i' and 'f', of which a union can have one"),
    );
    expect(errorOf(() => variant.bytesOf({ b: 1, i: 2 })).message).toMatch("has both 'b' and 'i'");
  });

  test('all of them come out, and go in again as long as they agree', () => {
    const bytes = Buffer.concat([intBytes(1), shortBytes(2, 1), intBytes(3)]);
    const value = variant.contentOf(bytes);
    const [i] = new Int32Array(Int16Array.of(2, 1).buffer);
    expect(value).toEqual({ tag: 1, i, f: Float32Array.from([i * 2 ** -149])[0], a: 2, b: 1, end: 3 });
    expect(variant.bytesOf(value)).toEqual(bytes);
    expect(refusal(() => variant.bytesOf({ ...value, i: 77 })).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(refusal(() => variant.bytesOf({ ...value, f: 77 })).code).toBe('ERR_INVALID_ARG_VALUE');
    const { tag, end } = value;
    expect(variant.bytesOf({ tag, i: 77, end }).subarray(4, 8)).toEqual(intBytes(77));
  });

  test('unions in unions', () => {
    const { pack } = blockFunctions('union { union { char c; int i; }; union { struct { char a, b; }; short s; }; } v');
    expect(pack({ i: 5 })).toEqual(intBytes(5));
    expect(pack({ a: 1, b: 2 })).toEqual(Buffer.from([1, 2, 0, 0]));
    expect(pack({ s: 0x201 })).toEqual(shortBytes(0x201, 0));
    for (const both of [
      { c: 1, i: 2 },
      { c: 1, s: 2 },
      { a: 1, i: 2 },
      { a: 1, s: 2 },
    ]) {
      expect(errorOf(() => pack(both)).message).toMatch(/has both '.' and '.', of which a union can have one/);
    }
  });

  test('buffers in a member that is given twice are looked at once', () => {
    const pointers = blockFunctions('union { void *p; const char *q; unsigned long n; } v');
    const bytes = new Uint8Array(8);
    expect(pointers.pass({ p: bytes }).n).toBe(pointers.pass({ q: bytes }).p);
    expect(pointers.pass({ q: bytes, p: bytes }).n).toBe(pointers.pass({ q: bytes }).p);
    expect(refusal(() => pointers.pass({ p: bytes, q: 'text' }))).toHaveProperty('name', 'TypeError');
  });
});

test('bit-fields of a union lie over each other', () => {
  const { pack, unpack } = blockFunctions('union { unsigned a : 3; int b : 5; _Bool c : 1; } v');
  const [ones, byte] = isLittleEndian ? [0b00011111, 0b11110110] : [0b11111000, 0b10110111];
  expect(pack({ b: -1 })).toEqual(Buffer.from([ones, 0, 0, 0]));
  const { a, b, c } = unpack([byte, 0xff, 0xff, 0xff]);
  // What they have in common are the lowest bits, on big-endian machines the highest.
  expect({ a, b, c }).toEqual(isLittleEndian ? { a: 0b110, b: -10, c: false } : { a: 0b101, b: -10, c: true });
});

test('an object that refuses says so by its type', () => {
  expect(refusal(() => asInt(7))).toEqual(
    typeError(
      "Argument 0 of number_as_int must be an object with members of 'union { int i; float f; char text[8]; }' " +
        '(i, f, text), received 7',
    ),
  );
});

test('one within another is in memory as it would be alone', () => {
  const beside = 'union { union { long double x; long a; } inner; long both[2]; }';
  const made = bind('beside_of', beside, ['long', 'long'])(1n, 2n);
  expect(made.both).toEqual(BigInt64Array.of(1n, 2n));
  expect(bind('beside_sum', 'long', ['long', beside, 'long'])(3n, made, 4n)).toBe(4321n);
});
