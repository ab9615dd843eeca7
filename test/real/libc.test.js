// The C library of this process: text, memory, files, time, and numbers as text.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { getBufferPointer, getNativeFunction, sizeof } = require('../..');
const { temporaryFolder } = require('../support/compiler.js');

const libc = (name, returnType, ...argTypes) => getNativeFunction(null, name, returnType, argTypes);

test('text', () => {
  expect(libc('strlen', 'size_t', 'const char *')('größe')).toBe(7n);
  const compare = libc('strcmp', 'int', 'const char *', 'const char *');
  expect([compare('a', 'b') < 0, compare('b', 'a') > 0, compare('€', '€')]).toEqual([true, true, 0]);
  expect(libc('strstr', 'string', 'const char *', 'const char *')('a needle in hay', 'needle')).toBe('needle in hay');
  expect(libc('strchr', 'string', 'const char *', 'int')('key=value', '='.charCodeAt(0))).toBe('=value');
  expect(libc('strchr', 'string', 'const char *', 'int')('key', '='.charCodeAt(0))).toBeNull();
  const target = Buffer.alloc(20);
  expect(libc('strcpy', 'pointer', 'char *', 'const char *')(target, 'copied')).toBe(getBufferPointer(target));
  libc('strcat', 'pointer', 'char *', 'const char *')(target, ' text');
  expect(target.toString()).toBe(`copied text${'\0'.repeat(9)}`);
  expect(libc('wcslen', 'size_t', 'const wchar_t *')('größe😀')).toBe(sizeof('wchar_t') === 2 ? 7n : 6n);
  expect(libc('wcscmp', 'int', 'const wchar_t *', 'const wchar_t *')('a😀', 'a😀')).toBe(0);
});

test('memory that C allocates', () => {
  const memory = libc('calloc', 'void *', 'size_t', 'size_t')(4n, 8n);
  expect(memory).not.toBe(0n);
  const copy = libc('memcpy', 'void *', 'void *', 'const void *', 'size_t');
  copy(memory + 8n, BigUint64Array.of(7n, 2n ** 64n - 1n), 16n);
  const seen = new BigUint64Array(4);
  copy(seen, memory, 32n);
  expect([...seen]).toEqual([0n, 7n, 2n ** 64n - 1n, 0n]);
  libc('free', 'void', 'void *')(memory);
});

test('numbers as text', () => {
  expect(libc('atoi', 'int', 'const char *')(' -42abc')).toBe(-42);
  expect(libc('atof', 'double', 'const char *')('2.5e3')).toBe(2500);
  const end = new BigUint64Array(1);
  const digits = Buffer.from('ffff rest\0');
  expect(libc('strtol', 'long', 'const char *', 'char **', 'int')(digits, end, 16)).toBe(0xffffn);
  expect(end[0]).toBe(getBufferPointer(digits) + 4n);
  expect(
    libc('strtoull', 'unsigned long long', 'const char *', 'char **', 'int')('18446744073709551615', null, 10),
  ).toBe(2n ** 64n - 1n);
  expect(libc('abs', 'int', 'int')(-7)).toBe(7);
  expect(libc('labs', 'long', 'long')(-(2n ** 40n))).toBe(2n ** 40n);
});

test('time', () => {
  // struct tm begins with seconds, minutes, hours, day, month, year
  const fields = new Int32Array(14);
  expect(libc('gmtime_r', 'pointer', 'const time_t *', 'struct tm *')(BigInt64Array.of(86_399n), fields)).not.toBe(0n);
  expect([...fields.subarray(0, 6)]).toEqual([59, 59, 23, 1, 0, 70]);
  expect(libc('timegm', 'time_t', 'struct tm *')(fields)).toBe(86_399n);
  const text = Buffer.alloc(64);
  const format = libc('strftime', 'size_t', 'char *', 'size_t', 'const char *', 'const struct tm *');
  const length = format(text, 64n, '%Y-%m-%dT%H:%M:%SZ', fields);
  expect(text.toString('latin1', 0, Number(length))).toBe('1970-01-01T23:59:59Z');
  const now = libc('time', 'time_t', 'time_t *')(null);
  expect(Math.abs(Number(now) - Date.now() / 1000)).toBeLessThan(60);
});

test('the process and its environment', () => {
  expect(libc('getpid', 'pid_t')()).toBe(process.pid);
  expect(libc('getuid', 'uid_t')()).toBe(process.getuid());
  const get = libc('getenv', 'string', 'const char *');
  expect(libc('setenv', 'int', 'const char *', 'const char *', 'int')('FFI_NATIVE_PROBE', 'größe', 1)).toBe(0);
  expect(get('FFI_NATIVE_PROBE')).toBe('größe');
  libc('unsetenv', 'int', 'const char *')('FFI_NATIVE_PROBE');
  expect(get('FFI_NATIVE_PROBE')).toBeNull();
  const name = Buffer.alloc(256);
  expect(libc('gethostname', 'int', 'char *', 'size_t')(name, 256n)).toBe(0);
  expect(name.toString().split('\0')[0]).toBe(os.hostname());
});

test('files', () => {
  const file = path.join(folder, 'größe.txt');
  const handle = libc('fopen', 'FILE *', 'const char *', 'const char *')(file, 'w');
  expect(handle).not.toBe(0n);
  expect(libc('fputs', 'int', 'const char *', 'FILE *')('€ und mehr\n', handle)).toBeGreaterThanOrEqual(0);
  const bytes = Buffer.from([0, 1, 2, 3]);
  expect(libc('fwrite', 'size_t', 'const void *', 'size_t', 'size_t', 'FILE *')(bytes, 1n, 4n, handle)).toBe(4n);
  expect(libc('fclose', 'int', 'FILE *')(handle)).toBe(0);
  expect(fs.readFileSync(file)).toEqual(Buffer.concat([Buffer.from('€ und mehr\n'), bytes]));
  expect(libc('fopen', 'FILE *', 'const char *', 'const char *')(path.join(folder, 'no', 'such'), 'r')).toBe(0n);
  expect(libc('unlink', 'int', 'const char *')(file)).toBe(0);
  expect(fs.existsSync(file)).toBe(false);
});
const folder = temporaryFolder();
