// The C compilers of the machine are the judges: of the size, the alignment, the members, the bits and the constants of
// every type of a corpus by hand and of random ones, and of what is no type.
'use strict';

const { type } = require('../..');
const { accepts, isInstalled, temporaryFolder } = require('../support/compiler.js');
const { Random, seed } = require('../support/random.js');
const { RandomType } = require('../support/random-type.js');
const { compareTypes } = require('../support/type-oracle.js');
const { valid, malformed } = require('./corpus.js');
const { errorOf } = require('../support/refusal.js');

const compilers = ['cc', 'clang'].filter(isInstalled);
const folder = temporaryFolder();
const casesOf = (texts) => texts.map((text) => ({ text, type: type(text) }));

test('there is a C compiler', () => expect(compilers).toContain('cc'));

describe.each(compilers)('%s', (compiler) => {
  test(`agrees about ${valid.length} types by hand`, () => {
    expect(valid.length).toBeGreaterThan(200);
    expect(compareTypes(compiler, folder, casesOf(valid))).toEqual([]);
  });

  test(`agrees about 400 random types (FFI_NATIVE_SEED=${seed} repeats them)`, () => {
    const random = new Random(seed);
    const texts = Array.from({ length: 400 }, () => {
      const generator = new RandomType(random);
      return random.chance(60) ? generator.record() : generator.typeName(3);
    });
    expect(compareTypes(compiler, folder, casesOf(texts))).toEqual([]);
  });
});

/** A C text that is right if the type-name is. */
const sourceOf = (text) => `#include <stddef.h>\nvoid f(void) { (void) sizeof(__typeof__(${text}) *); }\n`;

test('what is refused below is refused for the type-name only', () => {
  for (const text of ['int', 'int (*)[3]', 'int (int [static 3], ...)', 'struct { int a : 3; }', 'enum { A = 1 }']) {
    expect(accepts('cc', sourceOf(text))).toBe(true);
  }
});

test.each(malformed)('no type: %s', (text) => {
  expect(accepts('cc', sourceOf(text))).toBe(false);
  expect(errorOf(() => type(text)).code).toMatch(/^ERR_FFI_(UNSUPPORTED|INCOMPLETE)_TYPE$/);
});
