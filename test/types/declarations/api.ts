// The shapes of what the module gives and takes, apart from what is inferred from C type-names.
import {
  alignof,
  type CMember,
  type CTypeKind,
  type capabilities,
  type ErrorCode,
  type FFIError,
  getBufferPointer,
  getNativeFunction,
  type LibraryOptions,
  type NativeFunction,
  sizeof,
  type,
  type version,
} from 'ffi-native';
import { same } from './equal.js';

same<ReturnType<typeof sizeof>, number | undefined>(true);
sizeof('int');
alignof(type('int'));
// @ts-expect-error: a type is a text or a CType
sizeof(4);

getBufferPointer(new Uint8Array(1)).toString(16);
getBufferPointer(new ArrayBuffer(1));
getBufferPointer(new SharedArrayBuffer(1));
getBufferPointer(new DataView(new ArrayBuffer(1)));
// @ts-expect-error: an array is no buffer
getBufferPointer([1, 2]);

const point = type('struct point { double x, y; }');
same<typeof point.kind, CTypeKind>(true);
same<typeof point.size, number | undefined>(true);
same<typeof point.members, readonly CMember[] | undefined>(true);
const offsets: number[] = (point.members ?? []).map((member) => member.bits?.offset ?? member.offset);
const constants: (number | bigint)[] = Object.values(type('enum { A }').values ?? {});
offsets.push(constants.length);
// @ts-expect-error: a type never changes
point.size = 3;

same<typeof capabilities.guardedAccess, boolean>(true);
same<typeof capabilities.libffi, string>(true);
same<typeof version, string>(true);

const options: LibraryOptions = { symbols: 'own', resolve: 'lazy', scope: 'global' };
getNativeFunction('libc.so.6', 'abs', 'int', ['int'], options);
getNativeFunction('libc.so.6', 'abs', 'int', ['int'], {});
// @ts-expect-error: no such choice
getNativeFunction('libc.so.6', 'abs', 'int', ['int'], { symbols: 'all' });
// @ts-expect-error: no such option
getNativeFunction('libc.so.6', 'abs', 'int', ['int'], { symbol: 'own' });
// @ts-expect-error: undefined is not this process
getNativeFunction(undefined, 'abs', 'int', ['int']);
// @ts-expect-error: the parameters' types are missing
getNativeFunction(null, 'abs', 'int');

// A bound function can be declared before it is bound.
const functions: { abs?: NativeFunction<[number], number> } = {};
functions.abs = getNativeFunction(null, 'abs', 'int', ['int']);
const either: NativeFunction = getNativeFunction(null, 'abs', 'int' as string, ['int'] as string[]);
either(1);

function isFFIError(error: unknown): error is FFIError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

export function explain(error: unknown): string {
  if (!isFFIError(error)) return 'unknown';
  const code: ErrorCode = error.code;
  switch (code) {
    case 'ERR_FFI_ACCESS_VIOLATION':
      return `0x${error.address?.toString(16)}`;
    case 'ERR_FFI_UNSUPPORTED_TYPE':
      return `at ${error.offset}`;
    // @ts-expect-error: no such code
    case 'ERR_FFI_SOMETHING':
      return '';
    default:
      return code;
  }
}
