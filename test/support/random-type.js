// Random C type-names that gcc and clang accept, from a grammar of its own: the parser under test has no part in it.
'use strict';

const basicTypes = [
  'char',
  'signed char',
  'unsigned char',
  'short',
  'unsigned short int',
  'int',
  'unsigned',
  'long',
  'unsigned long int',
  'long long',
  'unsigned long long int',
  'float',
  'double',
  'long double',
  '_Bool',
  'float _Complex',
  'long double _Complex',
];
// Without those whose alignment _Atomic raises: gcc forgets that in an array of them, clang does not.
const atomicTypes = basicTypes.filter((name) => name !== 'float _Complex');
const typedefNames = ['size_t', 'ptrdiff_t', 'wchar_t', 'char16_t', 'int8_t', 'uint16_t', 'int32_t', 'uint64_t'];
const bitFieldTypes = {
  _Bool: 1,
  char: 8,
  'signed char': 8,
  'unsigned char': 8,
  short: 16,
  'unsigned short': 16,
  int: 32,
  unsigned: 32,
  long: 64,
  'unsigned long': 64,
  'unsigned long long': 64,
  uint32_t: 32,
};

/** One type-name in the making; names are unique within it. */
class RandomType {
  #random;
  #names = 0;

  /** @param {import('./random.js').Random} random */
  constructor(random) {
    this.#random = random;
  }

  #name(prefix) {
    return `${prefix}${this.#names++}`;
  }

  /** A constant expression of small numbers, from 0 to 15. */
  #constant() {
    return this.#random.chance(50) ? String(this.#random.below(16)) : `(${this.#expression(3)}) & 15`;
  }

  #expression(depth) {
    const random = this.#random;
    if (depth === 0) return random.pick(['0', '1', '2', '3u', '0x7', '05', '0b101', '6L', "'\\3'", "'0' - 48", '9ull']);
    const part = () => `(${this.#expression(depth - 1)})`;
    switch (random.below(8)) {
      case 0:
        return `${part()} ? ${part()} : ${part()}`;
      case 1:
        return `${random.pick(['-', '~', '!', '+'])}${part()}`;
      case 2:
        return `(${random.pick(['unsigned char', 'short', 'long', 'unsigned', '_Bool', 'const int'])}) ${part()}`;
      case 3:
        return `${random.pick(['sizeof', '_Alignof'])}(${this.typeName(1)})`;
      case 4:
        return `${part()} ${random.pick(['/', '%'])} ${random.pick(['1', '2u', '3', '7l'])}`;
      case 5:
        return `(${part()} & 31) ${random.pick(['<<', '>>'])} ${random.below(3)}`; // no negative number may go left
      default:
        return [part(), part()].join(
          random.pick([
            ' + ',
            ' - ',
            ' * ',
            ' & ',
            ' | ',
            ' ^ ',
            ' && ',
            ' || ',
            ' < ',
            ' > ',
            ' <= ',
            ' >= ',
            ' == ',
            '!=',
          ]),
        );
    }
  }

  #qualified(words) {
    const qualifiers = this.#random.chance(20) ? [this.#random.pick(['const', 'volatile', 'const volatile'])] : [];
    return this.#random.shuffle([...words, ...qualifiers]).join(' ');
  }

  #enumeration() {
    const random = this.#random;
    const packed = random.chance(20) ? ' __attribute__((packed))' : '';
    // gcc refuses to go on from the last value of an integer type, so the larger values come last.
    const small = ['-1', '0', '100', '-200', '40000', "'a'", '-2147483648'];
    const large = ['2147483647', '0xFFFFFFFF', '1L << 40', '-5000000000', '9223372036854775807'];
    const constants = Array.from({ length: 1 + random.below(4) }, () => {
      return `${this.#name('E')}${random.chance(40) ? ` = ${random.pick(small)}` : ''}`;
    });
    if (random.chance(40)) constants.push(`${this.#name('E')} = ${random.pick(large)}`);
    const tag = random.chance(30) ? `${this.#name('e')} ` : '';
    return `enum${packed} ${tag}{ ${constants.join(', ')} }`;
  }

  #attribute(choices) {
    return `__attribute__((${this.#random.pick(choices)}))`;
  }

  #bitField() {
    const random = this.#random;
    const enumerated = random.chance(10);
    const type = random.pick(Object.keys(bitFieldTypes));
    const limit = enumerated ? 8 : bitFieldTypes[type];
    const specifier = enumerated ? `enum { ${this.#name('E')} = 255 }` : type;
    if (random.chance(20)) return `${specifier} : ${random.chance(40) ? 0 : 1 + random.below(limit)};`;
    const attribute = random.chance(15) ? ` ${this.#attribute(['packed', 'aligned(8)'])}` : '';
    return `${specifier} ${this.#name('m')} : ${1 + random.below(limit)}${attribute};`;
  }

  #member(depth) {
    const random = this.#random;
    if (random.chance(35)) return this.#bitField();
    if (depth > 0 && random.chance(15)) return `${this.#record(depth - 1, '')};`;
    // clang refuses _Alignas(0) beside an attribute that is too weak to count.
    const before = random.chance(10) ? `_Alignas(${random.pick(['64', '0'])}) ` : '';
    const attributes = ['packed', 'aligned(2)', 'aligned(8), packed', 'aligned'];
    const after = before === '' && random.chance(15) ? ` ${this.#attribute(attributes)}` : '';
    return `${before}${this.#declaration(depth, this.#name('m'))}${after};`;
  }

  /** @param {string} tag of the record; '' is untagged */
  #record(depth, tag) {
    const random = this.#random;
    const keyword = random.chance(70) ? 'struct' : 'union';
    const members = Array.from({ length: 1 + random.below(6) }, () => this.#member(depth));
    if (tag !== '' && random.chance(50)) members.push(`${keyword} ${tag} *${this.#name('m')};`);
    const attributes = ['packed', 'aligned(4)', 'packed, aligned(2)', '__aligned__(32)', 'aligned'];
    const attribute = random.chance(30) ? ` ${this.#attribute(attributes)}` : '';
    const body = `${tag && ` ${tag}`} { ${members.join(' ')} }`;
    // Only one: where two are, the last counts for gcc and the largest for clang.
    return random.chance(50) ? `${keyword}${attribute}${body}` : `${keyword}${body}${attribute}`;
  }

  #specifier(depth) {
    const random = this.#random;
    const kind = random.below(10);
    if (depth > 0 && kind < 3) return this.#record(depth - 1, random.chance(30) ? this.#name('s') : '');
    if (kind === 3) return this.#enumeration();
    if (kind === 4) return `_Atomic(${random.pick(atomicTypes)})`;
    if (kind === 5) return this.#qualified([random.pick(typedefNames)]);
    return this.#qualified(random.pick(basicTypes).split(' '));
  }

  #parameters(depth) {
    const random = this.#random;
    const count = random.below(4);
    if (count === 0) return 'void';
    const parameters = Array.from({ length: count }, () =>
      this.#declaration(depth, random.chance(50) ? this.#name('p') : ''),
    );
    return [...parameters, ...(random.chance(20) ? ['...'] : [])].join(', ');
  }

  /** A declaration of a name, or a type-name where the name is ''; what is declared has a size. */
  #declaration(depth, name) {
    const random = this.#random;
    const specifier = this.#specifier(depth);
    let declarator = name; // it grows from the name outwards
    let isFunction = false;
    for (let i = depth > 0 ? random.below(5) : 0; i > 0; i--) {
      if (!isFunction && random.chance(40)) {
        declarator += `[${this.#constant()}]`;
      } else {
        // `_Atomic (` would begin a type.
        const qualifier = random.pick(['', '', 'const ', 'volatile const ', '_Atomic ']);
        declarator = `(*${declarator.startsWith('(') && qualifier === '_Atomic ' ? '' : qualifier}${declarator})`;
        isFunction = random.chance(40);
        if (isFunction) declarator += `(${this.#parameters(depth - 1)})`;
      }
    }
    return `${specifier} ${declarator}`;
  }

  /** @param {number} depth how far records and functions nest */
  typeName(depth) {
    return this.#declaration(depth, '').trim();
  }

  /** A record, since records have the most to get wrong. */
  record() {
    return this.#record(2, this.#random.chance(50) ? this.#name('s') : '');
  }
}

module.exports = { RandomType };
