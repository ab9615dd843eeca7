// Random types that C passes by value, of which gcc and clang do the same. Not among them are what they pass differently
// (an unnamed bit-field that is alone in its eightbyte, bit-fields of a record that is misaligned in another one) and what
// cannot be passed (nothing at all, alignment beyond 16).
'use strict';

const { ArrayType, StructType, UnionType } = require('./aggregate-types.js');
const ranges = require('../support/ranges.js');
const { Bool, Integer, scalars } = require('./scalar-types.js');

const bitFieldTypes = [
  ['char', 8, ranges.char[0] < 0],
  ['signed char', 8, true],
  ['unsigned char', 8, false],
  ['short', 16, true],
  ['unsigned short', 16, false],
  ['int', 32, true],
  ['unsigned', 32, false],
  ['long', 64, true],
  ['unsigned long', 64, false],
  ['uint32_t', 32, false],
  ['unsigned long long', 64, false],
];

/**
 * A union's member: gcc and clang differ on bit-fields of a union that has lost its alignment by `packed`.
 * @template {{text: string}} Member
 * @param {Member} member
 */
function withoutPackedBits(member) {
  return { ...member, text: member.text.replace(/( : \d+) __attribute__\(\(packed\)\)/, '$1') };
}

class TypeGenerator {
  #random;
  #names = 0;

  /** @param {import('../support/random.js').Random} random */
  constructor(random) {
    this.#random = random;
  }

  #name(prefix) {
    return `${prefix}${this.#names++}`;
  }

  scalar() {
    if (this.#random.chance(93)) return this.#random.pick(scalars);
    const [text, bits, signed] = this.#enumeration();
    return new Integer(text, bits, signed);
  }

  /** Text, size and sign of an enum: its constants must be its own. */
  #enumeration() {
    const name = this.#name('E');
    return this.#random.pick([
      [`enum { ${name} }`, 32, false],
      [`enum { ${name} = -1 }`, 32, true],
      [`enum { ${name} = 1L << 40 }`, 64, false],
      [`enum { ${name} = -5000000000 }`, 64, true],
      [`enum __attribute__((packed)) { ${name} = 200 }`, 8, false],
      [`enum __attribute__((packed)) { ${name} = -200 }`, 16, true],
    ]);
  }

  #bitField() {
    const random = this.#random;
    const name = this.#name('b');
    if (random.chance(10)) return [{ name, type: new Bool(), text: `_Bool ${name} : 1;` }];
    const [text, bits, signed] = random.chance(8) ? this.#enumeration() : random.pick(bitFieldTypes);
    const width = 1 + random.below(random.chance(50) ? Math.min(bits, 8) : bits);
    const type = new Integer(text, width, signed, bits === 64);
    const attribute = random.chance(8) ? ` __attribute__((${random.pick(['packed', 'aligned(8)'])}))` : '';
    const field = { name, type, text: `${text} ${name} : ${width}${attribute};` };
    const end = random.chance(8) ? [{ name: '', text: `${random.pick(['char', 'int', 'long'])} : 0;` }] : [];
    return [field, ...end];
  }

  /** Bits without a name between bits with names, in one unit: their eightbyte is an integer in any case. */
  #filledBits() {
    const widths = [1, 1, 1].map(() => 1 + this.#random.below(10));
    const field = (width) => {
      const name = this.#name('b');
      return { name, type: new Integer('unsigned', width, false), text: `unsigned ${name} : ${width};` };
    };
    return [field(widths[0]), { name: '', text: `unsigned : ${widths[1]};` }, field(widths[2])];
  }

  #memberType(depth, isPacked) {
    const random = this.#random;
    const type = depth > 0 && random.chance(30) ? this.record(depth - 1, isPacked) : this.scalar();
    if (random.chance(80)) return type;
    const array = new ArrayType(type, 1 + random.below(random.chance(85) ? 4 : 12));
    return random.chance(15) ? new ArrayType(array, 1 + random.below(3)) : array;
  }

  /**
   * @param {number} depth
   * @param {boolean} isPacked whether the record may put its members anywhere
   * @param {boolean} isMisplaced whether the record itself may lie anywhere
   */
  #members(depth, isPacked, isMisplaced) {
    const random = this.#random;
    if (!isMisplaced && random.chance(22)) return this.#bitField();
    if (!isMisplaced && random.chance(3)) return this.#filledBits();
    if (depth > 0 && random.chance(12)) {
      const type = this.record(depth - 1, isPacked);
      return [{ name: '', type, text: `${type.declare('').trim()};` }];
    }
    const name = this.#name('m');
    const before = random.chance(4) ? '_Alignas(16) ' : '';
    const attributes = ['packed', 'aligned(8)', 'packed, aligned(2)', 'aligned(16)'];
    const after = before === '' && random.chance(6) ? ` __attribute__((${random.pick(attributes)}))` : '';
    const type = this.#memberType(depth, isPacked || after.includes('packed'));
    return [{ name, type, text: `${before}${type.declare(name)}${after};` }];
  }

  /**
   * @param {number} depth how far records nest in it
   * @param {boolean} [isMisplaced] whether it may lie where its alignment would not let it: then it has no bit-fields
   */
  record(depth, isMisplaced = false) {
    const random = this.#random;
    const attributes = ['packed', 'packed', 'packed, aligned(4)', 'aligned(8)', 'aligned(16)'];
    const attribute = random.chance(20) ? `__attribute__((${random.pick(attributes)})) ` : '';
    const isPacked = isMisplaced || attribute.includes('packed');
    // Up to 16 bytes there are registers to get wrong, so many have few members.
    const count = 1 + random.below(random.chance(65) ? 3 : 8);
    const members = Array.from({ length: count }, () => this.#members(depth, isPacked, isMisplaced)).flat();
    if (random.chance(78)) return new StructType(members, attribute);
    const allowed = isPacked ? members.filter(({ text }) => !/ : \d+/.test(text)) : members.map(withoutPackedBits);
    return allowed.length === 0 ? new StructType(members, attribute) : new UnionType(allowed, attribute);
  }
}

module.exports = { TypeGenerator };
