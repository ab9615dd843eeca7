// Opening libraries and finding symbols: what is found, what is refused, and what the errors say.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const ffi = require('../..');
const { directory, fixture, callInChild } = require('./fixtures.js');

let temporary;
beforeAll(() => {
  temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'ffi-native-library-'));
});
afterAll(() => fs.rmSync(temporary, { recursive: true }));

/** Writes a file of the temporary directory and returns its path. */
function write(name, contents) {
  const file = path.join(temporary, name);
  fs.writeFileSync(file, contents);
  return file;
}

const bind = (library, name, options) => ffi.getNativeFunction(library, name, 'int', [], options);

/** The error of an attempt to open a library. */
function refusal(library, name = 'call_nothing', options = undefined) {
  try {
    bind(library, name, options);
  } catch (error) {
    return error;
  }
  throw new Error(`${library} was opened`);
}

describe('a library that is there', () => {
  test('is found by its bare name as the system finds it', () => {
    expect(ffi.getNativeFunction('libm.so.6', 'cos', 'double', ['double'])(0)).toBe(1);
  });

  test('is found by an absolute path', () => {
    expect(bind(fixture('provider'), 'ffi_native_provided')()).toBe(7);
  });

  test('is found by a path from the current directory', () => {
    const calls = [
      { library: './provider.so', name: 'ffi_native_provided', returnType: 'int' },
      { library: 'deep/../provider.so', name: 'ffi_native_provided', returnType: 'int' },
    ];
    expect(callInChild(calls, { cwd: directory }).outcomes).toEqual([{ value: 7 }, { value: 7 }]);
  });

  test('is found in LD_LIBRARY_PATH by its bare name, and only there', () => {
    const calls = [{ library: 'provider.so', name: 'ffi_native_provided', returnType: 'int' }];
    const [found] = callInChild(calls, { env: { LD_LIBRARY_PATH: `/nowhere:${directory}` } }).outcomes;
    expect(found).toEqual({ value: 7 });
    const [missed] = callInChild(calls, { cwd: directory }).outcomes;
    expect(missed.code).toBe('ERR_FFI_LIBRARY_LOAD_FAILED');
  });

  test('is one library under all its names', () => {
    const link = path.join(temporary, 'link.so');
    fs.symlinkSync(fixture('provider'), link);
    const first = bind(fixture('provider'), 'ffi_native_provided');
    expect(bind(link, 'ffi_native_provided').address).toBe(first.address);
    expect(bind(fixture('provider'), 'ffi_native_provided', { resolve: 'lazy' }).address).toBe(first.address);
  });

  test('is another library when it is another file', () => {
    const copy = path.join(temporary, 'copy.so');
    fs.copyFileSync(fixture('provider'), copy);
    expect(bind(copy, 'ffi_native_provided').address).not.toBe(
      bind(fixture('provider'), 'ffi_native_provided').address,
    );
  });
});

describe('null', () => {
  test('is this process: its executable', () => {
    const version = ffi.getNativeFunction(null, 'uv_version_string', 'string', []);
    expect(version()).toBe(process.versions.uv);
  });

  test('is this process: the libraries that it was started with', () => {
    expect(ffi.getNativeFunction(null, 'getpid', 'int', [])()).toBe(process.pid);
  });

  test('is not the libraries that were opened for themselves', () => {
    bind(fixture('provider'), 'ffi_native_provided');
    const error = refusal(null, 'ffi_native_provided');
    expect(error.code).toBe('ERR_FFI_SYMBOL_NOT_FOUND');
    expect(error.message).toMatch(/'ffi_native_provided' in this process/);
  });
});

describe('a library that cannot be opened', () => {
  const cases = {
    'no file': ['/nowhere/at-all.so', /'\/nowhere\/at-all\.so'.*No such file or directory$/],
    'no file of that name': ['no-such-library.so.9', /'no-such-library\.so\.9'.*No such file or directory$/],
    'a directory': [os.tmpdir(), /directory/i],
  };
  test.each(Object.entries(cases))('%s', (_what, [library, message]) => {
    const error = refusal(library);
    expect(error.code).toBe('ERR_FFI_LIBRARY_LOAD_FAILED');
    expect(error.message).toMatch(message);
  });

  const elf = (bytes) => Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.from(bytes), Buffer.alloc(100)]);
  const order = os.endianness() === 'LE' ? 1 : 2;
  // Class, byte order, version, padding; then in words of 16 bits the type (3: library) and the machine.
  const machine = (number) => (order === 1 ? [3, 0, number & 255, number >> 8] : [0, 3, number >> 8, number & 255]);
  const files = {
    'an empty file': ['', /file too short$/],
    'a text file': ['Not a library at all.\n', /The file is a text file$/],
    'a static archive': ['!<arch>\n/               0           ', /The file is a static archive/],
    'a thin archive': ['!<thin>\n/               0           ', /The file is a static archive/],
    'a Windows library': [Buffer.from('4d5a90000300000004000000ffff0000', 'hex'), /The file is for Windows/],
    'a linker script': [
      '/* GNU ld script */\nGROUP ( /lib/libthing.a /lib/x86_64-linux-gnu/libthing.so.6 AS_NEEDED ( libother.so.1 ) )\n',
      /a script for the linker; load 'libthing\.so\.6' instead$/,
    ],
    'a short linker script': [
      'INPUT(libthing.so.6 -lother)',
      /a script for the linker; load 'libthing\.so\.6' instead$/,
    ],
    'a linker script without a shared library': [
      '/* GNU ld script */\nGROUP ( /lib/libthing-1.a )\n',
      /a script for the linker that names no shared library$/,
    ],
    'a library for a machine of another kind': [
      elf([2, order, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...machine(0xf00d)]),
      /for another machine: machine number 61453, 64 bits$/,
    ],
    'a library for a smaller machine': [
      elf([1, order, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...machine(3)]),
      /for another machine: x86, 32 bits$/,
    ],
    'a library of the other byte order': [
      elf([2, 3 - order, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...machine(22).reverse()]),
      order === 1 ? /another machine: .*, 64 bits, big-endian$/ : /another machine: .*, 64 bits$/,
    ],
    'the start of a library': [elf([]).subarray(0, 20), /file too short\. The file is a part of an ELF file$/],
  };
  test.each(Object.entries(files))('%s', (what, [contents, message]) => {
    const error = refusal(write(`${what.replaceAll(' ', '-')}.so`, contents));
    expect(error.code).toBe('ERR_FFI_LIBRARY_LOAD_FAILED');
    expect(error.message).toMatch(message);
  });

  test('a linker script that is found by its bare name', () => {
    write('libscript.so', 'GROUP ( /lib/libscript.so.1 )');
    const calls = [{ library: 'libscript.so', name: 'call_nothing' }];
    const [outcome] = callInChild(calls, { env: { LD_LIBRARY_PATH: temporary } }).outcomes;
    expect(outcome.code).toBe('ERR_FFI_LIBRARY_LOAD_FAILED');
    expect(outcome.message).toMatch(/load 'libscript\.so\.1' instead$/);
  });

  test('a library that needs one that is not there: the message names that one', () => {
    const error = refusal(fixture('far-runpath'), 'version_seen_from_afar');
    expect(error.code).toBe('ERR_FFI_LIBRARY_LOAD_FAILED');
    expect(error.message).toMatch(/far-runpath\.so'.*deep-interposed\.so: cannot open/);
  });

  test('a device', () => {
    expect(refusal('/dev/null').code).toBe('ERR_FFI_LIBRARY_LOAD_FAILED');
  });

  test('a path with a NUL character, or none at all', () => {
    expect(refusal(`${fixture('provider')}\0.so`).code).toBe('ERR_INVALID_ARG_VALUE');
    expect(refusal('').code).toBe('ERR_INVALID_ARG_VALUE');
  });
});

describe('a symbol that is not there', () => {
  test('is named with its library and in the words of the loader', () => {
    const error = refusal(fixture('provider'), 'no_such_function');
    expect(error.code).toBe('ERR_FFI_SYMBOL_NOT_FOUND');
    expect(error.message).toMatch(/'no_such_function' in the library '.*provider\.so': .*undefined symbol/);
  });

  test('because of a NUL character, or without a name', () => {
    expect(refusal(fixture('provider'), 'ffi_native_provided\0x').code).toBe('ERR_INVALID_ARG_VALUE');
    expect(refusal(fixture('provider'), '').code).toBe('ERR_INVALID_ARG_VALUE');
  });
});

describe('options', () => {
  const lacking = (name, options) => ({ library: fixture('unresolved'), name, returnType: 'int', options });

  test("resolve: 'now' refuses a library that lacks a function, 'lazy' opens it", () => {
    const { outcomes } = callInChild([
      lacking('call_nothing', { resolve: 'now' }),
      lacking('call_nothing'),
      lacking('call_nothing', { resolve: 'lazy' }),
    ]);
    expect(outcomes.map(({ code, value }) => code ?? value)).toEqual([
      'ERR_FFI_LIBRARY_LOAD_FAILED',
      'ERR_FFI_LIBRARY_LOAD_FAILED',
      42,
    ]);
    expect(outcomes[0].message).toMatch(/undefined symbol: ffi_native_provided/);
  });

  test("scope: 'global' offers a library's names to those that come later", () => {
    const provider = (options) => ({
      library: fixture('provider'),
      name: 'ffi_native_provided',
      returnType: 'int',
      options,
    });
    const outcomesAfter = (scope) => callInChild([provider({ scope }), lacking('call_provided')]).outcomes;
    expect(outcomesAfter('local')[1].code).toBe('ERR_FFI_LIBRARY_LOAD_FAILED');
    expect(outcomesAfter('global')).toEqual([{ value: 7 }, { value: 7 }]);
  });

  test('a library that is open becomes global when that is asked for', () => {
    const calls = [undefined, { scope: 'global' }].map((options) => ({
      library: fixture('provider'),
      name: 'ffi_native_provided',
      returnType: 'int',
      options,
    }));
    const { outcomes } = callInChild([...calls, { library: null, name: 'ffi_native_provided', returnType: 'int' }]);
    expect(outcomes).toEqual([{ value: 7 }, { value: 7 }, { value: 7 }]);
  });
});
