// Arguments, libraries and memory that kill or deceive a process elsewhere: here each is an error, or exact.
'use strict';

const { alsoInWorker, hostile, ofItself } = require('./cases.js');

const opened = `
  const lib = openCopy('int add_i32(int, int);');
  const { add_i32: add } = lib.functions;`;

// Makes V8 optimise a function, with the calls in it.
const optimised = `
  const prepare = new Function('f', '%PrepareFunctionForOptimization(f)');
  const optimise = new Function('f', '%OptimizeFunctionOnNextCall(f)');
  const isOptimised = new Function('f', 'return %ActiveTierIsTurbofan(f)');
  const heat = (f, ...args) => {
    prepare(f);
    for (let i = 0; i < 1000; i++) f(...args);
    optimise(f);
    f(...args);
    if (!isOptimised(f)) throw new Error('V8 has not optimised the function');
  };`;
const natives = ['--allow-natives-syntax'];

hostile('a call after the library was closed', alsoInWorker, [
  [
    'of a function, of its asynchronous form and of a symbol',
    `${opened}
    console.log(add(1, 2));
    lib.close();
    console.log(endOf(() => add(1, 2)), endOf(() => lib.symbol('add_i32')));
    console.log(await add.async(1, 2).catch(told));`,
    ['3', 'Error ERR_FFI_LIBRARY_CLOSED Error ERR_FFI_LIBRARY_CLOSED', 'Error ERR_FFI_LIBRARY_CLOSED'],
  ],
  [
    'of a function that V8 has optimised',
    `${opened} ${optimised}
    const twice = (a) => add(a, a);
    heat(twice, 2);
    lib.close();
    console.log(endOf(() => twice(2)), endOf(() => add(1, 2)));`,
    ['Error ERR_FFI_LIBRARY_CLOSED Error ERR_FFI_LIBRARY_CLOSED'],
    natives,
  ],
  [
    'in a loop that is hot: the very next one',
    `${opened}
    let sum = 0;
    const loop = () => {
      for (let i = 0; i < 300_000; i++) {
        if (i === 200_000) lib.close();
        sum = add(sum, 1);
      }
    };
    console.log(endOf(loop), sum);`,
    ['Error ERR_FFI_LIBRARY_CLOSED 200000'],
  ],
]);

hostile('a number that is not in the range of its type', ofItself, [
  [
    '1.5, 2 ** 40 and -1',
    `const unsigned = bind('identity_uint', 'unsigned', 'unsigned');
    const int = bind('identity_int', 'int', 'int');
    for (const wrong of [1.5, 2 ** 40, -1]) console.log(endOf(() => unsigned(wrong)), endOf(() => int(wrong)));
    console.log(unsigned(2 ** 32 - 1), int(-(2 ** 31)));`,
    [
      'RangeError ERR_OUT_OF_RANGE RangeError ERR_OUT_OF_RANGE',
      'RangeError ERR_OUT_OF_RANGE RangeError ERR_OUT_OF_RANGE',
      'RangeError ERR_OUT_OF_RANGE -1',
      '4294967295 -2147483648',
    ],
  ],
  [
    'the same to a function that V8 has optimised',
    `${optimised}
    const unsigned = bind('identity_uint', 'unsigned', 'unsigned');
    const next = (x) => unsigned(x) + 1;
    for (const wrong of [1.5, 2 ** 40, -1]) {
      heat(next, 1);
      console.log(endOf(() => next(wrong)));
    }`,
    Array(3).fill('RangeError ERR_OUT_OF_RANGE'),
    natives,
  ],
]);

hostile('a wrong count of arguments', ofItself, [
  [
    'missing and extra',
    `const add = bind('add_i32', 'int', 'int', 'int');
    for (const args of [[], [1], [1, 2, 3], [1, 2, undefined]]) console.log(endOf(() => add(...args)));
    console.log(await add.async(1).catch(told), endOf(() => bind('sum_ints', 'int', 'int', '...')(1, 'int')));`,
    [
      ...Array(4).fill('TypeError ERR_INVALID_ARG_VALUE'),
      'TypeError ERR_INVALID_ARG_VALUE TypeError ERR_INVALID_ARG_VALUE',
    ],
  ],
  [
    'the same to a function that V8 has optimised',
    `${optimised}
    const add = bind('add_i32', 'int', 'int', 'int');
    const call = (...args) => add(...args);
    for (const args of [[], [1], [1, 2, 3]]) {
      heat(call, 1, 2);
      console.log(endOf(() => call(...args)));
    }`,
    Array(3).fill('TypeError ERR_INVALID_ARG_VALUE'),
    natives,
  ],
]);

hostile('a number for `char *`', ofItself, [
  [
    'small, large and none',
    `const pointer = bind('identity_pointer', 'void *', 'char *');
    const strlen = ffi.getNativeFunction(null, 'strlen', 'size_t', ['const char *']);
    for (const wrong of [5, 0, 2 ** 40, NaN]) console.log(endOf(() => pointer(wrong)), endOf(() => strlen(wrong)));`,
    Array(4).fill('TypeError ERR_INVALID_ARG_TYPE TypeError ERR_INVALID_ARG_TYPE'),
  ],
]);

const nowhere = `
  const places = { 16: 16n, freed: require(root + '/test/memory/pages.js').freedPage() };
  const tell = (act) => { for (const [name, at] of Object.entries(places)) console.log(name, endOf(() => act(at))); };`;
const notThere = ['16 Error ERR_FFI_ACCESS_VIOLATION', 'freed Error ERR_FFI_ACCESS_VIOLATION'];

hostile('memory that is not there', alsoInWorker, [
  [
    'a read',
    `${nowhere} tell((at) => ffi.read.i32(at)); tell((at) => ffi.read(at, 'double'));`,
    [...notThere, ...notThere],
  ],
  [
    'a write',
    `${nowhere} tell((at) => ffi.write.i32(at, 1)); tell((at) => ffi.fill(at, 0, 1));`,
    [...notThere, ...notThere],
  ],
  [
    'a string, asked for and as a result',
    `${nowhere}
    const text = bind('identity_pointer', 'string', 'void *');
    tell((at) => ffi.readString(at));
    tell((at) => text(at));`,
    [...notThere, ...notThere],
  ],
  ['a buffer', `${nowhere} tell((at) => ffi.toBuffer(at, 8));`, notThere],
]);

const thousand = `
  const types = Array(1000).fill('int');
  const values = types.map((_, i) => i);`;

hostile('1,000 arguments', ofItself, [
  [
    'all arrive, in a call and in a callback',
    `${thousand}
    let seen;
    const cb = ffi.callback('int (' + types + ')', (...args) => { seen = args; return args.at(-1); });
    console.log(ffi.bind(cb, 'int (' + types + ')')(...values), seen.join() === values.join());`,
    ['999 true'],
  ],
  [
    'in a variadic tail, by pairs and fixed',
    `${thousand}
    console.log(bind('sum_ints', 'int', 'int', '...')(1000, ...values.flatMap((value) => ['int', value])));
    console.log(bind('sum_ints', 'int', 'int', '...', ...types)(1000, ...values));`,
    ['499500', '499500'],
  ],
]);

hostile('what is too long for its place in a struct', ofItself, [
  [
    'an array, a typed array and a string',
    `const type = 'struct { char name[12]; int v[3]; double x, y; const char *label; }';
    const identity = bind('record_identity', type, type);
    const memory = ffi.alloc(type);
    const all = [{ v: [1, 2, 3, 4] }, { v: new Int32Array(4) }, { name: 'x'.repeat(13) }, { name: 'ü'.repeat(7) }];
    for (const wrong of all) console.log(endOf(() => identity(wrong)), endOf(() => memory.set(0, wrong)));
    console.log(memory.toBuffer().every((byte) => byte === 0), identity({ name: 'x'.repeat(12) }).name);`,
    [...Array(4).fill('TypeError ERR_INVALID_ARG_VALUE TypeError ERR_INVALID_ARG_VALUE'), 'true xxxxxxxxxxxx'],
  ],
]);

hostile('a float in a variadic tail', ofItself, [
  [
    'is promoted, by pairs and fixed',
    `console.log(bind('sum_doubles', 'double', 'int', '...')(2, 'float', 0.5, 'float', -0.125));
    console.log(bind('sum_doubles', 'double', 'int', '...', 'float', 'float')(2, 0.5, -0.125));`,
    ['0.375', '0.375'],
  ],
]);

hostile('300 asynchronous calls at once', alsoInWorker, [
  [
    'all run, whatever the number of threads, and none is refused',
    `const add = bind('add_i32', 'int', 'int', 'int');
    for (const [threads, count] of [[1, 300], [2, 300], [8, 20_000]]) {
      ffi.configure({ threads });
      const sums = await Promise.all(Array.from({ length: count }, (_, i) => add.async(i, 1)));
      console.log(sums.every((sum, i) => sum === i + 1));
    }`,
    ['true', 'true', 'true'],
  ],
  [
    'all are in C at once where there are so many threads: none returns before the last has come',
    `const libc = (name, ...types) => ffi.getNativeFunction(null, name, 'int', types);
    const barrier = ffi.alloc('char[64]'); // a pthread_barrier_t
    libc('pthread_barrier_init', 'void *', 'void *', 'unsigned')(barrier, null, 300);
    const wait = libc('pthread_barrier_wait', 'void *');
    ffi.configure({ threads: 300 });
    const ends = await Promise.all(Array.from({ length: 300 }, () => wait.async(barrier)));
    console.log(ends.filter((end) => end === 0).length, ends.filter((end) => end === -1).length);`,
    ['299 1'],
  ],
]);

hostile('nobody has the buffer any more that an asynchronous call was given', alsoInWorker, [
  [
    'C has it still, whatever its size',
    `const sum = bind('gate_sum', 'uint64_t', 'struct gate *', 'const uint8_t *', 'size_t');
    // A function of its own: no variable or register of it holds the bytes after its end.
    const call = (gate, size) => sum.async(gate.pointer, new Uint8Array(size).fill(1), BigInt(size));
    for (const size of [16, 4096, 2 ** 22]) {
      const gate = new Gate();
      const called = call(gate, size);
      await gate.hasBegun();
      await reuse(size);
      gate.open();
      console.log(await called);
    }`,
    ['16n', '4096n', '4194304n'],
  ],
]);
