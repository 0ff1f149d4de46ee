// Installs the locked dependencies where they are missing or older than the lock file, so that one command is enough.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const ageOf = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

/** Ends the process, with a plain message, where Node is too old or npm fails. */
export function installWhatIsMissing() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) {
    console.error(`Writethru needs Node 20 or later; this is ${process.version}.`);
    process.exit(1);
  }
  if (process.env.WRITETHRU_SKIP_INSTALL === '1') return;
  // npm writes this file last.
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  if (ageOf(installed) >= ageOf(path.join(root, 'package-lock.json'))) return;
  // To standard error: what is run next may have its output read by a program.
  console.error('Installing dependencies (npm ci) …');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm ? [process.execPath, npm] : ['npm'];
  const result = spawnSync(command, [...first, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  if (result.status !== 0) {
    console.error('npm ci failed: see above.');
    process.exit(result.status ?? 1);
  }
}
