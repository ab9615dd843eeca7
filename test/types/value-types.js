// What TypeScript should infer: the types of the values of a C type, written from what the module says of the type. It
// does not read C, and knows nothing of how types/ reads it.
'use strict';

const characters = ['char', 'char16_t', 'char32_t', 'wchar_t'];

/** The typed array that an array of integers or floating-point numbers comes out as; undefined for other arrays. */
function typedArrayOf({ kind, name, size }) {
  const bare = name.replace(/\b(const|volatile|_Atomic)\b/g, '').trim();
  if (kind === 'float') return { float: 'Float32Array', double: 'Float64Array' }[bare];
  if (bare === 'char') return 'string | Uint8Array';
  if (bare === 'wchar_t') return 'Int32Array | Uint16Array | Uint32Array';
  if (kind === 'enum') return 'Int32Array | Uint32Array';
  if (kind !== 'integer') return undefined;
  const unsigned = /^unsigned|^char(16|32)_t/.test(bare);
  return `${size === 8 ? 'Big' : ''}${unsigned ? 'Uint' : 'Int'}${size * 8}Array`;
}

/** Members as `name: type`, those of anonymous structs and unions among them. */
function membersOf({ members }, mark, toText) {
  return members.flatMap(({ name, type }) => {
    if (name !== '') return [`${name}${mark}: ${toText(type)}`];
    return type.members === undefined ? [] : membersOf(type, mark, toText);
  });
}

const record = (members) => `{ ${members.join('; ')} }`;

/**
 * The TypeScript type of what a C type gives as a result, or as a member.
 * @param {import('../..').CType} type
 */
function resultOf(type) {
  const { kind, size, element } = type;
  if (kind === 'integer' || kind === 'enum') return size === 8 ? 'bigint' : 'number';
  if (kind === 'struct') return record(membersOf(type, '', resultOf));
  if (kind === 'union') return `Readonly<${record(membersOf(type, '', resultOf))}>`;
  if (kind === 'array') return typedArrayOf(element) ?? `(${resultOf(element)})[]`;
  return { void: 'undefined', bool: 'boolean', float: 'number', complex: 'Complex', pointer: 'bigint' }[kind];
}

/**
 * The TypeScript type of what a C type takes at least: for a pointer, what all pointers take.
 * @param {import('../..').CType} type
 */
function argumentOf(type) {
  const { kind, element, target } = type;
  if (kind === 'bool') return 'boolean | 0 | 1';
  if (kind === 'struct') return record(membersOf(type, '?', argumentOf));
  if (kind === 'union')
    return (
      membersOf(type, '', argumentOf)
        .map((member) => `{ ${member} }`)
        .join(' | ') || '{}'
    );
  if (kind === 'array') return `readonly (${argumentOf(element)})[] | ArrayBufferView`;
  if (kind === 'pointer') return isText(target) ? 'TextArgument' : 'PointerArgument';
  return resultOf(type);
}

/** Whether a pointer to this type takes a string. */
function isText({ kind, name }) {
  const bare = name.replace(/\b(const|volatile|restrict|_Atomic)\b/g, '').trim();
  return kind === 'integer' && characters.includes(bare);
}

module.exports = { resultOf, argumentOf };
