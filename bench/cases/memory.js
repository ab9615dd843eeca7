// Memory: numbers, structs and text of C's read and written from JavaScript, and memory for C.
'use strict';

/** @type {Pick<import('./calls').CallCase, 'needs' | 'library' | 'returns' | 'args' | 'values'>} */
const common = { needs: 'memory', library: 'fixtures', returns: 'i32', args: ['i32'], values: (round) => [round] };

/** @type {import('./calls').CallCase[]} */
const memoryCalls = [
  {
    ...common,
    name: 'read int',
    prototype: 'an int32_t at an address of C, and an offset',
    symbol: 'memory_ints',
    operation: 'read int',
    expected: (round) => round,
  },
  {
    ...common,
    name: 'write int',
    prototype: 'the same, written',
    symbol: 'memory_ints',
    operation: 'write int',
    expected: () => undefined,
    readBack: (round) => round + 8,
  },
  {
    ...common,
    name: 'view field',
    prototype: 'a double of a struct through a view of memory that JavaScript has allocated',
    symbol: 'memory_ints',
    operation: 'view field',
    returns: 'f64',
    expected: () => 0.5,
  },
  {
    ...common,
    name: 'sum of ints',
    prototype: 'a million int32_t in memory, added in JavaScript',
    symbol: 'memory_ints',
    operation: 'sum ints',
    expected: () => 0,
  },
  {
    ...common,
    name: 'text of 20',
    prototype: 'const char *, 20 characters at an address of C',
    symbol: 'memory_text_20',
    operation: 'read text',
    returns: 'string',
    expected: () => 'a'.repeat(20),
  },
  {
    ...common,
    name: 'text of 20,000',
    prototype: 'the same, 20,000 characters',
    symbol: 'memory_text_20000',
    operation: 'read text',
    returns: 'string',
    expected: () => 'a'.repeat(20000),
  },
  {
    ...common,
    name: 'alloc 64',
    prototype: '64 bytes for C, allocated and let go: where the garbage collector does that, it does',
    symbol: 'memory_ints',
    operation: 'allocate',
    expected: () => 64,
  },
];

module.exports = { memoryCalls };
