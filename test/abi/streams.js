// What a call of the differential test tells C, and what C tells of it: words of 64 bits, an integer or a double each. It
// stands beside the arguments and the result, so that what is under test carries none of it.
'use strict';

/** A NaN as the C side writes every NaN, whatever its sign and payload. */
const canonicalNaN = 0x7ff8000000000000n;

class Stream {
  #integers;
  #doubles;
  #length = 0;

  /**
   * @param {number} capacity words
   * @param {'input' | 'log'} use whether C reads it or writes it
   */
  constructor(capacity, use) {
    this.isInput = use === 'input';
    const buffer = new ArrayBuffer(capacity * 8);
    this.#integers = new BigInt64Array(buffer);
    this.#doubles = new Float64Array(buffer);
  }

  /** What C gets for a pointer to the words. */
  get memory() {
    return this.#integers;
  }

  get length() {
    return this.#length;
  }

  clear() {
    this.#length = 0;
  }

  /** @param {number | bigint} value of up to 64 bits */
  putInteger(value) {
    this.#integers[this.#length++] = BigInt(value);
  }

  /** @param {number} value */
  putDouble(value) {
    if (Number.isNaN(value)) this.putInteger(canonicalNaN);
    else this.#doubles[this.#length++] = value;
  }

  /**
   * The first word in which two streams differ, of those that this one has; -1 if there is none.
   * @param {Stream} other
   */
  differenceFrom(other) {
    for (let i = 0; i < this.#length; i++) {
      if (this.#integers[i] !== other.#integers[i]) return i;
    }
    return -1;
  }

  /** @param {number} i a word, in hexadecimal */
  show(i) {
    return `0x${BigInt.asUintN(64, this.#integers[i]).toString(16)}`;
  }
}

/** The C side of it. */
const prologue = `#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <uchar.h>
#include <wchar.h>
static const long long *input;
static long long *output, *output_begin;
void set_streams(const long long *in, long long *out) { input = in; output = output_begin = out; }
size_t words_written(void) { return (size_t)(output - output_begin); }
__attribute__((noinline)) static void put_integer(long long value) { *output++ = value; }
__attribute__((noinline)) static void put_double(double value) {
  long long word = ${canonicalNaN};
  if (value == value) memcpy(&word, &value, sizeof word);
  *output++ = word;
}
__attribute__((noinline)) static void put_long_double(long double value) {
  put_double((double)value);
  put_integer(value == (double)value || value != value);
}
__attribute__((noinline)) static long long take_integer(void) { return *input++; }
__attribute__((noinline)) static double take_double(void) {
  double value;
  memcpy(&value, input++, sizeof value);
  return value;
}
`;

module.exports = { Stream, prologue };
