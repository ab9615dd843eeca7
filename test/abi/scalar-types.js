// The scalar C types of the differential test. Every type of it, these and those of aggregate-types.js, has
//   declare(declarator)   the C declaration of one
//   put(e), take(e)       C statements that log the value of the expression e, and that give e the next value
//   random(random)        a value of it as the test knows it, its model; zero() is that of a C zero
//   encode(model, leaves, choices)  what put() will log; `choices` says which member of a union is meant
//   give(model, random)   the model as a caller may pass it
//   check(model, actual, path, problems)  compares what came from C
'use strict';

const { getBufferPointer } = require('../..');
const ranges = require('../support/ranges.js');

class Scalar {
  /** @param {string} text its C specifiers */
  constructor(text) {
    this.text = text;
  }
  declare(declarator) {
    return `${this.text} ${declarator}`;
  }
  give(model) {
    return model;
  }
  zero() {
    return 0;
  }
  check(model, actual, path, problems) {
    if (!Object.is(actual, model)) problems.push(`${path} is ${String(actual)}, not ${String(model)}`);
  }
}

class Integer extends Scalar {
  /**
   * @param {string} text
   * @param {number} bits of the type, or of the bit-field
   * @param {boolean} signed
   * @param {boolean} [wide] whether it is a BigInt in JavaScript
   */
  constructor(text, bits, signed, wide = bits === 64) {
    super(text);
    this.bits = bits;
    this.signed = signed;
    this.wide = wide;
  }
  put(e) {
    return `put_integer((long long)${e});`;
  }
  take(e) {
    return `${e} = take_integer();`;
  }
  random(random) {
    const any = (BigInt(random.next()) << 32n) | BigInt(random.next());
    const extremes = [0n, 1n, -1n, 1n << BigInt(this.bits - 1), (1n << BigInt(this.bits - 1)) - 1n];
    const value = random.chance(40) ? random.pick(extremes) : any;
    const fitted = this.signed ? BigInt.asIntN(this.bits, value) : BigInt.asUintN(this.bits, value);
    return this.wide ? fitted : Number(fitted);
  }
  zero() {
    return this.wide ? 0n : 0;
  }
  encode(model, leaves) {
    leaves.putInteger(model);
  }
  give(model, random) {
    return model === 0 && random.chance(10) ? -0 : model;
  }
}

class Bool extends Integer {
  constructor() {
    super('_Bool', 1, false);
  }
  random(random) {
    return random.chance(50);
  }
  zero() {
    return false;
  }
  give(model, random) {
    return random.chance(20) ? Number(model) : model;
  }
}

class Float extends Scalar {
  /**
   * @param {string} text
   * @param {number} size of what JavaScript sees of it: 4 or 8
   */
  constructor(text, size) {
    super(text);
    this.size = size;
    this.isLong = text === 'long double';
  }
  put(e) {
    return `${this.isLong ? 'put_long_double' : 'put_double'}(${e});`;
  }
  take(e) {
    return `${e} = take_double();`;
  }
  random(random) {
    const extremes = [0, -0, 1, -1.5, NaN, Infinity, -Infinity, 0.1, 2 ** 53 + 1];
    const limits = this.size === 4 ? [2 ** -149, 2 ** 127 * (2 - 2 ** -23)] : [Number.MIN_VALUE, Number.MAX_VALUE];
    const any = (random.next() - 2 ** 31) * 2 ** (random.below(60) - 30);
    const value = random.chance(40) ? random.pick([...extremes, ...limits, -limits[0], -limits[1]]) : any;
    return this.size === 4 ? Math.fround(value) : value;
  }
  encode(model, leaves) {
    leaves.putDouble(model);
    if (this.isLong && !leaves.isInput) leaves.putInteger(1); // it is a double exactly
  }
}

class Complex extends Scalar {
  /** @param {Float} part */
  constructor(part) {
    super(`${part.text} _Complex`);
    this.part = part;
  }
  put(e) {
    return this.part.put(`__real__ ${e}`) + this.part.put(`__imag__ ${e}`);
  }
  take(e) {
    return this.part.take(`__real__ ${e}`) + this.part.take(`__imag__ ${e}`);
  }
  random(random) {
    return { re: this.part.random(random), im: this.part.random(random) };
  }
  zero() {
    return { re: 0, im: 0 };
  }
  encode({ re, im }, leaves, choices) {
    this.part.encode(re, leaves, choices);
    this.part.encode(im, leaves, choices);
  }
  check(model, actual, path, problems) {
    this.part.check(model.re, actual?.re, `${path}.re`, problems);
    this.part.check(model.im, actual?.im, `${path}.im`, problems);
  }
}

const place = Buffer.alloc(64);
const places = [place, new DataView(place.buffer, place.byteOffset, 8), place.subarray(5), place.buffer];

class Pointer extends Scalar {
  /** @param {(declarator: string) => string} declare */
  constructor(declare) {
    super('');
    this.declare = declare;
  }
  put(e) {
    return `put_integer((intptr_t)${e});`;
  }
  take(e) {
    return `${e} = (void *)(intptr_t)take_integer();`;
  }
  /** An address, or a buffer that stands for its own. */
  random(random) {
    if (random.chance(20)) return random.pick(places);
    const any = (BigInt(random.next()) << 32n) | BigInt(random.next());
    return random.chance(30) ? random.pick([0n, 1n, 2n ** 64n - 1n]) : any;
  }
  zero() {
    return 0n;
  }
  #address(model) {
    return typeof model === 'bigint' ? model : getBufferPointer(model);
  }
  encode(model, leaves) {
    leaves.putInteger(this.#address(model));
  }
  give(model, random) {
    return model === 0n && random.chance(70) ? null : model;
  }
  check(model, actual, path, problems) {
    super.check(this.#address(model), actual, path, problems);
  }
}

const floats = [new Float('float', 4), new Float('double', 8), new Float('long double', 8)];

const scalars = [
  new Integer('char', 8, ranges.char[0] < 0),
  new Integer('signed char', 8, true),
  new Integer('unsigned char', 8, false),
  new Integer('short', 16, true),
  new Integer('unsigned short', 16, false),
  new Integer('int', 32, true),
  new Integer('unsigned', 32, false),
  new Integer('long', 64, true),
  new Integer('unsigned long', 64, false),
  new Integer('long long', 64, true),
  new Integer('uint64_t', 64, false),
  new Integer('size_t', 64, false),
  new Integer('int8_t', 8, true),
  new Integer('uint16_t', 16, false),
  new Integer('wchar_t', 32, ranges.wchar[0] < 0),
  new Integer('char16_t', 16, false),
  new Integer('char32_t', 32, false),
  new Integer('volatile int', 32, true),
  new Bool(),
  ...floats,
  ...floats, // as often as the integers matter
  ...floats.map((part) => new Complex(part)),
  new Pointer((declarator) => `void *${declarator}`),
  new Pointer((declarator) => `const char *${declarator}`),
  new Pointer((declarator) => `int (*${declarator})(double, ...)`),
  new Pointer((declarator) => `struct nobody *${declarator}`),
];

module.exports = { Integer, Bool, scalars };
