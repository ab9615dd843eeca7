// The clock and the calendar of the C library: structs that C fills, reads and puts in order.
'use strict';

const assert = require('node:assert');
const { alloc, dlopen, readString } = require('ffi-native');

// What <sys/time.h> and <time.h> declare, with a word on each parameter that C writes to.
const { functions, types } = dlopen(
  null,
  `struct timeval { time_t tv_sec; suseconds_t tv_usec; };
   struct tm {
     int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst;
     long tm_gmtoff;
     const char *tm_zone;
   };
   int gettimeofday(_Out_ struct timeval *now, void *none);
   struct tm *localtime_r(const time_t *seconds, _Out_ struct tm *local);
   struct tm *gmtime_r(const time_t *seconds, _Out_ struct tm *utc);
   time_t timegm(_Inout_ struct tm *utc);
   size_t strftime(char *text, size_t size, const char *format, const struct tm *time);`,
  { int64: 'number', strings: true },
);
const { gettimeofday, localtime_r: localtime, gmtime_r: gmtime, timegm, strftime } = functions;

/** A struct tm as text. */
function format(pattern, tm) {
  const text = alloc('char', 100);
  assert.notStrictEqual(strftime(text, text.length, pattern, tm), 0);
  return readString(text);
}

// An object for `_Out_` gets all members that the struct has.
const now = {};
assert.strictEqual(gettimeofday(now, null), 0);
console.log(`gettimeofday: ${now.tv_sec} s and ${now.tv_usec} µs since 1970`);
assert.ok(Math.abs(now.tv_sec - Date.now() / 1000) < 60);

// A pointer to const takes an array, or an object, of which C gets a copy.
const local = {};
localtime([now.tv_sec], local);
console.log(`localtime_r: ${format('%A, %d %B %Y, %H:%M:%S %Z', local)} (${local.tm_zone}, ${local.tm_gmtoff} s)`);
assert.strictEqual(local.tm_year + 1900, new Date(now.tv_sec * 1000).getFullYear());
assert.strictEqual(local.tm_min, new Date(now.tv_sec * 1000).getMinutes());

const leapDay = {};
gmtime([951_782_400], leapDay);
console.log(`gmtime_r: ${format('%A, %d %B %Y', leapDay)}`);
assert.strictEqual(format('%F', leapDay), '2000-02-29');

// Members that are left out are zero. timegm puts the day in order: it reads the struct, and writes it.
const day = { tm_year: 126, tm_mon: 0, tm_mday: 366 };
const seconds = timegm(day);
console.log(`timegm: day 366 of 2026 is ${format('%d %B %Y', day)}`);
assert.deepStrictEqual([day.tm_year, day.tm_mon, day.tm_mday, seconds], [127, 0, 1, Date.UTC(2027, 0, 1) / 1000]);

// Memory that stays: here C writes in place, and `member` points to a part of it.
const kept = alloc(types.tm);
gmtime([0], kept);
console.log(`in memory: ${kept.type.size} bytes, the year is ${kept.member('tm_year').value + 1900}`);
assert.strictEqual(kept.value.tm_year, 70);
