// Finding the binary, and the module as require and import give it. Each test is a process of its own.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { fixtures } = require('../support/fixtures.js');
const { outputOf, root } = require('../support/child.js');
const { temporaryFolder } = require('../support/compiler.js');

const binary = process.env.FFI_NATIVE_BINARY ?? path.join(root, 'build', 'Release', 'ffi_native.node');
const names = [
  'alignof',
  'alloc',
  'arena',
  'bind',
  'callback',
  'capabilities',
  'cdef',
  'compare',
  'configure',
  'copy',
  'dlopen',
  'errno',
  'fill',
  'free',
  'getBufferPointer',
  'getNativeFunction',
  'keep',
  'libffi',
  'malloc',
  'offsetof',
  'own',
  'pointer',
  'read',
  'readString',
  'readStrings',
  'sizeof',
  'suffix',
  'toArrayBuffer',
  'toBuffer',
  'type',
  'types',
  'version',
  'viewClass',
  'write',
  'writeString',
];

describe('FFI_NATIVE_BINARY', () => {
  const folder = temporaryFolder();
  const load = `
    try { console.log(load().sizeof('int')); } catch (error) {
      console.log(JSON.stringify({ ...error, name: error.name, message: error.message, cause: error.cause?.message }));
    }`;
  const outcomeOf = async (file) => JSON.parse(await outputOf(load, { env: { FFI_NATIVE_BINARY: file } }));

  test('names another binary', async () => {
    const copied = path.join(folder, 'copied.node');
    fs.copyFileSync(binary, copied);
    expect(await outcomeOf(copied)).toBe(4);
  });

  test('that is empty names none', async () => {
    if (process.env.FFI_NATIVE_BINARY) return; // then there may be no binary in the usual place
    expect(await outcomeOf('')).toBe(4);
  });

  const text = path.join(folder, 'text.node');
  beforeAll(() => fs.writeFileSync(text, 'no binary'));
  test.each([
    ['no file', () => path.join(folder, 'nowhere.node')],
    ['a folder', () => folder],
    ['a text', () => text],
    ['a library that is no addon', () => Object.assign(path.join(folder, 'library.node'), {})],
    ['a module that is no addon', () => path.join(root, 'lib', 'core', 'describe.js')],
  ])('that is %s is an error, which says why', async (_, fileOf) => {
    const file = String(fileOf());
    if (file.endsWith('library.node')) fs.copyFileSync(fixtures, file);
    const error = await outcomeOf(file);
    expect(error).toMatchObject({
      name: 'Error',
      code: 'ERR_FFI_BINARY_NOT_FOUND',
      cause: expect.stringMatching(/\S/),
    });
    const [found, tried, remedy] = error.message
      .split('\n')
      .filter((line) => !line.startsWith('Require stack') && !line.startsWith('- '));
    expect(found).toBe(
      `ffi-native has no binary that loads here (${process.platform}-${process.arch}, Node ${process.version}).`,
    );
    expect(tried).toMatch(`Tried ${file}: `);
    expect(remedy).toMatch('npm install');
  });
});

describe('the module', () => {
  test('of require: these names, the same object each time', async () => {
    const program = 'console.log(Object.keys(load()).sort().join(), load() === require(root))';
    expect(await outputOf(program)).toBe(`${names.join()} true`);
  });

  test('of import: the same functions by name and by default', async () => {
    const program = `
      import { createRequire } from 'node:module';
      import standard, * as all from ${JSON.stringify(path.join(root, 'lib', 'index.mjs'))};
      const required = createRequire(import.meta.url)(${JSON.stringify(root)});
      const named = Object.keys(all).filter((name) => name !== 'default');
      console.log(named.sort().join(), standard === required, named.every((name) => all[name] === required[name]));`;
    expect(await outputOf('', { args: ['--input-type=module', '-e', program] })).toBe(`${names.join()} true true`);
  });

  test('by its own name, for require and for import', async () => {
    const file = path.join(root, 'test', 'core', 'load.test.js');
    const program = `
      const own = require('node:module').createRequire(${JSON.stringify(file)});
      console.log(own('ffi-native') === load(), own('ffi-native/package.json').version === load().version);`;
    expect(await outputOf(program)).toBe('true true');
  });

  test('tells its version and what it can do', async () => {
    const program =
      'const { version, capabilities } = load(); console.log(JSON.stringify({ version, ...capabilities }))';
    const { version } = require('../../package.json');
    expect(JSON.parse(await outputOf(program))).toEqual({
      version,
      guardedAccess: true,
      externalBuffers: true,
      heldBuffers: true,
      engine: 'general',
      libffi: expect.stringMatching(/^\d+\.\d+/),
    });
    expect(await outputOf('console.log(Object.isFrozen(load().capabilities))')).toBe('true');
  });

  test('keeps no process alive, and prints nothing', async () => {
    expect(await outputOf('load().getNativeFunction(null, "abs", "int", ["int"])(1)')).toBe('');
  });
});
