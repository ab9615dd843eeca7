// errno(), and the option `errno` of functions: what C leaves there, as a number and as an error.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Worker } = require('node:worker_threads');
const { dlopen, errno, getNativeFunction } = require('../..');
const { temporaryFolder } = require('../support/compiler.js');
const { root } = require('../support/child.js');
const { fixtures } = require('../support/fixtures.js');
const { errorOf, refusal } = require('../support/refusal.js');

const bind = (name, returnType, argTypes, use = true) =>
  getNativeFunction(fixtures, name, returnType, argTypes, { errno: use });
const libc = (name, returnType, argTypes, use = 'throw') =>
  getNativeFunction(null, name, returnType, argTypes, { errno: use });
const { EACCES, EBADF, EINVAL, ENOENT, ENOTDIR, EEXIST } = os.constants.errno;
const folder = temporaryFolder();

const setErrno = bind('set_errno', 'int', ['int']);
const getErrno = bind('get_errno', 'int', []);

describe('errno: true keeps errno', () => {
  test('as C left it, whatever else happens before it is asked for', () => {
    setErrno(42);
    expect(errno()).toBe(42);
    fs.existsSync('/no/such/file'); // Node's own work leaves another errno
    for (let i = 0; i < 1000; i++) Buffer.alloc(10_000);
    expect(() => fs.readFileSync('/no/such/file')).toThrow('ENOENT');
    expect(errno()).toBe(42);
    setErrno(0);
    expect(errno()).toBe(0);
  });

  test('and gives it to the next call: C finds what was kept', () => {
    setErrno(7);
    fs.existsSync('/no/such/file');
    expect(getErrno()).toBe(7);
    expect(errno(9)).toBe(7);
    expect(errno()).toBe(9);
    expect(getErrno()).toBe(9);
    expect(errno(0)).toBe(9);
    expect(getErrno()).toBe(0);
  });

  test('other functions leave what is kept alone', () => {
    setErrno(5);
    getNativeFunction(fixtures, 'set_errno', 'int', ['int'])(6);
    bind('set_errno', 'int', ['int'], false)(6);
    expect(errno()).toBe(5);
  });

  test('a call that is refused before C is entered leaves it alone', () => {
    setErrno(5);
    expect(errorOf(() => setErrno('x')).code).toBe('ERR_INVALID_ARG_TYPE');
    expect(errno()).toBe(5);
  });

  test('as strtol and readdir want it: 0 before, another number after', () => {
    const strtol = libc('strtol', 'long', ['const char *', 'const char **', 'int'], true);
    errno(0);
    expect([strtol('12', null, 10), errno()]).toEqual([12n, 0]);
    expect(strtol('999999999999999999999', null, 10)).toBe(2n ** 63n - 1n);
    expect(errno()).toBe(os.constants.errno.ERANGE);

    const directory = getNativeFunction(null, 'opendir', 'void *', ['const char *'])(folder);
    const readdir = libc('readdir', 'void *', ['void *'], true);
    const names = [];
    errno(0);
    for (let entry = readdir(directory); entry !== 0n; entry = readdir(directory)) names.push(entry);
    expect([names.length, errno()]).toEqual([2, 0]); // . and ..
    getNativeFunction(null, 'closedir', 'int', ['void *'])(directory);
  });
});

describe('errno() takes an int of C', () => {
  test.each([
    ['1', 'ERR_INVALID_ARG_TYPE'],
    [null, 'ERR_INVALID_ARG_TYPE'],
    [1n, 'ERR_INVALID_ARG_TYPE'],
    [true, 'ERR_INVALID_ARG_TYPE'],
    [1.5, 'ERR_OUT_OF_RANGE'],
    [NaN, 'ERR_OUT_OF_RANGE'],
    [2 ** 31, 'ERR_OUT_OF_RANGE'],
    [-(2 ** 31) - 1, 'ERR_OUT_OF_RANGE'],
  ])('not %p', (value, code) => {
    errno(3);
    expect(refusal(() => errno(value)).code).toBe(code);
    expect(errno()).toBe(3);
  });

  test.each([0, 1, -1, 2 ** 31 - 1, -(2 ** 31)])('%p', (value) => {
    errno(value);
    expect(getErrno()).toBe(value);
  });
});

describe("errno: 'throw'", () => {
  test('has the shape of the errors of node:fs', () => {
    const file = path.join(folder, 'none');
    const ours = errorOf(() => libc('open', 'int', ['const char *', 'int'])(file, 0));
    const theirs = errorOf(() => fs.openSync(file));
    expect(ours).toBeInstanceOf(Error);
    for (const name of ['name', 'code', 'errno', 'syscall']) expect(ours[name]).toBe(theirs[name]);
    expect(`${ours.message} '${file}'`).toBe(theirs.message);
    expect(Object.keys(ours).sort()).toEqual(['code', 'errno', 'syscall']);
    expect(ours.stack.split('\n')[1]).toContain('errno.test.js');
  });

  test('of many kinds', () => {
    const open = libc('open', 'int', ['const char *', 'int']);
    expect(errorOf(() => open(path.join(__filename, 'x'), 0))).toMatchObject({ code: 'ENOTDIR', errno: -ENOTDIR });
    expect(errorOf(() => libc('mkdir', 'int', ['const char *', 'mode_t'])(folder, 0o700))).toMatchObject({
      code: 'EEXIST',
      errno: -EEXIST,
      message: 'EEXIST: file already exists, mkdir',
    });
    expect(errorOf(() => libc('close', 'int', ['int'])(-1))).toMatchObject({
      code: 'EBADF',
      errno: -EBADF,
      syscall: 'close',
    });
    expect(errorOf(() => libc('fopen', 'FILE *', ['const char *', 'const char *'])('/none', 'r'))).toMatchObject({
      code: 'ENOENT',
      errno: -ENOENT,
    });
    expect(errorOf(() => libc('execv', 'int', ['const char *', 'char *const *'])(folder, ['x']))).toMatchObject({
      code: 'EACCES',
      errno: -EACCES,
    });
  });

  test('of every errno that the system has a name for', () => {
    const fail = bind('fail_int', 'int', ['int', '_Out_ int *'], 'throw');
    for (const [name, number] of Object.entries(os.constants.errno)) {
      const { code, errno: negative } = errorOf(() => fail(number, null));
      expect([os.constants.errno[code], negative]).toEqual([number, -number]);
      if (!['EWOULDBLOCK', 'EOPNOTSUPP'].includes(name)) expect(code).toBe(name);
    }
    expect(errorOf(() => fail(4000, null))).toMatchObject({
      errno: -4000,
      syscall: 'fail_int',
      message: expect.stringContaining('4000'),
    });
  });

  test('-1 in every type of result, NULL and MAP_FAILED', () => {
    for (const [name, returnType] of [
      ['fail_int', 'int'],
      ['fail_int64', 'int64_t'],
      ['fail_int64', 'ssize_t'],
      ['fail_unsigned', 'unsigned'],
      ['fail_null', 'void *'],
      ['fail_map', 'void *'],
      ['fail_text', 'const char *'],
      ['fail_text', 'string'],
    ]) {
      const argTypes = name === 'fail_int' ? ['int', 'int *'] : ['int'];
      const error = errorOf(() =>
        bind(name, returnType, argTypes, 'throw')(EINVAL, ...argTypes.slice(1).map(() => null)),
      );
      expect(error).toMatchObject({ code: 'EINVAL', errno: -EINVAL, syscall: name });
    }
    const map = libc('mmap', 'void *', ['void *', 'size_t', 'int', 'int', 'int', 'off_t']);
    expect(errorOf(() => map(null, 4096n, 0, 2, -1, 0n))).toMatchObject({ code: 'EBADF', syscall: 'mmap' });
    expect(errorOf(() => map(null, 0n, 0, 0x22, -1, 0n))).toMatchObject({ code: 'EINVAL', syscall: 'mmap' });
  });

  test('not where errno is 0, nor for another result', () => {
    expect(bind('fail_int', 'int', ['int', 'int *'], 'throw')(0, null)).toBe(-1);
    expect(bind('fail_null', 'void *', ['int'], 'throw')(0)).toBe(0n);
    expect(bind('succeed', 'int', ['int'], 'throw')(EINVAL)).toBe(0);
    expect(bind('minus_two', 'int', ['int'], 'throw')(EINVAL)).toBe(-2);
    errno(EINVAL); // what was kept is not taken for what this call left
    expect(bind('get_errno', 'int', [], 'throw')()).toBe(0);
  });

  test('is kept besides', () => {
    expect(errorOf(() => bind('fail_int', 'int', ['int', 'int *'], 'throw')(ENOENT, null)).code).toBe('ENOENT');
    expect(errno()).toBe(ENOENT);
  });

  test('what C wrote is copied back all the same', () => {
    const out = [0];
    expect(errorOf(() => bind('fail_int', 'int', ['int', '_Out_ int *'], 'throw')(ENOENT, out)).code).toBe('ENOENT');
    expect(out).toEqual([ENOENT]);
  });

  test('of what is wrong with a call, the failure of C comes first', () => {
    const fail = bind('fail_int', 'int', ['int', '_Out_ int *'], 'throw');
    expect(errorOf(() => fail(ENOENT, Object.freeze([0]))).code).toBe('ENOENT');
    expect(errorOf(() => fail(0, Object.freeze([0]))).code).toBe('ERR_INVALID_ARG_VALUE');
  });

  test.each(['void', 'double', '_Bool', 'short', 'struct { int a; }', 'float _Complex', 'char'])(
    'a %s cannot say that it failed',
    (returnType) => {
      expect(refusal(() => bind('get_errno', returnType, [], 'throw'))).toMatchObject({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_VALUE',
        message: `options.errno: 'throw' is for a function that fails with -1 or NULL: get_errno returns '${returnType}'`,
      });
      expect(bind('get_errno', returnType, [], true).name).toBe('get_errno');
    },
  );

  test('for a whole library, it is for those that can fail', () => {
    const library = dlopen(fixtures, { fail_int: 'int (int, int *)', free_text: 'void (void *)' }, { errno: 'throw' });
    expect(errorOf(() => library.functions.fail_int(ENOENT, null)).code).toBe('ENOENT');
    expect(library.functions.free_text(null)).toBeUndefined();
    expect(errno()).toBe(77); // it is kept
    expect(refusal(() => library.func('void free_text(void *)', { errno: 'throw' })).code).toBe(
      'ERR_INVALID_ARG_VALUE',
    );
    expect(library.func('int fail_int(int, int *)', { errno: false })(ENOENT, null)).toBe(-1);
    expect(errorOf(() => library.func('int fail_int(int, int *)', { errno: undefined })(ENOENT, null)).code).toBe(
      'ENOENT',
    );
  });
});

test.each([1, null, 'Throw', 'true', {}, 0])('errno: %p is no choice', (use) => {
  expect(refusal(() => bind('get_errno', 'int', [], use))).toMatchObject({
    code: 'ERR_INVALID_ARG_VALUE',
    message: expect.stringMatching(/^options.errno must be one of false, true, 'throw', received /),
  });
});

test('each thread keeps its own', async () => {
  setErrno(11);
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { errno, getNativeFunction } = require(workerData.root);
    const set = getNativeFunction(workerData.fixtures, 'set_errno', 'int', ['int'], { errno: true });
    const seen = [errno()];
    set(22);
    parentPort.postMessage([...seen, errno()]);`;
  const worker = new Worker(source, { eval: true, workerData: { root, fixtures } });
  const message = new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  expect(await message).toEqual([0, 22]);
  expect(errno()).toBe(11);
});
