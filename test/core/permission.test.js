// Node's permission model: the scope `ffi` where Node knows it, and addons everywhere.
'use strict';

const ffi = require('../..');
const { runNode } = require('../support/child.js');

const known = (flag) => process.allowedNodeEnvironmentFlags.has(flag);
const permission = known('--permission') ? '--permission' : '--experimental-permission';
const knowsScope = known('--allow-ffi');
const withoutAddons = [permission, '--allow-fs-read=*'];
const all = [...withoutAddons, '--allow-addons'];
// Before 20.12 the model let no addon in, whatever was asked: there only the last test says something.
const testWithAddons = known('--allow-addons') ? test : test.skip;

/** Every function of the module, each with a call and what that prints where it is allowed. */
const calls = {
  alloc: ["ffi.alloc('int', [5]).value", 5],
  arena: ['ffi.arena().size', 0],
  bind: ["ffi.bind(16n, 'void (void)').name", 'the function at 0x10'],
  callback: ["String(ffi.callback('int (int)', Math.abs).type)", 'int (int)'],
  cdef: ["ffi.cdef('typedef int a;').types.a.size", 4],
  dlopen: ["ffi.dlopen(null, 'int abs(int);').functions.abs(-3)", 3],
  getNativeFunction: ["ffi.getNativeFunction(null, 'abs', 'int', ['int'])(-3)", 3],
  getBufferPointer: ['typeof ffi.getBufferPointer(bytes)', 'bigint'],
  malloc: ['typeof ffi.malloc(8)', 'bigint'],
  free: ['ffi.free(null)', undefined],
  own: ["ffi.own(ffi.getNativeFunction(null, 'malloc', 'void *', ['size_t'])(8n), ffi.free).closed", false],
  keep: ['ffi.keep({}, 1)', undefined],
  configure: ['ffi.configure({})', undefined],
  pointer: ["ffi.pointer(bytes, 'char').value", 97],
  read: ["ffi.read(bytes, 'char')", 97],
  write: ["ffi.write(bytes, 'char', 97)", undefined],
  readString: ['ffi.readString(bytes)', 'abc'],
  readStrings: ['ffi.readStrings(new BigUint64Array(1)).length', 0],
  writeString: ["ffi.writeString(bytes, 'abc')", 4],
  fill: ['ffi.fill(bytes, 97, 1)', undefined],
  copy: ['ffi.copy(bytes, bytes, 1)', undefined],
  compare: ['ffi.compare(bytes, bytes, 1)', 0],
  toArrayBuffer: ['ffi.toArrayBuffer(bytes, 1).byteLength', 1],
  toBuffer: ['ffi.toBuffer(bytes, 1).length', 1],
  errno: ['ffi.errno()', 0],
  sizeof: ["ffi.sizeof('int')", 4],
  alignof: ["ffi.alignof('int')", 4],
  offsetof: ["ffi.offsetof('struct { int a, b; }', 'b')", 4],
  type: ["String(ffi.type('int'))", 'int'],
  'types.struct': ["ffi.types.struct({ a: 'int' }).size", 4],
  viewClass: ["new (ffi.viewClass('struct { int a; }'))({ a: 5 }).a", 5],
  'types.union': ["ffi.types.union({ a: 'int' }).size", 4],
  'types.enumeration': ['ffi.types.enumeration({ A: 0 }).size', 4],
  'types.array': ["ffi.types.array('int', 2).size", 8],
  'types.pointer': ["ffi.types.pointer('int').size", 8],
  'types.func': ["ffi.types.func('int', []).argTypes.length", 0],
  'libffi.structOffsets': ["ffi.libffi.structOffsets('struct { int a, b; }')[1]", 4],
};
const [short] = new Uint16Array(Uint8Array.from(Buffer.from('ab')).buffer);
const [int] = new Uint32Array(Uint8Array.from(Buffer.from('abc\0')).buffer);
for (const [name, value] of Object.entries({ i8: 97, u8: 97, i16: short, u16: short, i32: int, u32: int })) {
  calls[`read.${name}`] = [`ffi.read.${name}(bytes)`, value];
  calls[`write.${name}`] = [`ffi.write.${name}(bytes, ${value})`, undefined];
}
for (const [name, value] of Object.entries({ i64: '5n', u64: '5n', f32: '0.5', f64: '0.5', ptr: '5n' })) {
  calls[`read.${name}`] = [`ffi.read.${name}(new BigUint64Array(1))`, value.endsWith('n') ? 0n : 0];
  calls[`write.${name}`] = [`ffi.write.${name}(new BigUint64Array(1), ${value})`, undefined];
}

/** The names of the functions within a value. */
function functionsOf(value, name = '') {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return [];
  const inner = Object.keys(value).flatMap((key) => functionsOf(value[key], name === '' ? key : `${name}.${key}`));
  return typeof value === 'function' ? [name, ...inner] : inner;
}

const program = `
  const ffi = load();
  const bytes = Buffer.from('abc\\0');
  const acts = { ${Object.entries(calls).map(([name, [text]]) => `'${name}': () => ${text}`)} };
  for (const [name, act] of Object.entries(acts)) {
    try { console.log(name, act()); } catch (error) { console.log(name, error.name, error.code, error.permission, error.message); }
  }`;
const results = Object.entries(calls).map(
  ([name, [, value]]) => `${name} ${typeof value === 'bigint' ? `${value}n` : value}`,
);

async function linesOf(flags) {
  const { stdout } = await runNode(program, { flags });
  return stdout.trim().split('\n');
}

test('every function of the module is called here', () => {
  expect(Object.keys(calls).sort()).toEqual(functionsOf(ffi).sort());
});

test('without the model everything is allowed', async () => expect(await linesOf([])).toEqual(results));

testWithAddons('a Node that knows the scope denies everything without it', async () => {
  const denied = "Error ERR_ACCESS_DENIED FFI Node's permission model denies `ffi`: start Node with --allow-ffi";
  const expected = knowsScope ? Object.keys(calls).map((name) => `${name} ${denied}`) : results;
  expect(await linesOf(all)).toEqual(expected);
});

testWithAddons('a Node that knows the scope allows everything with it', async () => {
  if (!knowsScope) return;
  expect(await linesOf([...all, '--allow-ffi'])).toEqual(results);
});

test('without addons there is no binary', async () => {
  const { status, stderr } = await runNode(program, { flags: withoutAddons });
  expect(status).toBe(1);
  expect(stderr).toContain('ERR_FFI_BINARY_NOT_FOUND');
  expect(stderr).toContain('Cannot load native addon because loading addons is disabled');
});

test('a scope that is given up: what was made before makes nothing new, and can be closed', async () => {
  const dropping = `
    const ffi = load();
    const lib = ffi.dlopen(null, 'int abs(int); int getpid(void);');
    const declarations = ffi.cdef('typedef int number;');
    const arena = ffi.arena();
    const { abs } = lib.functions;
    process.permission.drop('ffi');
    const acts = {
      'a function that was not used before': () => lib.functions.getpid,
      func: () => lib.func('int abs(int)'),
      symbol: () => lib.symbol('abs'),
      has: () => lib.has('abs'),
      variable: () => lib.variable('extern int optind'),
      type: () => lib.type('int'),
      'type of declarations': () => declarations.type('number'),
      extend: () => declarations.extend('typedef int more;'),
      alloc: () => arena.alloc('int'),
      string: () => arena.string('text'),
      arena: () => arena.arena(),
    };
    for (const [name, act] of Object.entries(acts)) {
      try { act(); console.log(name); } catch (error) { if (error.code !== 'ERR_ACCESS_DENIED') console.log(name, error); }
    }
    console.log(abs(-3), arena.close(), lib.close());`;
  const { stdout } = await runNode(`if (process.permission?.drop) { ${dropping} } else console.log('no drop');`, {
    flags: knowsScope ? [...all, '--allow-ffi'] : [],
  });
  expect(['3 undefined undefined', ...(knowsScope ? [] : ['no drop'])]).toContain(stdout.trim());
});
