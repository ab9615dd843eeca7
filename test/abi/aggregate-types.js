// Structs, unions and arrays of the differential test; scalar-types.js says what every type has.
'use strict';

const { Integer } = require('./scalar-types.js');

/** A member that a caller leaves out: zero, as in a C initialiser. */
const omitted = Symbol('omitted');

const typedArrays = new Map([
  ['8 signed', Int8Array],
  ['8 unsigned', Uint8Array],
  ['16 signed', Int16Array],
  ['16 unsigned', Uint16Array],
  ['32 signed', Int32Array],
  ['32 unsigned', Uint32Array],
  ['64 signed', BigInt64Array],
  ['64 unsigned', BigUint64Array],
  ['float', Float32Array],
  ['double', Float64Array],
]);

function typedArrayOf(element) {
  if (element.text === '_Bool') return undefined;
  const kind = element instanceof Integer ? `${element.bits} ${element.signed ? 'signed' : 'unsigned'}` : element.text;
  return typedArrays.get(kind);
}

/** The text of bytes that are UTF-8 up to zeros to their end; undefined for others. */
function textOf(bytes) {
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  const text = Buffer.from(bytes).subarray(0, end);
  const decoded = text.toString('utf8');
  return text.includes(0) || !Buffer.from(decoded).equals(text) ? undefined : decoded;
}

class ArrayType {
  constructor(element, length) {
    this.element = element;
    this.length = length;
    this.TypedArray = typedArrayOf(element);
    this.isText = element.text === 'char';
  }
  declare(declarator) {
    return this.element.declare(`${declarator}[${this.length}]`);
  }
  // The depth of brackets makes the name of each loop's counter its own.
  #loop(e, statements) {
    const i = `i${e.split('[').length}`;
    return `for (int ${i} = 0; ${i} < ${this.length}; ++${i}) { ${statements(`${e}[${i}]`)} }`;
  }
  put(e) {
    return this.#loop(e, (element) => this.element.put(element));
  }
  take(e) {
    return this.#loop(e, (element) => this.element.take(element));
  }
  random(random, isArgument) {
    if (this.isText && random.chance(50)) {
      const text = Buffer.alloc(this.length);
      text.write(random.pick(['', 'a', 'text', 'grün', '€', '😀']));
      return Array.from(new this.TypedArray(text));
    }
    return Array.from({ length: this.length }, () => this.element.random(random, isArgument));
  }
  get hasFlattenedUnion() {
    return this.element.hasFlattenedUnion;
  }
  zero() {
    return Array.from({ length: this.length }, () => this.element.zero());
  }
  encode(model, leaves, choices) {
    for (const element of model) this.element.encode(element, leaves, choices);
  }
  give(model, random) {
    if (this.isText && random.chance(50)) {
      const text = textOf(model);
      return text ?? Uint8Array.from(model);
    }
    if (this.TypedArray && random.chance(50)) return this.TypedArray.from(model);
    return model.map((element) => this.element.give(element, random));
  }
  check(model, actual, path, problems) {
    if (this.isText) {
      const text = textOf(model);
      if (text !== undefined) {
        if (actual !== text) problems.push(`${path} is ${String(actual)}, not '${text}'`);
        return;
      }
    }
    const [kind, elements] = this.isText
      ? ['Uint8Array', Array.from(Uint8Array.from(model))]
      : [this.TypedArray?.name ?? 'Array', model];
    if (actual?.constructor.name !== kind || actual.length !== this.length) {
      problems.push(`${path} is no ${kind} of ${this.length}`);
      return;
    }
    elements.forEach((element, i) => {
      this.element.check(element, actual[i], `${path}[${i}]`, problems);
    });
  }
}

/**
 * @typedef {object} Member
 * @property {string} name '' of what is anonymous, or only fills
 * @property {any} [type] undefined of what only fills
 * @property {string} text its declaration in C
 */

class RecordType {
  /**
   * @param {Member[]} members
   * @param {string} attribute
   */
  constructor(keyword, members, attribute) {
    this.members = members.filter(({ type }) => type !== undefined);
    this.text = `${keyword} ${attribute}{ ${members.map(({ text }) => text).join(' ')} }`;
  }
  declare(declarator) {
    return `${this.text} ${declarator}`;
  }
  reach(e, { name }) {
    return name === '' ? e : `${e}.${name}`;
  }
  /** The names by which C reaches the members, those of anonymous ones among them. */
  get names() {
    return this.members.flatMap(({ name, type }) => (name === '' ? type.names : [name]));
  }
  checkMember(member, model, actual, path, problems) {
    const value = member.name === '' ? actual : actual?.[member.name];
    member.type.check(model, value, this.reach(path, member), problems);
  }
}

class StructType extends RecordType {
  constructor(members, attribute) {
    super('struct', members, attribute);
  }
  #each(e, act) {
    return this.members.map((member) => act(member.type, this.reach(e, member))).join('\n');
  }
  put(e) {
    return this.#each(e, (type, member) => type.put(member));
  }
  take(e) {
    return this.#each(e, (type, member) => type.take(member));
  }
  random(random, isArgument) {
    return this.members.map(({ type }) => (isArgument && random.chance(5) ? omitted : type.random(random, isArgument)));
  }
  zero() {
    return this.members.map(() => omitted);
  }
  encode(model, leaves, choices) {
    this.members.forEach(({ type }, i) => {
      type.encode(model[i] === omitted ? type.zero() : model[i], leaves, choices);
    });
  }
  give(model, random) {
    const entries = this.members.flatMap(({ name, type }, i) => {
      if (model[i] === omitted) return [];
      const value = type.give(model[i], random);
      return name === '' ? Object.entries(value) : [[name, value]];
    });
    return Object.fromEntries(random.chance(20) ? random.shuffle(entries) : entries);
  }
  check(model, actual, path, problems) {
    this.members.forEach((member, i) => {
      this.checkMember(member, model[i], actual, path, problems);
    });
  }
  /** Whether its object shows all members of a union that has no name, of which only one may go in. */
  get hasFlattenedUnion() {
    return this.members.some(
      ({ name, type }) => (name === '' && type instanceof UnionType) || type.hasFlattenedUnion === true,
    );
  }
  /** What is a plain object has these members and no others. */
  checkNames(actual, path, problems) {
    const names = Object.keys(actual ?? {});
    if (String(names) !== String(this.names)) problems.push(`${path} has ${names}, not ${this.names}`);
  }
}

class UnionType extends RecordType {
  constructor(members, attribute) {
    super('union', members, attribute);
  }
  /** A union comes out and goes in as a whole. */
  get hasFlattenedUnion() {
    return false;
  }
  #switch(e, act) {
    const cases = this.members.map((member, i) => `case ${i}: ${act(member.type, this.reach(e, member))} break;`);
    return `switch (take_integer()) { ${cases.join('\n')} }`;
  }
  put(e) {
    return this.#switch(e, (type, member) => type.put(member));
  }
  take(e) {
    return this.#switch(e, (type, member) => type.take(member));
  }
  random(random, isArgument) {
    const index = random.below(this.members.length);
    const { name, type } = this.members[index];
    // Of a struct without a name something must be there, to say that it is meant.
    return { index, model: type.random(random, isArgument && name !== '') };
  }
  zero() {
    return { index: 0, model: this.members[0].type.zero() };
  }
  encode({ index, model }, leaves, choices) {
    choices.putInteger(index);
    this.members[index].type.encode(model, leaves, choices);
  }
  give({ index, model }, random) {
    const { name, type } = this.members[index];
    const value = type.give(model, random);
    return name === '' ? value : { [name]: value };
  }
  check({ index, model }, actual, path, problems) {
    this.checkMember(this.members[index], model, actual, path, problems);
  }
}

module.exports = { ArrayType, StructType, UnionType };
