// Random C functions and the library that has them. A function logs every leaf of each argument, and gives a result each
// leaf of which it was told; random-types.js makes the types.
'use strict';

const { Integer } = require('./scalar-types.js');
const { prologue } = require('./streams.js');
const { TypeGenerator } = require('./random-types.js');

const mostParameters = 20;
const mostVariadicArguments = 8;
const int = new Integer('int', 32, true);

/** One C function; its types are of scalar-types.js and aggregate-types.js. */
class CFunction {
  /**
   * @param {string} name
   * @param {any} returnType undefined is void
   * @param {any[]} parameters
   * @param {any[]} [tail] the types behind the '...' of a variadic function
   */
  constructor(name, returnType, parameters, tail) {
    this.name = name;
    this.returnType = returnType;
    this.parameters = parameters;
    this.tail = tail;
  }

  get argumentTypes() {
    return [...this.parameters, ...(this.tail ?? [])];
  }

  /** Whether JavaScript can stand for it, and call it with what comes out: not where that says too much to go in. */
  get canGoThrough() {
    return !this.tail && [this.returnType, ...this.parameters].every((type) => type?.hasFlattenedUnion !== true);
  }

  /** Its C declaration, whole, for messages. */
  get prototype() {
    const parameters = this.parameters.map((type) => type.declare('').trim());
    const tail = this.tail ? [`... /* ${this.tail.map((type) => type.declare('').trim()).join(', ')} */`] : [];
    return `${typeName(this.returnType)} ${this.name}(${[...parameters, ...tail].join(', ')})`;
  }
}

function typeName(type) {
  return type ? type.declare('').trim() : 'void';
}

/** C's default argument promotions: as what va_arg finds a value. */
function promoted(type) {
  if (type.text === 'float') return 'double';
  const narrow = type.bits !== undefined && (type.bits < 32 || type.text === '_Bool');
  return narrow ? 'int' : undefined;
}

/**
 * Whether va_arg can read it: of what is aligned to 16 bytes and travels in two integer registers gcc 12 takes it that the
 * place where the registers were saved is so aligned, and crashes, also when C is the caller.
 */
function isReadByVaArg({ text }) {
  return !/lign(as|ed)\(16\)/.test(text) && !(text.includes('union') && text.includes('long double'));
}

/** The C text of one library. */
class Source {
  #lines = [prologue];
  #names = new Map();

  /** The name that stands for a type in this text; it brings the functions put_ and take_. */
  #nameOf(type) {
    const known = this.#names.get(type);
    if (known) return known;
    const name = `T${this.#names.size}`;
    this.#names.set(type, name);
    this.#lines.push(
      `typedef ${type.declare(name)};`,
      `__attribute__((noinline)) static void put_${name}(${name} *p) { ${type.put('(*p)')} }`,
      `__attribute__((noinline)) static void take_${name}(${name} *p) { ${type.take('(*p)')} }`,
    );
    return name;
  }

  /** What reads a tail. */
  #tailStatements(tail, lastParameter) {
    const reads = tail.map((type) => {
      const name = this.#nameOf(type);
      return `{ ${name} value = va_arg(list, ${promoted(type) ?? name}); put_${name}(&value); }`;
    });
    return ['va_list list;', `va_start(list, ${lastParameter});`, ...reads, 'va_end(list);'];
  }

  /**
   * Adds a function f; f_again, which logs what f gives; f_through, which calls a function of f's type.
   * @param {CFunction} f
   */
  add(f) {
    const result = f.returnType && this.#nameOf(f.returnType);
    const parameters = f.parameters.map((type, i) => `${this.#nameOf(type)} a${i}`);
    const puts = f.parameters.map((type, i) => `put_${this.#nameOf(type)}(&a${i});`);
    const tail = f.tail ? this.#tailStatements(f.tail, `a${f.parameters.length - 1}`) : [];
    const end = result ? [`${result} r;`, 'memset(&r, 0, sizeof r);', `take_${result}(&r);`, 'return r;'] : [];
    const list = [...parameters, ...(f.tail ? ['...'] : [])].join(', ') || 'void';
    this.#lines.push(`${result ?? 'void'} ${f.name}(${list}) { ${[...puts, ...tail, ...end].join('\n')} }`);
    if (result) this.#lines.push(`void ${f.name}_again(${result} a) { put_${result}(&a); }`);
    if (f.canGoThrough) this.#addThrough(f, result ?? 'void', parameters);
  }

  #addThrough(f, result, parameters) {
    const types = f.parameters.map((type) => this.#nameOf(type)).join(', ') || 'void';
    const values = f.parameters.map((_, i) => `a${i}`).join(', ');
    const list = [`${result} (*f)(${types})`, ...parameters].join(', ');
    this.#lines.push(`${result} ${f.name}_through(${list}) { ${result === 'void' ? '' : 'return '}f(${values}); }`);
  }

  toString() {
    return `${this.#lines.join('\n')}\n`;
  }
}

/**
 * @param {import('../support/random.js').Random} random
 * @param {number} count
 * @returns {CFunction[]} three in four of fixed parameters, the others variadic
 */
function randomFunctions(random, count) {
  const generator = new TypeGenerator(random);
  const records = Array.from({ length: Math.ceil(count * 0.6) }, () => generator.record(random.below(4)));
  const anyType = () => (random.chance(45) ? random.pick(records) : generator.scalar());
  const types = (length) => Array.from({ length }, anyType);
  return Array.from({ length: count }, (_, i) => {
    // Each record is a result once, and often the last argument, behind what has filled registers.
    const record = records[i % records.length];
    const returnType = i < records.length ? record : random.chance(10) ? undefined : anyType();
    const isVariadic = i % 4 === 3;
    const most = isVariadic ? mostVariadicArguments : random.chance(30) ? mostParameters : 6;
    const before = types(random.below(most + 1));
    const parameters = random.chance(50) ? [...before.slice(1), record] : before;
    if (!isVariadic) return new CFunction(`f${i}`, returnType, parameters);
    const last = parameters.at(-1);
    if (last === undefined || promoted(last)) parameters.push(int); // C17 7.16.1.4p4: va_start takes no promoted one
    return new CFunction(`f${i}`, returnType, parameters, types(random.below(most + 1)).filter(isReadByVaArg));
  });
}

/** The C text of a library of functions. */
function sourceOf(functions) {
  const source = new Source();
  for (const f of functions) source.add(f);
  return String(source);
}

module.exports = { CFunction, randomFunctions, sourceOf };
