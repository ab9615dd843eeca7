// What a C compiler says of types: it writes a program that prints size, alignment and members of each, and runs it.
'use strict';

const { bitPlace } = require('./bit-places.js');
const { runProgram } = require('./compiler.js');

/**
 * The members of a record that have names, those of anonymous members among them, as C reaches them. An _Atomic record
 * has none that C reaches, and those of the system's own types are our invention.
 * @param {any} type
 * @param {number} [base] bytes
 */
function namedMembers(type, base = 0) {
  if (type.members === undefined || /^_Atomic|\b__size\b/.test(type.name)) return [];
  return type.members.flatMap((member) => {
    const offset = base + member.offset;
    if (member.name !== '') return [{ ...member, offset }];
    return member.bits ? [] : namedMembers(member.type, offset);
  });
}

/**
 * The C statements that print one line for each fact of a type. Every use of the type-name has a block of its own, since
 * it may declare tags and enumeration constants.
 */
function questions(text, type, index) {
  const print = (name, value) => `{ printf("${index} ${name} %llu\\n", (unsigned long long) ${value}); }`;
  const lines = [];
  if (type.size !== undefined) lines.push(print('sizeof', `sizeof(${text})`));
  if (type.alignment !== undefined) lines.push(print('_Alignof', `_Alignof(${text})`));
  for (const member of namedMembers(type)) {
    if (member.bits) {
      const ones = member.type.kind === 'bool' ? '1' : '-1';
      lines.push(
        `{ static __typeof__(${text}) record; record.${member.name} = ${ones};`,
        `print_bits(${index}, "${member.name}", &record, sizeof record); }`,
      );
    } else {
      lines.push(print(member.name, `__builtin_offsetof(${text}, ${member.name})`));
    }
  }
  for (const name of Object.keys(type.values ?? {})) {
    lines.push(`{ (void) sizeof(${text}); printf("${index} ${name} %s%llu\\n", ${name} < 0 ? "-" : "",`);
    lines.push(`${name} < 0 ? -(unsigned long long) ${name} : (unsigned long long) ${name}); }`);
  }
  return lines.join('\n');
}

const prologue = `#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <uchar.h>
#include <wchar.h>
#include <stdbool.h>
#include <stdalign.h>
#include <sys/types.h>
#include <pthread.h>
${bitPlace}
static void print_bits(int index, const char *name, const void *record, size_t size) {
  size_t first, width;
  bit_place(record, size, &first, &width);
  printf("%d %s %zu:%zu\\n", index, name, first, width);
}
`;

/** What we say of a type, as the program says it. */
function answers(type, index) {
  const lines = [];
  if (type.size !== undefined) lines.push(`${index} sizeof ${type.size}`);
  if (type.alignment !== undefined) lines.push(`${index} _Alignof ${type.alignment}`);
  for (const { name, offset, bits } of namedMembers(type)) {
    lines.push(`${index} ${name} ${bits ? `${offset * 8 + bits.offset}:${bits.width}` : offset}`);
  }
  for (const [name, value] of Object.entries(type.values ?? {})) lines.push(`${index} ${name} ${value}`);
  return lines;
}

/**
 * Compares what we say of types with what a compiler says.
 * @param {string} compiler
 * @param {string} folder for the program
 * @param {{text: string, type: any}[]} cases
 * @returns {string[]} the differences
 */
function compareTypes(compiler, folder, cases) {
  const functions = cases.map(({ text, type }, i) => `static void f${i}(void) {\n${questions(text, type, i)}\n}`);
  const calls = cases.map((_, i) => `f${i}();`);
  const source = `${prologue}${functions.join('\n')}\nint main(void) { ${calls.join(' ')} return 0; }\n`;
  const said = new Set(runProgram(compiler, folder, source).trim().split('\n'));
  const differences = [];
  cases.forEach(({ text, type }, i) => {
    for (const answer of answers(type, i)) {
      if (said.delete(answer)) continue;
      const [index, name] = answer.split(' ');
      const other = [...said].find((line) => line.startsWith(`${index} ${name} `)) ?? 'nothing';
      differences.push(`${text}\n    we say '${answer}', ${compiler} '${other}'`);
    }
  });
  return differences;
}

module.exports = { compareTypes };
