// SQLite: handles that C makes come back through pointers to pointers, and go in again as addresses.
'use strict';

const assert = require('node:assert');
const { getNativeFunction } = require('ffi-native');

const bind = (name, returnType, argTypes) => getNativeFunction('libsqlite3.so.0', name, returnType, argTypes);
// The tags say to the reader which pointer is which: what is in these structs is SQLite's own affair.
const version = bind('sqlite3_libversion', 'string', []);
const open = bind('sqlite3_open', 'int', ['const char *', 'struct sqlite3 **']);
const exec = bind('sqlite3_exec', 'int', ['struct sqlite3 *', 'const char *', 'void *', 'void *', 'char **']);
const prepare = bind('sqlite3_prepare_v2', 'int', [
  'struct sqlite3 *',
  'const char *',
  'int', // bytes of the text; -1: up to its NUL
  'struct sqlite3_stmt **',
  'const char **',
]);
const bindInt = bind('sqlite3_bind_int64', 'int', ['struct sqlite3_stmt *', 'int', 'int64_t']);
const step = bind('sqlite3_step', 'int', ['struct sqlite3_stmt *']);
const columnText = bind('sqlite3_column_text', 'string', ['struct sqlite3_stmt *', 'int']);
const columnInt = bind('sqlite3_column_int64', 'int64_t', ['struct sqlite3_stmt *', 'int']);
const finalize = bind('sqlite3_finalize', 'int', ['struct sqlite3_stmt *']);
const errorMessage = bind('sqlite3_errmsg', 'string', ['struct sqlite3 *']);
const close = bind('sqlite3_close', 'int', ['struct sqlite3 *']);

const SQLITE_OK = 0;
const SQLITE_ERROR = 1;
const SQLITE_ROW = 100;

/** Passes a place for one pointer to a function, and gives the address that C put there. */
function receive(call) {
  const place = new BigUint64Array(1);
  assert.strictEqual(call(place), SQLITE_OK);
  return place[0];
}

console.log(`SQLite ${version()}`);
const db = receive((place) => open(':memory:', place));
assert.strictEqual(exec(db, 'CREATE TABLE planet (name, moons)', null, null, null), SQLITE_OK);
const planets = "('Mercury', 0), ('Earth', 1), ('Mars', 2)";
assert.strictEqual(exec(db, `INSERT INTO planet VALUES ${planets}`, null, null, null), SQLITE_OK);

const sql = 'SELECT name, moons FROM planet WHERE moons >= ? ORDER BY name';
const statement = receive((place) => prepare(db, sql, -1, place, null));
assert.strictEqual(bindInt(statement, 1, 1n), SQLITE_OK);
const rows = {};
while (step(statement) === SQLITE_ROW) rows[columnText(statement, 0)] = columnInt(statement, 1);
console.log('planets with moons:', rows);
assert.deepStrictEqual(rows, { Earth: 1n, Mars: 2n });
assert.strictEqual(finalize(statement), SQLITE_OK);

assert.strictEqual(exec(db, 'SELECT nonsense', null, null, null), SQLITE_ERROR);
console.log(`an error of SQLite's: ${errorMessage(db)}`);
assert.strictEqual(errorMessage(db), 'no such column: nonsense');
assert.strictEqual(close(db), SQLITE_OK);
