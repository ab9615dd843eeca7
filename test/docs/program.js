// Makes one program of a page's blocks of JavaScript. A comment `// -> value` at the end of a line is a claim about the
// line: the value of its expression, of the constant that it declares, or of what it prints. `// -> ERR_...` claims that
// the expression throws an error with this code. test/docs/claim.js checks the claims while the program runs.
'use strict';

const { Script } = require('node:vm');

const claimLine = /^(?<indent>\s*)(?<code>\S.*?)\s*\/\/ -> (?<value>.+)$/;

/** Whether a text is one whole expression. */
function isExpression(text) {
  try {
    return Boolean(new Script(`(${text}\n)`));
  } catch {
    return false;
  }
}

/** The line with its claim as a call of `claim`. */
function claimOf({ indent, code, value }, place) {
  const given = code.replace(/;$/, '');
  const where = JSON.stringify(place);
  const declared = /^(?:const|let) (\w+) = /.exec(code)?.[1];
  if (declared) return `${indent}${code} claim(${where}, () => ${declared}, () => (${value}));`;
  const printed = /^console\.log\((.*)\)$/.exec(given)?.[1];
  if (printed && isExpression(`[${printed}]`)) {
    return `${indent}claim(${where}, () => [${printed}], () => [${value}]);`;
  }
  if (!isExpression(given)) throw new Error(`${place}: a claim needs a whole expression or declaration on its line`);
  if (/^ERR_\w+$/.test(value)) return `${indent}claimError(${where}, () => (${given}), '${value}');`;
  return `${indent}claim(${where}, () => (${given}), () => (${value}));`;
}

/**
 * @param {string} page for messages
 * @param {{code: string, line: number}[]} blocks in order
 * @returns {{source: string, claims: number}} each line of the source has the number that it has on the page
 */
function makeProgram(page, blocks) {
  const lines = [];
  let claims = 0;
  for (const { code, line } of blocks) {
    while (lines.length < line - 1) lines.push('');
    for (const text of code.trimEnd().split('\n')) {
      const parts = claimLine.exec(text)?.groups;
      if (parts) claims += 1;
      lines.push(parts ? claimOf(parts, `${page}:${lines.length + 1}`) : text);
    }
  }
  return { source: `${lines.join('\n')}\n`, claims };
}

module.exports = { makeProgram };
