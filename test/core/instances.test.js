// The module loaded many times: in one realm, in several, in workers that come and go. Each test is a process of its own,
// since what can go wrong ends it.
'use strict';

const { outputOf } = require('../support/child.js');

jest.setTimeout(120_000); // a sanitized Node is slow to load, a hundred times more so

/** A guarded access that fails, and one that does not. */
const probe = `
  function probe({ getNativeFunction }) {
    const textAt = getNativeFunction(fixtures, 'identity_pointer', 'string', ['pointer']);
    let caught = 0;
    for (let i = 0; i < 100; i++) {
      try { textAt(16n); } catch (error) { if (error.code === 'ERR_FFI_ACCESS_VIOLATION') caught++; }
    }
    return caught + ' ' + textAt(Buffer.from('text\\0'));
  }
`;
const probed = '100 text';

/** A WebAssembly access that is out of bounds, which V8 traps by a signal handler of its own. */
const trap = `
  function trap() {
    const wasm = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(
      0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127, 3, 2, 1, 0, 5, 3, 1, 0, 1,
      7, 8, 1, 4, 108, 111, 97, 100, 0, 0, 10, 9, 1, 7, 0, 32, 0, 40, 2, 0, 11)));
    if (wasm.exports.load(0) !== 0) throw new Error('no memory');
    try { wasm.exports.load(0x7fffffff); } catch (error) { return error instanceof WebAssembly.RuntimeError; }
  }
`;

const worker = `
  const { Worker } = require('node:worker_threads');
  const prologue = 'const root = ' + JSON.stringify(root) + ', fixtures = ' + JSON.stringify(fixtures) + ';' + probe;
  function inWorker(code) {
    const worker = new Worker(prologue + code, { eval: true });
    const exited = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));
    const message = new Promise((resolve) => worker.once('message', resolve));
    return { worker, exited, message };
  }
`;

test('a hundred times in one realm, from a cleared cache', async () => {
  const program = `${probe}
    const bound = [];
    for (let i = 0; i < 100; i++) {
      for (const file of Object.keys(require.cache)) {
        if (file.startsWith(root)) delete require.cache[file];
      }
      const ffi = load();
      bound.push(ffi.getNativeFunction(fixtures, 'add_i32', 'int', ['int', 'int']));
      if (probe(ffi) !== '${probed}') throw new Error('probe');
      try { bound[0]('x', 1); } catch (error) { if (!(error instanceof TypeError)) throw error; }
    }
    console.log(bound.reduce((sum, add) => add(sum, 1), 0));`;
  expect(await outputOf(program)).toBe('100');
});

test('types of one loading are no types of another', async () => {
  const program = `
    const first = load();
    for (const file of Object.keys(require.cache)) if (file.startsWith(root)) delete require.cache[file];
    const second = load();
    const outcomes = [first === second];
    for (const ask of [second.sizeof, second.type, (t) => second.getNativeFunction(null, 'abs', t, ['int'])]) {
      try { ask(first.type('int')); outcomes.push('taken'); } catch (error) { outcomes.push(error.code); }
    }
    console.log(outcomes.join());`;
  expect(await outputOf(program)).toBe('false,ERR_INVALID_ARG_TYPE,ERR_INVALID_ARG_TYPE,ERR_INVALID_ARG_TYPE');
});

test('in a realm of its own: errors are of that realm', async () => {
  const program = `${probe}
    const vm = require('node:vm');
    const fs = require('node:fs');
    const path = require('node:path');
    const { createRequire } = require('node:module');
    function loadInto(context) {
      const loaded = new Map();
      const requireFrom = (directory) => (name) => {
        if (!name.startsWith('.') && !path.isAbsolute(name)) return require(name);
        const file = createRequire(directory + '/x.js').resolve(name);
        if (!file.endsWith('.js')) return require(file);
        if (!loaded.has(file)) {
          const module = { exports: {} };
          loaded.set(file, module);
          const source = '(function (module, exports, require, __dirname) {' + fs.readFileSync(file, 'utf8') + '\\n})';
          const { dir } = path.parse(file);
          vm.runInContext(source, context, { filename: file })(module, module.exports, requireFrom(dir), dir);
        }
        return loaded.get(file).exports;
      };
      return requireFrom(root)(root);
    }
    const main = load();
    for (let i = 0; i < 5; i++) {
      const context = vm.createContext({ process, SharedArrayBuffer });
      const theirs = loadInto(context);
      if (probe(theirs) !== '${probed}') throw new Error('probe');
      const add = theirs.getNativeFunction(fixtures, 'add_i32', 'int', ['int', 'int']);
      Object.assign(context, { add, ffi: theirs });
      const outcomes = vm.runInContext(\`
        const outcomes = [];
        for (const act of [() => add(1), () => add(0.5, 1), () => ffi.type('no type'), () => ffi.sizeof(1)]) {
          try { act(); } catch (error) { outcomes.push(error instanceof (error.name === 'RangeError' ? RangeError : TypeError)); }
        }
        outcomes.join()\`, context);
      if (outcomes !== 'true,true,true,true') throw new Error(outcomes);
      try { add(1); } catch (error) { if (error instanceof TypeError) throw new Error('of the main realm'); }
      try { main.getNativeFunction(null, 'abs', 'int', ['int'])(); } catch (error) { if (!(error instanceof TypeError)) throw error; }
      if (add(2, 3) !== 5) throw new Error('sum');
    }
    console.log('done');`;
  expect(await outputOf(program)).toBe('done');
});

test('a loading that nobody holds is collected', async () => {
  const program = `
    const ffi = load();
    const { collectUntil } = require(root + '/test/support/waiting.js');
    const registry = new FinalizationRegistry(() => { collected++; });
    let collected = 0;
    function make(i) {
      for (const file of Object.keys(require.cache)) if (file.startsWith(root)) delete require.cache[file];
      const again = load();
      module.children.length = 0; // Node keeps what a module has loaded
      again.type('struct { int a' + i + '; }');
      registry.register(again, i);
    }
    for (let i = 0; i < 50; i++) make(i);
    (async () => {
      await collectUntil(() => collected >= 40);
      console.log(ffi.sizeof('int'));
    })();`;
  expect(await outputOf(program)).toBe('4');
});

describe('workers', () => {
  test('the first to load the module ends: traps of V8 and guarded accesses go on', async () => {
    const program = `const probe = ${JSON.stringify(probe)}; ${worker} ${trap}
      const code = 'require("node:worker_threads").parentPort.postMessage(probe(require(root)))';
      (async () => {
        const outcomes = [];
        for (let i = 0; i < 3; i++) {
          const { message, exited } = inWorker(code);
          outcomes.push(await message, await exited, trap());
        }
        outcomes.push(eval('(' + probe + ')')(load()), trap());
        console.log(outcomes.join());
      })();`;
    const once = `${probed},0,true`;
    expect(await outputOf(program)).toBe([once, once, once, probed, 'true'].join());
  });

  test('many at once, while the main thread does the same', async () => {
    const program = `const probe = ${JSON.stringify(probe)}; ${worker} ${trap}
      const code = 'for (let i = 0; i < 20; i++) probe(require(root));' +
        'require("node:worker_threads").parentPort.postMessage(probe(require(root)))';
      const workers = Array.from({ length: 16 }, () => inWorker(code));
      const here = eval('(' + probe + ')');
      for (let i = 0; i < 50; i++) if (here(load()) !== '${probed}' || !trap()) throw new Error('here');
      Promise.all(workers.map(({ message }) => message)).then((all) => console.log(all.every((one) => one === '${probed}')));`;
    expect(await outputOf(program)).toBe('true');
  });

  test('terminated in the middle of calls, types and guarded accesses', async () => {
    const program = `const probe = ${JSON.stringify(probe)}; ${worker}
      const code = 'const ffi = require(root); require("node:worker_threads").parentPort.postMessage(0);' +
        'for (let i = 0; ; i++) { probe(ffi); ffi.type("struct { int a" + i + "; }"); try { ffi.type("int int") } catch {} }';
      (async () => {
        const here = eval('(' + probe + ')');
        for (let i = 0; i < 12; i++) {
          const { worker, message } = inWorker(code);
          await message;
          await new Promise((resolve) => setTimeout(resolve, i * 3));
          await worker.terminate();
          if (here(load()) !== '${probed}') throw new Error('here');
        }
        console.log('alive');
      })();`;
    expect(await outputOf(program)).toBe('alive');
  });

  test('running while the process exits', async () => {
    const program = `const probe = ${JSON.stringify(probe)}; ${worker}
      const code = 'const ffi = require(root); require("node:worker_threads").parentPort.postMessage(0); for (;;) probe(ffi);';
      const workers = Array.from({ length: 4 }, () => inWorker(code));
      Promise.all(workers.map(({ message }) => message)).then(() => { console.log('exit'); process.exit(0); });`;
    // V8 has no time to free what those workers hold: it would be called a leak.
    const env = { ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:detect_leaks=0` };
    expect(await outputOf(program, { env })).toBe('exit');
  });

  test('that exit by themselves within their work', async () => {
    const program = `const probe = ${JSON.stringify(probe)}; ${worker}
      const code = 'const ffi = require(root); probe(ffi); process.exit(7); probe(ffi);';
      Promise.all(Array.from({ length: 8 }, () => inWorker(code).exited)).then((codes) => console.log(codes.join('')));`;
    expect(await outputOf(program)).toBe('77777777');
  });
});

describe('flags of Node', () => {
  const program = `${probe} ${trap} console.log(probe(load()), typeof WebAssembly === 'undefined' || trap());`;

  const younger = ['--disable-wasm-trap-handler'].filter((flag) => process.allowedNodeEnvironmentFlags.has(flag));

  test.each([
    ...younger.map((flag) => [flag]), // than Node 20.11
    ['--jitless'],
    ['--disallow-code-generation-from-strings'],
    ['--frozen-intrinsics'],
    ['--stack-size=400'],
    ['--no-opt'],
    ['--disable-proto=throw'],
    ['--pending-deprecation'],
  ])('%s', async (flag) => expect(await outputOf(program, { flags: [flag] })).toBe(`${probed} true`));
});
