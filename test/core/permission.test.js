// Node's permission model: the scope `ffi` where Node knows it, and addons everywhere.
'use strict';

const { runNode } = require('../support/child.js');

const known = (flag) => process.allowedNodeEnvironmentFlags.has(flag);
const permission = known('--permission') ? '--permission' : '--experimental-permission';
const knowsScope = known('--allow-ffi');
const all = [permission, '--allow-fs-read=*', '--allow-addons'];

const program = `
  const { getBufferPointer, getNativeFunction, sizeof, alignof, type } = load();
  const acts = {
    getNativeFunction: () => getNativeFunction(null, 'abs', 'int', ['int'])(-3),
    getBufferPointer: () => typeof getBufferPointer(Buffer.from('x')),
    sizeof: () => sizeof('int'),
    alignof: () => alignof('int'),
    type: () => String(type('int')),
  };
  for (const [name, act] of Object.entries(acts)) {
    try { console.log(name, act()); } catch (error) { console.log(name, error.name, error.code, error.permission, error.message); }
  }`;
const allowed = ['getNativeFunction 3', 'getBufferPointer bigint', 'sizeof 4', 'alignof 4', 'type int'];

async function linesOf(flags) {
  const { stdout } = await runNode(program, { flags });
  return stdout.trim().split('\n');
}

test('without the model everything is allowed', async () => expect(await linesOf([])).toEqual(allowed));

test('a Node that knows the scope denies everything without it', async () => {
  const denied = "Error ERR_ACCESS_DENIED FFI Node's permission model denies `ffi`: start Node with --allow-ffi";
  const expected = knowsScope ? allowed.map((line) => `${line.split(' ')[0]} ${denied}`) : allowed;
  expect(await linesOf(all)).toEqual(expected);
});

test('a Node that knows the scope allows everything with it', async () => {
  if (!knowsScope) return;
  expect(await linesOf([...all, '--allow-ffi'])).toEqual(allowed);
});

test('without addons there is no binary', async () => {
  const { status, stderr } = await runNode(program, { flags: all.slice(0, -1) });
  expect(status).toBe(1);
  expect(stderr).toContain('ERR_FFI_BINARY_NOT_FOUND');
  expect(stderr).toContain('Cannot load native addon because loading addons is disabled');
});
