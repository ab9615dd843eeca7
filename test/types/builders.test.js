// types.struct() and its like: they make what the parser makes of the same C text, and refuse what it refuses.
'use strict';

const { inspect } = require('node:util');
const vm = require('node:vm');
const { getNativeFunction, offsetof, type, types } = require('../..');
const { Random, seed } = require('../support/random.js');
const { refusal } = require('../support/refusal.js');

const UNSUPPORTED = 'ERR_FFI_UNSUPPORTED_TYPE';
const INCOMPLETE = 'ERR_FFI_INCOMPLETE_TYPE';
const WRONG_TYPE = 'ERR_INVALID_ARG_TYPE';
const WRONG_VALUE = 'ERR_INVALID_ARG_VALUE';

describe('structs and unions', () => {
  test.each([
    [() => types.struct({ x: 'double', y: 'double' }), 'struct { double x, y; }'],
    [() => types.struct(undefined, { x: 'int' }), 'struct { int x; }'],
    [() => types.struct({}), 'struct {}'],
    [() => types.union({ f: 'float', u: 'unsigned' }), 'union { float f; unsigned u; }'],
    [
      () => types.struct({ c: 'char', i: 'int' }, { packed: true }),
      'struct __attribute__((packed)) { char c; int i; }',
    ],
    [() => types.struct({ c: 'char' }, { alignment: 16 }), 'struct __attribute__((aligned(16))) { char c; }'],
    [() => types.struct({ c: 'char' }, { packed: false, alignment: undefined }), 'struct { char c; }'],
    [
      () => types.union({ c: 'char', i: 'int' }, { packed: true, alignment: 2 }),
      'union __attribute__((packed, aligned(2))) { char c; int i; }',
    ],
    [() => types.struct([['x', 'int'], { name: 'y', type: type('int') }]), 'struct { int x, y; }'],
    [
      () => types.struct([['a', 'char'], { name: 'b', type: 'int', packed: true, alignment: 2 }]),
      'struct { char a; int b __attribute__((packed, aligned(2))); }',
    ],
    [
      () =>
        types.struct([
          { name: 'kind', type: 'unsigned', bits: 3 },
          { type: 'unsigned', bits: 5 },
          { type: 'unsigned', bits: 0 },
          { name: 'rest', type: 'unsigned char', bits: 8, packed: true },
        ]),
      'struct { unsigned kind : 3, : 5, : 0; unsigned char rest : 8 __attribute__((packed)); }',
    ],
    [
      () =>
        types.struct([
          ['kind', 'int'],
          ['', types.union({ i: 'int', d: 'double' })],
          [undefined, 'struct { char c; }'],
        ]),
      'struct { int kind; union { int i; double d; }; struct { char c; }; }',
    ],
    [() => types.struct({ size: 'size_t', data: types.array('char') }), 'struct { size_t size; char data[]; }'],
    [
      () => types.struct({ f: types.pointer(types.func('int', ['void *'])), m: 'int [2][3]', $x: 'const char *const' }),
      'struct { int (*f)(void *); int m[2][3]; const char *const $x; }',
    ],
    [
      () => types.struct({ naïve: 'int', int8_t: 'int', string: 'string' }),
      'struct { int naïve, int8_t; string string; }',
    ],
  ])('%#: what C text makes', (make, text) => expect(make()).toBe(type(text)));

  test('random ones', () => {
    const random = new Random(seed);
    for (let i = 0; i < 300; i++) {
      const { made, text } = randomRecord(random, 3);
      expect([seed, text, made === type(text)]).toEqual([seed, text, true]);
    }
  });

  test('plain objects of another realm, and of none', () => {
    const fields = vm.runInNewContext('({ x: "int", y: "double" })');
    const bare = Object.assign(Object.create(null), { x: 'int', y: 'double' });
    for (const given of [fields, bare]) expect(types.struct(given)).toBe(type('struct { int x; double y; }'));
    expect(types.struct(vm.runInNewContext('[["x", "int"]]'))).toBe(type('struct { int x; }'));
  });
});

/** A random record, built and as C text. */
function randomRecord(random, depth) {
  const kind = random.pick(['struct', 'union']);
  const members = Array.from({ length: 1 + random.below(5) }, () => randomMember(random, depth));
  const fields = members.map(({ field }) => field);
  const options = { packed: random.chance(30), ...(random.chance(30) && { alignment: 2 ** random.below(6) }) };
  const attributes = [
    ...(options.packed ? ['packed'] : []),
    ...(options.alignment ? [`aligned(${options.alignment})`] : []),
  ];
  const attribute = attributes.length ? `__attribute__((${attributes})) ` : '';
  const text = `${kind} ${attribute}{ ${members.map((member) => member.text).join(' ')} }`;
  return { made: types[kind](fields, options), text };
}

let names = 0;

function randomMember(random, depth) {
  const name = `m${names++}`;
  const own = random.chance(20) ? { alignment: 2 ** random.below(5) } : {};
  const behind = own.alignment ? ` __attribute__((aligned(${own.alignment})))` : '';
  const base = random.pick(['char', 'short', 'int', 'long', 'unsigned long long', 'size_t', 'bool']);
  const given = random.chance(50) ? base : type(base);
  switch (random.below(depth > 0 ? 6 : 4)) {
    case 0: {
      const bits = 1 + random.below(base === 'bool' ? 1 : 8);
      return { field: { name, type: given, bits, ...own }, text: `${base} ${name} : ${bits}${behind};` };
    }
    case 1: {
      const length = random.below(5);
      return {
        field: { name, type: types.array(given, length), ...own },
        text: `${base} ${name}[${length}]${behind};`,
      };
    }
    case 2:
      return {
        field: { name, type: types.pointer(`const ${base}`), ...own },
        text: `const ${base} *${name}${behind};`,
      };
    case 3:
      return { field: random.chance(50) ? [name, given] : { name, type: given }, text: `${base} ${name};` };
    case 4: {
      const { made, text } = randomRecord(random, depth - 1);
      return { field: ['', made], text: `${text};` };
    }
    default: {
      const { made, text } = randomRecord(random, depth - 1);
      return { field: { name, type: types.array(made, 2), ...own }, text: `${text} ${name}[2]${behind};` };
    }
  }
}

describe('tags', () => {
  test('a struct that points to itself', () => {
    const node = types.struct('node', { value: 'int', next: 'struct node *', all: 'struct node *(*)[2]' });
    expect([node.name, node.tag, node.size]).toEqual(['struct node', 'node', 24]);
    expect(node.members[1].type.target).toBe(node);
    expect(node.members[1].type).toBe(types.pointer(node));
    expect(node.members[2].type.target.element.target).toBe(node);
    expect(types.struct('node', { value: 'int' })).not.toBe(node);
  });

  test('two that point to each other, and tags that members share', () => {
    const a = types.struct('a', {
      b: 'struct b { struct a *a; enum mode { OFF, ON = 4 } mode; } *',
      c: 'struct b',
      d: 'char [ON]',
    });
    const b = a.members[0].type.target;
    expect(b.members[0].type.target).toBe(a);
    expect(a.members[1].type).toBe(b);
    expect(a.members[2].type.length).toBe(4);
  });

  test('types of other scopes', () => {
    const point = type('struct point { double x, y; }');
    const line = types.struct('line', { from: point, to: point, point: 'struct point *' });
    expect(line.size).toBe(40);
    expect(line.members[2].type.target).not.toBe(point);
  });

  test('of unions and enums', () => {
    const value = types.union('value', { i: 'int', list: 'union value *' });
    expect(value.members[1].type.target).toBe(value);
    const color = types.enumeration('color', { RED: 0 });
    expect([color.name, color.tag]).toEqual(['enum color', 'color']);
    expect(types.struct({ color }).members[0].type).toBe(color);
  });

  test('a struct by value in a call', () => {
    const result = types.struct('div_result', { quot: 'int', rem: 'int' });
    expect(getNativeFunction(null, 'div', result, ['int', 'int'])(17, 5)).toEqual({ quot: 3, rem: 2 });
  });
});

describe('what C refuses', () => {
  const member = (field) => [() => types.struct([['before', 'char'], field]), field.name ?? field[0]];

  test.each([
    [
      'struct { char a; int a; }',
      () =>
        types.struct([
          ['a', 'char'],
          ['a', 'int'],
        ]),
      UNSUPPORTED,
    ],
    [
      'struct { int a; struct { int a; }; }',
      () =>
        types.struct([
          ['a', 'int'],
          ['', types.struct({ a: 'int' })],
        ]),
      UNSUPPORTED,
    ],
    ['struct { struct s a; }', () => types.struct({ a: 'struct s' }), INCOMPLETE],
    ['struct { void a; }', () => types.struct({ a: 'void' }), INCOMPLETE],
    ['struct { nobody a; }', () => types.struct({ a: 'nobody' }), UNSUPPORTED],
    ['struct { int a(void); }', () => types.struct({ a: types.func('int', []) }), UNSUPPORTED],
    ['struct { int a[]; int b; }', () => types.struct({ a: 'int []', b: 'int' }), UNSUPPORTED],
    ['struct { int a[]; }', () => types.struct({ a: types.array('int') }), UNSUPPORTED],
    ['union { int a; int b[]; }', () => types.union({ a: 'int', b: 'int []' }), UNSUPPORTED],
    ['struct { int a : 33; }', () => types.struct([{ name: 'a', type: 'int', bits: 33 }]), UNSUPPORTED],
    ['struct { int a : -1; }', () => types.struct([{ name: 'a', type: 'int', bits: -1 }]), UNSUPPORTED],
    ['struct { int a : 0; }', () => types.struct([{ name: 'a', type: 'int', bits: 0 }]), UNSUPPORTED],
    ['struct { double a : 3; }', () => types.struct([{ name: 'a', type: 'double', bits: 3 }]), UNSUPPORTED],
    ['struct { _Bool a : 2; }', () => types.struct([{ name: 'a', type: 'bool', bits: 2 }]), UNSUPPORTED],
    ['struct s { struct s a; }', () => types.struct('s', { a: 'struct s' }), INCOMPLETE],
    [
      'struct { int a __attribute__((aligned(3))); }',
      () => types.struct([{ name: 'a', type: 'int', alignment: 3 }]),
      UNSUPPORTED,
    ],
    ['struct __attribute__((aligned(0))) { int a; }', () => types.struct({ a: 'int' }, { alignment: 0 }), UNSUPPORTED],
    ['enum : unsigned char { A = 256 }', () => types.enumeration({ A: 256 }, 'unsigned char'), UNSUPPORTED],
    ['enum : bool { A = 2 }', () => types.enumeration({ A: 2 }, 'bool'), UNSUPPORTED],
    ['enum : double { A }', () => types.enumeration({ A: 0 }, 'double'), UNSUPPORTED],
    ['enum { A = -1, B = 18446744073709551615u }', () => types.enumeration({ A: -1, B: 2n ** 64n - 1n }), UNSUPPORTED],
    ['int [3](void)', () => types.array(types.func('int', []), 3), UNSUPPORTED],
    ['void [3]', () => types.array('void', 3), INCOMPLETE],
    ['int [4611686018427387904]', () => types.array('int [512]', 2 ** 53 - 1), UNSUPPORTED],
    ['int (void)[3]', () => types.func('int [3]', []), UNSUPPORTED],
    ['int (int, void)', () => types.func('int', ['int', 'void']), INCOMPLETE],
    ['int (nobody)', () => types.func('int', ['nobody']), UNSUPPORTED],
  ])('%s', (text, make, code) => {
    const built = refusal(make);
    expect(built).toMatchObject({ name: 'TypeError', code });
    const parsed = refusal(() => type(text));
    expect(parsed.code).toBe(code);
  });

  test.each([
    [{ name: 'a', type: 'int', bits: 33 }],
    [{ name: 'a', type: 'float', bits: 3 }],
    [['a', 'struct s']],
    [['a', 'void']],
    [['before', 'int']],
    [{ name: 'a', type: 'int', alignment: 24 }],
  ])('%j: in the words of the parser, and by the name', (field) => {
    const [make, name] = member(field);
    const [of, bits, alignment] = [field.type ?? field[1], field.bits, field.alignment];
    const behind = `${bits ? ` : ${bits}` : ''}${alignment ? ` __attribute__((aligned(${alignment})))` : ''}`;
    const [words] = refusal(() => type(`struct { char before; ${of} ${name}${behind}; }`)).message.split('\n');
    expect(refusal(make).message).toBe(`fields.${name}: ${words}`);
  });

  test('a fault within the text of a member is shown in it', () => {
    const { code, message } = refusal(() => types.struct({ ok: 'int', bad: 'unsigned log' }));
    expect(code).toBe(UNSUPPORTED);
    expect(message.split('\n')).toEqual([expect.stringMatching(/^fields\.bad: /), '  unsigned log', '           ^']);
  });

  test('a member without a name that is no anonymous one', () => {
    for (const of of ['int', 'struct s { int x; }', 'struct { int x; } *', types.struct('s', { x: 'int' })]) {
      const { code, message } = refusal(() =>
        types.struct([
          ['a', 'int'],
          ['', of],
        ]),
      );
      expect([code, message]).toEqual([UNSUPPORTED, expect.stringMatching(/^fields\[1\]: a member without a name/)]);
    }
  });

  test('a tag that is defined by a member', () => {
    const { code, message } = refusal(() => types.struct('s', { a: 'struct s { int x; } *' }));
    expect([code, message]).toEqual([UNSUPPORTED, expect.stringMatching(/^fields\.a: .*'s'/)]);
    expect(refusal(() => types.struct('s', { a: 'union s *' })).code).toBe(UNSUPPORTED);
  });
});

describe('what is no description of a type', () => {
  test.each(['', ' ', 'a b', '1', '0x1', 'int', 'struct', 'a-b', 'a;', 'a\0', '/**/a', 'a ', '*a', '\ud800'])(
    'the name %j',
    (name) => {
      for (const make of [
        () => types.struct(name, { x: 'int' }),
        () => types.union({ [name]: 'int' }),
        () => types.enumeration(name, { A: 0 }),
        () => types.enumeration({ [name]: 0 }),
        ...(name === '' ? [] : [() => types.struct([[name, 'int']])]),
      ]) {
        expect(refusal(make)).toMatchObject({ name: 'TypeError', code: WRONG_VALUE });
      }
    },
  );

  test.each([
    undefined,
    null,
    5,
    'int',
    () => 'int',
    new Map([['x', 'int']]),
    new (class A {})(),
    type('int'),
    Buffer.alloc(1),
  ])('the fields %p', (fields) => {
    expect(refusal(() => types.struct(undefined, fields)).code).toBe(WRONG_TYPE);
    expect(refusal(() => types.struct('tag', fields)).code).toBe(WRONG_TYPE);
    expect(refusal(() => types.enumeration('tag', fields)).code).toBe(WRONG_TYPE);
  });

  test.each([
    [[['x']], WRONG_VALUE],
    [[['x', 'int', 3]], WRONG_VALUE],
    [['x', 'int'], WRONG_TYPE],
    [[['x', undefined]], WRONG_TYPE],
    [[['x', 5]], WRONG_TYPE],
    [[[5, 'int']], WRONG_TYPE],
    [[{ name: 'x' }], WRONG_TYPE],
    [[{ name: 'x', type: 'int', bit: 3 }], WRONG_VALUE],
    [[{ name: 'x', type: 'int', bits: '3' }], WRONG_TYPE],
    [[{ name: 'x', type: 'int', bits: 3n }], WRONG_TYPE],
    [[{ name: 'x', type: 'int', bits: 1.5 }], 'ERR_OUT_OF_RANGE'],
    [[{ name: 'x', type: 'int', packed: 1 }], WRONG_TYPE],
    [[{ name: 'x', type: 'int', alignment: null }], WRONG_TYPE],
    // A hole is undefined.
    [[['x', 'int'], undefined], WRONG_TYPE],
  ])('the list %j', (fields, code) => expect(refusal(() => types.struct(fields)).code).toBe(code));

  test('options', () => {
    expect(refusal(() => types.struct({ x: 'int' }, { pack: true })).code).toBe(WRONG_VALUE);
    expect(refusal(() => types.struct({ x: 'int' }, { packed: 'yes' })).code).toBe(WRONG_TYPE);
    expect(refusal(() => types.struct({ x: 'int' }, { alignment: '8' })).code).toBe(WRONG_TYPE);
    expect(refusal(() => types.struct({ x: 'int' }, 8)).code).toBe(WRONG_TYPE);
    expect(refusal(() => types.func('int', [], { packed: true })).code).toBe(WRONG_VALUE);
  });
});

describe('enums', () => {
  test.each([
    [() => types.enumeration({ RED: 0, GREEN: 5, BLUE: 6 }), 'enum { RED, GREEN = 5, BLUE }'],
    [() => types.enumeration({ A: -1, B: 4_294_967_296 }), 'enum { A = -1, B = 1l << 32 }'],
    [() => types.enumeration({ A: 2n ** 64n - 1n, B: 0n }), 'enum { A = 18446744073709551615u, B = 0 }'],
    [() => types.enumeration({ A: -(2n ** 63n) }), 'enum { A = -9223372036854775807 - 1 }'],
    [() => types.enumeration({ A: -0 }), 'enum { A }'],
    [() => types.enumeration({ A: 1 }, 'uint8_t'), 'enum : unsigned char { A = 1 }'],
    [() => types.enumeration({ A: -1 }, type('int64_t')), 'enum : long { A = -1 }'],
  ])('%#: what C text makes', (make, text) => expect(make()).toBe(type(text)));

  test.each([
    [2 ** 53, 'ERR_OUT_OF_RANGE'],
    [0.5, 'ERR_OUT_OF_RANGE'],
    [NaN, 'ERR_OUT_OF_RANGE'],
    [2n ** 64n, 'ERR_OUT_OF_RANGE'],
    [-(2n ** 63n) - 1n, 'ERR_OUT_OF_RANGE'],
    ['1', WRONG_TYPE],
    [undefined, WRONG_TYPE],
  ])('the value %p', (value, code) => {
    const { code: thrown, message } = refusal(() => types.enumeration({ A: value }));
    expect([thrown, message]).toEqual([code, expect.stringMatching(/^values\.A must/)]);
  });

  test('without a constant', () => expect(refusal(() => types.enumeration({})).code).toBe(UNSUPPORTED));
});

describe('arrays, pointers and functions', () => {
  test.each([
    [() => types.array('int', 3), 'int [3]'],
    [() => types.array(types.array('const char', 4), 0), 'const char [0][4]'],
    [() => types.array('double'), 'double []'],
    [() => types.pointer('char'), 'char *'],
    [() => types.pointer(types.pointer('const void')), 'const void **'],
    [() => types.pointer('FILE'), 'FILE *'],
    [() => types.pointer('int (int)'), 'int (*)(int)'],
    [() => types.func('void', []), 'void (void)'],
    [() => types.func('int', ['const char *', '...']), 'int (const char *, ...)'],
    [() => types.func('double', ['float [3]', types.func('int', [])]), 'double (float *, int (*)(void))'],
    [() => types.func('int', ['int'], {}), 'int (int)'],
  ])('%#: what C text makes', (make, text) => expect(make()).toBe(type(text)));

  test.each([
    [-1, 'ERR_OUT_OF_RANGE'],
    [1.5, 'ERR_OUT_OF_RANGE'],
    ['3', WRONG_TYPE],
    [undefined, WRONG_TYPE],
    [3n, WRONG_TYPE],
  ])('the length %p', (length, code) => expect(refusal(() => types.array('int', length)).code).toBe(code));

  test.each([
    [['...'], /^argTypes\[0\]: '\.\.\.' must follow/],
    [['int', '...', 'int'], /'\.\.\.' ends/],
    [['int', '...', '...'], /^argTypes\[2\]: '\.\.\.' stands here twice/],
  ])('the argTypes %j', (argTypes, words) => {
    const { code, message } = refusal(() => types.func('int', argTypes));
    expect([code, message]).toEqual(['ERR_FFI_INVALID_SIGNATURE', expect.stringMatching(words)]);
  });

  test('what is no type', () => {
    for (const make of [
      () => types.array(5, 3),
      () => types.pointer(),
      () => types.func(undefined, []),
      () => types.func('int', 'int'),
      () => types.func('int', ['int', null]),
    ]) {
      expect(refusal(make).code).toBe(WRONG_TYPE);
    }
  });
});

describe('as text', () => {
  const packet = types.struct('packet', [
    { name: 'version', type: 'unsigned', bits: 4 },
    { name: 'kind', type: 'unsigned', bits: 12 },
    ['', types.union({ port: 'unsigned short', text: 'char [6]' })],
    ['next', 'struct packet *'],
    ['sum', 'int [2][3]'],
  ]);

  test('inspect lists members and offsets', () => {
    expect(inspect(packet)).toBe(
      [
        'CType { struct packet, 40 bytes',
        '  0:0  unsigned int version: 4;',
        '  0:4  unsigned int kind: 12;',
        '    2  union { unsigned short port; char text[6]; };',
        '    8  struct packet *next;',
        '   16  int sum[2][3];',
        '}',
      ].join('\n'),
    );
    expect(inspect({ a: { packet } }, { depth: 1 })).toContain('packet: CType { struct packet, 40 bytes }');
    expect(inspect(types.struct({}))).toBe('CType { struct { }, 0 bytes }');
    expect(inspect(types.pointer(packet))).toBe('CType { struct packet *, 8 bytes }');
  });

  test('the offsets are those of offsetof', () => {
    for (const name of ['port', 'text', 'next', 'sum']) {
      const listed = packet.members.find((member) => member.name === name) ?? packet.members[2];
      expect(offsetof(packet, name)).toBe(listed.offset);
    }
  });

  test('types is frozen', () => expect(Object.isFrozen(types)).toBe(true));
});
