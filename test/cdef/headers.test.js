// Headers of real libraries, unmodified behind the preprocessor. The C compiler is the judge of every type, function,
// variable and constant that is learned from them.
'use strict';

const { cdef } = require('../..');
const { isInstalled, temporaryFolder } = require('../support/compiler.js');
const { askConstant, askSpelling, askType, disagreements, preprocess } = require('./header.js');

const folder = temporaryFolder();
const xml = ['-I/usr/include/libxml2'];
const gnu = ['-D_GNU_SOURCE'];
const int128 = process.arch === 'arm64' ? /\b__uint128_t\b/ : /^never$/; // arm64's own headers have it

/** What must be known of a header, at least: a few names, and how many declarations are skipped and why. */
const headers = [
  {
    name: 'sqlite3.h',
    functions: ['sqlite3_open_v2'],
    constants: { SQLITE_OK: 0, SQLITE_IOERR_READ: 266 },
    types: ['sqlite3_module'],
  },
  {
    name: 'zlib.h',
    functions: ['deflateInit_', 'crc32'],
    constants: { Z_BEST_COMPRESSION: 9, Z_DATA_ERROR: -3 },
    types: ['z_stream'],
  },
  { name: 'png.h', functions: ['png_create_read_struct'], constants: { PNG_COLOR_TYPE_RGB: 2 }, types: ['png_color'] },
  {
    name: 'curl/curl.h',
    functions: ['curl_easy_setopt'],
    constants: { CURLE_OK: 0, CURLAUTH_BASIC: 1n },
    types: ['curl_blob'],
  },
  {
    name: 'libxml/parser.h',
    options: xml,
    functions: ['xmlReadMemory'],
    constants: { XML_PARSE_NOENT: 2 },
    types: ['xmlNode'],
  },
  {
    name: 'openssl/evp.h',
    functions: ['EVP_DigestInit_ex'],
    constants: { EVP_MAX_MD_SIZE: 64 },
    types: ['OSSL_PARAM'],
  },
  {
    name: 'uv.h',
    functions: ['uv_run', 'uv_timer_start'],
    constants: { UV_RUN_NOWAIT: 2 },
    types: ['uv_loop_t', 'uv_stat_t'],
  },
  { name: 'uv.h', options: gnu, functions: ['bind'], constants: { UV_RUN_NOWAIT: 2 }, types: ['cpu_set_t'] },
  { name: 'ncurses.h', functions: ['initscr'], constants: { KEY_DOWN: 258, ERR: -1 }, types: ['MEVENT'] },
  { name: 'stdio.h', functions: ['vprintf', 'fopen'], constants: { EOF: -1, SEEK_END: 2 }, types: ['_IO_FILE'] },
  { name: 'stdlib.h', functions: ['qsort'], constants: { EXIT_FAILURE: 1, RAND_MAX: 2147483647 }, types: ['div_t'] },
  { name: 'time.h', functions: ['gmtime_r'], constants: { CLOCK_REALTIME: 0 }, types: ['tm', 'timespec'] },
  {
    name: 'math.h',
    functions: ['pow'],
    constants: { M_PI: Math.PI, FP_NAN: 0 },
    types: ['double_t'],
    skipped: /_Float128/,
  },
  {
    name: 'math.h',
    options: gnu,
    functions: ['powf64x'],
    constants: { M_PI: Math.PI },
    types: ['double_t'],
    skipped: /_Float128/,
  },
  { name: 'sys/stat.h', functions: ['mkdir'], constants: { S_IFDIR: 0o40000 }, types: ['stat'] },
  {
    name: 'pthread.h',
    functions: ['pthread_create'],
    constants: { PTHREAD_ONCE_INIT: 0 },
    types: ['__pthread_unwind_buf_t'],
  },
];

/** C's names for the types of declarations. */
function spellings(declarations) {
  return Object.entries(declarations.types).map(([name, type]) => {
    const isTag = type.tag === name && String(type) !== name;
    return { name: isTag ? String(type) : name, type };
  });
}

describe.each(headers)('$name $options', ({ name, options = [], functions, constants, types, skipped = int128 }) => {
  const source = `#include <${name}>`;
  const texts = Object.fromEntries(['-P', '-dD'].map((flag) => [flag, preprocess(source, [...options, flag])]));

  describe.each(['-P', '-dD'])('cc -E %s', (flag) => {
    const declarations = cdef(texts[flag]);

    test('is understood, but for what is not supported', () => {
      const unexpected = declarations.skipped.filter(({ text }) => !skipped.test(text));
      expect(unexpected).toEqual([]);
      expect(Object.keys(declarations.functions)).toEqual(expect.arrayContaining(functions));
      for (const type of types) expect(declarations.types[type].size).toBeGreaterThan(0);
      expect(declarations.types.size_t ?? declarations.type('size_t')).toBe(declarations.type('unsigned long'));
    });
  });

  test('the compiler has the same types, functions and variables', () => {
    const declarations = cdef(texts['-P']);
    const questions = [
      ...spellings(declarations).flatMap(({ name: spelling, type }) => [
        ...(type.size === undefined ? [] : askType(spelling, type)),
        askSpelling(spelling, type),
      ]),
      ...Object.entries({ ...declarations.functions, ...declarations.variables })
        // gcc keeps _Float32 and its like apart from float and its like, though they are passed alike.
        .filter(([, type]) => options !== gnu || !/\b(float|double)\b/.test(type))
        .map(([symbol, type]) => askSpelling(symbol, type)),
    ];
    expect(questions.length).toBeGreaterThan(100);
    expect(disagreements('cc', folder, { source: texts['-P'], options }, questions)).toEqual([]);
  });

  test('the compiler has the same constants', () => {
    const declarations = cdef(texts['-dD']);
    expect(declarations.constants).toMatchObject(constants);
    const questions = Object.entries(declarations.constants).map(([constant, value]) => askConstant(constant, value));
    expect(questions.length).toBeGreaterThan(300); // those that the compiler defines itself among them
    expect(disagreements('cc', folder, { source, options }, questions)).toEqual([]);
  });
});

test.each(['cc', 'clang'].filter(isInstalled))("what %s prints of C's own headers is understood", (compiler) => {
  for (const name of [
    'complex.h',
    'fenv.h',
    'inttypes.h',
    'locale.h',
    'setjmp.h',
    'signal.h',
    'stdatomic.h',
    'wchar.h',
  ]) {
    const { skipped } = cdef(preprocess(`#include <${name}>`, [...gnu, '-P'], compiler));
    expect(skipped.filter(({ text }) => !text.includes('_Float128') && !int128.test(text))).toEqual([]);
  }
});

test('headers that share others can be read into one scope', () => {
  const texts = ['stdio.h', 'png.h', 'zlib.h'].map((name) => preprocess(`#include <${name}>`, ['-P']));
  const declarations = cdef(texts[0]);
  const file = declarations.types.FILE;
  for (const text of [...texts, ...texts]) declarations.extend(text);
  expect(declarations.skipped).toEqual([]);
  expect(declarations.types.FILE).toBe(file);
  expect(declarations.types.png_colorp.target).toBe(declarations.types.png_color);
});
