import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { copyBundle, findBinaries } from './binaries.ts';
import { shortTag } from './data-folder.ts';
import { canOthersReach } from './processes.ts';
import { inheritedEnvironment } from './environment.ts';
import { chooseAccount, type Account } from './run-as.ts';

/** A database cluster on disk, ready to be started. */
export interface Cluster {
  bin: string;
  origin: string;
  account: Account | null;
  /** The folder of our own files beside the cluster. */
  home: string;
  /** Postgres's data directory. */
  database: string;
  password: string;
}

/** Where things go that an account other than root must reach, from a checkout that it can't enter. */
const SHARED_HOME = '/var/lib/writethru-embedded';

/** What Postgres runs with, so that nothing of the machine's language settings gets into the data. */
export function postgresEnv(home: string): NodeJS.ProcessEnv {
  return { ...inheritedEnvironment(), LC_ALL: 'C', LANG: 'C', TZ: 'UTC', PGTZ: 'UTC', HOME: home };
}

/**
 * Finds the programs and makes the cluster, unless it is there already; one that was left half-made is made again.
 * Throws where there is no Postgres, or initdb fails.
 */
export function prepareCluster(dataFolder: string, log: (message: string) => void): Cluster {
  const account = chooseAccount();
  const binaries = findBinaries();
  let { bin, origin } = binaries;
  let folder = path.resolve(dataFolder);
  mkdirSync(folder, { recursive: true });
  if (account !== null) {
    if (binaries.bundle !== null && !canOthersReach(bin)) {
      const copy = path.join(SHARED_HOME, `postgres-${shortTag(binaries.bundle)}`);
      bin = copyBundle(binaries.bundle, copy);
      origin += `, copied to ${copy} since "${account.name}" can't enter the checkout`;
    }
    if (!canOthersReach(folder)) {
      folder = chooseSharedFolder(folder);
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      log(`Postgres keeps its data in ${folder}: "${account.name}" can't enter ${dataFolder}.`);
    }
    origin += `, run as "${account.name}"`;
  }
  const env = postgresEnv(folder);
  const ids = account === null ? {} : { uid: account.uid, gid: account.gid };
  const version = execFileSync(path.join(bin, 'postgres'), ['--version'], {
    encoding: 'utf8',
    env,
    cwd: '/',
    ...ids,
  });
  const major = Number(/(\d+)/.exec(version)?.[1] ?? 0);
  const home = path.join(folder, `postgres-${major}`);
  mkdirSync(home, { recursive: true });
  if (account !== null) chownSync(home, account.uid, account.gid);
  const cluster: Cluster = {
    bin,
    origin: `Postgres ${/([\d.]+)/.exec(version)?.[1] ?? ''} of ${origin}`,
    account,
    home,
    database: path.join(home, 'db'),
    password: '',
  };
  return { ...cluster, password: initialise(cluster, major) };
}

/** Its name is kept in the data folder: whoever deletes that one has a fresh start, wherever the data lay. */
function chooseSharedFolder(dataFolder: string): string {
  const file = path.join(dataFolder, 'postgres-folder');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const folder = path.join(SHARED_HOME, `data-${randomBytes(8).toString('hex')}`);
  writeFileSync(file, `${folder}\n`);
  return folder;
}

function initialise(cluster: Cluster, major: number): string {
  const { home, database, account } = cluster;
  const marker = path.join(home, 'initialised');
  const secret = path.join(home, 'password');
  if (existsSync(marker) && existsSync(path.join(database, 'PG_VERSION')))
    return readFileSync(secret, 'utf8').trim();
  rmSync(database, { recursive: true, force: true });
  rmSync(marker, { force: true });
  const password = randomBytes(24).toString('base64url');
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  if (account !== null) chownSync(secret, account.uid, account.gid);
  runInitdb(cluster, major, secret);
  writeFileSync(marker, '');
  return password;
}

/**
 * Postgres's own C.UTF-8, from 17 on, for case and order, so that neither depends on the machine. What a letter is,
 * extensions still ask the C library (LC_CTYPE): with plain --no-locale they know none outside ASCII.
 */
function runInitdb(cluster: Cluster, major: number, secret: string): void {
  const { bin, database, account, home } = cluster;
  const own = major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [];
  const ids = account === null ? {} : { uid: account.uid, gid: account.gid };
  const attempts = ['C.UTF-8', 'en_US.UTF-8'].map((ctype) => ['--no-locale', `--lc-ctype=${ctype}`, ...own]);
  for (const [at, locale] of attempts.entries()) {
    const options = [
      '-D',
      database,
      '-U',
      'writethru',
      '-E',
      'UTF8',
      '-A',
      'scram-sha-256',
      `--pwfile=${secret}`,
    ];
    try {
      execFileSync(path.join(bin, 'initdb'), [...options, ...locale, '--no-instructions'], {
        stdio: ['ignore', 'ignore', 'pipe'],
        cwd: '/',
        env: postgresEnv(home),
        ...ids,
      });
      return;
    } catch (error) {
      rmSync(database, { recursive: true, force: true });
      // Of anything else another locale would only hide the reason.
      const isLocale = error instanceof Error && error.message.includes('invalid locale name');
      if (!isLocale || at === attempts.length - 1) throw error;
    }
  }
}
