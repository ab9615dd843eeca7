// Memory that SQLite allocates and SQLite frees: a text that goes when it is closed, and the image of a database that a
// Buffer shares, without a copy, and gives back when it is collected.
'use strict';

const assert = require('node:assert');
const ffi = require('ffi-native');

const { functions: sqlite } = ffi.dlopen(
  'libsqlite3.so.0',
  `typedef struct sqlite3 sqlite3;
   int sqlite3_open(const char *, sqlite3 **);
   int sqlite3_exec(sqlite3 *, const char *, void *, void *, char **);
   int sqlite3_close(sqlite3 *);
   void *sqlite3_malloc(int);
   void sqlite3_free(void *);
   int64_t sqlite3_memory_used(void);
   unsigned char *sqlite3_serialize(sqlite3 *, const char *, int64_t *size, unsigned flags);`,
);

// A handle is memory, too: it is closed with the Pointer, or at the end of the process.
const place = ffi.alloc('void *');
assert.strictEqual(sqlite.sqlite3_open(':memory:', place), 0);
const db = ffi.own(place.value, sqlite.sqlite3_close, 'struct sqlite3');
assert.strictEqual(
  sqlite.sqlite3_exec(db, 'CREATE TABLE planet (name); INSERT INTO planet VALUES (42)', null, null, null),
  0,
);

// C says what was wrong in memory that is ours to free.
const message = ffi.alloc('char *');
assert.notStrictEqual(sqlite.sqlite3_exec(db, 'SELECT nonsense', null, null, message), 0);
const text = ffi.own(message.value, sqlite.sqlite3_free, 'char');
console.log(`SQLite says: ${ffi.readString(text)}`);
text.close();
assert.throws(() => ffi.readString(text), { code: 'ERR_FFI_USE_AFTER_FREE' });

// A Buffer over SQLite's own bytes.
const size = ffi.alloc('int64_t');
const image = sqlite.sqlite3_serialize(db, 'main', size, 0);
const file = ffi.toBuffer(image, Number(size.value), { copy: false, free: sqlite.sqlite3_free });
console.log(`the database has ${file.length} bytes and begins with '${file.toString('latin1', 0, 15)}'`);
assert.strictEqual(ffi.getBufferPointer(file), image);

// What SQLite takes over must be of its own allocator; what C's free takes, of C's.
const ours = ffi.own(ffi.malloc(64), ffi.free, 'char');
console.log(`SQLite uses ${sqlite.sqlite3_memory_used()} bytes, of which the Buffer has ${file.length}`);
ours.close();
db.close();
