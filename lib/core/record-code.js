// Writes JavaScript that reads and makes the objects of one struct type, for native code that converts many of them: a
// function entered once costs less than Node-API for each member. It knows plain values; whatever it is not sure of it
// leaves to native code, which has the rules and the messages.
'use strict';

const { isProxy } = require('node:util').types;
const { numberKinds: kinds } = require('./number-kinds.js');

/**
 * A member: a number of `kind` at `offset`, or `length` of them, or a struct of `fields`. One that this file does not
 * know has the kind 'given': native code converts it.
 * @typedef {object} Part
 * @property {string} name
 * @property {string} kind
 * @property {number} offset bytes from the start of the outermost struct
 * @property {number} [length]
 * @property {Part[]} [fields]
 */

/** Structs on their way to or from native code; it knows the address. */
const scratch = new ArrayBuffer(4096);

/** What the written code refers to, as it was before a user could change it. */
const typedArray = Object.getPrototypeOf(Uint8Array).prototype;
const uncurried = Function.prototype.call;
const getter = (/** @type {PropertyKey} */ name) =>
  /** @type {() => unknown} */ (Object.getOwnPropertyDescriptor(typedArray, name)?.get);
/** @type {Record<string, unknown>} */
const known = {
  isProxy,
  keysOf: Object.keys,
  isArray: Array.isArray,
  asIntN: BigInt.asIntN,
  asUintN: BigInt.asUintN,
  tagOf: uncurried.bind(getter(Symbol.toStringTag)), // undefined for what is no typed array, of whatever realm
  lengthOf: uncurried.bind(getter('length')),
  copy: uncurried.bind(typedArray.set),
  indexOf: uncurried.bind(Array.prototype.indexOf),
};
for (const [kind, { view: View }] of Object.entries(kinds)) {
  known[`${kind}s`] = new View(scratch);
  known[View.name] = View;
}

/** The functions that have been written for one struct. */
class Writer {
  /** @type {string[]} */
  #functions = [];

  /** @type {Record<string, unknown>} */
  #values = {};

  #given = 0;

  /** @param {Part[]} fields */
  write(fields) {
    const pack = fields.some(isGiven) ? 'undefined' : this.#writePack(fields);
    const literal = this.#writeLiteral(fields);
    const parameters = Array.from({ length: this.#given }, (_, i) => `given${i}`);
    const values = { ...known, ...this.#values };
    const body = `'use strict';\n${this.#functions.join('\n')}
      return { pack: ${pack}, make: (${parameters}) => (${literal}) };`;
    return new Function(...Object.keys(values), body)(...Object.values(values));
  }

  /** @param {string} parameter @param {string} body */
  #addFunction(parameter, body) {
    const name = `pack${this.#functions.length}`;
    this.#functions.push(`function ${name}(${parameter}) { ${body} }`);
    return name;
  }

  /**
   * A function from an object to the scratch memory. It gives true; false when it has read no member; else how far it
   * came: the member's index among the names, its value, how far that went, the names.
   * @param {Part[]} fields
   * @returns {string} its name
   */
  #writePack(fields) {
    // Members may be missing, but not out of order. Nothing is read before it is known that no other is there.
    const find = fields.map(({ name }, i) => `const has${i} = names[n] === ${JSON.stringify(name)}; if (has${i}) n++;`);
    const read = fields.map((field, i) => `if (has${i}) { ${this.#writeRead(field)} }`);
    return this.#addFunction(
      'object',
      `const names = keysOf(object); let n = 0; ${find.join(' ')}
       if (n === 0 || n !== names.length) return false;
       ${read.join('\n')} return true;`,
    );
  }

  /**
   * @param {Part} field
   * @returns {string}
   */
  #writeRead({ name, kind, offset, length, fields }) {
    const text = JSON.stringify(name);
    const read = `const v = object[${text}];`;
    const stop = (/** @type {string} */ inner) => `return [indexOf(names, ${text}), v, ${inner}, names];`;
    if (fields !== undefined || length !== undefined) {
      const part = fields ? this.#writePack(fields) : this.#writePackArray(kind, offset, Number(length));
      const test = fields ? `typeof v === 'object' && v !== null && ${part}(v)` : `${part}(v)`;
      return `${read} const done = ${test}; if (done !== true) ${stop('done')}`;
    }
    const { view: View, test } = kinds[kind];
    return `${read} if (!(${test})) ${stop('false')} ${kind}s[${offset / sizeOf(View)}] = v;`;
  }

  /**
   * The same of an array of numbers: true, false, or the element's index and its value.
   * @param {string} kind @param {number} offset @param {number} length
   */
  #writePackArray(kind, offset, length) {
    const { view: View, test } = kinds[kind];
    const start = offset / sizeOf(View);
    return this.#addFunction(
      'array',
      `if (tagOf(array) === '${View.name}') {
         if (lengthOf(array) !== ${length}) return false;
         copy(${kind}s, array, ${start});
         return true;
       }
       if (!isArray(array) || isProxy(array) || array.length !== ${length}) return false;
       for (let i = 0; i < ${length}; i++) {
         const v = array[i];
         if (!(${test})) return [i, v, false];
         ${kind}s[${start} + i] = v;
       }
       return true;`,
    );
  }

  /** @param {Part[]} fields @returns {string} */
  #writeLiteral(fields) {
    // In brackets, since a literal's plain __proto__ would be its prototype.
    const members = fields.map((field) => `[${JSON.stringify(field.name)}]: ${this.#writeValue(field)}`);
    return `{ ${members.join(', ')} }`;
  }

  /** @param {Part} field */
  #writeValue({ kind, offset, length, fields }) {
    if (fields) return this.#writeLiteral(fields);
    if (kind === 'given') return `given${this.#given++}`;
    const { view: View, out = 'e' } = kinds[kind];
    if (length === undefined) return out.replace('e', `${kind}s[${offset / sizeOf(View)}]`);
    const part = `part${Object.keys(this.#values).length}`;
    this.#values[part] = new View(scratch, offset, length);
    return `new ${View.name}(${part})`;
  }
}

/** @param {Function} View */
const sizeOf = (View) => /** @type {any} */ (View).BYTES_PER_ELEMENT;

/** @param {Part} part @returns {boolean} */
const isGiven = ({ kind, fields }) => kind === 'given' || (fields?.some(isGiven) ?? false);

/** @type {{pack?: (object: object) => unknown, make: (...given: unknown[]) => object}[]} */
const codes = [];

/**
 * Writes the code of a struct, in the place of what has that number.
 * @param {number} index
 * @param {Part[]} fields
 * @returns {boolean | undefined} whether there is code to read objects, too; undefined where no code can be written
 */
function writeRecordCode(index, fields) {
  try {
    codes[index] = new Writer().write(fields);
  } catch (error) {
    if (/** @type {Error} */ (error).name !== 'EvalError') throw error;
    return undefined; // this context allows no code from strings
  }
  return codes[index].pack !== undefined;
}

/** @param {number} index @param {object} object */
const packRecord = (index, object) => codes[index].pack?.(object);

/** @param {number} index @param {unknown[]} given */
const makeRecord = (index, ...given) => codes[index].make(...given);

const recordScratch = () => new Uint8Array(scratch);

module.exports = { writeRecordCode, packRecord, makeRecord, recordScratch };
