// SQLite by its own header: the preprocessor gives its text, cdef reads it, and all of its functions are there.
'use strict';

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const { cdef, dlopen } = require('ffi-native');

// On Debian: apt-get install libsqlite3-dev. -dD keeps the macros, from which come the constants.
const text = execFileSync('cc', ['-E', '-dD', '-'], { input: '#include <sqlite3.h>', encoding: 'utf8' });
const header = cdef(text);
assert.deepStrictEqual(header.skipped, []);
const { constants } = header;
console.log(`sqlite3.h ${constants.SQLITE_VERSION}: ${Object.keys(header.functions).length} functions`);

const sqlite = dlopen('libsqlite3.so.0', header, { strings: true, int64: 'number' });
const {
  sqlite3_libversion: libversion,
  sqlite3_close: close,
  sqlite3_errmsg: errmsg,
  sqlite3_prepare_v2: prepare,
  sqlite3_bind_int64: bindInt64,
  sqlite3_step: step,
  sqlite3_column_count: columnCount,
  sqlite3_column_name: columnName,
  sqlite3_column_int64: columnInt64,
  sqlite3_column_double: columnDouble,
  sqlite3_column_type: columnType,
  sqlite3_finalize: finalize,
} = sqlite.functions;
console.log(`the library is ${libversion()}`);

// The header leaves open what C does with a pointer. In words of one's own the same function may say more:
const open = sqlite.func('int sqlite3_open(const char *filename, _Out_ sqlite3 **db)');
const exec = sqlite.func('int sqlite3_exec(sqlite3 *, const char *sql, void *, void *, _Out_ char **error)');
const columnText = sqlite.func('const char *sqlite3_column_text(sqlite3_stmt *, int)'); // there: unsigned char

const handle = [0n];
assert.strictEqual(open(':memory:', handle), constants.SQLITE_OK);
const [db] = handle;

/** Ends with SQLite's own words where a call has failed. */
function check(status) {
  if (status !== constants.SQLITE_OK) throw new Error(errmsg(db));
}

const readers = {
  [constants.SQLITE_INTEGER]: columnInt64,
  [constants.SQLITE_FLOAT]: columnDouble,
  [constants.SQLITE_TEXT]: columnText,
  [constants.SQLITE_NULL]: () => null,
};

/** The rows of a query, whose parameters are integers. */
function query(sql, ...parameters) {
  const place = new BigUint64Array(1); // for one pointer, as `sqlite3_stmt **` has it
  check(prepare(db, sql, -1, place, null));
  const [statement] = place;
  for (const [i, value] of parameters.entries()) check(bindInt64(statement, i + 1, value));
  const rows = [];
  while (step(statement) === constants.SQLITE_ROW) {
    const row = Array.from({ length: columnCount(statement) }, (_, i) => [
      columnName(statement, i),
      readers[columnType(statement, i)](statement, i),
    ]);
    rows.push(Object.fromEntries(row));
  }
  check(finalize(statement));
  return rows;
}

check(
  exec(
    db,
    `CREATE TABLE planet (name TEXT, moons INTEGER, mass REAL);
     INSERT INTO planet VALUES ('Mercury', 0, 0.055), ('Earth', 1, 1), ('Mars', 2, 0.107), ('X', NULL, NULL);`,
    null,
    null,
    null,
  ),
);

const rows = query('SELECT * FROM planet WHERE moons >= ? OR moons IS NULL ORDER BY name', 1);
console.table(rows);
assert.deepStrictEqual(rows, [
  { name: 'Earth', moons: 1, mass: 1 },
  { name: 'Mars', moons: 2, mass: 0.107 },
  { name: 'X', moons: null, mass: null },
]);

assert.throws(() => query('SELECT nonsense'), { message: 'no such column: nonsense' });
console.log(`an error of SQLite's: ${errmsg(db)}`);
assert.strictEqual(close(db), constants.SQLITE_OK);
