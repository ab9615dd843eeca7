// One C function of the differential test as JavaScript calls it: arguments are made, each leaf of them and of the result is
// compared with what C was told and what C says.
'use strict';

const { getNativeFunction, types: build } = require('../..');
const { Stream } = require('./streams.js');

const words = 2 ** 16; // more than any call of the test needs
const input = new Stream(words, 'input');
const log = new Stream(words, 'log');
const expected = new Stream(words, 'log');

const nameOf = (type) => type.declare('').trim();

/** The streams of a library. */
class Library {
  /** @param {string} path */
  constructor(path) {
    this.path = path;
    this.setStreams = getNativeFunction(path, 'set_streams', 'void', ['const long long *', 'long long *']);
    this.wordsWritten = getNativeFunction(path, 'words_written', 'size_t', []);
  }

  /** Makes the streams ready for a call; `expected` and `input` have been filled. */
  begin() {
    this.setStreams(input.memory, log.memory);
  }

  /**
   * What C logged other than it should.
   * @param {number[]} ends where the words of each argument end
   */
  difference(ends) {
    const written = Number(this.wordsWritten());
    const problems = written === expected.length ? [] : [`${written} words are logged, not ${expected.length}`];
    const first = expected.differenceFrom(log);
    if (first < 0) return problems;
    const argument = ends.findIndex((end) => first < end);
    const leaf = first - (ends[argument - 1] ?? 0);
    const passed = `passed as ${expected.show(first)}`;
    return [...problems, `leaf ${leaf} of argument ${argument} is ${log.show(first)} in C, ${passed}`];
  }
}

class Trial {
  #library;
  #f;
  #call;
  #again; // undefined where what comes out says too much to go in, or is no record

  /**
   * @param {Library} library
   * @param {import('./random-functions.js').CFunction} f
   * @param {{withPairs?: boolean, throughCallback?: boolean}} way whether the calls of a variadic function say the types of
   *   its tail; whether C calls it through a function of JavaScript's
   */
  constructor(library, f, { withPairs = false, throughCallback = false }) {
    this.#library = library;
    this.#f = f;
    const tail = f.tail?.map(nameOf) ?? [];
    const types = [...f.parameters.map(nameOf), ...(f.tail ? ['...', ...(withPairs ? [] : tail)] : [])];
    const bound = getNativeFunction(library.path, f.name, f.returnType ? nameOf(f.returnType) : 'void', types);
    const fixed = f.parameters.length;
    this.#call = withPairs
      ? (values) => bound(...values.slice(0, fixed), ...tail.flatMap((type, i) => [type, values[fixed + i]]))
      : (values) => bound(...values);
    if (throughCallback) this.#call = this.#throughCallback(bound);
    if (f.returnType?.hasFlattenedUnion === false) {
      this.#again = getNativeFunction(library.path, `${f.name}_again`, 'void', [nameOf(f.returnType)]);
    }
  }

  /** A call of C, which calls JavaScript, which calls the function. */
  #throughCallback(bound) {
    const { name, parameters, returnType } = this.#f;
    const result = returnType ? nameOf(returnType) : 'void';
    const types = parameters.map(nameOf);
    const pointer = build.pointer(build.func(result, types));
    const through = getNativeFunction(this.#library.path, `${name}_through`, result, [pointer, ...types]);
    return (values) => through((...received) => bound(...received), ...values);
  }

  /** @param {import('../support/random.js').Random} random */
  prepare(random) {
    const types = this.#f.argumentTypes;
    const models = types.map((type) => type.random(random, true));
    const result = this.#f.returnType?.random(random, false);
    return { models, values: types.map((type, i) => type.give(models[i], random)), result };
  }

  /**
   * One call, and, where the result is a record, one to which it goes in again.
   * @returns {string[]} what is wrong
   */
  run({ models, values, result }) {
    const { argumentTypes, returnType } = this.#f;
    const ends = this.#fill(argumentTypes, models);
    returnType?.encode(result, input, input);
    this.#library.begin();
    const actual = this.#call(values);
    const problems = this.#library.difference(ends);
    if (returnType === undefined && actual !== undefined) problems.push('the result is not undefined');
    returnType?.check(result, actual, 'the result', problems);
    returnType?.checkNames?.(actual, 'the result', problems);
    return problems.length > 0 || this.#again === undefined ? problems : this.#runAgain(result, actual);
  }

  #runAgain(result, actual) {
    const ends = this.#fill([this.#f.returnType], [result]);
    this.#library.begin();
    this.#again(actual);
    return this.#library.difference(ends).map((problem) => `again, ${problem}`);
  }

  /**
   * Makes the streams say what C is to get.
   * @returns {number[]} where the words of each argument end
   */
  #fill(types, models) {
    for (const stream of [input, expected]) stream.clear();
    return types.map((type, i) => {
      type.encode(models[i], expected, input);
      return expected.length;
    });
  }
}

module.exports = { Library, Trial };
