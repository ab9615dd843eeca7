// Values of any C type as bytes and back, by calls: the type stands in a struct of 64 bytes, which the fixtures take and
// give whatever is in it. Messages name a value there `member v`.
'use strict';

const { getNativeFunction, sizeof } = require('../..');
const { fixtures } = require('./fixtures.js');

const size = 64;

/** @param {string} declaration of a member v, or of members without a name */
function blockOf(declaration) {
  const filler = size - sizeof(`struct { ${declaration}; }`);
  return `struct { ${declaration}; ${filler > 0 ? `unsigned char filler[${filler}];` : ''} }`;
}

/**
 * What C makes of one type.
 * @param {string} declaration such as `int v[3]`
 */
function blockFunctions(declaration) {
  const block = blockOf(declaration);
  const write = getNativeFunction(fixtures, 'block_write', 'void', [block, 'uint8_t *']);
  const read = getNativeFunction(fixtures, 'block_read', block, ['const uint8_t *']);
  const identity = getNativeFunction(fixtures, 'block_identity', block, [block]);
  const bytesOf = (object) => {
    const bytes = Buffer.alloc(size, 0xee);
    write(object, bytes);
    return bytes.subarray(0, sizeof(`struct { ${declaration}; }`));
  };
  const contentOf = (bytes) => {
    const { filler: _, ...value } = read(Buffer.concat([Buffer.from(bytes)], size));
    return value;
  };
  return {
    /** The bytes of a struct that has the members of an object. */
    bytesOf,
    /** The members that a struct of some bytes has; zeros follow these. */
    contentOf,
    /** The bytes of v. */
    pack: (value) => bytesOf({ v: value }),
    /** The value of v. */
    unpack: (bytes) => contentOf(bytes).v,
    /** v as it comes back from C. */
    pass: (value) => identity({ v: value }).v,
  };
}

/** Numbers as the machine's memory has them. @param {number[]} numbers */
const intBytes = (...numbers) => Buffer.from(Int32Array.from(numbers).buffer);
/** @param {number[]} numbers */
const shortBytes = (...numbers) => Buffer.from(Int16Array.from(numbers).buffer);

module.exports = { blockFunctions, intBytes, shortBytes };
