// ArrayBuffers whose bytes stay where they are when they are transferred to another size. V8 reallocates them on Node 21 to
// 23, although somebody holds them; such a buffer gets methods of its own, which copy and do else what V8's do.
'use strict';

/** The methods of ArrayBuffers that transfer. @type {readonly ('transfer' | 'transferToFixedLength')[]} */
const names = ['transfer', 'transferToFixedLength'];

/** @param {(this: ArrayBuffer) => ArrayBuffer} move which leaves the bytes in place, since it keeps the size */
const copying = (move) =>
  /** @this {ArrayBuffer} @param {number} [length] */
  function transfer(length) {
    if (length === undefined) return move.call(this);
    const copy = new ArrayBuffer(length); // throws before anything has happened
    const moved = move.call(this);
    const size = Math.min(moved.byteLength, copy.byteLength);
    new Uint8Array(copy).set(new Uint8Array(moved, 0, size));
    return copy;
  };

/** @type {[string, PropertyDescriptor][]} */
const methods = names
  .map((name) => [name, /** @type {any} */ (ArrayBuffer.prototype)[name]])
  .filter(([, move]) => move !== undefined)
  .map(([name, move]) => [name, { configurable: true, writable: true, value: copying(move) }]);

/**
 * Lets a buffer of a fixed size be transferred by copies from now on. One that takes no properties stays as it is.
 * @param {ArrayBuffer} buffer
 */
function transferByCopy(buffer) {
  for (const [name, method] of methods) Reflect.defineProperty(buffer, name, method);
}

module.exports = { transferByCopy };
