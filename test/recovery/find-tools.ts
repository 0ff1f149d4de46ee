import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const PROGRAMS = ['initdb', 'postgres', 'pg_dump', 'pg_dumpall', 'pg_restore', 'psql', 'pg_basebackup'];
const DEBIAN = '/usr/lib/postgresql';

/** A Postgres that comes with its tools: the private one of npm start has none of those for backups. */
export interface PostgresTools {
  /** The folder of its programs. */
  bin: string;
  /** As `pg_dump --version` says it. */
  version: string;
}

/** Finds it by PATH, by pg_config, or where Debian keeps them, the newest first; null where there is none. */
export function findPostgresTools(): PostgresTools | null {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), ...askPgConfig(), ...listDebian()];
  const bin = folders.find((folder) => PROGRAMS.every((program) => existsSync(path.join(folder, program))));
  if (bin === undefined) return null;
  const version = execFileSync(path.join(bin, 'pg_dump'), ['--version'], { encoding: 'utf8' }).trim();
  return { bin, version };
}

function askPgConfig(): string[] {
  try {
    return [
      execFileSync('pg_config', ['--bindir'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim(),
    ];
  } catch {
    return [];
  }
}

function listDebian(): string[] {
  if (!existsSync(DEBIAN)) return [];
  const majors = readdirSync(DEBIAN).filter((name) => /^\d+$/.test(name));
  return majors.sort((a, b) => Number(b) - Number(a)).map((major) => path.join(DEBIAN, major, 'bin'));
}
