// Calls around the edges of the registers: as many integers and floats as fill them, one more, and so on to the words of
// the stack and past those, in several orders. C compares each argument with what was meant.
'use strict';

const path = require('node:path');
const { getNativeFunction } = require('../..');
const { isInstalled, startCompile, temporaryFolder } = require('../support/compiler.js');

/** Each type with values at whose edges a register that is extended wrongly gives another one, as JavaScript and C. */
const words = [
  ['int8_t', -128, '-128'],
  ['uint8_t', 255, '255'],
  ['int16_t', -32768, '-32768'],
  ['uint16_t', 65535, '65535'],
  ['int32_t', -2147483648, '(-2147483647 - 1)'],
  ['uint32_t', 4294967295, '4294967295u'],
  ['int64_t', -(2n ** 63n), '(-9223372036854775807ll - 1)'],
  ['uint64_t', 2n ** 64n - 1n, '18446744073709551615ull'],
  ['_Bool', true, '1'],
  ['void *', 0xf0f1f2f3f4f5f6f7n, '(void *)0xf0f1f2f3f4f5f6f7'],
];
const floats = [
  ['float', -1.5, '-1.5f'],
  ['double', 1e300, '1e300'],
];
const results = [
  ['int8_t', -128],
  ['uint16_t', 65535],
  ['int64_t', -(2n ** 63n)],
  ['_Bool', true],
  ['float', -1.5],
  ['double', 1e300],
];

const take = (rows, i) => rows[i % rows.length];
const orders = {
  integersFirst: (n, m) => [...Array(n).fill(words), ...Array(m).fill(floats)],
  floatsFirst: (n, m) => [...Array(m).fill(floats), ...Array(n).fill(words)],
  inTurn: (n, m) => {
    const both = [];
    for (let i = 0; i < Math.max(n, m); i++) both.push(...(i < n ? [words] : []), ...(i < m ? [floats] : []));
    return both;
  },
};

const counts = [0, 1, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 20];
const functions = Object.entries(orders).flatMap(([order, arrange]) =>
  counts.flatMap((n) =>
    [0, 1, 7, 8, 9, 13, 14, 15, 22].map((m) => ({
      name: `${order}_${n}_${m}`,
      // Each kind of place sees each type: the types go on from function to function.
      args: arrange(n, m).map((rows, i) => take(rows, i + n + m)),
      result: take(results, n + 2 * m),
    })),
  ),
);

/** The function gives its result, and notes the first argument that is not what was meant. */
function sourceOf({ name, args, result: [type] }) {
  const parameters = args.map(([spelling], i) => `${spelling} a${i}`).join(', ') || 'void';
  const checks = args.map(([, , value], i) => `if (!(a${i} == ${value})) { wrong = ${i}; return 0; }`);
  const [, , given] = [...words, ...floats].find(([spelling]) => spelling === type);
  return `${type} ${name}(${parameters}) { wrong = -1; ${checks.join(' ')} return ${given}; }`;
}

const source = `#include <stdint.h>
int wrong;
int first_wrong(void) { return wrong; }
${functions.map(sourceOf).join('\n')}`;

const folder = temporaryFolder();
const compilers = ['gcc', 'clang'].filter(isInstalled);
const fileOf = (compiler) => path.join(folder, `${compiler}.so`);

beforeAll(async () => {
  for (const compiler of compilers) await startCompile(compiler, ['-shared', '-fPIC', '-O2'], source, fileOf(compiler));
}, 10 * 60_000);

test.each(compilers)(`${functions.length} functions by %s get and give what was meant`, async (compiler) => {
  const firstWrong = getNativeFunction(fileOf(compiler), 'first_wrong', 'int', []);
  for (const { name, args, result } of functions) {
    const types = args.map(([type]) => type);
    const values = args.map(([, value]) => value);
    const call = getNativeFunction(fileOf(compiler), name, result[0], types);
    expect([name, call(...values), firstWrong()]).toEqual([name, result[1], -1]);
    expect([name, await call.async(...values)]).toEqual([name, result[1]]);
  }
});
