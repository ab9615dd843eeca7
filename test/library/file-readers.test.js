// The readers of foreign files, compared with the system's own tools, and on damaged files.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { isEmulated, pathHere, printedBy } = require('../support/machine.js');
const { directory, fixture, isGlibc, inspect, facts, systemLibrary } = require('./fixtures.js');

const describeGlibc = isGlibc ? describe : describe.skip;
const names = ['libc.so.6', 'libm.so.6', 'libstdc++.so.6', 'libz.so.1', 'libcrypto.so.3', 'libcurl.so.4'];
const files = isGlibc ? names.map(systemLibrary).filter(Boolean) : [];

/** Whether a tool of the system is there. */
const has = (tool) => spawnSync(tool, ['--version']).status === 0;

/** The loader of the machine's programs; `ldd` would ask that of this one. */
function loader() {
  const program = path.join(directory, 'file-inspector');
  const { stdout } = spawnSync('readelf', ['--wide', '--program-headers', program], { encoding: 'utf8' });
  const [, file] = stdout.match(/interpreter: (.*)]/) ?? [];
  return pathHere(file);
}

/** The names that binutils finds strongly defined, in the table's order. */
function definedBy(file) {
  const args = ['--wide', '--dyn-syms', pathHere(file)];
  const { stdout } = spawnSync('readelf', args, { encoding: 'utf8', maxBuffer: 1e9 });
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , type, binding, visibility, section]) => {
      const usable = type !== 'SECTION' && type !== 'FILE' && section !== 'UND';
      return binding === 'GLOBAL' && usable && (visibility === 'DEFAULT' || visibility === 'PROTECTED');
    })
    .map((fields) => fields[7].replace(/@.*/, ''));
}

describeGlibc('libraries', () => {
  (has('readelf') ? test : test.skip).each(files)('%s defines what readelf says', (file) => {
    const defined = facts(inspect('elf', file), 'defines');
    expect(defined).toEqual(definedBy(file));
    expect(defined.length).toBeGreaterThan(10);
  });

  (has('readelf') ? test : test.skip).each(files)('%s needs the files that the loader finds for it', (file) => {
    const real = (list) => [...new Set(list.map((one) => fs.realpathSync(pathHere(one))))].sort();
    const theirs = real(printedBy(loader(), ['--list', file]).match(/\/\S+/g) ?? []).filter(
      (one) => !path.basename(one).startsWith('ld-'),
    );
    const ours = real(facts(inspect('closure', file), 'found')).filter((one) => !path.basename(one).startsWith('ld-'));
    expect(ours.filter((one) => one !== real([file])[0])).toEqual(theirs);
    expect(theirs.length).toBeGreaterThan(file.includes('libc.so') ? -1 : 0);
  });

  test('their own search paths are read', () => {
    expect(inspect('elf', fixture('near-runpath'))).toContain('runpath /nowhere:$ORIGIN/deep\n');
    expect(inspect('elf', fixture('far-rpath'))).toMatch(/\nrpath \$\{ORIGIN\}\/deep\n/);
    // Sanitizers add libraries of the system.
    const found = (name) =>
      facts(inspect('closure', fixture(name)), 'found').filter((file) => file.startsWith(directory));
    expect(found('far-rpath')).toEqual([fixture('far-rpath'), fixture('deep/near'), fixture('deep/deep-interposed')]);
    expect(found('far-runpath')).toEqual([fixture('far-runpath'), fixture('deep/near')]);
  });
});

describeGlibc('files that are damaged', () => {
  test.each(['interposed', 'near-runpath', 'far-rpath'])('no copy of %s misleads the reader', (name) => {
    const { size } = fs.statSync(fixture(name));
    expect(Number(inspect('damage-elf', fixture(name)))).toBe(size + 1 + 5 * size);
  });

  test('a library with the older kind of hash table', () => {
    const size = fs.statSync(fixture('sysv-hash')).size;
    expect(facts(inspect('elf', fixture('sysv-hash')), 'defines').sort()).toEqual([
      'seen_version',
      'uv_version_string',
    ]);
    expect(Number(inspect('damage-elf', fixture('sysv-hash')))).toBe(size + 1 + 5 * size);
  });

  // An emulated machine has none: what lies there is of this one.
  const hasCache = !isEmulated && fs.existsSync('/etc/ld.so.cache');
  (hasCache ? test : test.skip)("no copy of the loader's cache misleads the reader", () => {
    const { size } = fs.statSync('/etc/ld.so.cache');
    expect(Number(inspect('damage-cache', '/etc/ld.so.cache', 'libc.so.6'))).toBe(size + 1 + 5 * size);
  });
});
