// A project of a user's, in a folder of its own with ffi-native linked into its node_modules: TypeScript checks it, and
// Node runs what TypeScript made of it.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.join(__dirname, '../..');
const compiler = path.join(root, 'node_modules/typescript/bin/tsc');

// The compiler is no Node program inside, and sanitizers that are preloaded for ours would be loaded into it.
const { LD_PRELOAD: _, ...compilerEnvironment } = process.env;

/**
 * Runs TypeScript's compiler in a folder.
 * @param {string} folder
 * @param {string[]} args
 * @returns {string} its complaints, '' when there are none
 */
function compile(folder, args) {
  const options = { cwd: folder, env: compilerEnvironment, encoding: 'utf8' };
  const { error, status, stdout, stderr } = spawnSync(process.execPath, [compiler, ...args], options);
  if (error) throw error;
  return status === 0 ? '' : `${stdout}${stderr}` || `tsc ended with ${status}`;
}

class Project {
  /**
   * @param {Record<string, string>} files by name
   * @param {object} compilerOptions besides `strict`
   */
  constructor(files, compilerOptions) {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ffi-native-project-'));
    fs.mkdirSync(path.join(this.folder, 'node_modules'));
    fs.symlinkSync(root, path.join(this.folder, 'node_modules/ffi-native'), 'junction');
    // TypeScript's own declarations are its makers' to check; ours are checked.
    const usual = { target: 'es2022', types: [], skipDefaultLibCheck: true, outDir: 'out', rootDir: '.' };
    const settings = { ...usual, ...compilerOptions, strict: true };
    this.write('tsconfig.json', JSON.stringify({ compilerOptions: settings, include: ['*'] }));
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  write(name, text) {
    fs.writeFileSync(path.join(this.folder, name), text);
  }

  /** Checks all files, and writes their JavaScript to `out`; gives TypeScript's complaints. */
  compile() {
    return compile(this.folder, ['--project', '.']);
  }

  /**
   * Runs a file, such as `out/main.js`.
   * @param {string} name
   */
  run(name) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [name], { cwd: this.folder, encoding: 'utf8' });
    return { status, stdout, stderr };
  }

  remove() {
    fs.rmSync(this.folder, { recursive: true });
  }
}

module.exports = { Project, compile };
