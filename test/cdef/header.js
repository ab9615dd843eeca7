// A header as the machine's C compiler sees it: its text behind the preprocessor, and whether the compiler agrees with
// what cdef has learned from it.
'use strict';

const { bitPlace } = require('../support/bit-places.js');
const { runProgram } = require('../support/compiler.js');
const { runCompiler } = require('../support/machine.js');

/**
 * What `cc -E` prints of a text.
 * @param {string} source
 * @param {string[]} options
 * @param {string} [compiler]
 */
function preprocess(source, options, compiler = 'cc') {
  const { status, stdout, stderr } = runCompiler(compiler, ['-E', ...options, '-'], source);
  if (status !== 0) throw new Error(`${compiler} refuses:\n${stderr}`);
  return stdout;
}

/**
 * The members of a record by the paths on which C reaches them; those of untagged records within it, too. Those of va_list
 * are our invention, where it is a record.
 */
function fieldsOf(type, prefix = '', base = 0) {
  if (type.tag === '__va_list') return [];
  return type.members.flatMap((member) => {
    const offset = base + member.offset;
    const isUntagged = member.type.members !== undefined && String(member.type).includes('{');
    if (member.name === '') return isUntagged ? fieldsOf(member.type, prefix, offset) : [];
    const field = `${prefix}${member.name}`;
    const inner = isUntagged ? fieldsOf(member.type, `${field}.`, offset) : [];
    return [{ field, offset, bits: member.bits, most: member.type.kind === 'bool' ? 1 : -1 }, ...inner];
  });
}

/** How the compiler is asked about a type, and what we would answer. */
function askType(name, type) {
  const size = {
    ask: `print("%zu %zu", sizeof(${name}), _Alignof(${name}));`,
    answer: `${type.size} ${type.alignment}`,
  };
  const fields = (type.members ? fieldsOf(type) : []).map(({ field, offset, bits, most }) => ({
    what: `.${field}`,
    ...(bits
      ? {
          ask: `static __typeof__(${name}) r; r.${field} = ${most}; print_bits(&r, sizeof r);`,
          answer: `${offset * 8 + bits.offset}:${bits.width}`,
        }
      : { ask: `print("%zu", __builtin_offsetof(${name}, ${field}));`, answer: `${offset}` }),
  }));
  return [{ what: '', ...size }, ...fields].map(({ what, ...rest }) => ({ what: `${name}${what}`, ...rest }));
}

/** The same about a constant. */
function askConstant(name, value) {
  if (typeof value === 'string') {
    return { what: name, ask: `print_bytes(${name}, sizeof ${name} - 1);`, answer: Buffer.from(value).toString('hex') };
  }
  const answer = typeof value === 'bigint' ? `${value} in 64 bits` : spell(value);
  return { what: name, ask: `PRINT_NUMBER(${name});`, answer };
}

/** The same about the type of a function, a variable or a typedef name; `name` is what has it. */
function askSpelling(name, type) {
  const spelling = String(type).replaceAll(/struct __va_list(_tag (\*|\[1\])|\b)/g, '__builtin_va_list');
  return {
    what: name,
    ask: `print("%d", __builtin_types_compatible_p(__typeof__(${name}), ${spelling}));`,
    answer: '1',
  };
}

/** A number as the program prints it: a fraction by its bits. */
function spell(value) {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return BigInt(value).toString();
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16);
}

// Built-in functions, so that no other header is needed, which might declare once more what the header has declared.
const prologue = `
#define print __builtin_printf
${bitPlace}
static void print_bits(const void *record, __SIZE_TYPE__ size) {
  __SIZE_TYPE__ first, width;
  bit_place(record, size, &first, &width);
  print("%zu:%zu", first, width);
}
static void print_bytes(const char *bytes, __SIZE_TYPE__ size) {
  for (__SIZE_TYPE__ i = 0; i < size; ++i) print("%02x", (unsigned char) bytes[i]);
}
static void print_double(double value) {
  unsigned long long bits;
  __builtin_memcpy(&bits, &value, sizeof bits);
  if (value > -0x1p63 && value < 0x1p63 && value == (long long) value) print("%lld", (long long) value);
  else print("%llx", bits);
}
#define IS_FLOATING(x) _Generic((x), float: 1, double: 1, long double: 1, default: 0)
#define PRINT_NUMBER(x) do { \\
    if (IS_FLOATING(x)) print_double(x); \\
    else if ((x) < 0) print("%lld%s", (long long) (x), sizeof(x) == 8 ? " in 64 bits" : ""); \\
    else print("%llu%s", (unsigned long long) (x), sizeof(x) == 8 ? " in 64 bits" : ""); \\
  } while (0)
`;

/**
 * What a C compiler says otherwise than we do.
 * @param {string} compiler
 * @param {string} folder for the program
 * @param {{source: string, options: string[]}} header
 * @param {{what: string, ask: string, answer: string}[]} questions
 * @returns {string[]}
 */
function disagreements(compiler, folder, { source, options }, questions) {
  const functions = questions.map(({ ask }, i) => `static void f${i}(void) { ${ask} }`);
  const calls = questions.map((_question, i) => `f${i}(); print("\\n");`);
  const text = `${source}\n${prologue}\n${functions.join('\n')}\nint main(void) { ${calls.join('\n')} return 0; }\n`;
  const said = runProgram(compiler, folder, text, ['-O0', ...options]).split('\n');
  return questions.flatMap(({ what, answer }, i) =>
    said[i] === answer ? [] : [`${what}: we say '${answer}', ${compiler} '${said[i]}'`],
  );
}

module.exports = { preprocess, askType, askConstant, askSpelling, disagreements };
