// Real libraries that call back: libc sorts and searches, SQLite asks for functions, collations and progress, libxml2 tells
// what it reads through a struct of functions, pthreads run JavaScript, libuv's timers call when nobody of ours is below.
'use strict';

const { alloc, callback, dlopen, getNativeFunction, read, readString } = require('../..');
const { outputOf } = require('../support/child.js');
const { errorOf } = require('../support/refusal.js');

describe('libc', () => {
  const compare = 'int (*)(const int *, const int *)';
  const qsort = getNativeFunction(null, 'qsort', 'void', ['void *', 'size_t', 'size_t', compare]);
  const bsearch = getNativeFunction(null, 'bsearch', 'void *', ['const int *', 'int *', 'size_t', 'size_t', compare]);
  const ascending = (a, b) => read.i32(a) - read.i32(b);

  test('qsort and bsearch', () => {
    const numbers = Int32Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1009);
    qsort(numbers, BigInt(numbers.length), 4n, ascending);
    expect(numbers).toEqual(Int32Array.from(numbers).sort());
    const memory = alloc('int', [...numbers]);
    const found = bsearch([numbers[400]], memory, BigInt(numbers.length), 4n, ascending);
    expect((found - memory.address) / 4n).toBe(400n);
    expect(bsearch([-1], memory, BigInt(numbers.length), 4n, ascending)).toBe(0n);
  });
});

describe('SQLite', () => {
  const { functions: sqlite } = dlopen(
    'libsqlite3.so.0',
    `typedef struct sqlite3 sqlite3; typedef struct sqlite3_context sqlite3_context; typedef struct sqlite3_value sqlite3_value;
    int sqlite3_open(const char *name, _Out_ sqlite3 **db);
    int sqlite3_close(sqlite3 *db);
    int sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *, char **);
    const char *sqlite3_errmsg(sqlite3 *);
    int sqlite3_create_function(sqlite3 *, const char *name, int count, int encoding, void *,
      void (*call)(sqlite3_context *, int, sqlite3_value **), void (*step)(sqlite3_context *, int, sqlite3_value **),
      void (*end)(sqlite3_context *));
    int sqlite3_create_collation(sqlite3 *, const char *name, int encoding, void *,
      int (*compare)(void *, int, const void *, int, const void *));
    void sqlite3_progress_handler(sqlite3 *, int, int (*progress)(void *), void *);
    int sqlite3_trace_v2(sqlite3 *, unsigned mask, int (*trace)(unsigned, void *, void *, void *), void *);
    double sqlite3_value_double(sqlite3_value *);
    void sqlite3_result_double(sqlite3_context *, double);
    void sqlite3_result_error(sqlite3_context *, const char *, int);`,
    { strings: true },
  );
  const UTF8 = 1;
  let db;
  beforeEach(() => {
    const out = [0n];
    expect(sqlite.sqlite3_open(':memory:', out)).toBe(0);
    [db] = out;
  });
  afterEach(() => expect(sqlite.sqlite3_close(db)).toBe(0));

  /** The rows that a query gives, each an array of texts. */
  function query(sql) {
    const rows = [];
    const addRow = (_, count, values) => {
      rows.push(Array.from({ length: count }, (_value, i) => readString(read.ptr(values, 8 * i))));
      return 0;
    };
    const status = sqlite.sqlite3_exec(db, sql, addRow, null, null);
    if (status !== 0) throw new Error(sqlite.sqlite3_errmsg(db));
    return rows;
  }

  test('rows', () =>
    expect(query("SELECT 1, 'a' UNION SELECT 2, 'b'")).toEqual([
      ['1', 'a'],
      ['2', 'b'],
    ]));

  test('an error in a row ends the query, and is thrown', () => {
    const mine = new Error('mine');
    const addRow = () => {
      throw mine;
    };
    // The default return, 0, means to SQLite that it shall go on; JavaScript is not entered again.
    expect(errorOf(() => sqlite.sqlite3_exec(db, 'SELECT 1 UNION SELECT 2', addRow, null, null))).toBe(mine);
  });

  test('functions', () => {
    const hypotenuse = callback('void (void *, int, void **)', (context, _, values) => {
      const [a, b] = [read.ptr(values), read.ptr(values, 8)].map((value) => sqlite.sqlite3_value_double(value));
      if (a < 0) sqlite.sqlite3_result_error(context, 'negative', -1);
      else sqlite.sqlite3_result_double(context, Math.hypot(a, b));
    });
    expect(sqlite.sqlite3_create_function(db, 'hypotenuse', 2, UTF8, null, hypotenuse, null, null)).toBe(0);
    expect(query('SELECT hypotenuse(3, 4)')).toEqual([['5.0']]);
    expect(() => query('SELECT hypotenuse(-3, 4)')).toThrow('negative');
    hypotenuse.close();
  });

  test('aggregates', () => {
    let product = 1;
    const step = callback('void (void *, int, void **)', (_, _count, values) => {
      product *= sqlite.sqlite3_value_double(read.ptr(values));
    });
    const end = callback('void (void *)', (context) => sqlite.sqlite3_result_double(context, product));
    expect(sqlite.sqlite3_create_function(db, 'product', 1, UTF8, null, null, step, end)).toBe(0);
    expect(query('SELECT product(x) FROM (SELECT 2 AS x UNION SELECT 3 UNION SELECT 7)')).toEqual([['42.0']]);
    for (const cb of [step, end]) cb.close();
  });

  test('collations', () => {
    const text = (length, address) => readString(address, length);
    const byLength = callback('int (void *, int, const void *, int, const void *)', (_, aLength, a, bLength, b) =>
      Math.sign(aLength - bLength || text(aLength, a).localeCompare(text(bLength, b))),
    );
    expect(sqlite.sqlite3_create_collation(db, 'length', UTF8, null, byLength)).toBe(0);
    const rows = query(
      "SELECT x FROM (SELECT 'ccc' AS x UNION SELECT 'a' UNION SELECT 'bb') ORDER BY x COLLATE length DESC",
    );
    expect(rows.flat()).toEqual(['ccc', 'bb', 'a']);
    byLength.close();
  });

  test('progress, which may interrupt', () => {
    let count = 0;
    const progress = callback('int (void *)', () => Number(++count === 5));
    sqlite.sqlite3_progress_handler(db, 100, progress, null);
    const endless = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n';
    expect(() => query(endless)).toThrow('interrupted');
    expect(count).toBe(5);
    sqlite.sqlite3_progress_handler(db, 0, null, null);
    progress.close();
  });

  test('traces', () => {
    const texts = [];
    const STATEMENT = 1;
    const trace = callback(
      'int (unsigned, void *, void *, const char *)',
      (_, _context, _statement, text) => texts.push(text),
      {
        strings: true,
      },
    );
    expect(sqlite.sqlite3_trace_v2(db, STATEMENT, trace, null)).toBe(0);
    query('SELECT 1');
    expect(texts).toEqual(['SELECT 1']);
    trace.close();
  });
});

test('libxml2 tells what it reads through a struct of functions', () => {
  const { functions: xml } = dlopen(
    'libxml2.so.2',
    `typedef struct {
      void *before[12];
      void (*startDocument)(void *); void (*endDocument)(void *);
      void (*startElement)(void *, const char *name, const char **attributes);
      void (*endElement)(void *, const char *name);
      void *reference;
      void (*characters)(void *, const char *text, int length);
      void *rest[9]; unsigned initialized; void *last[4];
    } handler;
    int xmlSAXUserParseMemory(const handler *sax, void *data, const char *text, int size);`,
  );
  const log = [];
  const text = '<a><b>&lt;größe</b></a>';
  const status = xml.xmlSAXUserParseMemory(
    {
      startDocument: () => log.push('begin'),
      endDocument: () => log.push('end'),
      startElement: (_, name) => log.push(`<${readString(name)}>`),
      endElement: (_, name) => log.push(`</${readString(name)}>`),
      characters: (_, address, length) => log.push(readString(address, length)),
    },
    null,
    text,
    Buffer.byteLength(text),
  );
  expect(status).toBe(0);
  expect(log.join('')).toBe('begin<a><b><größe</b></a>end'); // characters come in parts
});

test('threads of C run a JavaScript function, and are joined while the event loop turns', async () => {
  const { pthread_create: create, pthread_join: join } = dlopen(
    null,
    `int pthread_create(_Out_ pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *given);
    int pthread_join(pthread_t thread, _Out_ void **value);`,
  ).functions;
  const seen = [];
  const run = callback('void *(void *)', (given) => {
    seen.push(given);
    return given * 2n;
  });
  const begin = (_, i) => {
    const thread = [0n];
    expect(create(thread, null, run, BigInt(i))).toBe(0);
    return thread[0];
  };
  const end = async (thread) => {
    const value = [0n];
    expect(await join.async(thread, value)).toBe(0);
    return value[0];
  };
  const values = await Promise.all(Array.from({ length: 8 }, begin).map(end));
  expect(values).toEqual([0n, 2n, 4n, 6n, 8n, 10n, 12n, 14n]);
  expect(seen).toHaveLength(8);
  run.close();
});

test("libuv's timers call with no call of ours below", async () => {
  const program = `
    const { alloc, callback, getNativeFunction, readString } = load();
    const uv = (name, returnType, argTypes) => getNativeFunction(null, name, returnType, argTypes);
    const loop = uv('uv_default_loop', 'void *', [])();
    const timer = alloc('char', Number(uv('uv_handle_size', 'size_t', ['int'])(13)));
    uv('uv_timer_init', 'int', ['void *', 'void *'])(loop, timer);
    const log = [];
    const cb = callback('void (void *)', function tick() {
      log.push('tick');
      queueMicrotask(() => log.push('microtask'));
      process.nextTick(() => log.push('next tick'));
      if (log.length > 4) throw new Error('enough');
    });
    process.on('uncaughtException', ({ message, callback: name }) => {
      uv('uv_timer_stop', 'int', ['void *'])(timer);
      console.log(log.join(), message, name);
    });
    uv('uv_timer_start', 'int', ['void *', 'void (*)(void *)', 'uint64_t', 'uint64_t'])(timer, cb, 1n, 1n);
    globalThis.kept = [timer, cb];`;
  const round = 'tick,next tick,microtask';
  expect(await outputOf(program)).toBe(`${round},${round},tick enough the callback tick`);
});
