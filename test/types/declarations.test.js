// The declarations of types/: TypeScript reads them as they are meant, in every kind of project, and they say what the
// module does.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const ffi = require('../..');
const { codes } = require('../../lib/core/errors.js');
const { Project, compile } = require('./project.js');
const valueTypes = require('./value-types.js');

const declarations = path.join(__dirname, 'declarations');
const names = Object.keys(ffi).sort();
const readConsumer = (name) => fs.readFileSync(path.join(declarations, 'consumers', name), 'utf8');

let project;
afterEach(() => project?.remove());

test('what is inferred, accepted and refused', () => {
  expect(compile(declarations, [])).toBe('');
});

describe('a project that imports', () => {
  const bundler = { moduleResolution: 'bundler' };

  test.each([
    ['node16', { module: 'node16' }],
    ['node20', { module: 'node20' }],
    ['bundler', { module: 'preserve', ...bundler }],
  ])('from an ECMAScript module, %s', (_, compilerOptions) => {
    project = new Project({ 'main.mts': readConsumer('esm.mts') }, compilerOptions);
    expect(project.compile()).toBe('');
    const { stdout, stderr } = project.run('out/main.mjs');
    expect(stderr).toBe('');
    const all = [...names, 'default'].sort();
    expect(JSON.parse(stdout)).toEqual({ power: 1024, long: 'long', isSame: true, names: all, hasInner: false });
  });

  test.each([
    ['node16', { module: 'node16' }],
    ['node20', { module: 'node20' }],
    ['bundler', { module: 'commonjs', ...bundler }],
  ])('from a CommonJS module, %s', (_, compilerOptions) => {
    project = new Project({ 'main.cts': readConsumer('cjs.cts') }, compilerOptions);
    expect(project.compile()).toBe('');
    const { stdout, stderr } = project.run('out/main.cjs');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ power: 1024, long: 'long', isSame: true, names, hasInner: false });
  });
});

describe('the declarations and the module', () => {
  const head = `
    import { same, type Equal } from './equal.js';
    import type { ArgumentOf, Complex, CResult, ErrorCode, ResultOf } from 'ffi-native';
    import ffi = require('ffi-native');
  `;

  /** TypeScript's complaints about lines of types. */
  function check(lines) {
    const equal = fs.readFileSync(path.join(declarations, 'equal.ts'), 'utf8');
    project = new Project({ 'equal.ts': equal, 'main.ts': `${head}\n${lines.join('\n')}` }, { module: 'node16' });
    return project.compile();
  }

  const union = (texts) => texts.map((text) => `'${text}'`).join(' | ');
  const findAll = (text, pattern) => Array.from(text.matchAll(pattern), (match) => match[1]);
  const read = (...file) => fs.readFileSync(path.join(__dirname, '../..', ...file), 'utf8');
  const [, scalarLines] = /interface Scalars \{(.*?)^\}/ms.exec(read('types/c-tree.d.ts'));
  const scalars = findAll(scalarLines, /^ {2}(\w+):/gm);

  const resultOf = (typeName) => (typeName === 'string' ? 'string | null' : valueTypes.resultOf(ffi.type(typeName)));

  test('have the same names', () => {
    expect(check([`same<keyof typeof ffi, ${union(names)}>(true);`])).toBe('');
  });

  test('have the same error codes', () => {
    expect(check([`same<ErrorCode, ${union(Object.keys(codes))}>(true);`])).toBe('');
  });

  test('agree on every scalar that is declared', () => {
    expect(scalars).toContain('ssize_t');
    expect(check(scalars.map((name) => `same<ResultOf<'${name}'>, ${resultOf(name)}>(true);`))).toBe('');
  });

  test('agree on what is text behind a pointer', () => {
    const characters = ['char', 'char16_t', 'char32_t', 'wchar_t'];
    const lines = scalars.map((name) => {
      const isText = characters.includes(String(ffi.type(name)));
      return `same<string extends ArgumentOf<'${name} *'> ? true : false, ${isText}>(true);`;
    });
    expect(check(lines)).toBe('');
  });

  test('do not contradict each other on any name that is built in', () => {
    const builtIn = [
      ...findAll(read('binding/types/typedef-names.def'), /^TYPEDEF_NAME\((\w+)\)/gm),
      ...findAll(read('binding/types/primitives.def'), /^PRIMITIVE\(\w+, [^,]+, "([^"]+)"/gm),
    ].filter((name) => ffi.sizeof(name) !== undefined); // some are built in on other systems only
    expect(builtIn).toEqual(expect.arrayContaining(['int_fast16_t', 'pthread_mutex_t', 'float _Complex']));
    const lines = builtIn.map((name) => {
      const result = `ResultOf<'${name}'>`;
      return `same<true extends Equal<${result}, ${resultOf(name)}> | Equal<${result}, CResult> ? 1 : 2, 1>(true);`;
    });
    expect(check(lines)).toBe('');
  });
});
