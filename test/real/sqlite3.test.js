// SQLite as its users call it: handles through pointers to pointers, text and blobs both ways, errors with their words.
'use strict';

const { getBufferPointer, getNativeFunction } = require('../..');
const { fixtures } = require('../support/fixtures.js');

const sqlite = (name, returnType, ...argTypes) =>
  getNativeFunction('libsqlite3.so.0', `sqlite3_${name}`, returnType, argTypes);
const open = sqlite('open', 'int', 'const char *', 'sqlite3 **');
const close = sqlite('close', 'int', 'sqlite3 *');
const errmsg = sqlite('errmsg', 'string', 'sqlite3 *');
const errcode = sqlite('errcode', 'int', 'sqlite3 *');
const errstr = sqlite('errstr', 'string', 'int');
const exec = sqlite(
  'exec',
  'int',
  'sqlite3 *',
  'const char *',
  'int (*)(void *, int, char **, char **)',
  'void *',
  'char **',
);
const free = sqlite('free', 'void', 'void *');
const prepare = sqlite('prepare_v2', 'int', 'sqlite3 *', 'const char *', 'int', 'sqlite3_stmt **', 'const char **');
const step = sqlite('step', 'int', 'sqlite3_stmt *');
const reset = sqlite('reset', 'int', 'sqlite3_stmt *');
const finalize = sqlite('finalize', 'int', 'sqlite3_stmt *');
const bindInt = sqlite('bind_int', 'int', 'sqlite3_stmt *', 'int', 'int');
const bindInt64 = sqlite('bind_int64', 'int', 'sqlite3_stmt *', 'int', 'int64_t');
const bindDouble = sqlite('bind_double', 'int', 'sqlite3_stmt *', 'int', 'double');
const bindText = sqlite('bind_text', 'int', 'sqlite3_stmt *', 'int', 'const char *', 'int', 'void (*)(void *)');
const bindText16 = sqlite('bind_text16', 'int', 'sqlite3_stmt *', 'int', 'const char16_t *', 'int', 'void (*)(void *)');
const bindBlob = sqlite('bind_blob', 'int', 'sqlite3_stmt *', 'int', 'const void *', 'int', 'void (*)(void *)');
const bindNull = sqlite('bind_null', 'int', 'sqlite3_stmt *', 'int');
const columnCount = sqlite('column_count', 'int', 'sqlite3_stmt *');
const columnName = sqlite('column_name', 'string', 'sqlite3_stmt *', 'int');
const columnType = sqlite('column_type', 'int', 'sqlite3_stmt *', 'int');
const columnInt = sqlite('column_int', 'int', 'sqlite3_stmt *', 'int');
const columnInt64 = sqlite('column_int64', 'int64_t', 'sqlite3_stmt *', 'int');
const columnDouble = sqlite('column_double', 'double', 'sqlite3_stmt *', 'int');
const columnText = sqlite('column_text', 'string', 'sqlite3_stmt *', 'int');
const columnBlob = sqlite('column_blob', 'const void *', 'sqlite3_stmt *', 'int');
const columnBytes = sqlite('column_bytes', 'int', 'sqlite3_stmt *', 'int');
const copy = getNativeFunction(null, 'memcpy', 'void *', ['void *', 'const void *', 'size_t']);

const OK = 0;
const ERROR = 1;
const CONSTRAINT = 19;
const MISUSE = 21;
const RANGE = 25;
const ROW = 100;
const DONE = 101;
const [INTEGER, FLOAT, TEXT, BLOB, NULL] = [1, 2, 3, 4, 5];
const TRANSIENT = 2n ** 64n - 1n; // ((sqlite3_destructor_type) -1): SQLite makes a copy

let database;
const statements = [];
beforeEach(() => {
  const handle = new BigUint64Array(1);
  expect(open(':memory:', handle)).toBe(OK);
  [database] = handle;
  expect(database).not.toBe(0n);
});
afterEach(() => {
  for (const statement of statements.splice(0)) finalize(statement);
  expect(close(database)).toBe(OK);
});

function prepared(sql) {
  const handle = new BigUint64Array(1);
  if (prepare(database, sql, -1, handle, null) !== OK) throw new Error(errmsg(database));
  statements.push(handle[0]);
  return handle[0];
}

function run(sql) {
  expect(exec(database, sql, null, null, null)).toBe(OK);
}

function blobAt(statement, column) {
  const bytes = Buffer.alloc(columnBytes(statement, column));
  if (bytes.length > 0) copy(bytes, columnBlob(statement, column), BigInt(bytes.length));
  return bytes;
}

const readers = {
  [INTEGER]: columnInt64,
  [FLOAT]: columnDouble,
  [TEXT]: columnText,
  [BLOB]: blobAt,
  [NULL]: () => null,
};

/** All rows of a statement that is ready to run. */
function rowsOf(statement) {
  const rows = [];
  for (let status = step(statement); status !== DONE; status = step(statement)) {
    expect(status).toBe(ROW);
    rows.push(
      Array.from({ length: columnCount(statement) }, (_, i) => readers[columnType(statement, i)](statement, i)),
    );
  }
  return rows;
}

test('values of every kind go in and come back', () => {
  run('CREATE TABLE things (a INTEGER, b INTEGER, c REAL, d TEXT, e BLOB, f)');
  const insert = prepared('INSERT INTO things VALUES (?, ?, ?, ?, ?, ?)');
  const rows = [
    [1, 2n ** 63n - 1n, Math.PI, 'text', Buffer.from([0, 1, 2, 255]), 'wide'],
    [-(2 ** 31), -(2n ** 63n), -1.5e300, 'größer €漢字😀', Buffer.alloc(100_000, 7), '😀 wide'],
    [0, 0n, 5e-324, '', Buffer.alloc(1), 'x'.repeat(70_000)],
  ];
  for (const [a, b, c, d, e, f] of rows) {
    expect(bindInt(insert, 1, a)).toBe(OK);
    expect(bindInt64(insert, 2, b)).toBe(OK);
    expect(bindDouble(insert, 3, c)).toBe(OK);
    expect(bindText(insert, 4, d, -1, TRANSIENT)).toBe(OK);
    expect(bindBlob(insert, 5, e, e.length, TRANSIENT)).toBe(OK);
    expect(bindText16(insert, 6, f, -1, TRANSIENT)).toBe(OK);
    expect(step(insert)).toBe(DONE);
    expect(reset(insert)).toBe(OK);
  }
  const select = prepared('SELECT * FROM things ORDER BY rowid');
  expect(Array.from({ length: columnCount(select) }, (_, i) => columnName(select, i)).join('')).toBe('abcdef');
  expect(rowsOf(select)).toEqual(rows.map(([a, ...rest]) => [BigInt(a), ...rest]));
  expect(reset(select)).toBe(OK);
  expect(step(select)).toBe(ROW);
  expect(columnInt(select, 0)).toBe(1);
});

test('NULL is null for text, 0n for addresses', () => {
  const select = prepared('SELECT ?, ?');
  expect(bindNull(select, 1)).toBe(OK);
  expect(bindText(select, 2, null, -1, null)).toBe(OK);
  expect(step(select)).toBe(ROW);
  expect([columnType(select, 0), columnType(select, 1)]).toEqual([NULL, NULL]);
  expect([columnText(select, 0), columnBlob(select, 0), columnBytes(select, 0)]).toEqual([null, 0n, 0]);
});

test('a blob that SQLite does not copy stays where the buffer is', () => {
  const select = prepared('SELECT ?');
  const bytes = Buffer.from('static bytes');
  expect(bindBlob(select, 1, bytes, bytes.length, 0n)).toBe(OK); // SQLITE_STATIC
  expect(step(select)).toBe(ROW);
  expect(blobAt(select, 0)).toEqual(bytes);
  expect(getBufferPointer(bytes)).not.toBe(0n);
});

test('several statements in one text, by the pointer to what is left of it', () => {
  const sql = Buffer.from('CREATE TABLE t (x); INSERT INTO t VALUES (1), (2); SELECT sum(x) FROM t; \0');
  const begin = getBufferPointer(sql);
  const statement = new BigUint64Array(1);
  const tail = new BigUint64Array([begin]);
  const results = [];
  while (tail[0] < begin + BigInt(sql.length - 1)) {
    expect(prepare(database, tail[0], -1, statement, tail)).toBe(OK);
    if (statement[0] === 0n) break; // only white space was left
    statements.push(statement[0]);
    results.push(rowsOf(statement[0]));
  }
  expect(results).toEqual([[], [], [[3n]]]);
});

test('errors have their codes and words', () => {
  expect(() => prepared('SELEKT 1')).toThrow('near "SELEKT": syntax error');
  expect(errcode(database)).toBe(ERROR);
  expect(() => prepared('SELECT * FROM nowhere')).toThrow('no such table: nowhere');
  expect(errstr(MISUSE)).toBe('bad parameter or other API misuse');
  const message = new BigUint64Array(1);
  expect(exec(database, 'INSERT INTO nowhere VALUES (1)', null, null, message)).toBe(ERROR);
  const textAt = getNativeFunction(fixtures, 'identity_pointer', 'string', ['pointer']);
  expect(textAt(message[0])).toBe('no such table: nowhere');
  free(message[0]);
  run('CREATE TABLE once (x UNIQUE)');
  run('INSERT INTO once VALUES (1)');
  const insert = prepared('INSERT INTO once VALUES (?)');
  expect(bindInt(insert, 2, 1)).toBe(RANGE);
  expect(bindInt(insert, 1, 1)).toBe(OK);
  expect(step(insert)).toBe(CONSTRAINT);
  expect(errmsg(database)).toBe('UNIQUE constraint failed: once.x');
});

test('ten thousand rows in a transaction', () => {
  run('CREATE TABLE numbers (n INTEGER, t TEXT); BEGIN');
  const insert = prepared('INSERT INTO numbers VALUES (?, ?)');
  for (let i = 0; i < 10_000; i++) {
    bindInt(insert, 1, i);
    bindText(insert, 2, `row ${i}`, -1, TRANSIENT);
    if (step(insert) !== DONE || reset(insert) !== OK) throw new Error(errmsg(database));
  }
  run('COMMIT');
  expect(rowsOf(prepared('SELECT count(*), sum(n), max(t) FROM numbers'))).toEqual([
    [10_000n, 49_995_000n, 'row 9999'],
  ]);
});
