// The builders of types, offsetof and what libffi tells.
import { type Abi, type CType, getNativeFunction, libffi, offsetof, types } from 'ffi-native';
import { same } from './equal.js';

const point = types.struct('point', { x: 'double', y: 'double' });
same<typeof point, CType>(true);
types.struct({ from: point, to: point }, { packed: true, alignment: 16 });
types.struct(undefined, { x: 'int' });
types.union('value', [
  ['i', 'int'],
  [undefined, point],
  { name: 'b', type: 'unsigned', bits: 3, packed: true, alignment: 8 },
  { type: 'unsigned', bits: 0 },
]);
const fields: [string, string][] = [['a', 'int']];
types.struct(fields);
// @ts-expect-error: a member has a type
types.struct({ x: 8 });
// @ts-expect-error: no such option of a member
types.struct([{ name: 'x', type: 'int', bit: 3 }]);
// @ts-expect-error: no such option
types.struct({ x: 'int' }, { pack: 1 });
// @ts-expect-error: the members are missing
types.struct('point');

types.enumeration({ A: 0, B: 2n ** 40n }, 'uint64_t');
types.enumeration('mode', { READ: 1 });
// @ts-expect-error: a constant is an integer
types.enumeration({ A: '0' });

types.array(point, 3);
types.array('char');
// @ts-expect-error: a length that may be missing is no length
types.array('char', undefined);
types.pointer('const char');
types.func('int', ['const char *', '...'], { abi: 'win64' });
// @ts-expect-error: no convention of any machine
types.func('int', [], { abi: 'fast' });
getNativeFunction(null, 'abs', 'int', ['int'], { abi: 'default', resolve: 'lazy' });

same<ReturnType<typeof offsetof>, number>(true);
offsetof(point, 'y');
// @ts-expect-error: the path is missing
offsetof('struct { int a; }');

const abis: readonly Abi[] = libffi.abis;
types.func('int', [], { abi: abis[0] ?? libffi.defaultAbi });
same<typeof libffi.closureSize, number>(true);
same<ReturnType<typeof libffi.structOffsets>, number[]>(true);
// @ts-expect-error: it is frozen
libffi.abis.push('win64');
same<typeof point.abi, 'default' | 'win64' | undefined>(true);
