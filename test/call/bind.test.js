// bind: function pointers that C gives, in structs, tables and results.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { alloc, bind, cdef, dlopen, pointer, type } = require('../..');
const { preprocess } = require('../cdef/header.js');
const { outputOf } = require('../support/child.js');
const { temporaryFolder } = require('../support/compiler.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const codeOf = (act) => errorOf(act).code;
const shapes = `
  typedef struct shape shape;
  typedef struct {
    const char *kind;
    double (*area)(const shape *);
    shape *(*scale)(shape *, double);
    int (*format)(char *, size_t, const char *, ...);
    void (*nothing)(void);
  } shape_methods;
  struct shape { const shape_methods *methods; double width, height; };
  shape *find_shape(int is_box);
  double (*area_function(int is_box))(const shape *);`;

describe('the methods of an object', () => {
  const lib = dlopen(fixtures, shapes, { pointers: 'typed', strings: true });
  const { shape_methods: methods } = lib.types;
  const typeOf = (name) => methods.members.find((member) => member.name === name).type;
  const methodOf = (shape, name) => bind(pointer(shape.value.methods, methods).value[name], typeOf(name));

  test.each([
    [1, 12, 48],
    [0, 6, 24],
  ])('through its table (%p)', (isBox, area, scaled) => {
    const shape = lib.functions.find_shape(isBox);
    const areaOf = methodOf(shape, 'area');
    expect(areaOf(shape)).toBe(area);
    expect(areaOf({ width: 5, height: 2 })).toBe(isBox ? 10 : 5); // const: a copy is enough
    expect(methodOf(shape, 'scale')(shape, 2)).toBe(shape.address);
    expect(areaOf(shape)).toBe(scaled);
    methodOf(shape, 'scale')(shape, 0.5);
  });

  test('a variadic one', () => {
    const shape = lib.functions.find_shape(1);
    const text = Buffer.alloc(20);
    expect(methodOf(shape, 'format')(text, 20n, '%s-%d', 'const char *', 'box', 'int', 5)).toBe(5);
    expect(text.toString('latin1', 0, 5)).toBe('box-5');
  });

  test('one that is not there', () => {
    expect(refusal(() => methodOf(lib.functions.find_shape(1), 'nothing'))).toEqual({
      name: 'Error',
      code: 'ERR_FFI_INVALID_POINTER',
      message: 'address must not be NULL: no function is there',
    });
  });

  test('in place: the place in the table is not the function', () => {
    const table = lib.variable('extern shape_methods box_methods');
    const place = table.member('area');
    for (const act of [
      () => bind(place),
      () => bind(place, typeOf('area')),
      () => bind(place, 'double (const void *)'),
    ]) {
      expect(refusal(act)).toEqual({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_VALUE',
        message:
          "address is a Pointer to a 'double (*)(const struct shape *)' in memory: bind its value, which is the address of the function",
      });
    }
    expect(bind(place.value, place.type)({ width: 2, height: 2 })).toBe(4);
  });
});

describe('a real table: the files of SQLite', () => {
  const folder = temporaryFolder();
  const header = cdef(preprocess('#include <sqlite3.h>', ['-dD', '-P']));
  const { functions, constants, types } = dlopen('libsqlite3.so.0', header, { pointers: 'typed' });
  const vfs = functions.sqlite3_vfs_find(null);
  /** A method of a struct that begins with a table of methods, or is one. */
  const method = (table, name) =>
    bind(table.value[name], table.type.members.find((member) => member.name === name).type);

  test('tells the time, sleeps, and gives random bytes', () => {
    const julian = new BigInt64Array(1); // milliseconds
    const before = Date.now();
    expect(method(vfs, 'xCurrentTimeInt64')(vfs, julian)).toBe(constants.SQLITE_OK);
    const now = Number(julian[0] - 210_866_760_000_000n);
    expect(before <= now && now <= Date.now()).toBe(true);
    expect(method(vfs, 'xSleep')(vfs, 1)).toBeGreaterThan(0);
    const bytes = Buffer.alloc(16);
    expect(method(vfs, 'xRandomness')(vfs, 16, bytes)).toBeGreaterThan(0);
    expect(bytes.equals(Buffer.alloc(16))).toBe(false);
  });

  test('opens, writes, reads and closes a file', () => {
    const name = path.join(folder, 'file');
    const file = alloc('char', vfs.value.szOsFile);
    const path_ = Buffer.from(`${name}\0\0\0\0`);
    const flags = constants.SQLITE_OPEN_MAIN_DB | constants.SQLITE_OPEN_READWRITE | constants.SQLITE_OPEN_CREATE;
    expect(method(vfs, 'xOpen')(vfs, path_, file, flags, null)).toBe(constants.SQLITE_OK);
    const methods = pointer(pointer(file, types.sqlite3_file).value.pMethods, types.sqlite3_io_methods);
    const call = (which, ...args) => method(methods, which)(file, ...args);
    const text = Buffer.from('written through a table');
    expect(call('xWrite', text, text.length, 100n)).toBe(constants.SQLITE_OK);
    expect(call('xSync', constants.SQLITE_SYNC_NORMAL)).toBe(constants.SQLITE_OK);
    const size = new BigInt64Array(1);
    expect([call('xFileSize', size), size[0]]).toEqual([constants.SQLITE_OK, BigInt(100 + text.length)]);
    const back = Buffer.alloc(7);
    expect([call('xRead', back, 7, 116n), String(back)]).toEqual([constants.SQLITE_OK, 'a table']);
    expect(call('xRead', back, 7, 1000n)).toBe(constants.SQLITE_IOERR_SHORT_READ);
    expect(call('xClose')).toBe(constants.SQLITE_OK);
    expect(fs.readFileSync(String(path_.subarray(0, -4))).subarray(100)).toEqual(text); // SQLite has kept the path so long
  });
});

describe('an address', () => {
  const lib = dlopen(fixtures);
  const address = lib.symbol('add_i32');

  test.each([
    ['a BigInt', address, 'int (int, int)'],
    ['a bound function', lib.func('unsigned add_i32(unsigned, unsigned)'), 'int (int, int)'],
    ['a Pointer, of whose type it is', pointer(address, 'int (int, int)'), undefined],
    ['a Pointer of another type', pointer(address, 'void'), 'int (int, int)'],
    ['a type that is a pointer', address, 'int (*)(int, int)'],
    ['a CType', address, type('int (int, int)')],
    ['a const pointer', address, 'int (*const)(int, int)'],
  ])('%s', (_, at, functionType) => {
    const f = bind(at, functionType);
    expect([f(2, -3), f.address, f.length, String(f.type)]).toEqual([-1, address, 2, 'int (int, int)']);
    expect(f.name).toBe(`the function at 0x${address.toString(16)}`);
    expect(errorOf(() => f(1)).message).toBe(`${f.name} takes 2 arguments, received 1`);
  });

  test('as a result that is a function pointer', () => {
    const bigints = dlopen(fixtures, shapes).functions;
    expect(bind(bigints.area_function(0), 'double (const void *)')(bigints.find_shape(0))).toBe(6);
    const typed = dlopen(fixtures, shapes, { pointers: 'typed' }).functions;
    expect(bind(typed.area_function(0))(typed.find_shape(0))).toBe(6);
  });

  test('with the options of a function', () => {
    const identity = lib.symbol('identity_pointer');
    expect(bind(identity, 'int64_t (int64_t)', { int64: 'number' })(5)).toBe(5);
    expect(bind(lib.symbol('greeting'), 'const char *(void)', { strings: true })()).toBe('grüß dich');
    const fail = bind(lib.symbol('fail_int'), 'int (int, int *)', { errno: 'throw' });
    expect(errorOf(() => fail(2, null))).toMatchObject({ code: 'ENOENT', syscall: fail.name });
    expect(codeOf(() => bind(identity, 'void *(void *)', { version: 'V1' }))).toBe('ERR_INVALID_ARG_VALUE');
    expect(codeOf(() => bind(identity, 'void *(void *)', { name: 'f' }))).toBe('ERR_INVALID_ARG_VALUE');
    expect(codeOf(() => bind(identity, 'void *(void *)', null))).toBe('ERR_INVALID_ARG_TYPE');
  });

  test.each([
    [[0n, 'void (void)'], 'ERR_FFI_INVALID_POINTER'],
    [[null, 'void (void)'], 'ERR_FFI_INVALID_POINTER'],
    [[pointer(0n, 'void (void)')], 'ERR_FFI_INVALID_POINTER'],
    [[-1n, 'void (void)'], 'ERR_OUT_OF_RANGE'],
    [[2n ** 64n, 'void (void)'], 'ERR_OUT_OF_RANGE'],
    [[16, 'void (void)'], 'ERR_INVALID_ARG_TYPE'],
    [['abs', 'int (int)'], 'ERR_INVALID_ARG_TYPE'],
    [[undefined, 'void (void)'], 'ERR_INVALID_ARG_TYPE'],
    [[() => 0, 'int (void)'], 'ERR_INVALID_ARG_TYPE'],
    [[{ address: 16n }, 'int (void)'], 'ERR_INVALID_ARG_TYPE'],
    [[16n], 'ERR_INVALID_ARG_TYPE'],
    [[16n, 5], 'ERR_INVALID_ARG_TYPE'],
    [[16n, null], 'ERR_INVALID_ARG_TYPE'],
    [[16n, 'int'], 'ERR_FFI_INVALID_SIGNATURE'],
    [[16n, 'int *'], 'ERR_FFI_INVALID_SIGNATURE'],
    [[16n, 'void (**)(void)'], 'ERR_FFI_INVALID_SIGNATURE'],
    [[pointer(16n, 'int')], 'ERR_FFI_INVALID_SIGNATURE'],
    [[16n, 'int (struct later)'], 'ERR_FFI_INCOMPLETE_TYPE'],
    [[16n, 'int ('], 'ERR_FFI_UNSUPPORTED_TYPE'],
    [[16n, 'int f(int)'], 'ERR_FFI_UNSUPPORTED_TYPE'],
  ])('bind(...%p) is refused', (args, code) => expect(codeOf(() => bind(...args))).toBe(code));
});

test('a function that nothing else refers to is kept by the one that is bound to it', async () => {
  const program = `
    const ffi = load();
    const f = ffi.bind(ffi.getNativeFunction(null, 'abs', 'int', ['int']), 'int (int)');
    const g = ffi.bind(ffi.pointer(ffi.dlopen(null).func('int abs(int)'), 'int (int)'));
    const { collect } = require(root + '/test/support/waiting.js');
    collect().then(() => console.log(f(-3), g(-4)));`;
  expect(await outputOf(program)).toBe('3 4');
});
