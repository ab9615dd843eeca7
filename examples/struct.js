// A struct that C fills: its bytes are an ArrayBuffer, and `type` knows where its members are.
'use strict';

const assert = require('node:assert');
const { getNativeFunction, type } = require('ffi-native');

// struct tm of <time.h>, as glibc and the BSDs have it.
const tm = type(`struct tm {
  int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst;
  long tm_gmtoff;
  const char *tm_zone;
}`);
const gmtime = getNativeFunction(null, 'gmtime_r', 'struct tm *', ['const time_t *', 'struct tm *']);
const strftime = getNativeFunction(null, 'strftime', 'size_t', [
  'char *',
  'size_t',
  'const char *',
  'const struct tm *',
]);

const bytes = new ArrayBuffer(tm.size);
assert.notStrictEqual(gmtime(new BigInt64Array([951_782_400n]), bytes), 0n);

const ints = new Int32Array(bytes);
const read = (name) => ints[tm.members.find((member) => member.name === name).offset / ints.BYTES_PER_ELEMENT];
const date = [read('tm_year') + 1900, read('tm_mon') + 1, read('tm_mday')];
console.log(`${tm.members.length} members in ${tm.size} bytes: ${date.join('-')}`);
assert.deepStrictEqual(date, [2000, 2, 29]);

const text = Buffer.alloc(64);
const length = strftime(text, BigInt(text.length), '%A, %d %B %Y', bytes);
const day = text.toString('utf8', 0, Number(length));
console.log(`strftime gives '${day}'`);
assert.strictEqual(day, 'Tuesday, 29 February 2000');
