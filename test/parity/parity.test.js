// Runs every row of the table down every call path.
'use strict';

const { inspect } = require('node:util');
const { paths } = require('./paths.js');
const { rows } = require('./table.js');

const mostShown = 10; // of the rows of one signature that fail

/** The rows by signature, since a function is bound once. */
const signatures = new Map();
for (const row of rows) {
  const key = `${row.returnType} ${row.name}(${row.argTypes.join(', ')})`;
  signatures.set(key, [...(signatures.get(key) ?? []), row]);
}

/** What a call does, as plain data. */
function outcomeOf(call, args) {
  try {
    return { result: call(...args) };
  } catch ({ name, code, message }) {
    return { error: { name, code, message } };
  }
}

function expectedOf({ result, error }, args) {
  if (error) return { error };
  return { result: typeof result === 'function' ? result(args) : result };
}

function isSame(actual, expected) {
  try {
    // As lists, so that a result that is undefined is not as good as none.
    expect(Object.entries(actual)).toEqual(Object.entries(expected));
    return true;
  } catch {
    return false;
  }
}

/** The difference that one row makes, or nothing. */
function differences(call, row) {
  const args = row.args();
  const expected = expectedOf(row, args);
  const actual = outcomeOf(call, args);
  if (isSame(actual, expected)) return [];
  return [`of ${inspect(args)}\n    expected ${inspect(expected)}\n    received ${inspect(actual)}`];
}

test('the table has thousands of rows, each with one outcome', () => {
  expect(rows.length).toBeGreaterThan(5000);
  expect(rows.filter((row) => 'result' in row === 'error' in row)).toEqual([]);
});

describe.each(paths)('on the path $name', (path) => {
  test.each([...signatures.keys()])('%s', (key) => {
    const chosen = signatures.get(key).filter(path.applies);
    if (chosen.length === 0) return;
    const call = path.bind(chosen[0]);
    const all = chosen.flatMap((row) => differences(call, row));
    if (all.length > 0)
      throw new Error(`${all.length} of ${chosen.length} rows:\n${all.slice(0, mostShown).join('\n')}`);
  });
});
