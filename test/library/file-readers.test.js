// The readers of foreign files, compared with the system's own tools, and on damaged files.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { directory, fixture, isGlibc, inspect, facts, systemLibrary } = require('./fixtures.js');

const describeGlibc = isGlibc ? describe : describe.skip;
const names = ['libc.so.6', 'libm.so.6', 'libstdc++.so.6', 'libz.so.1', 'libcrypto.so.3', 'libcurl.so.4'];
const files = isGlibc ? names.map(systemLibrary).filter(Boolean) : [];

/** Whether a tool of the system is there. */
const has = (tool) => spawnSync(tool, ['--version']).status === 0;

/** The names that binutils finds strongly defined, in the table's order. */
function definedBy(file) {
  const { stdout } = spawnSync('readelf', ['--wide', '--dyn-syms', file], { encoding: 'utf8', maxBuffer: 1e9 });
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

  (has('ldd') ? test : test.skip).each(files)('%s needs the files that the loader finds for it', (file) => {
    const { stdout } = spawnSync('ldd', [file], { encoding: 'utf8' });
    const real = (list) => [...new Set(list.map((one) => fs.realpathSync(one)))].sort();
    const theirs = real(stdout.match(/\/\S+/g) ?? []).filter((one) => !path.basename(one).startsWith('ld-'));
    const ours = real(facts(inspect('closure', file), 'found')).filter((one) => !path.basename(one).startsWith('ld-'));
    expect(ours.filter((one) => one !== fs.realpathSync(file))).toEqual(theirs);
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

  (fs.existsSync('/etc/ld.so.cache') ? test : test.skip)("no copy of the loader's cache misleads the reader", () => {
    const { size } = fs.statSync('/etc/ld.so.cache');
    expect(Number(inspect('damage-cache', '/etc/ld.so.cache', 'libc.so.6'))).toBe(size + 1 + 5 * size);
  });
});
