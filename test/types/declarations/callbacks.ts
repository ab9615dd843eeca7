// Callbacks: their arguments are what C gives, their results what C takes.
import { type Callback, callback, dlopen, getNativeFunction } from 'ffi-native';

const compare: Callback = callback('int (const void *, const int *)', (a, b) => {
  const addresses: bigint[] = [a, b];
  return addresses.length;
});
const address: bigint = compare.ref().unref().address;
const closed: boolean = compare.closed;
compare.close();

callback(
  'void (*)(int, const char *, struct { double x; })',
  (n, text, { x }) => {
    const sum: number = n + x;
    const name: string | null = text;
    return [sum, name];
  },
  { strings: true, wait: false },
);

// @ts-expect-error: C wants a number
callback('int (void)', () => 'text');
// @ts-expect-error: C passes one argument
callback('int (int)', (a: number, b: number) => a + b);
// @ts-expect-error: no such option
callback('int (int)', (a) => a, { waits: true });
callback('int (int)', (a) => a, { onError: (_, info) => info.callback.length, defaultReturn: 0, grace: Infinity });

const qsort = getNativeFunction(null, 'qsort', 'void', [
  'void *',
  'size_t',
  'size_t',
  'int (*)(const void *, const void *)',
]);
qsort(Int32Array.of(2, 1), 2n, 4n, (a, b) => Number(a - b));
qsort(Int32Array.of(2, 1), 2n, 4n, compare);
// @ts-expect-error: C wants a number
qsort(Int32Array.of(2, 1), 2n, 4n, (a, b) => a - b);

const lib = dlopen(null, 'typedef int (*handler)(const char *, int64_t);', { int64: 'number', strings: true });
lib.callback('handler', (text, n) => (text === null ? n : text.length)).close();
// @ts-expect-error: C passes text first
lib.callback('handler', (n: number) => n);

export { address, closed };
