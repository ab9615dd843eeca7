// Records as a program for Deno would pack them by hand: a typed array over bytes that are kept, each element written in
// a statement of its own. It knows records whose scalars are all of one kind, as those of the cases are.
'use strict';

/** @typedef {import('../cases/calls').Kind} Kind */
/** @typedef {import('../cases/calls').StructKind} StructKind */
/** @typedef {import('../cases/calls').ArrayKind} ArrayKind */

/** @type {Partial<Record<Kind & string, string>>} */
const views = { f64: 'Float64Array', i32: 'Int32Array' };

/**
 * A type of Deno's; it has no arrays in structs.
 * @param {StructKind | ArrayKind} kind
 * @param {(kind: Kind) => unknown} typeOf
 */
function typeOfRecord(kind, typeOf) {
  const kinds = 'array' in kind ? Array(kind.length).fill(kind.array) : Object.values(kind.struct);
  return { struct: kinds.map(typeOf) };
}

/**
 * The scalars and arrays of a record in order.
 * @param {Kind} kind
 * @param {string} path
 * @returns {{ path: string, scalar: Kind & string, length?: number }[]}
 */
function partsOf(kind, path) {
  if (typeof kind === 'string') return [{ path, scalar: kind }];
  if ('array' in kind) return [{ path, scalar: kind.array, length: kind.length }];
  return Object.entries(kind.struct).flatMap(([name, member]) => partsOf(member, `${path}.${name}`));
}

/** @param {StructKind | ArrayKind} kind */
function layOut(kind) {
  let end = 0;
  const parts = partsOf(kind, 'value').map(({ path, scalar, length }) => {
    const index = end;
    end += length ?? 1;
    return { path, length, index, view: views[scalar] };
  });
  const [{ view }] = parts;
  if (parts.some((part) => part.view === undefined || part.view !== view)) throw new Error('the scalars are not alike');
  return { parts, view, length: end };
}

/**
 * Writes a function from an object to bytes, which are the same for each call.
 * @param {StructKind | ArrayKind} kind
 * @returns {(value: object) => Uint8Array}
 */
function writePack(kind) {
  const { parts, view, length } = layOut(kind);
  const statements = parts.map((part) =>
    part.length === undefined ? `view[${part.index}] = ${part.path};` : `view.set(${part.path}, ${part.index});`,
  );
  return new Function(`
    const view = new ${view}(${length});
    const bytes = new Uint8Array(view.buffer);
    return (value) => { ${statements.join(' ')} return bytes; };`)();
}

/**
 * Writes a function from the bytes of a result, which are its own, to an object.
 * @param {StructKind | ArrayKind} kind
 * @returns {(bytes: Uint8Array) => object}
 */
function writeUnpack(kind) {
  let next = 0;
  const { view } = layOut(kind);
  /** @param {Kind} part @returns {string} */
  const spell = (part) => {
    if (typeof part === 'string') return `view[${next++}]`;
    if ('struct' in part)
      return `{ ${Object.entries(part.struct).map(([name, member]) => `${name}: ${spell(member)}`)} }`;
    next += part.length;
    return `view.subarray(${next - part.length}, ${next})`;
  };
  return /** @type {any} */ (new Function('bytes', `const view = new ${view}(bytes.buffer); return ${spell(kind)};`));
}

module.exports = { typeOfRecord, writePack, writeUnpack };
