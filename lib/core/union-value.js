// The value of a union that came from C: all of its bytes, and each member read from them when it is asked for. Native
// code makes such values and takes them back whole.
'use strict';

const { inspect } = require('node:util');

/** @typedef {import('./binding.js').TypeHandle} TypeHandle */
/** @typedef {Pick<import('./binding.js').Binding, 'recordFields' | 'fieldValue' | 'isSameRecord'>} Fields */

const prototype = Object.freeze({
  [inspect.custom]: inspectUnion,
});

/**
 * Shows the members as those of a plain object; one that cannot be read shows why.
 * @this {Record<string, unknown>}
 * @param {number} _depth
 * @param {import('node:util').InspectOptions} options
 */
function inspectUnion(_depth, options) {
  const members = Object.create(null);
  for (const name of Object.keys(this)) {
    try {
      members[name] = this[name];
    } catch (error) {
      members[name] = error;
    }
  }
  return inspect(members, options).replace(/^\[Object: null prototype\] /, '');
}

/**
 * @param {() => Fields} binding asked for when the first value is made: the binding needs these functions first
 * @returns {{makeUnion: (type: TypeHandle, bytes: Uint8Array, rules: number) => object,
 *   unionBytes: (value: unknown, type: TypeHandle) => Uint8Array | undefined}}
 */
function unionValues(binding) {
  /** @type {WeakMap<object, {type: TypeHandle, bytes: Uint8Array, rules: number}>} */
  const contents = new WeakMap();

  /** The accessors of a type's values. @type {WeakMap<TypeHandle, PropertyDescriptorMap>} */
  const accessors = new WeakMap();

  /** @param {TypeHandle} type */
  function makeAccessors(type) {
    /** @type {PropertyDescriptorMap} */
    const made = Object.create(null);
    binding()
      .recordFields(type)
      .forEach(({ name, index }) => {
        made[name] = {
          enumerable: true,
          get() {
            const content = contents.get(this);
            // Called on another union's value, it would read beyond that.
            if (content?.type !== type) return undefined;
            return binding().fieldValue(type, content.bytes, index, content.rules);
          },
        };
      });
    return made;
  }

  return {
    makeUnion(type, bytes, rules) {
      const members = accessors.get(type) ?? makeAccessors(type);
      accessors.set(type, members);
      const value = Object.freeze(Object.create(prototype, members));
      contents.set(value, { type, bytes, rules });
      return value;
    },
    unionBytes(value, type) {
      const content = contents.get(/** @type {object} */ (value));
      if (content === undefined) return undefined;
      return content.type === type || binding().isSameRecord(content.type, type) ? content.bytes : undefined;
    },
  };
}

module.exports = { unionValues };
