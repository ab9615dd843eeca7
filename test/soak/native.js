// The functions of C that the acts of the soak call.
'use strict';

const ffi = require('../..');
const { fixtures } = require('../support/fixtures.js');

const INT = 'int (*)(int)';
const bind = (name, result, types, options) => ffi.getNativeFunction(fixtures, name, result, types, options);

const freeText = bind('free_text', 'void', ['void *']);

module.exports = {
  fixtures,
  // callbacks
  callInt: bind('call_int', 'int', [INT, 'int']),
  callAddress: bind('call_int', 'int', ['void *', 'int']),
  callTimes: bind('call_times', 'int', [INT, 'int']),
  callOnThread: bind('call_on_thread', 'int', [INT, 'int', 'int']),
  startCall: bind('start_call', 'void *', [INT, 'int', 'int', 'int']),
  finishCall: bind('finish_call', 'int', ['void *']),
  notifyOnThread: bind('notify_on_thread', 'void', ['void (*)(int)', 'int']),
  sort: ffi.getNativeFunction(null, 'qsort', 'void', [
    'void *',
    'size_t',
    'size_t',
    'int (*)(const int *, const int *)',
  ]),
  // values
  add: bind('add_i32', 'int', ['int', 'int']),
  addLong: bind('add_i64', 'int64_t', ['int64_t', 'int64_t']),
  length: ffi.getNativeFunction(null, 'strlen', 'size_t', ['const char *']),
  makeText: bind('make_text', 'string', ['string'], { free: freeText }),
  swap: bind('point_swap', 'struct { double x, y; }', ['struct { double x, y; }']),
  failInt: bind('fail_int', 'int', ['int', '_Out_ int *'], { errno: true }),
  divide: bind('divide', 'int', ['int', 'int', '_Out_ int *', '_Out_ int *']),
  // gates
  gateAdd: bind('gate_add', 'void', ['struct gate *', 'uint8_t *', 'size_t', 'int']),
  gateSum: bind('gate_sum', 'uint64_t', ['struct gate *', 'const uint8_t *', 'size_t']),
  gateSpans: bind('gate_sum_spans', 'uint64_t', [
    'struct gate *',
    'const struct { const uint8_t *bytes; size_t size; } *',
    'size_t',
  ]),
  gateLength: bind('gate_length', 'size_t', ['struct gate *', 'const char *']),
  gateFollow: bind('gate_follow', 'int', ['struct gate *', 'int ***']),
  gateCall: bind('gate_call', 'int', ['struct gate *', INT, 'int']),
  // memory
  makeBlock: bind('block_make', 'void *', ['int']),
  freeBlock: bind('block_free', 'void', ['void *']),
  numberOfBlock: bind('block_number', 'int', ['void *', 'void *']),
  countBlocks: (state) => bind(`blocks_${state}`, 'int', [])(),
  mmap: ffi.getNativeFunction(null, 'mmap', 'void *', ['void *', 'size_t', 'int', 'int', 'int', 'long']),
  munmap: ffi.getNativeFunction(null, 'munmap', 'int', ['void *', 'size_t']),
  mprotect: ffi.getNativeFunction(null, 'mprotect', 'int', ['void *', 'size_t', 'int']),
};
