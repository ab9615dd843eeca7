// The struct of all kinds of members that test/fixtures/views.c has, in memory of every origin.
'use strict';

const ffi = require('../..');
const { fixtures } = require('../support/fixtures.js');

const declarations = ffi.cdef(`
  typedef struct { double x, y; } spot;
  enum mood { CALM, GLAD = 7, SAD = -3 };
  struct scene {
    int8_t i8; uint8_t u8; int16_t i16; uint16_t u16; int32_t i32; uint32_t u32; int64_t i64; uint64_t u64;
    float f32; double f64; bool yes; enum mood mood;
    unsigned a : 3; int b : 5; unsigned long long c : 40; bool d : 1;
    char name[8]; int v[3]; spot at; spot corners[2]; short grid[2][3];
    union { int32_t i; float f; uint8_t bytes[4]; } u;
    union { uint32_t whole; struct { uint16_t low, high; }; };
    long double wide; double _Complex z; struct scene *next; const char *label; int (*call)(int);
  };
  struct link { int value; struct link *next; };
  void scene_fill(struct scene *);
  int scene_differs(const struct scene *, const struct scene *);
  double spot_sum(spot);
  void spot_swap(spot *);
  struct link *links_make(int);
  long links_sum(const struct link *);
  void links_free(struct link *);
`);
const scene = declarations.type('struct scene');
const spot = declarations.type('spot');
const link = declarations.type('struct link');
const { functions } = ffi.dlopen(fixtures, declarations);
const calloc = ffi.getNativeFunction(null, 'calloc', 'void *', ['size_t', 'size_t']);
const free = ffi.getNativeFunction(null, 'free', 'void', ['void *']);

/** What C has allocated, and frees when the tests have ended. */
const allocated = [];
function callocated(length, size) {
  const address = calloc(BigInt(length), BigInt(size));
  allocated.push(address);
  return address;
}
afterAll(() => {
  for (const address of allocated) free(address);
});

/**
 * Zeroed elements of a type, by whose memory it is.
 * @type {Record<string, (type: any, length: number) => any>}
 */
const origins = {
  alloc: (type, length) => ffi.alloc(type, length),
  'an arena': (type, length) => ffi.arena().alloc(type, length),
  'a buffer': (type, length) => ffi.pointer(Buffer.alloc(type.size * length), type, length),
  'a part of an ArrayBuffer': (type, length) =>
    ffi.pointer(new Uint8Array(new ArrayBuffer(type.size * length + 64), 32, type.size * length), type, length),
  'a SharedArrayBuffer': (type, length) => ffi.pointer(new SharedArrayBuffer(type.size * length), type, length),
  C: (type, length) => ffi.pointer(callocated(length, type.size), type, length),
};

module.exports = { ...functions, scene, spot, link, origins };
