// CType objects: what they tell, that nothing can change them, and that equal types are one object.
'use strict';

const { inspect } = require('node:util');
const { alignof, sizeof, type } = require('../..');
const { Random, seed } = require('../support/random.js');
const { RandomType } = require('../support/random-type.js');
const { errorOf } = require('../support/refusal.js');
const { collectNow } = require('../support/waiting.js');

describe('what a type tells', () => {
  const absent = {
    tag: undefined,
    members: undefined,
    target: undefined,
    element: undefined,
    length: undefined,
    returnType: undefined,
    argTypes: undefined,
    variadic: undefined,
    values: undefined,
  };

  test.each([
    ['void', { kind: 'void', size: undefined, alignment: undefined }],
    ['_Bool', { kind: 'bool', size: 1, alignment: 1 }],
    ['unsigned', { kind: 'integer', name: 'unsigned int', size: 4, alignment: 4 }],
    ['double', { kind: 'float', size: 8, alignment: 8 }],
    ['float _Complex', { kind: 'complex', size: 8, alignment: 4 }],
    ['FILE', { kind: 'opaque', size: undefined, alignment: undefined }],
  ])('%s', (name, expected) => expect(type(name)).toMatchObject({ ...absent, name, ...expected }));

  test('a pointer', () => {
    const target = type('const char');
    expect(type('const char *')).toMatchObject({ ...absent, kind: 'pointer', size: 8, alignment: 8, target });
  });

  test('an array', () => {
    expect(type('short [2][5]')).toMatchObject({ kind: 'array', size: 20, alignment: 2, length: 2 });
    expect(type('short [2][5]').element).toBe(type('short [5]'));
    expect(type('short []')).toMatchObject({ ...absent, kind: 'array', size: undefined, element: type('short') });
    expect(type('short [0]')).toMatchObject({ size: 0, length: 0 });
  });

  test('a function', () => {
    const f = type('int (const char *, double [3], ...)');
    expect(f).toMatchObject({ kind: 'function', size: undefined, alignment: undefined, variadic: true });
    expect(f.returnType).toBe(type('int'));
    expect(f.argTypes).toEqual([type('const char *'), type('double *')]);
    expect(type('void (void)')).toMatchObject({ argTypes: [], variadic: false, returnType: type('void') });
  });

  test('a struct', () => {
    const s = type('struct point { char c; struct { int a, b; }; unsigned low : 3, : 2, high : 4; double list[]; }');
    expect(s).toMatchObject({ kind: 'struct', tag: 'point', size: 16, alignment: 8 });
    expect(s.members).toEqual([
      { name: 'c', type: type('char'), offset: 0 },
      { name: '', type: type('struct { int a, b; }'), offset: 4 },
      { name: 'low', type: type('unsigned'), offset: 12, bits: { offset: 0, width: 3 } },
      { name: '', type: type('unsigned'), offset: 12, bits: { offset: 3, width: 2 } },
      { name: 'high', type: type('unsigned'), offset: 12, bits: { offset: 5, width: 4 } },
      { name: 'list', type: type('double []'), offset: 16 },
    ]);
    expect(type('struct nobody')).toMatchObject({ ...absent, kind: 'struct', tag: 'nobody', size: undefined });
  });

  test('a union', () => {
    const u = type('union { int a; double b; }');
    expect(u).toMatchObject({ kind: 'union', tag: undefined, size: 8, alignment: 8 });
    expect(u.members.map(({ offset }) => offset)).toEqual([0, 0]);
  });

  test('a struct that points to itself', () => {
    const node = type('struct node { struct node *next; void (*visit)(const struct node *); }');
    const [next, visit] = node.members;
    expect(next.type.target).toBe(node);
    expect(visit.type.target.argTypes[0].target.members[0].type.target).toBe(node);
    expect(String(node)).toBe('struct node');
  });

  test('an enum', () => {
    expect(type('enum color { RED, GREEN = 5, BLUE }').values).toEqual({ RED: 0, GREEN: 5, BLUE: 6 });
    expect(type('enum color { RED }')).toMatchObject({ kind: 'enum', tag: 'color', size: 4, alignment: 4 });
    const large = type('enum { LOW = -1, HIGH = 9223372036854775807 }');
    expect(large).toMatchObject({ size: 8, values: { LOW: -1n, HIGH: 2n ** 63n - 1n } });
    expect(type('enum { ALL = 0xFFFFFFFFFFFFFFFF }').values).toEqual({ ALL: 2n ** 64n - 1n });
    expect(type('enum nobody')).toMatchObject({ ...absent, kind: 'enum', tag: 'nobody', size: undefined });
  });

  test('names of members and constants that JavaScript has uses for', () => {
    const record = type('struct { int __proto__, constructor, length, then; }');
    expect(record.members.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'length', 'then']);
    const { values } = type('enum { __proto__ = 3, toString, hasOwnProperty }');
    expect(Object.entries(values)).toEqual([
      ['__proto__', 3],
      ['toString', 4],
      ['hasOwnProperty', 5],
    ]);
  });

  test('names beyond ASCII', () => {
    const { tag, members } = type('struct größe { int länge; int $x; }');
    expect([tag, ...members.map(({ name }) => name)]).toEqual(['größe', 'länge', '$x']);
  });
});

describe('nothing changes a type', () => {
  const record = type('struct { int a : 3; enum { X } x; }');

  test('its own properties and those of its parts are frozen', () => {
    const { members } = record;
    const parts = [record, members, members[0], members[0].bits, members[1].type.values, type('int (int)').argTypes];
    for (const part of parts) expect(Object.isFrozen(part)).toBe(true);
  });

  test.each(['name', 'kind', 'size', 'alignment', 'tag', 'members', 'length', 'other'])('%s', (property) => {
    const before = record[property];
    expect(() => {
      record[property] = 1;
    }).toThrow(TypeError);
    expect(record[property]).toEqual(before);
  });

  test('a user cannot make one', () => {
    const { constructor: Class } = record;
    const handles = ['int', undefined, null, 1, {}, record, Object.create(Class.prototype)];
    for (const handle of handles) expect(() => new Class(handle)).toThrow(TypeError);
    for (const impostor of [Object.create(Class.prototype), new Proxy(record, {}), { ...record }]) {
      expect(errorOf(() => sizeof(impostor))).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
      expect(errorOf(() => type(impostor))).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
    }
  });

  test('nothing of its inside can be reached', () => {
    const reachable = [record, record.constructor, record.constructor.prototype];
    for (const object of reachable) {
      for (const key of Reflect.ownKeys(object)) {
        const { value } = Object.getOwnPropertyDescriptor(object, key);
        expect(`${String(key)}: ${Object.prototype.toString.call(value)}`).not.toMatch(/handle|External/i);
      }
    }
  });
});

describe('one object for equal types', () => {
  test('however they are written, and wherever they are met', () => {
    expect(type('int')).toBe(type(' signed '));
    expect(type('struct { int a; char b[2]; }')).toBe(type('struct{signed a;char b[1+1];}'));
    expect(type('struct { int a; } *').target).toBe(type('struct { int a; }'));
    expect(type('enum { A, B }')).toBe(type('enum { A = 0, B = 1, }'));
    expect(type(type('int'))).toBe(type('int'));
  });

  test('what differs in anything is another', () => {
    const texts = [
      'struct { int a; }',
      'struct { int b; }',
      'struct { int a; int b; }',
      'struct { unsigned a; }',
      'struct { const int a; }',
      'struct { int a : 32; }',
      'struct { int a : 31; }',
      'struct { int a __attribute__((packed)); }',
      'struct { int a __attribute__((aligned(4))); }',
      'struct __attribute__((packed)) { int a; }',
      'struct __attribute__((aligned(4))) { int a; }',
      'struct { struct { int a; }; }',
      'union { int a; }',
      'enum { A }',
      'enum { A = 1 }',
      'enum __attribute__((packed)) { A }',
    ];
    expect(new Set(texts.map(type)).size).toBe(texts.length);
  });

  test('tagged types are of their own type-name', () => {
    expect(type('struct s { int a; }')).not.toBe(type('struct s { int a; }'));
    expect(type('struct s *')).not.toBe(type('struct s *'));
  });

  test('String() gives a spelling that reads back as the same type', () => {
    const random = new Random(seed);
    let checked = 0;
    for (let i = 0; i < 1500; i++) {
      const generator = new RandomType(random);
      const text = random.chance(50) ? generator.record() : generator.typeName(3);
      if (/\b[se]\d+ /.test(text)) continue; // tagged: its spelling is its tag
      const read = type(text);
      if (String(read).includes('... }')) continue; // too long to be spelt out
      if (type(String(read)) !== read) throw new Error(`seed ${seed}: ${text}\nis spelt ${read}`);
      checked++;
    }
    expect(checked).toBeGreaterThan(300);
  });

  test('as long as anybody holds it, whatever is collected meanwhile', () => {
    const held = type('struct { int held; char by[7]; } *(*)(void)');
    const name = String(held);
    for (let i = 0; i < 30_000; i++) {
      type(`struct { int a${i}; }`);
      if (i % 10_000 === 0) collectNow();
    }
    expect(type(name)).toBe(held);
    expect(held.target.returnType.target.members[1].type.length).toBe(7);
    expect(type('int').name).toBe('int');
  });
});

describe('as text', () => {
  test('String, template, JSON and inspect', () => {
    const int = type('int');
    expect(String(int)).toBe('int');
    expect(`${type('int[3]')}`).toBe('int [3]');
    expect(inspect(int)).toBe('CType { int, 4 bytes }');
    expect(inspect(type('void'))).toBe('CType { void }');
    expect(inspect({ deep: { in: { here: [int] } } }, { depth: 9 })).toContain('CType { int, 4 bytes }');
    expect(JSON.parse(JSON.stringify(int))).toEqual({ name: 'int', kind: 'integer', size: 4, alignment: 4 });
  });

  test('sizeof and alignof take the object as well', () => {
    expect(sizeof(type('double [3]'))).toBe(24);
    expect(alignof(type('double [3]'))).toBe(8);
    expect(sizeof(type('void'))).toBeUndefined();
  });
});
