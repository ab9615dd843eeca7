// Results of our type `string`: decoding, and addresses where no text is. The process must live through all of them.
'use strict';

const os = require('node:os');
const path = require('node:path');
const { Worker } = require('node:worker_threads');
const { getNativeFunction } = require('../..');
const { fixtures } = require('../support/fixtures.js');
const { isEmulated } = require('../support/machine.js');
const { errorOf } = require('../support/refusal.js');

const root = path.join(__dirname, '..', '..');
const textAt = getNativeFunction(fixtures, 'identity_pointer', 'string', ['pointer']);
const process_ = (name, returnType, argTypes) => getNativeFunction(null, name, returnType, argTypes);

describe('decoding', () => {
  test('text, no text, empty text', () => {
    expect(getNativeFunction(fixtures, 'greeting', 'string', [])()).toBe('grüß dich');
    expect(getNativeFunction(fixtures, 'no_text', 'string', [])()).toBeNull();
    expect(textAt(null)).toBeNull();
    expect(textAt(0n)).toBeNull();
    expect(textAt(Buffer.from('\0'))).toBe('');
  });

  test('a pointer result is an address, text or not', () => {
    expect(getNativeFunction(fixtures, 'no_text', 'const char *', [])()).toBe(0n);
    const address = getNativeFunction(fixtures, 'greeting', 'const char *', [])();
    expect(typeof address).toBe('bigint');
    expect(textAt(address)).toBe('grüß dich');
  });

  test('of every length at which it is read in another way', () => {
    for (let length = 0; length < 1100; length++) {
      const text = 'x'.repeat(length);
      expect(textAt(Buffer.from(`${text}\0y`))).toBe(text);
    }
    for (const text of ['é'.repeat(65535), '😀'.repeat(65536), 'a'.repeat(2 ** 24)]) {
      expect(textAt(Buffer.from(`${text}\0`)) === text).toBe(true);
    }
  });

  const invalid = [
    [0x80],
    [0xff, 0xfe],
    [0x61, 0xc3],
    [0xc3, 0x61],
    [0xc0, 0x80],
    [0xe2, 0x82],
    [0xe2, 0x82, 0x41],
    [0xed, 0xa0, 0x80],
    [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
    [0xf0, 0x9f, 0x98],
    [0xf0, 0x9f, 0x98, 0x41],
    [0xf4, 0x90, 0x80, 0x80],
    [0xf8, 0x88, 0x80, 0x80, 0x80],
    [0xef, 0xbb, 0xbf, 0x61],
    [0xef, 0xbf, 0xbd],
  ];
  test.each(invalid.map((bytes) => [Buffer.from(bytes).toString('hex'), bytes]))('of the bytes %s', (_, bytes) => {
    const expected = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
    expect(textAt(Buffer.from([...bytes, 0]))).toBe(expected);
    const long = [...Buffer.from('x'.repeat(700)), ...bytes, 0];
    expect(textAt(Buffer.from(long))).toBe('x'.repeat(700) + expected);
  });
});

describe('at the edge of a page', () => {
  const pageSize = 4096n;
  const PROT_NONE = 0;
  const PROT_READ_WRITE = 3;
  const MAP_PRIVATE_ANONYMOUS = 0x22;
  const map = process_('mmap', 'pointer', ['pointer', 'size_t', 'int', 'int', 'int', 'off_t']);
  const protect = process_('mprotect', 'int', ['pointer', 'size_t', 'int']);
  const unmap = process_('munmap', 'int', ['pointer', 'size_t']);
  const fill = process_('memset', 'pointer', ['pointer', 'int', 'size_t']);
  let page; // readable, full of 'a'; the page behind it is not
  beforeAll(() => {
    page = map(null, 3n * pageSize, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0n);
    fill(page, 0x61, 3n * pageSize);
    expect(protect(page + pageSize, pageSize, PROT_NONE)).toBe(0);
    expect(unmap(page + 2n * pageSize, pageSize)).toBe(0);
  });
  afterAll(() => unmap(page, 2n * pageSize));
  const lengths = [
    0n,
    1n,
    2n,
    7n,
    15n,
    16n,
    17n,
    31n,
    32n,
    33n,
    63n,
    64n,
    65n,
    255n,
    256n,
    257n,
    511n,
    512n,
    513n,
    4095n,
  ];

  test('text that ends with the page is read', () => {
    fill(page + pageSize - 1n, 0, 1n);
    for (const length of lengths) {
      expect(textAt(page + pageSize - 1n - length)).toBe('a'.repeat(Number(length)));
    }
    fill(page + pageSize - 1n, 0x61, 1n);
  });

  test('text that goes on behind it is an error, with the first byte that is not there', () => {
    for (const length of lengths.slice(1)) {
      const { name, code, message, address } = errorOf(() => textAt(page + pageSize - length));
      expect({ name, code, address }).toEqual({
        name: 'Error',
        code: 'ERR_FFI_ACCESS_VIOLATION',
        address: page + pageSize,
      });
      expect(message).toBe(`the memory at 0x${(page + pageSize).toString(16)} cannot be read`);
    }
  });

  test('memory without access, and memory given back', () => {
    for (const address of [page + pageSize, page + pageSize + 5n, page + 2n * pageSize - 1n, page + 2n * pageSize]) {
      expect(errorOf(() => textAt(address))).toMatchObject({ code: 'ERR_FFI_ACCESS_VIOLATION', address });
    }
  });

  test('a file that has become shorter (SIGBUS)', () => {
    const create = process_('memfd_create', 'int', ['const char *', 'unsigned int']);
    const truncate = process_('ftruncate', 'int', ['int', 'off_t']);
    const close = process_('close', 'int', ['int']);
    const file = create('shrinking', 0);
    expect(truncate(file, pageSize)).toBe(0);
    const MAP_SHARED = 1;
    const shared = map(null, pageSize, PROT_READ_WRITE, MAP_SHARED, file, 0n);
    expect(textAt(shared)).toBe('');
    expect(truncate(file, 0n)).toBe(0);
    // To a big-endian machine qemu 7.2 gives the two halves of this address in the wrong order.
    const address = isEmulated && os.endianness() === 'BE' ? expect.any(BigInt) : shared;
    expect(errorOf(() => textAt(shared))).toMatchObject({ code: 'ERR_FFI_ACCESS_VIOLATION', address });
    unmap(shared, pageSize);
    close(file);
  });
});

describe('addresses that nothing is at', () => {
  const nowhere = [
    1n,
    16n,
    4095n,
    0xdeadn,
    2n ** 47n,
    2n ** 63n,
    0x8000_0000_0000_0001n,
    0xffff_8000_0000_0000n,
    2n ** 64n - 4096n,
  ];

  test.each(nowhere)('%p', (address) => {
    expect(errorOf(() => textAt(address))).toMatchObject({ name: 'Error', code: 'ERR_FFI_ACCESS_VIOLATION', address });
  });

  test('the last address: what is reported is not before it', () => {
    const error = errorOf(() => textAt(2n ** 64n - 1n));
    expect(error).toMatchObject({ code: 'ERR_FFI_ACCESS_VIOLATION', address: 2n ** 64n - 1n });
  });

  test('a hundred thousand times', () => {
    let caught = 0;
    for (let i = 0; i < 100_000; i++) {
      try {
        textAt(nowhere[i % nowhere.length]);
      } catch (error) {
        caught += error.code === 'ERR_FFI_ACCESS_VIOLATION' ? 1 : 0;
      }
    }
    expect(caught).toBe(100_000);
    expect(textAt(Buffer.from('still here\0'))).toBe('still here');
  });

  test('in worker threads', async () => {
    const source = `
      const { parentPort, workerData } = require('node:worker_threads');
      const { getNativeFunction } = require(workerData.root);
      const textAt = getNativeFunction(workerData.fixtures, 'identity_pointer', 'string', ['pointer']);
      const codes = workerData.nowhere.map((address) => {
        try { return textAt(address); } catch (error) { return error.code + ' ' + error.address; }
      });
      for (let i = 0; i < 20000; i++) try { textAt(16n); } catch {}
      parentPort.postMessage(codes);`;
    const workers = Array.from({ length: 3 }, () => {
      const worker = new Worker(source, { eval: true, workerData: { root, fixtures, nowhere } });
      return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    });
    const expected = nowhere.map((address) => `ERR_FFI_ACCESS_VIOLATION ${address}`);
    expect(await Promise.all(workers)).toEqual([expected, expected, expected]);
  });
});
