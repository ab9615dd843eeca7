// Asynchronous calls: their arguments are those of the function, their results come by a Promise, with errno if that is asked
// for.
import { type AsyncFunction, bind, configure, dlopen, getNativeFunction, type WithErrno } from 'ffi-native';
import { same } from './equal.js';

const abs = getNativeFunction(null, 'abs', 'int', ['int']);
same<ReturnType<typeof abs.async>, Promise<number>>(true);
same<Parameters<typeof abs.async>, [number]>(true);
same<typeof abs.async, AsyncFunction<[number], number>>(true);
const { signal } = new AbortController();
same<ReturnType<ReturnType<typeof abs.async.with>>, Promise<number>>(true);
abs.async
  .with({ signal })(1)
  .then((value) => value.toFixed());
const names: [string, number] = [abs.async.name, abs.async.length];
names.pop();
// @ts-expect-error: a string is no int
abs.async('1');
// @ts-expect-error: an argument is missing
abs.async.with({ signal })();
// @ts-expect-error: no such option
abs.async.with({ timeout: 1 });
// @ts-expect-error: not the signal of a process
abs.async.with({ signal: 'SIGINT' });

const kept = getNativeFunction(null, 'open', 'int', ['const char *', 'int'], { errno: true });
same<ReturnType<typeof kept>, number>(true);
same<ReturnType<typeof kept.async>, Promise<WithErrno<number>>>(true);
const thrown = getNativeFunction(null, 'open', 'int', ['const char *', 'int'], { errno: 'throw' });
same<ReturnType<typeof thrown.async>, Promise<number>>(true);
const either = getNativeFunction(null, 'open', 'int', ['const char *', 'int'], { errno: Math.random() < 0.5 });
same<ReturnType<typeof either.async>, Promise<number | WithErrno<number>>>(true);

const lib = dlopen(null, 'int close(int); char *getcwd(char *, size_t);', { errno: true, thread: 'same' });
same<ReturnType<typeof lib.functions.close.async>, Promise<WithErrno<number>>>(true);
same<ReturnType<typeof lib.functions.getcwd.async>, Promise<WithErrno<bigint>>>(true);
const own = lib.func('int close(int)', { errno: false });
same<ReturnType<typeof own.async>, Promise<number>>(true);
const parts = lib.func('strtol', 'long', ['const char *', 'char **', 'int'], { int64: 'number' });
same<ReturnType<typeof parts.async>, Promise<WithErrno<number>>>(true);
const table = dlopen(null, { close: { type: 'int (int)', errno: true }, abs: 'int (int)' });
same<ReturnType<typeof table.functions.close.async>, Promise<WithErrno<number>>>(true);
same<ReturnType<typeof table.functions.abs.async>, Promise<number>>(true);
const bound = bind(1n, 'struct { double x, y; } (const char *)');
same<ReturnType<typeof bound.async>, Promise<{ x: number; y: number }>>(true);
// @ts-expect-error: no such choice
dlopen(null, '', { thread: 'other' });
// @ts-expect-error: it is for libraries
getNativeFunction(null, 'abs', 'int', ['int'], { thread: 'same' });

configure({ threads: 4 });
configure({ callbackGrace: Number.POSITIVE_INFINITY });
// @ts-expect-error: no such option
configure({ thread: 4 });
