// What a process says that dies in C, and that it dies as it would without us. Each case is a process of its own.
'use strict';

const { execFileSync, spawn } = require('node:child_process');
const { root } = require('../support/child.js');
const { dieBy, faults } = require('../support/faults.js');
const { fixtures } = require('../support/fixtures.js');

const isLinux = process.platform === 'linux';
const place =
  "bind('fault_place', 'short', 'struct fault_place { int *address; double unused; short value; }', 'float')";

/** The function in whose code an instruction of the report is, as the compiler's tools find it. */
function functionAt(report) {
  const [, file, offset] = /instruction: 0x[0-9a-f]+, (.*) \+ 0x([0-9a-f]+)$/.exec(
    report.find((line) => line.includes('instruction:')),
  );
  const { LD_PRELOAD: _, ...env } = process.env;
  const symbols = execFileSync('nm', ['--defined-only', '--numeric-sort', file], { env, encoding: 'utf8' })
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([address, kind]) => /^[tT]$/.test(kind) && parseInt(address, 16) <= parseInt(offset, 16));
  return { file, name: symbols.at(-1)[2] };
}

describe('a fault in C', () => {
  test.each([
    ['a write', 'write(16n, -5)', 'SIGSEGV', 'fault_write', 'int (int *, int)', '0x10, 0xfffffffb', '0x10'],
    ['a read', 'read(24n)', 'SIGSEGV', 'fault_read', 'int (const int *)', '0x18', '0x18'],
    [
      'a struct',
      `${place}({ address: 8n, unused: 1, value: -2 }, 1.5)`,
      'SIGSEGV',
      'fault_place',
      'short (struct fault_place, float)',
      '0x8 0x3ff0000000000000 0xfffe, 0x3fc00000',
      '0x8',
    ],
    [
      'a division',
      "bind('fault_divide', 'int', 'int', 'int')(1, 0)",
      'SIGFPE',
      'fault_divide',
      'int (int, int)',
      '0x1, 0x0',
      undefined,
    ],
    [
      'an instruction that is none',
      "bind('fault_illegal', 'void')()",
      'SIGILL',
      'fault_illegal',
      'void (void)',
      undefined,
      undefined,
    ],
    [
      'a file that has become shorter',
      "bind('fault_bus', 'int')()",
      'SIGBUS',
      'fault_bus',
      'int (void)',
      undefined,
      expect.any(String),
    ],
  ])('%s', async (_, act, signal, name, type, args, address) => {
    if (signal === 'SIGFPE' && process.arch !== 'x64') return; // others divide by zero and go on
    const died = await dieBy(`${act};`);
    // Some machines trap where others have an instruction for it.
    const signals = signal === 'SIGILL' ? ['SIGILL', 'SIGTRAP'] : [signal];
    expect(signals).toContain(died.signal);
    if (died.signal === 'SIGTRAP') return;
    const [head, typeLine, ...rest] = died.report;
    expect(head).toBe(`ffi-native: ${signal} in a call of ${name} of the library '${fixtures}'`);
    expect(typeLine).toBe(`  type: ${type}`);
    const lineOf = (word) => rest.find((line) => line.startsWith(`  ${word}: `))?.slice(word.length + 4);
    expect(lineOf('arguments')).toBe(args);
    expect(lineOf('address')?.split(',')[0]).toEqual(address);
    if (isLinux) expect(functionAt(rest)).toEqual({ file: fixtures, name });
  });

  test('in a function of another library, which C has called', async () => {
    const { signal, report } = await dieBy("ffi.getNativeFunction(null, 'strlen', 'size_t', ['const char *'])(16n);");
    expect(signal).toBe('SIGSEGV');
    expect(report[0]).toBe('ffi-native: SIGSEGV in a call of strlen of this process');
    if (isLinux) expect(report.find((line) => line.includes('instruction:'))).toMatch(/libc\.so|ld-musl/);
  });

  test('at an address that is no code', async () => {
    const { signal, report } = await dieBy("bind('fault_jump', 'int', 'int (*)(void)')(64n);");
    expect([signal, report[3]]).toEqual(['SIGSEGV', '  address: 0x40, which was to be run']);
  });

  test('of a stack that is used up, on the main thread and another', async () => {
    const act = "bind('fault_deep', 'int', 'int')(0);";
    for (const died of [await dieBy(act), await dieBy(inWorker(act))]) {
      expect(died.signal).toBe('SIGSEGV');
      expect(died.report[0]).toContain('in a call of fault_deep');
      expect(died.report[3]).toMatch(/; the stack is used up$/);
    }
  });

  test('of a function that was bound by its address', async () => {
    const { report } = await dieBy("ffi.bind(write.address, 'int (int *, int)')(16n, 1);");
    expect(report[0]).toMatch(/^ffi-native: SIGSEGV in a call of the function at 0x[0-9a-f]+$/);
  });

  test('of one that frees, at the end of the process', async () => {
    for (const end of ['', 'process.exit(0);']) {
      const { signal, report } = await dieBy(`ffi.own(24n, read); ${end}`);
      expect([signal, report[0], report[2]]).toEqual([
        'SIGSEGV',
        expect.stringContaining('fault_read'),
        '  arguments: 0x18',
      ]);
    }
  });

  test('in a call within a call', async () => {
    const { signal, report } = await dieBy('withCallback(() => withCallback(() => read(24n)));');
    expect([signal, report[0]]).toEqual(['SIGSEGV', expect.stringContaining('fault_read')]);
    expect(report.filter((line) => line.includes('within a call of fault_with'))).toHaveLength(2);
  });

  test('after a call within it has ended: it is of the outer one', async () => {
    const { report } = await dieBy(
      "bind('fault_after', 'int', 'int (*)(int)', 'int *')(() => bind('fault_with', 'int', 'int (*)(int)')(() => 1), 16n);",
    );
    expect(report[0]).toContain('in a call of fault_after');
  });
});

/** Runs a program in a worker. */
function inWorker(act) {
  return `
    const { Worker } = require('node:worker_threads');
    new Worker('const root = ' + JSON.stringify(root) + ', fixtures = ' + JSON.stringify(fixtures) + ', load = () => require(root);' +
      ${JSON.stringify(`${faults} ${act}`)}, { eval: true });`;
}

test('on a worker', async () => {
  const { signal, report } = await dieBy(inWorker('write(16n, 1);'));
  expect([signal, report[0]]).toEqual(['SIGSEGV', expect.stringContaining('in a call of fault_write')]);
});

test('on many threads at once: one report, whole', async () => {
  const { signal, report, stderr } = await dieBy(
    `for (let i = 0; i < 4; i++) { ${inWorker('write(16n, 1);').replaceAll('const { Worker }', 'var { Worker }')} }`,
  );
  expect(signal).toBe('SIGSEGV');
  expect(report[0]).toContain('in a call of fault_write');
  expect(stderr.split('ffi-native: ')).toHaveLength(2);
  expect(report.at(-1)).toContain('instruction: ');
});

test('with threads of C that fault, too', async () => {
  const { signal } = await dieBy("bind('fault_at_once', 'int', 'int', 'int *')(20, 16n);");
  expect(signal).toBe('SIGSEGV'); // of whom the report is, if there is one, is up to the machine
});

describe('without a report', () => {
  test.each([
    ['when that is turned off', 'ffi.configure({ faultReport: false }); write(16n, 1);', 'SIGSEGV'],
    ['of a signal that is sent', "bind('fault_raise', 'void', 'int')(11);", 'SIGSEGV'],
    ['of a signal that another process sends', "process.kill(process.pid, 'SIGSEGV'); while (true);", 'SIGSEGV'],
    ['of another signal', "bind('fault_raise', 'void', 'int')(9);", 'SIGKILL'],
    ['of abort()', "ffi.getNativeFunction(null, 'abort', 'void', [])();", 'SIGABRT'],
  ])('%s', async (_, act, signal) => {
    const died = await dieBy(act);
    expect(died).toMatchObject({ signal, report: [] });
  });

  test('when it is turned on again there is one', async () => {
    const act = 'ffi.configure({ faultReport: false }); ffi.configure({ faultReport: true }); write(16n, 1);';
    expect((await dieBy(act)).report).not.toEqual([]);
  });

  test('of guarded access, which is no death', async () => {
    const act = `
      for (let i = 0; i < 100; i++) try { ffi.read.i32(16n); } catch {}
      withCallback(() => { try { ffi.read.i32(16n); } catch (error) { console.log(error.code); } return 1; });`;
    expect(await dieBy(act)).toMatchObject({ status: 0, stdout: 'ERR_FFI_ACCESS_VIOLATION\n', report: [] });
  });

  test('of a trap of WebAssembly, which V8 takes, within a callback too', async () => {
    const act = `
      const wasm = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(
        0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127, 3, 2, 1, 0, 5, 3, 1, 0, 1,
        7, 8, 1, 4, 108, 111, 97, 100, 0, 0, 10, 9, 1, 7, 0, 32, 0, 40, 2, 0, 11)));
      function trap() {
        try { wasm.exports.load(0x7fffffff); } catch (error) { return error instanceof WebAssembly.RuntimeError ? 1 : 0; }
      }
      let traps = 0;
      for (let i = 0; i < 20; i++) traps += trap() + (withCallback(() => trap()) - 1);
      console.log(traps);`;
    expect(await dieBy(act)).toMatchObject({ status: 0, stdout: '40\n', report: [] });
  });
});

test('a standard error that nobody reads does not keep the process', async () => {
  if (!isLinux) return;
  const program = `const fixtures = ${JSON.stringify(fixtures)}; const load = () => require(${JSON.stringify(root)});
    ${faults}
    require('node:fs').writeSync(1, 'ready');
    ffi.getNativeFunction(null, 'fcntl', 'int', ['int', 'int', '...', 'int'])(2, 4, 2048);
    try { for (;;) require('node:fs').writeSync(2, 'x'.repeat(4096)); } catch {}
    ffi.getNativeFunction(null, 'fcntl', 'int', ['int', 'int', '...', 'int'])(2, 4, 0);
    write(16n, 1);`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.pause();
  const signal = await new Promise((resolve) => child.once('exit', (_, by) => resolve(by)));
  child.stderr.destroy();
  expect(signal).toBe('SIGSEGV');
});
