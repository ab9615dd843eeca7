// Handlers of faults that others have installed, before ours and after it: they go on as if we were not there.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { root } = require('../support/child.js');
const { buildLibrary, temporaryFolder } = require('../support/compiler.js');
const { dieBy } = require('../support/faults.js');

const JUMPS_OUT = 0;
const MENDS_THE_PAGE = 1;
const PASSES_ON = 2;
const taken = (library) => `console.log(ffi.getNativeFunction(${library}, 'fault_taken', 'int', ['int *'])(16n));`;
const mended = (library) => `console.log(ffi.getNativeFunction(${library}, 'fault_mended', 'int', [])());`;

describe('installed after ours', () => {
  const install = (kind) => `bind('handler_install', 'int', 'int')(${kind});`;

  test.each([
    ['those that jump out', JUMPS_OUT, taken, '1\n'],
    ['those that mend the page', MENDS_THE_PAGE, mended, '14\n'],
  ])('%s take what is theirs', async (_, kind, act, stdout) => {
    expect(await dieBy(`${install(kind)} ${act('fixtures')}`)).toMatchObject({ status: 0, stdout, report: [] });
  });

  test('those that pass on: then comes the report, and the death', async () => {
    const { signal, stderr, report } = await dieBy(`${install(PASSES_ON)} write(16n, 1);`);
    expect([signal, report[0]]).toEqual(['SIGSEGV', expect.stringContaining('in a call of fault_write')]);
    expect(stderr.indexOf('another handler')).toBeLessThan(stderr.indexOf('ffi-native: '));
  });
});

describe('installed before ours', () => {
  // The same functions, as an addon that installs a handler when it is loaded.
  const source = `${fs.readFileSync(path.join(root, 'test', 'fixtures', 'faults.c'), 'utf8')}
    void *napi_register_module_v1(void *env, void *exports) {
      handler_install(atoi(getenv("HANDLER")));
      return exports;
    }`;
  const addon = JSON.stringify(buildLibrary(temporaryFolder(), source));
  const run = (kind, act) =>
    dieBy(act, { before: `process.dlopen({ exports: {} }, ${addon});`, env: { HANDLER: String(kind) } });

  test.each([
    ['those that jump out', JUMPS_OUT, taken, '1\n'],
    ['those that mend the page', MENDS_THE_PAGE, mended, '14\n'],
  ])('%s take what is theirs', async (_, kind, act, stdout) => {
    expect(await run(kind, act(addon))).toMatchObject({ status: 0, stdout, report: [] });
  });

  test('those that pass on: the death is their affair, there is no report', async () => {
    const { signal, stderr, report } = await run(PASSES_ON, 'write(16n, 1);');
    expect([signal, report]).toEqual(['SIGSEGV', []]);
    expect(stderr.split('another handler')).toHaveLength(2);
  });

  test('guarded access is not theirs', async () => {
    for (const kind of [JUMPS_OUT, MENDS_THE_PAGE, PASSES_ON]) {
      const act = 'try { ffi.read.i32(16n); } catch (error) { console.log(error.code); }';
      expect(await run(kind, act)).toMatchObject({ stdout: 'ERR_FFI_ACCESS_VIOLATION\n', stderr: '' });
    }
  });
});
